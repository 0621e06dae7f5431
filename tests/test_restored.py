"""An old copy of the store is put back, on real servers: nobody hears twice, and the candidate is told."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mailhost import ANA, BEN, CLEO, HAL, SAM, MailHost
from stage import Stage, text_of
from typer.testing import CliRunner

from followupd import mark
from followupd.cli import app
from followupd.cli.session import clock
from followupd.facts import EVERY, Steered, Taken, Uncertain
from followupd.history import History
from followupd.origin import ForeignStore
from followupd.places import Places
from followupd.plan import Verb, moves

PANEL = (ANA, BEN, CLEO, HAL)


def say(stage: Stage, *words: str, status: int = 0) -> str:
    """Call followupd beside the daemon, as the candidate does."""
    env = {"FOLLOWUPD_STATE": str(stage.places.state), "FOLLOWUPD_CONFIG": str(stage.places.config)}
    before = clock.set(stage.clock.now)
    try:
        done = CliRunner().invoke(app, [*words], env=env)
    finally:
        clock.reset(before)
    assert done.exit_code == status, done.output
    return done.output


def heard(stage: Stage) -> list[int]:
    return [len(stage.followups(p.address)) for p in PANEL]


def history(stage: Stage) -> History:
    assert stage.daemon
    return stage.daemon._ledger.history


def file_copies(stage: Stage) -> None:
    """Let the copies that the provider has not filed be filed by followupd."""
    for seconds in (30, 130):
        stage.clock.instant += timedelta(seconds=seconds)
        stage.look()


def pass_days(stage: Stage, days: int) -> None:
    for _ in range(days * 2):
        stage.clock.instant += timedelta(hours=12)
        stage.look()


def put_back(stage: Stage, backup: Path) -> None:
    """README's procedure: stop, copy, start."""
    stage.stop()
    for beside in stage.places.state.glob("followupd.sqlite3-*"):
        beside.unlink()
    shutil.copy(backup, stage.places.store)
    stage.start()


def test_a_restored_backup_sends_nothing_twice_and_the_candidate_is_told(
    stage: Stage, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.sqlite3"
    stage.advance_by(2)
    say(stage, "backup", str(backup))  # while it is running
    stage.advance_by(2)
    file_copies(stage)
    assert heard(stage) == [1, 1, 1, 1]
    put_back(stage, backup)
    stage.look()
    pass_days(stage, 12)
    assert heard(stage) == [1, 1, 1, 1]
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "The backup of" in text_of(told)
    assert "written down again: 2. None of them goes out once more" in text_of(told)
    assert "followupd resume --all" in text_of(told)
    assert "may have gone out" not in text_of(told)
    assert sum(isinstance(f, Taken) and f.how == "proof" for f in history(stage).facts) == 2


def test_after_the_users_word_it_goes_on_where_it_was(stage: Stage, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    stage.advance_by(4)
    file_copies(stage)
    put_back(stage, backup)
    stage.look()
    assert moves(stage.look(), Verb.WAIT, Verb.SEND) == []
    say(stage, "resume", "--all")
    stage.look()
    assert [m.touch.step for m in moves(stage.look(), Verb.WAIT)] == [
        "call",
        "check-in",
        "letter",
        "last-note",
    ]
    stage.advance_by(1)
    assert heard(stage) == [1, 1, 1, 1]
    assert [m["Subject"] for m in stage.notices() if "Call Ana" in m["Subject"]]


@pytest.fixture
def traceless(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """A candidate whose mails leave no copy in Sent."""
    stage = Stage(mailhost, tmp_path)
    stage.config["account"]["save_sent"] = "never"  # type: ignore[index]
    stage.write_config()
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


def test_without_a_copy_in_sent_the_mark_tells_and_what_may_have_gone_out_is_asked(
    traceless: Stage, tmp_path: Path
) -> None:
    stage, backup = traceless, tmp_path / "backup.sqlite3"
    stage.advance_by(2)
    stage.stop()
    shutil.copy(stage.places.store, backup)  # not by `followupd backup`: it bears no sign of it
    stage.start()
    stage.advance_by(2)
    assert heard(stage) == [1, 1, 1, 1]
    put_back(stage, backup)
    stage.look()
    doubts = [f.touch for f in history(stage).facts if isinstance(f, Uncertain)]
    assert len(doubts) == 2
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "These may have gone out meanwhile" in text_of(told)
    for touch in doubts:
        assert f"followupd resolve acme thank-you --contact {touch.contact} --sent" in text_of(told)
    say(stage, "resume", "--all")  # even then: they are asked about one by one
    pass_days(stage, 1)
    assert heard(stage) == [1, 1, 1, 1]
    for touch in doubts:
        say(stage, "resolve", "acme", "thank-you", "--contact", touch.contact, "--sent")
    stage.look()
    assert say(stage, "why", "acme").count("nobody can say") == 0
    assert heard(stage) == [1, 1, 1, 1]


def test_nothing_goes_out_before_the_mailbox_was_compared(
    traceless: Stage, mailhost: MailHost, tmp_path: Path
) -> None:
    stage, backup = traceless, tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    stage.advance_by(4)
    mailhost.dovecot.stop()
    put_back(stage, backup)
    say(stage, "resume", "--all")  # too early to mean anything
    stage.look()
    said = say(stage, "why", "acme")
    assert "the mailbox is compared first" in said
    mailhost.dovecot.start()
    stage.clock.instant += timedelta(minutes=20)
    stage.look()
    assert len([f for f in history(stage).facts if isinstance(f, Uncertain)]) == 4
    assert history(stage).global_pause(stage.clock.now())
    assert heard(stage) == [1, 1, 1, 1]


def test_what_was_forgotten_of_a_pause_does_not_hide_what_went_out(traceless: Stage, tmp_path: Path) -> None:
    """When it was copied, everything was paused; it was resumed and sent, and that is forgotten."""
    stage, backup = traceless, tmp_path / "backup.sqlite3"
    say(stage, "pause", "acme", "--until", "2026-12-24")
    say(stage, "backup", str(backup))
    say(stage, "resume", "acme")
    stage.look()
    stage.advance_by(4)
    assert heard(stage) == [1, 1, 1, 1]
    put_back(stage, backup)
    stage.look()
    assert len([f for f in history(stage).facts if isinstance(f, Uncertain)]) == 4


def test_where_the_mark_was_put_back_along_with_it_sent_alone_tells(stage: Stage, tmp_path: Path) -> None:
    """As a snapshot of the disk is put back: the same machine, the same inodes, the mark of that day."""
    left = mark.file_of(stage.places.store)
    stage.advance_by(1)
    stage.stop()
    for file in (stage.places.store, left):
        shutil.copy(file, tmp_path / file.name)
    stage.start()
    stage.advance_by(2)
    file_copies(stage)
    stage.advance_by(1)  # its copy is not in Sent yet
    assert heard(stage) == [1, 1, 1, 1]
    stage.stop()
    shutil.copy(tmp_path / left.name, left)
    put_back(stage, tmp_path / stage.places.store.name)
    stage.look()
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "Sent holds mails of followupd that the store does not know" in text_of(told)
    assert "written down again: 2" in text_of(told)
    (doubt,) = [f for f in history(stage).facts if isinstance(f, Uncertain)]
    say(stage, "resume", "--all")
    pass_days(stage, 1)
    assert heard(stage) == [1, 1, 1, 1]
    (raw,) = [m for m in stage.mailhost.accepted(doubt.address) if b"X-Followupd-Id" in m]
    stage.mailhost.dovecot.deliver(SAM.address, raw, "Sent")  # it turns up after all: nothing is asked anew
    stage.look()
    assert history(stage).unresolved() == []
    assert history(stage).global_pause(stage.clock.now()) is None


def test_a_lost_store_beside_its_mark_is_noticed(stage: Stage) -> None:
    stage.advance_by(1)
    stage.stop()
    for left in stage.places.state.glob("followupd.sqlite3*"):
        if left != mark.file_of(stage.places.store):
            left.unlink()
    stage.start()
    stage.look()
    assert any(isinstance(f, Steered) and f.interview == EVERY for f in history(stage).facts)
    assert sum(heard(stage)) == 1


def test_of_two_copies_the_second_is_refused_and_adopted_sends_nothing_twice(
    traceless: Stage, tmp_path: Path
) -> None:
    stage = traceless
    stage.advance_by(2)
    stage.stop()
    shutil.copytree(stage.places.state, tmp_path / "second")
    stage.start()
    stage.advance_by(1)  # the first one goes on
    stage.places = Places(stage.places.config, tmp_path / "second")
    first = stage.daemon
    assert first
    with pytest.raises(ForeignStore, match="a copy of it would send once more what the other one sends"):
        stage.start()
    say(stage, "status", status=1)
    first.close()
    say(stage, "adopt")
    stage.start()
    stage.look()
    say(stage, "resume", "--all")
    pass_days(stage, 1)
    assert heard(stage) == [1, 1, 1, 1]  # the fourth fell due only here; the third is asked about
    assert len(history(stage).unresolved()) == 1
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "The store was taken over from" in text_of(told)


def test_a_restart_is_no_restoring(stage: Stage) -> None:
    stage.advance_by(2)
    for _ in range(3):
        stage.restart()
        stage.look()
    assert not [f for f in history(stage).facts if isinstance(f, Steered | Uncertain)]


def test_it_is_told_once_and_paused_once(stage: Stage, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    stage.advance_by(4)
    put_back(stage, backup)
    for _ in range(3):
        stage.look()
        stage.restart()
    assert len([m for m in stage.notices() if "was restored" in m["Subject"]]) == 1
    assert len([f for f in history(stage).facts if isinstance(f, Steered)]) == 1


def test_what_the_candidate_wrote_by_hand_is_no_doubt(traceless: Stage, tmp_path: Path) -> None:
    stage, backup = traceless, tmp_path / "backup.sqlite3"
    stage.mailhost.dovecot.deliver(SAM.address, _note(), "Sent")
    say(stage, "backup", str(backup))
    stage.look()
    stage.advance_by(3)
    put_back(stage, backup)
    stage.look()
    asked = {f.touch.contact for f in history(stage).facts if isinstance(f, Uncertain)}
    assert asked == {"ben-brandt", "cleo-chen", "hal-hart"}


def _note() -> bytes:
    return (
        f"From: {SAM.address}\r\nTo: {ANA.address}\r\nSubject: Thank you\r\nMessage-ID: <own@x.example>\r\n"
        "Date: Thu, 12 Nov 2026 15:01:00 +0100\r\n\r\nThank you, Ana.\r\n"
    ).encode()


def values(stage: Stage) -> dict[str, Any]:
    with closing(sqlite3.connect(stage.places.store)) as db:
        return dict(db.execute("SELECT name, value FROM value"))


def test_the_sign_of_a_backup_is_gone_once_it_was_noticed(stage: Stage, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    put_back(stage, backup)
    stage.look()
    assert (values(stage)["backup"], values(stage)["restored"]) == ("", "")
    assert json.loads(values(stage)["home"])["path"] == str(stage.places.store.resolve())
