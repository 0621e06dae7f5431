"""An old copy of the store is put back where no copy in Sent tells what went out: what may have gone out is asked."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from backup_env import heard, history, pass_days, put_back, say
from daemon_stage import Stage, text_of
from mailhost import ANA, SAM, MailHost

from followupd.adapters.store.binding import ForeignStore
from followupd.adapters.system.paths import Paths
from followupd.journal.facts import Uncertain


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
    shutil.copy(stage.places.store_file, backup)  # not by `followupd backup`: it bears no sign of it
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


def test_of_two_copies_the_second_is_refused_and_adopted_sends_nothing_twice(
    traceless: Stage, tmp_path: Path
) -> None:
    stage = traceless
    stage.advance_by(2)
    stage.stop()
    shutil.copytree(stage.places.state, tmp_path / "second")
    stage.start()
    stage.advance_by(1)  # the first one goes on
    stage.places = Paths(stage.places.config, tmp_path / "second")
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
    assert len(history(stage).unresolved_mails()) == 1
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "The store was taken over from" in text_of(told)


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
