"""How it stands: one sentence for everybody, and every reason to look."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import ACME, config, received, steered, taken, thanked, utc
from command_env import Desk
from daemon_stage import Stage
from health_cases import LOST, health
from kill_candidate import Candidate
from mailhost import ANA, MailHost
from service_manager import Manager
from typer.testing import CliRunner

from followupd.adapters.system.lock import DaemonLock, find_holder
from followupd.cli.main import app
from followupd.cli.session import current_clock
from followupd.config.active import ActiveConfig
from followupd.config.interview import EVERY
from followupd.engine.overview.status import describe_letters, format_moment
from followupd.engine.scanning.folder_memory import STORE_KEY
from followupd.errors import TryAgain
from followupd.journal.facts import Noted, Receipt, Steered
from followupd.journal.history import History

# --- the sentence


def test_the_worst_comes_first() -> None:
    history = History([*thanked(), received("13 09:00")])
    troubles = {"monitoring": "cannot be written", "mailbox": "no answer\nfor a while"}
    halted = health("13 10:00", history, halted="the file HOLD is there", troubles=troubles)
    assert halted.sentence == "standing still: the file HOLD is there"
    assert replace(halted, halted=None).sentence == "mailbox: no answer"
    assert replace(halted, halted=None, troubles={"monitoring": "x"}).sentence == "monitoring: x"
    assert replace(halted, halted=None, troubles={}).sentence.startswith("acme: ana@acme.example wrote on 13")
    assert health("12 14:10").sentence.startswith("next: thank-you to ")


def test_a_moment_in_another_year_shows_its_year() -> None:
    assert format_moment(utc("13 10:00"), utc("12 10:00")) == "13 November 10:00"
    assert format_moment(utc("2099-12-14 07:30"), utc("12 10:00")) == "14 December 2099, 07:30"


def test_what_is_due_and_held_is_not_called_next() -> None:
    history = History([*thanked(), steered("13 10:00", "pause", "30 00:00")])
    assert health("13 11:00", history).sentence.startswith(
        "held: call to Ana Ruiz (acme): paused on 13 November"
    )


def test_a_pause_of_everything_waits_for_the_user_and_says_why() -> None:
    why = "the store was put back from an older copy"
    history = History([*thanked(), Steered(utc("13 10:00"), EVERY, "pause", why=why)])
    said = f"everything is paused since 13 November: {why}; followupd resume --all"
    assert health("13 11:00", history).sentence == said
    dated = History([*thanked(), Steered(utc("13 10:00"), EVERY, "pause", utc("20 00:00"))])
    assert health("13 11:00", dated).open_questions == []


# --- what is held, and what nobody knows


def test_holds_are_told_once_for_each_reason_with_the_moment_they_lift() -> None:
    history = History([*thanked(), steered("13 10:00", "pause", "30 00:00")])
    seen = health("13 11:00", history)
    assert seen.grouped_holds == [(("acme",), "paused on 13 November by you", utc("30 00:00"))]
    assert {m.touch.step for m in seen.held_moves} == {"call", "check-in", "letter", "last-note"}


def test_what_waits_for_the_user_is_not_told_twice() -> None:
    seen = health("13 11:00", History([*thanked(), received("13 09:00")]))
    assert seen.held_moves
    assert seen.grouped_holds == []


def test_a_mail_of_unknown_fate_is_asked_about_until_its_interview_is_closed() -> None:
    seen = health("12 16:00", History([LOST]))
    assert seen.unknown_mails == [LOST]
    assert "accepted or not? followupd resolve acme thank-you" in seen.open_questions[0]
    assert health("13 11:00", History([LOST, steered("13 10:00", "close")])).unknown_mails == []


def test_a_lost_mail_and_a_letter_are_named_by_the_name_that_the_file_has_now() -> None:
    made = config(ACME | {"id": "acme-data"})
    noted = Noted(utc("12 12:00"), "acme", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",))
    history = History([noted, LOST, taken("17 09:00", "letter")])
    seen = replace(health("18 11:00", history), active_config=ActiveConfig(made))
    assert "followupd resolve acme-data thank-you" in seen.open_questions[-1]
    (letter,) = describe_letters(made, history, utc("18 11:00"))
    assert letter.startswith("acme-data: letter to Ana Ruiz: ")


# --- reasons to look


def test_all_is_well_only_while_a_daemon_runs() -> None:
    seen = health("12 14:10")
    assert list(seen.list_alarms(utc("12 14:00"))) == []
    (said,) = seen.list_alarms(None)
    assert said.startswith("followupd is not running: nothing is read or sent")


@pytest.mark.parametrize(
    ("read", "began", "stale"),
    [("12 13:35", "10 08:00", True), ("12 13:45", "10 08:00", False), (None, "12 13:00", True),
     (None, "12 14:00", False), ("10 08:00", "12 14:00", False)],
)  # fmt: skip
def test_a_running_daemon_reads_at_least_every_half_hour(read: str | None, began: str, stale: bool) -> None:
    seen = health("12 14:10", receipt=Receipt(utc(read), "", ()) if read else None)
    said = [a for a in seen.list_alarms(utc(began)) if "although followupd runs" in a]
    assert bool(said) is stale


def test_everything_that_needs_somebody_is_an_alarm() -> None:
    orders = ActiveConfig(config(), faults=("config.yaml:1: live: maybe",))
    history = History([*thanked(), taken("17 10:00", "call"), received("18 09:00")])
    seen = health("18 10:00", history, active_config=orders, troubles={"mailbox": "no answer"}, halted="HOLD")
    said = list(seen.list_alarms(utc("10 08:00"), foreign_reason="it belongs to tower"))
    assert [a.split(":")[0] for a in said] == [
        "it belongs to tower", "standing still", "config.yaml", "mailbox", "acme",
    ]  # fmt: skip


# --- the lock


def test_who_holds_the_lock_is_seen_by_others(tmp_path: Path) -> None:
    assert find_holder(tmp_path) is None
    lock = DaemonLock(tmp_path)
    seen = find_holder(tmp_path)
    assert seen is not None
    assert seen.pid == os.getpid()
    assert abs(seen.since - datetime.now(UTC)) < timedelta(minutes=5)
    with pytest.raises(TryAgain, match=rf"process {os.getpid()}\); stop it first"):
        DaemonLock(tmp_path)
    lock.release()
    assert find_holder(tmp_path) is None


def test_a_look_at_the_lock_hinders_no_daemon(tmp_path: Path) -> None:
    asks = (
        "import sys; from pathlib import Path; from followupd.adapters.system.lock import find_holder as holder\n"
        "while True: holder(Path(sys.argv[1]))"
    )
    DaemonLock(tmp_path).release()
    with subprocess.Popen([sys.executable, "-c", asks, str(tmp_path)]) as curious:
        try:
            time.sleep(0.5)
            for _ in range(20):
                DaemonLock(tmp_path).release()
        finally:
            curious.kill()


def test_a_lock_that_cannot_be_opened_is_told_in_a_sentence(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk("plan")
    (
        desk.state / "lock"
    ).mkdir()  # as root may open every file, a folder stands for the file of somebody else
    for command in ("status", "adopt", "run"):
        assert "lock cannot be opened: Is a directory" in desk(command, status=75).stderr


# --- as a person, or their monitoring, calls it


def test_status_names_the_folders_that_are_read_and_those_that_are_not(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk("status", status=1)
    reason = "what lies in it was not sent yet"
    store = desk.store()
    store.set_value(STORE_KEY, json.dumps({"read": ["INBOX", "Unbekannt"], "skipped": {"Drafts": reason}}))
    store.close()
    said = " ".join(desk("status", status=1).stdout.split())
    assert "Folders read: INBOX, Unbekannt." in said
    assert f"Not read: Drafts ({reason})." in said
    folders = json.loads(desk("status", "--json", status=1).stdout)["folders"]
    assert folders == {"read": ["INBOX", "Unbekannt"], "not_read": {"Drafts": reason}}


def test_without_a_daemon_status_says_so_and_fails(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "Followupd is not running: nothing is read or sent" in desk("status", status=1).stdout
    lock = DaemonLock(desk.state)
    assert "not running" not in desk("status").stdout
    said = json.loads(desk("status", "--json").stdout)
    lock.release()
    assert (said["good"], said["alarms"], said["daemon"]["running"]) == (True, [], True)
    assert said["next"]["step"] == "thank-you"
    assert json.loads(desk("status", "--json", status=1).stdout)["daemon"] == {"running": False}


def test_status_names_holds_unknowns_and_what_needs_the_user(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    lock = DaemonLock(desk.state)
    desk("pause", "acme", "--until", "2099-01-01")
    said = desk("status")  # a pause with an end needs nobody
    assert "- acme: on hold: paused on" in said.stdout
    assert "it lifts on Thu 1 Jan 2099" in said.stdout
    store = desk.store()
    store.append(replace(LOST, at=datetime.now(UTC)))
    store.close()
    said = json.loads(desk("status", "--json", status=1).stdout)
    lock.release()
    assert {h["rule"] for h in said["holds"]} == {"paused"}
    assert [(u["step"], u["contact"]) for u in said["unknowns"]] == [("thank-you", "ana-ruiz")]
    assert "accepted or not" in said["waiting_for_you"][0]


def test_a_clock_that_jumps_is_said_by_status_too(stage: Stage) -> None:
    env = {"FOLLOWUPD_STATE": str(stage.places.state), "FOLLOWUPD_CONFIG": str(stage.places.config)}

    def said() -> dict[str, Any]:
        return json.loads(CliRunner().invoke(app, ["status", "--json"], env=env).stdout)

    before = current_clock.set(stage.clock.now)
    try:
        stage.look()
        assert said()["good"]
        boot = stage.clock.boot_seconds()
        stage.clock.instant += timedelta(hours=3)
        stage.clock.boot_seconds = lambda: boot  # type: ignore[method-assign]
        stage.look()
        assert said()["sentence"].startswith("standing still: the clock jumped forward by 3:00:00")
        for _ in range(3):
            stage.look()
        assert "standing still" not in said()["sentence"]
    finally:
        current_clock.reset(before)


@pytest.fixture
def manager(tmp_path: Path) -> Any:
    manager = Manager(tmp_path / "notify")
    yield manager
    manager.close()


def test_the_service_manager_and_status_hear_the_same_sentence(
    mailhost: MailHost, tmp_path: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(manager.path))
    candidate = Candidate(mailhost, tmp_path / "sam")

    def same(start: str) -> None:
        candidate.process.send_signal(signal.SIGHUP)  # look at once
        told = manager.wait_for(f"STATUS={start}", timeout=120).removeprefix("STATUS=")
        assert candidate.status()["sentence"] == told

    candidate.start()
    manager.wait_for("READY=1")
    try:
        same("nothing is planned")
        candidate.state.joinpath("HOLD").touch()
        same("standing still: the file")
        candidate.state.joinpath("HOLD").unlink()
        broken = candidate.config.parent / "interviews" / "broken.yaml"
        broken.parent.mkdir()
        broken.write_text("company: [")
        same("configuration: interviews/broken.yaml:")
        broken.unlink()
        mailhost.reply_as(ANA)
        same("acme: ana@acme.example wrote")
        assert candidate.status()["good"] is False
    finally:
        candidate.close()
    assert candidate.status()["daemon"] == {"running": False}
