"""What the user wants, read from files that change under the daemon's feet."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import ACME, BASE

from followupd.adapters.config_files import MAX_FILE_BYTES, ConfigFiles, load_in_process
from followupd.adapters.system.paths import Paths
from followupd.config.interview import EVERY
from followupd.config.model import LoadResult
from followupd.errors import ConfigError

INTERVIEW = {k: v for k, v in ACME.items() if k != "id"}


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    found = Paths(tmp_path / "config.yaml", tmp_path / "state")
    found.interviews_folder.mkdir()
    found.state.mkdir()
    found.config.write_text(yaml.safe_dump(BASE))
    write(found, "acme", INTERVIEW)
    return found


def write(places: Paths, name: str, data: object) -> None:
    text = data if isinstance(data, str) else yaml.safe_dump(data)
    (places.interviews_folder / f"{name}.yaml").write_text(text)


def test_an_unchanged_file_is_not_read_again(places: Paths) -> None:
    orders = ConfigFiles(places)
    assert orders().config is orders().config


def test_an_edit_takes_effect_without_a_restart(places: Paths) -> None:
    orders = ConfigFiles(places)
    write(places, "acme", INTERVIEW | {"position": "Head of Data"})
    write(places, "beta", INTERVIEW | {"at": "2026-11-20 10:00"})
    assert [(i.id, i.position) for i in orders().config.interviews] == [
        ("acme", "Head of Data"),
        ("beta", "Data Engineer"),
    ]


def test_a_broken_edit_keeps_the_last_good_interview_and_doubts_it(places: Paths) -> None:
    orders = ConfigFiles(places)
    write(places, "acme", "company: Acme\nat: tomorrow\n")
    broken = orders()
    assert [i.id for i in broken.config.interviews] == ["acme"]
    assert broken.fault_by_interview["acme"].startswith("interviews/acme.yaml:")
    write(places, "acme", INTERVIEW)
    assert (orders().fault_by_interview, orders().faults) == ({}, ())


@pytest.mark.parametrize("fault", [{"id": "beta"}, {"company": ""}])
def test_a_broken_edit_is_known_by_the_name_of_its_file(places: Paths, fault: dict[str, str]) -> None:
    orders = ConfigFiles(places)
    write(places, "acme", INTERVIEW | fault)
    assert [i.id for i in orders().config.interviews] == ["acme"]
    assert list(orders().fault_by_interview) == ["acme"]


def test_a_copy_of_an_interview_whose_own_file_is_broken_meanwhile_is_held_too(places: Paths) -> None:
    orders = ConfigFiles(places)
    write(places, "acme", "company: Acme\nat: tomorrow\n")
    write(places, "acme-copy", INTERVIEW)
    held = orders()
    assert held.fault_by_interview["acme-copy"] == (
        "interviews/acme-copy.yaml: acme has the same people at the same time; keep one of the two"
    )
    assert held.fault_by_interview["acme-copy"] in held.faults
    write(places, "acme-copy", INTERVIEW | {"at": "2026-11-20 10:00"})
    assert list(orders().fault_by_interview) == ["acme"]


def test_an_interview_that_moves_into_the_config_while_its_file_is_still_there_stands_once(
    places: Paths,
) -> None:
    orders = ConfigFiles(places)
    places.config.write_text(yaml.safe_dump(BASE | {"interviews": [ACME | {"id": "acme"}]}))
    assert [i.id for i in orders().config.interviews] == ["acme"]
    assert list(orders().fault_by_interview) == ["acme"]


def test_a_broken_config_doubts_everything(places: Paths) -> None:
    orders = ConfigFiles(places)
    places.config.write_text("live: [")
    assert EVERY in orders().fault_by_interview
    assert [i.id for i in orders().config.interviews] == ["acme"]


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda p: p.write_bytes(b"\xff\xfe\x00"),
        lambda p: p.write_text("#" * (MAX_FILE_BYTES + 1)),
    ],
)
def test_a_config_that_cannot_be_read_is_a_doubt_not_an_end(places: Paths, damage: object) -> None:
    orders = ConfigFiles(places)
    damage(places.config)  # type: ignore[operator]
    assert "cannot be read" in orders().fault_by_interview[EVERY]


def test_without_a_good_config_there_is_no_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="followupd init"):
        ConfigFiles(Paths(tmp_path / "config.yaml", tmp_path))


def test_a_start_with_one_broken_interview_runs_the_others(places: Paths) -> None:
    write(places, "beta", "company: Beta\n")
    orders = ConfigFiles(places)()
    assert [i.id for i in orders.config.interviews] == ["acme"]
    assert list(orders.fault_by_interview) == ["beta"]


def test_the_hold_file_halts_at_once(places: Paths) -> None:
    orders = ConfigFiles(places)
    assert orders().halt_reason is None
    places.hold_file.touch()
    assert str(places.hold_file) in (orders().halt_reason or "")
    places.hold_file.unlink()
    assert orders().halt_reason is None


def test_an_edit_of_equal_length_in_the_same_second_is_seen(places: Paths) -> None:
    orders = ConfigFiles(places)
    orders()
    path = places.interviews_folder / "acme.yaml"
    path.write_text(path.read_text().replace("Engineer", "Engineur"))
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))
    assert orders().config.interviews[0].position == "Data Engineur"


def test_hidden_files_are_no_interviews(places: Paths) -> None:
    write(places, ".acme.yaml.swp", "garbage: [")
    assert ConfigFiles(places)().faults == ()


def test_a_folder_that_cannot_be_read_is_a_doubt_not_an_empty_one(places: Paths) -> None:
    orders = ConfigFiles(places)
    for file in places.interviews_folder.iterdir():
        file.unlink()
    places.interviews_folder.rmdir()
    places.interviews_folder.write_text(
        ""
    )  # as root may read everything, a file stands for a folder that nobody may
    doubted = orders()
    assert "interviews: cannot be read: Not a directory" in doubted.fault_by_interview[EVERY]
    assert [i.id for i in doubted.config.interviews] == ["acme"]
    places.interviews_folder.unlink()
    places.interviews_folder.mkdir()
    assert orders().fault_by_interview == {}


def test_a_folder_that_is_gone_is_a_doubt_until_it_is_there_again(places: Paths) -> None:
    orders = ConfigFiles(places)
    places.interviews_folder.rename(places.interviews_folder.with_name("elsewhere"))
    for _ in range(2):
        doubted = orders()
        assert "interviews: is gone; put it back" in doubted.fault_by_interview[EVERY]
        assert [i.id for i in doubted.config.interviews] == ["acme"]
        places.config.write_text(yaml.safe_dump(BASE | {"live": False}))  # that is no answer to the question
    places.interviews_folder.with_name("elsewhere").rename(places.interviews_folder)
    assert orders().fault_by_interview == {}


@pytest.mark.parametrize("kind", ["pipe", "device", "endless", "huge"])
def test_what_only_stands_in_the_place_of_a_file_is_an_error_and_not_waited_for(
    places: Paths, kind: str
) -> None:
    orders, path = ConfigFiles(places), places.interviews_folder / "acme.yaml"
    path.unlink()
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "huge":
            with path.open("wb") as file:
                file.truncate(1 << 38)
        case _:
            path.symlink_to("/dev/null" if kind == "device" else "/dev/zero")
    doubted = orders()
    expected = "it is larger than" if kind == "huge" else "it is a pipe or a device, and no file"
    assert f"interviews/acme.yaml: cannot be read: {expected}" in doubted.fault_by_interview["acme"]
    assert [i.id for i in doubted.config.interviews] == ["acme"]


def test_a_file_whose_permissions_were_mended_is_read_again(places: Paths) -> None:
    readings: list[int] = []

    def load_counted(*texts: Any) -> LoadResult:
        readings.append(1)
        return load_in_process(*texts)

    orders, path = ConfigFiles(places, load_counted), places.interviews_folder / "acme.yaml"
    orders()
    path.chmod(0o604)
    orders()
    assert len(readings) == 2


def test_an_interview_under_a_name_that_is_not_read_is_told(places: Paths) -> None:
    orders = ConfigFiles(places)
    (places.interviews_folder / "acme.yaml").rename(places.interviews_folder / "acme.yml")
    renamed = orders()
    assert renamed.faults == ("interviews/acme.yml: is not read under this name; call it acme.yaml",)
    assert [i.id for i in renamed.config.interviews] == ["acme"]
    assert "acme" in renamed.fault_by_interview


@pytest.mark.parametrize("ending", [".yaml", ".yml"])
def test_the_name_of_a_file_commands_no_terminal(places: Paths, ending: str) -> None:
    """An interview's file may come from somebody else, its name, too."""
    (places.interviews_folder / f"evil\x1b[2J\u202e{ending}").write_text("company: 1\n")
    faults = ConfigFiles(places)().faults
    assert any("interviews/evil" in fault for fault in faults)
    assert all(fault.isprintable() for fault in faults)
