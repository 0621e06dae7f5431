"""The numbers for the monitoring: all of Prometheus's own making can read them, and nobody is named in them."""

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import config, received, steered, thanked, utc
from daemon_stage import Stage
from health_cases import LOST, health
from mailhost import CAST
from prometheus_client.parser import text_string_to_metric_families

from followupd.config.active import ActiveConfig
from followupd.config.loader import load_config
from followupd.daemon.metrics import render_metrics, render_write_time
from followupd.journal.facts import Settled, Touch
from followupd.journal.history import History


def read(text: str) -> dict[str, float]:
    """Read the file as Prometheus does."""
    return {
        " ".join([sample.name.removeprefix("followupd_"), *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def numbers(seen: object) -> dict[str, float]:
    return read("".join(render_metrics(seen)))  # type: ignore[arg-type]


def test_every_touch_is_counted_by_what_became_of_it() -> None:
    missed = Settled(utc("20 10:00"), Touch("acme", "call", "ana-ruiz"), "missed", "late")
    found = numbers(
        health("20 11:00", History([*thanked(), missed, steered("20 10:30", "pause", "30 00:00")]))
    )
    assert (found["touches taken"], found["touches missed"], found["touches held"]) == (3, 1, 3)
    assert found["touches waiting"] == 0
    assert numbers(health("12 14:10"))["touches waiting"] == 7


def test_moments_are_seconds_and_zero_where_there_is_none() -> None:
    found = numbers(health("12 14:10"))
    assert found["last_scan_timestamp_seconds"] == utc("12 14:10").timestamp()
    assert found["next_due_timestamp_seconds"] > utc("12 14:10").timestamp()
    bare = replace(health("12 14:10"), receipt=None, plans=[])
    assert numbers(bare)["last_scan_timestamp_seconds"] == numbers(bare)["next_due_timestamp_seconds"] == 0
    assert read(render_write_time(utc("12 14:10"))) == {
        "written_timestamp_seconds": utc("12 14:10").timestamp()
    }


def test_what_needs_somebody_is_a_number() -> None:
    seen = health("13 10:00", History([LOST, received("13 09:00")]), troubles={"mailbox": "x"}, halted="HOLD",
                  login_state="login refused")  # fmt: skip
    found = numbers(seen)
    assert (found["unknown_mails"], found["waiting_for_user"], found["troubles"]) == (1, 2, 1)
    assert (found["halted"], found["live"], found["account_good"]) == (1, 1, 0)
    assert found["account_state login refused"] == 1
    dry = replace(seen, active_config=ActiveConfig(config(live=False), faults=("a", "b")), login_state="")
    assert (numbers(dry)["live"], numbers(dry)["config_faults"], numbers(dry)["account_state not tried"]) == (
        0,
        2,
        1,
    )


def test_the_file_is_named_in_full() -> None:
    for path, good in (
        ("/run/followupd.prom", True),
        ("followupd.prom", False),
        ("/run/followupd.txt", False),
    ):
        loaded = load_config(("config.yaml", f"monitoring: {{textfile: {path}}}\n"), [])
        assert any("whole path that ends in .prom" in f for f in loaded.faults) is not good


@pytest.fixture
def textfile(stage: Stage, tmp_path: Path) -> Path:
    file = tmp_path / "collected" / "followupd.prom"
    file.parent.mkdir()
    stage.write_config(monitoring={"textfile": str(file)})
    return file


def test_the_daemon_writes_it_when_something_changes_and_names_nobody(stage: Stage, textfile: Path) -> None:
    stage.look()
    assert stat.S_IMODE(textfile.stat().st_mode) == 0o644
    assert read(textfile.read_text())["touches taken"] == 0
    stage.advance_by(4)
    stage.clock.instant += timedelta(seconds=1)
    text = textfile.read_text()
    assert read(text)["touches taken"] == 4
    assert read(text)["account_good"] == 1
    assert [p.name for p in textfile.parent.iterdir()] == ["followupd.prom"]
    for person in CAST:
        assert person.address not in text
        assert person.name.split()[0] not in text
    assert "acme" not in text.lower()


def test_where_nothing_changes_it_is_written_once_a_minute(stage: Stage, textfile: Path) -> None:
    assert stage.daemon
    stage.daemon.tick()
    stage.daemon.tick()
    before = textfile.stat().st_mtime_ns
    stage.daemon.tick()
    assert textfile.stat().st_mtime_ns == before
    stage.daemon._reporter._last_write_at -= 60
    stage.daemon.tick()
    assert textfile.stat().st_mtime_ns > before


def test_a_file_that_cannot_be_written_is_a_trouble_told_once_and_hinders_nothing(
    stage: Stage, textfile: Path, caplog: pytest.LogCaptureFixture
) -> None:
    textfile.mkdir()
    (textfile / "in the way").touch()
    stage.advance_by(4)
    assert stage.daemon
    assert "followupd.prom cannot be written" in stage.daemon._engine.guard.troubles["monitoring"]
    assert sum("cannot be written" in r.message for r in caplog.records) == 1
    assert len(stage.followups("ana@acme.example")) == 1
    (textfile / "in the way").unlink()
    textfile.rmdir()
    stage.look()
    assert "monitoring" not in stage.daemon._engine.guard.troubles
    assert textfile.is_file()
