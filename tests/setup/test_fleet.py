"""`followupd fleet status`: one line a person, numbers for Prometheus, and never a crash."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.main import app
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


def test_prometheus_reads_the_numbers() -> None:
    text = format_metrics(
        [Member('a"b', is_running=True, last_read=NOW), Member("ben", why="no daemon runs")]
    )
    families = {f.name: f for f in text_string_to_metric_families(text)}
    assert [s.value for s in families["followupd_fleet_running"].samples] == [1.0, 0.0]
    assert families["followupd_fleet_well"].samples[0].labels == {"person": 'a"b'}
