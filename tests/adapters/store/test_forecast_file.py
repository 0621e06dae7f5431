"""The file of the forecasts: for its owner alone, whole or not at all, and never in the way."""

from pathlib import Path

from followupd.adapters.store.forecast_file import ForecastFile
from followupd.adapters.system.paths import Paths


def open_place(folder: Path) -> tuple[ForecastFile, Path]:
    paths = Paths(folder / "config.yaml", folder)
    paths.store_file.touch()
    return ForecastFile(paths), folder / "forecasts.json"


def test_what_is_written_is_read_and_for_its_owner_alone(tmp_path: Path) -> None:
    place, path = open_place(tmp_path)
    assert place.read() == b""
    place.write(b"one")
    place.write(b"two")
    assert place.read() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["followupd.sqlite3", "forecasts.json"]


def test_a_place_that_cannot_be_written_is_an_empty_one(tmp_path: Path) -> None:
    place, path = open_place(tmp_path)
    path.mkdir()
    place.write(b"one")
    assert place.read() == b""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["followupd.sqlite3", "forecasts.json"]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """`/dev/full` says of each write what a full disk says."""
    place, path = open_place(tmp_path)
    path.symlink_to("/dev/full")
    assert place.read() == b""
    place.write(b"one")
    assert path.read_bytes() == b"one"  # the link is replaced, and nothing is written through it
