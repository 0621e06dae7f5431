"""A new store beside interviews that run already: nothing that was due before it leaves without the candidate's yes."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from backup_env import say
from daemon_stage import Stage, text_of
from mailhost import ANA, BEN, CLEO, HAL, MailHost
from own_replies import answer, answers

from followupd.engine import commands
from followupd.journal.facts import Touch

OTHERS = (ANA, BEN, CLEO, HAL)


@pytest.fixture
def copied(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """The files of an interview, copied to another machine two hours after it."""
    stage = Stage(mailhost, tmp_path, "2026-11-12T16:30:00+00:00")
    stage.write_interview()
    shutil.rmtree(stage.places.store_file.parent)
    stage.start()
    stage.look()
    yield stage
    stage.stop()


def pass_hours(stage: Stage) -> None:
    """Let the rest of the working day go by."""
    for _ in range(5):
        stage.clock.instant += timedelta(minutes=15)
        stage.look()


def counts(stage: Stage) -> list[int]:
    return [len(stage.followups(person.address)) for person in OTHERS]


def test_nothing_leaves_before_one_yes_by_mail(copied: Stage) -> None:
    copied.look()
    assert counts(copied) == [0, 0, 0, 0]
    (question,) = copied.notices()
    assert question["Subject"] == "Go on with Acme GmbH, which began before the database was made?"
    assert "acme: Acme GmbH, Data Engineer; thank-you" in text_of(question)
    yes = answer(copied, question, "yes")
    (said,) = answers(copied, yes)
    assert "Understood: the follow-up for Acme GmbH goes on" in text_of(said)
    pass_hours(copied)
    assert counts(copied) == [1, 1, 1, 1]


def test_a_no_leaves_it_paused(copied: Stage) -> None:
    (question,) = copied.notices()
    no = answer(copied, question, "no")
    (said,) = answers(copied, no)
    assert "nothing goes out for Acme GmbH until you resume" in text_of(said)
    assert copied.next_due() is None
    assert counts(copied) == [0, 0, 0, 0]


def test_a_lost_store_thanks_nobody_twice(stage: Stage) -> None:
    stage.advance_by(4)
    assert counts(stage) == [1, 1, 1, 1]
    stage.stop()
    shutil.rmtree(stage.places.store_file.parent)
    stage.start()
    stage.look()
    stage.look()
    assert counts(stage) == [1, 1, 1, 1]
    assert stage.next_due() is None
    assert "before the database was made" in str(stage.notices()[-1]["Subject"])


def test_what_was_typed_in_here_goes_on_unasked(mailhost: MailHost, tmp_path: Path) -> None:
    stage = Stage(mailhost, tmp_path, "2026-11-12T16:30:00+00:00")
    stage.write_interview()
    stage.start()
    try:
        stage.look()
        pass_hours(stage)
        assert counts(stage) == [1, 1, 1, 1]
    finally:
        stage.stop()


def test_an_approval_is_the_yes_as_well(copied: Stage) -> None:
    assert copied.daemon
    ledger, now = copied.daemon._ledger, copied.clock.now()
    details = ledger.find_touch(Touch("acme", "thank-you", "ana-alvarez"))
    assert details
    commands.check_approval(ledger, details, (), now, force=False)
    commands.approve_touch(ledger, details.touch, "mark", now, force=False)
    pass_hours(copied)
    assert counts(copied) == [1, 1, 1, 1]


def test_resume_all_is_the_yes_to_all(copied: Stage) -> None:
    assert "before the database was made" in say(copied, "why", "acme")
    say(copied, "resume", "--all")
    copied.look()
    pass_hours(copied)
    assert counts(copied) == [1, 1, 1, 1]
