"""What the user wants, read from files that change under the daemon's feet."""

import os
from pathlib import Path

import pytest
import yaml
from builders import ACME, BASE

from followupd.adapters.config_files import LIMIT, OrdersFiles
from followupd.adapters.system.paths import Places
from followupd.config.interview import EVERY
from followupd.errors import ConfigError

INTERVIEW = {k: v for k, v in ACME.items() if k != "id"}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(tmp_path / "config.yaml", tmp_path / "state")
    found.interviews.mkdir()
    found.state.mkdir()
    found.config.write_text(yaml.safe_dump(BASE))
    write(found, "acme", INTERVIEW)
    return found


def write(places: Places, name: str, data: object) -> None:
    text = data if isinstance(data, str) else yaml.safe_dump(data)
    (places.interviews / f"{name}.yaml").write_text(text)


def test_an_unchanged_file_is_not_read_again(places: Places) -> None:
    orders = OrdersFiles(places)
    assert orders().config is orders().config


def test_an_edit_takes_effect_without_a_restart(places: Places) -> None:
    orders = OrdersFiles(places)
    write(places, "acme", INTERVIEW | {"position": "Head of Data"})
    write(places, "beta", INTERVIEW | {"at": "2026-11-20 10:00"})
    assert [(i.id, i.position) for i in orders().config.interviews] == [
        ("acme", "Head of Data"),
        ("beta", "Data Engineer"),
    ]


def test_a_broken_edit_keeps_the_last_good_interview_and_doubts_it(places: Places) -> None:
    orders = OrdersFiles(places)
    write(places, "acme", "company: Acme\nat: tomorrow\n")
    broken = orders()
    assert [i.id for i in broken.config.interviews] == ["acme"]
    assert broken.doubtful["acme"].startswith("interviews/acme.yaml:")
    write(places, "acme", INTERVIEW)
    assert (orders().doubtful, orders().faults) == ({}, ())


@pytest.mark.parametrize("fault", [{"id": "beta"}, {"company": ""}])
def test_a_broken_edit_is_known_by_the_name_of_its_file(places: Places, fault: dict[str, str]) -> None:
    orders = OrdersFiles(places)
    write(places, "acme", INTERVIEW | fault)
    assert [i.id for i in orders().config.interviews] == ["acme"]
    assert list(orders().doubtful) == ["acme"]


def test_a_copy_of_an_interview_whose_own_file_is_broken_meanwhile_is_held_too(places: Places) -> None:
    orders = OrdersFiles(places)
    write(places, "acme", "company: Acme\nat: tomorrow\n")
    write(places, "acme-copy", INTERVIEW)
    held = orders()
    assert held.doubtful["acme-copy"] == (
        "interviews/acme-copy.yaml: acme has the same people at the same time; keep one of the two"
    )
    assert held.doubtful["acme-copy"] in held.faults
    write(places, "acme-copy", INTERVIEW | {"at": "2026-11-20 10:00"})
    assert list(orders().doubtful) == ["acme"]


def test_an_interview_that_moves_into_the_config_while_its_file_is_still_there_stands_once(
    places: Places,
) -> None:
    orders = OrdersFiles(places)
    places.config.write_text(yaml.safe_dump(BASE | {"interviews": [ACME | {"id": "acme"}]}))
    assert [i.id for i in orders().config.interviews] == ["acme"]
    assert list(orders().doubtful) == ["acme"]


def test_a_broken_config_doubts_everything(places: Places) -> None:
    orders = OrdersFiles(places)
    places.config.write_text("live: [")
    assert EVERY in orders().doubtful
    assert [i.id for i in orders().config.interviews] == ["acme"]


@pytest.mark.parametrize(
    "damage",
    [Path.unlink, lambda p: p.write_bytes(b"\xff\xfe\x00"), lambda p: p.write_text("#" * (LIMIT + 1))],
)
def test_a_config_that_cannot_be_read_is_a_doubt_not_an_end(places: Places, damage: object) -> None:
    orders = OrdersFiles(places)
    damage(places.config)  # type: ignore[operator]
    assert "cannot be read" in orders().doubtful[EVERY]


def test_without_a_good_config_there_is_no_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="followupd init"):
        OrdersFiles(Places(tmp_path / "config.yaml", tmp_path))


def test_a_start_with_one_broken_interview_runs_the_others(places: Places) -> None:
    write(places, "beta", "company: Beta\n")
    orders = OrdersFiles(places)()
    assert [i.id for i in orders.config.interviews] == ["acme"]
    assert list(orders.doubtful) == ["beta"]


def test_the_hold_file_halts_at_once(places: Places) -> None:
    orders = OrdersFiles(places)
    assert orders().halted is None
    places.hold.touch()
    assert str(places.hold) in (orders().halted or "")
    places.hold.unlink()
    assert orders().halted is None


def test_an_edit_of_equal_length_in_the_same_second_is_seen(places: Places) -> None:
    orders = OrdersFiles(places)
    orders()
    path = places.interviews / "acme.yaml"
    path.write_text(path.read_text().replace("Engineer", "Engineur"))
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))
    assert orders().config.interviews[0].position == "Data Engineur"


def test_hidden_files_are_no_interviews(places: Places) -> None:
    write(places, ".acme.yaml.swp", "garbage: [")
    assert OrdersFiles(places)().faults == ()


def test_a_folder_that_cannot_be_read_is_a_doubt_not_an_empty_one(places: Places) -> None:
    orders = OrdersFiles(places)
    for file in places.interviews.iterdir():
        file.unlink()
    places.interviews.rmdir()
    places.interviews.write_text(
        ""
    )  # as root may read everything, a file stands for a folder that nobody may
    doubted = orders()
    assert "interviews: cannot be read: Not a directory" in doubted.doubtful[EVERY]
    assert [i.id for i in doubted.config.interviews] == ["acme"]
    places.interviews.unlink()
    assert orders().doubtful == {}


def test_an_interview_under_a_name_that_is_not_read_is_told(places: Places) -> None:
    orders = OrdersFiles(places)
    (places.interviews / "acme.yaml").rename(places.interviews / "acme.yml")
    renamed = orders()
    assert renamed.faults == ("interviews/acme.yml: is not read under this name; call it acme.yaml",)
    assert [i.id for i in renamed.config.interviews] == ["acme"]
    assert "acme" in renamed.doubtful
