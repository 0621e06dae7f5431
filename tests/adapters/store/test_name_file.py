"""The file of the parsed names: a command takes them over, and only from the same store, program and library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import ACME, config

from followupd.adapters.store import name_file
from followupd.adapters.store.name_file import NameFile
from followupd.adapters.system.paths import Paths
from followupd.config import person_name
from followupd.config.person_name import parse_person_name

KEY = b"k" * 32
CONFIG = config(ACME | {"contacts": [{"name": "RUIZ, Dr. Ana (Acme)", "email": "ana@acme.example"}]})


@pytest.fixture(autouse=True)
def _forget_names() -> Iterator[None]:
    person_name._known_names.clear()
    yield
    person_name._known_names.clear()


def make_file(folder: Path, key: bytes = KEY) -> NameFile:
    paths = Paths(folder / "config.yaml", folder)
    paths.store_file.touch()
    return NameFile(paths, key)


def save_names(folder: Path) -> Path:
    parse_person_name("Ana Ruiz")  # loads the library
    make_file(folder).save(CONFIG)
    return folder / "names.json"


def test_the_names_of_the_configuration_are_taken_over_as_they_were_parsed(tmp_path: Path) -> None:
    path = save_names(tmp_path)
    make_file(tmp_path).load()
    text = "RUIZ, Dr. Ana (Acme)"
    assert person_name._known_names == {text: person_name._parse_text(text)}
    assert parse_person_name(text).full_name == "Ana Ruiz"
    assert path.stat().st_mode & 0o777 == 0o600


def test_names_of_another_store_are_not_taken_over(tmp_path: Path) -> None:
    save_names(tmp_path)
    make_file(tmp_path, b"x" * 32).load()
    assert not person_name._known_names


def test_names_of_another_library_are_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(name_file, "read_version", lambda _: "nameparser-0.1.dist-info")
        save_names(tmp_path)
    make_file(tmp_path).load()
    assert not person_name._known_names


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff\n\xff", b"[]\n[]"])
def test_a_damaged_file_is_ignored(tmp_path: Path, data: bytes) -> None:
    save_names(tmp_path).write_bytes(data)
    make_file(tmp_path).load()
    assert not person_name._known_names


def test_a_place_that_cannot_be_written_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "names.json").mkdir()
    save_names(tmp_path)
    make_file(tmp_path).load()
    assert not person_name._known_names
