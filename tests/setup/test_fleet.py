"""`followupd fleet status`: one line a person, numbers for Prometheus, and never a crash."""

import json
import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.main import app
from followupd.journal.fact_json import dump_receipt
from followupd.journal.facts import Receipt
from followupd.setup.fleet import Member, format_metrics, inspect_member

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def people(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / name for name in ("ana", "ben", "cleo")]
    for folder in folders:
        folder.mkdir()
    SqliteStore(folders[0] / "followupd.sqlite3").close()
    (folders[1] / "followupd.sqlite3").write_bytes(b"this is no database" * 100)
    return folders


def test_each_person_is_one_line_whatever_is_in_the_folder(people: list[Path]) -> None:
    members = [inspect_member(folder, NOW) for folder in people]
    assert [member.name for member in members] == ["ana", "ben", "cleo"]
    assert "no daemon runs; the mailbox was never read" in members[0].why
    assert members[1].why
    assert members[2].why == "there is no followupd.sqlite3"


def test_the_command_ends_in_one_where_somebody_needs_a_look(people: list[Path]) -> None:
    shown = CliRunner().invoke(app, ["fleet", "status", *map(str, people)])
    assert shown.exit_code == 1
    assert [line.split()[0] for line in shown.stdout.splitlines()[1:4]] == ["ana", "ben", "cleo"]
    as_json = CliRunner().invoke(app, ["fleet", "status", "--json", *map(str, people)])
    assert [m["name"] for m in json.loads(as_json.stdout)] == ["ana", "ben", "cleo"]


def test_a_time_is_in_the_zone_of_the_machine(people: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(people[0] / "followupd.sqlite3")
    store.set_value("receipt", dump_receipt(Receipt(NOW, "", ())))
    store.close()
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    try:
        shown = CliRunner().invoke(app, ["fleet", "status", str(people[0])])
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "20 Nov 18:00 JST" in shown.stdout


def test_prometheus_reads_the_numbers() -> None:
    text = format_metrics(
        [Member('a"b', is_running=True, last_read=NOW), Member("ben", why="no daemon runs")]
    )
    families = {f.name: f for f in text_string_to_metric_families(text)}
    assert [s.value for s in families["followupd_fleet_running"].samples] == [1.0, 0.0]
    assert families["followupd_fleet_well"].samples[0].labels == {"person": 'a"b'}


# --- a folder is its owner's to fill, and who looks may be root


def contents_of(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(("-shm", "-wal"))
    }


def test_a_look_changes_nothing(people: list[Path]) -> None:
    other_program = people[2] / "followupd.sqlite3"
    with closing(sqlite3.connect(other_program)) as db:
        db.execute("CREATE TABLE theirs(x)")
    before = [contents_of(folder) for folder in people]
    members = [inspect_member(folder, NOW) for folder in people]
    assert [contents_of(folder) for folder in people] == before
    assert "no such table" in members[2].why


@pytest.mark.parametrize("name", ["followupd.sqlite3", "lock"])
def test_no_link_is_followed_and_no_pipe_waited_for(people: list[Path], name: str) -> None:
    ana = people[0]
    (ana / name).rename(ana / "real") if (ana / name).exists() else (ana / "real").touch()
    (ana / name).symlink_to(ana / "real")
    assert not inspect_member(ana, NOW).is_well
    (ana / name).unlink()
    os.mkfifo(ana / name)
    assert not inspect_member(ana, NOW).is_running


GARBAGE = (
    "",
    "[",
    "[]",
    "null",
    "7",
    '{"at": 1}',
    '{"a": {}}',
    "[" * 100_000,
    '"x"',
    "[[1]]",
    '{"at": "9e9"}',
)


@pytest.mark.parametrize("text", GARBAGE)
@pytest.mark.parametrize("value", ["receipt", "troubles"])
def test_whatever_a_store_says_it_is_one_line(people: list[Path], value: str, text: str) -> None:
    with closing(sqlite3.connect(people[0] / "followupd.sqlite3")) as db, db:
        db.execute("INSERT OR REPLACE INTO value VALUES (?, ?)", (value, text))
    assert inspect_member(people[0], NOW).why


def test_a_store_that_computes_for_ever_is_given_up(people: list[Path]) -> None:
    with closing(sqlite3.connect(people[0] / "followupd.sqlite3")) as db, db:
        db.execute("DROP TABLE value")
        db.execute(
            "CREATE VIEW value AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT 'receipt' AS name, '' AS value FROM n WHERE i < 0"
        )
    assert "interrupted" in inspect_member(people[0], NOW).why


def test_what_a_folder_says_moves_no_cursor_and_is_no_markup(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31m[bold]ana\n\u202e"
    folder.mkdir()
    with closing(SqliteStore(folder / "followupd.sqlite3")) as store:
        store.set_value(
            "troubles", json.dumps({"\x1b]0;x\x07[red]\n": "x"} | {f"t{n}": "x" for n in range(5000)})
        )
    assert inspect_member(folder, NOW).why.count("trouble:") < 20
    for options in ([], ["--json"], ["--prometheus"]):
        shown = CliRunner().invoke(app, ["fleet", "status", *options, str(folder)])
        assert shown.exit_code == 1, shown.output
        assert all(c.isprintable() or c == "\n" for c in shown.stdout), shown.stdout
    assert "[bold]" in CliRunner().invoke(app, ["fleet", "status", str(folder)]).stdout
