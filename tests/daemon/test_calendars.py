"""The daemon keeps the calendar up to date, and nothing that fails there hinders it."""

from datetime import timedelta
from pathlib import Path

from calendar_server import PASSWORD, USER, running_radicale
from certificates import Authority
from daemon_stage import Stage
from icalendar import Calendar

from followupd.config.loader import load_config
from followupd.engine.conditions import forecast_now
from followupd.planning.moves import Verb


def titles(file: Path) -> list[str]:
    return sorted(str(e["summary"]) for e in Calendar.from_ical(file.read_bytes()).walk("VEVENT"))


def published(stage: Stage) -> None:
    """Let a pass publish, and wait until that is done."""
    assert stage.daemon
    stage.look()
    stage.daemon._calendar_publisher.wait_until_done(120)


def test_the_file_follows_the_plan_and_is_left_alone_while_nothing_changes(
    stage: Stage, tmp_path: Path
) -> None:
    file = tmp_path / "mine.ics"
    stage.write_config(calendar=str(file))
    published(stage)
    assert any(t.startswith("followupd writes to Ana Alvarez") for t in titles(file))
    before = file.stat().st_mtime_ns
    published(stage)
    assert file.stat().st_mtime_ns == before
    stage.advance_by(4)
    published(stage)
    assert not any(t.endswith("thank-you") for t in titles(file))


def test_a_server_gets_it_and_a_server_that_is_gone_is_told_and_hinders_nothing(
    stage: Stage, tmp_path: Path, authority: Authority
) -> None:
    with running_radicale(tmp_path, authority.good(), authority.ca_file) as server:
        caldav = {
            "url": server.url, "user": USER, "secret": {"command": ["/usr/bin/printf", PASSWORD]},
            "ca_file": str(server.ca_file),
        }  # fmt: skip
        stage.write_config(calendar={"caldav": caldav})
        published(stage)
        assert any("Ana Alvarez" in e["summary"] for e in server.events())
        server.stop()
        stage.advance_by(4)
        published(stage)
        stage.look()
    assert stage.daemon
    assert "calendar server" in stage.daemon._engine.guard.troubles["calendar"]
    assert len(stage.followups("ana@acme.example")) == 1


def test_a_path_that_is_not_whole_and_an_address_without_tls_are_errors() -> None:
    for text, message in (
        ("calendar: followupd.ics", "whole path that ends in .ics"),
        ("calendar: {caldav: {url: 'http://dav.example', user: a, secret: {}}}", "https"),
    ):
        loaded = load_config(("config.yaml", f"{text}\n"), [])
        assert any(message in fault for fault in loaded.faults), loaded.faults


LEA = {
    "name": "Lea Lang",
    "email": "lea@acme.example",
    "lead": True,
    "fact": "the move to Kafka",
    "phone": "+49 30 1234567",
}


def test_two_roles_at_one_company_stand_in_it_as_they_will_come_true(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    stage.write_interview("acme-lead", position="Team Lead", contacts=[LEA])
    stage.write_config(calendar=str(file))
    published(stage)
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    moments = [event["dtstart"].dt for event in events if str(event["summary"]).endswith("check-in")]
    assert stage.daemon
    plans = forecast_now(stage.daemon._ledger, stage.clock.now())
    coming = [
        m.due for plan in plans for m in plan.moves if m.touch.step == "check-in" and m.verb is Verb.WAIT
    ]
    assert moments == [due.replace(microsecond=0) for due in coming]
    assert moments[1] - moments[0] > timedelta(days=7)  # one reminder a week
