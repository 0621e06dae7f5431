"""Interviews that began before the store was made: nothing goes out for them until the candidate has said yes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, received, steered, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.engine.safety.begun_interviews import BEGUN_BEFORE, hold_begun_interviews, list_begun
from followupd.engine.safety.renames import note_interviews
from followupd.inbound.verdict import Action
from followupd.journal.facts import Approved, Clarified, Steered, Touch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from followupd.journal.facts import Received

NOW = utc("13 10:00")  # the thank-yous were due the day before


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A store that is made the day after the interview."""
    store = SqliteStore(tmp_path / "store.db")
    ledger = Ledger(store, lambda: ActiveConfig(config(ACME)), {}, None)  # type: ignore[arg-type]
    note_interviews(ledger, NOW)
    yield ledger
    store.close()


def decline(mail: Received) -> Clarified:
    """The candidate says that a mail is no answer."""
    return Clarified(utc("13 12:00"), "acme", is_answer=False, location=mail.location, sender=mail.sender)


def own_pause(ledger: Ledger) -> str:
    (interview,) = ledger.config.interviews
    return ledger.record_of(interview).status_at(utc("13 13:00")).own_pause_why


def test_a_no_to_a_doubt_of_the_first_look_lets_nothing_out(ledger: Ledger) -> None:
    mail = received("13 09:00", "sign@signing.example", Action.PAUSE)
    ledger.append(replace(mail, at=NOW))
    hold_begun_interviews(ledger, NOW)
    ledger.append(decline(mail))
    assert list_begun(ledger, utc("13 13:00")) == ["acme"]


@pytest.mark.parametrize("action", [Action.PAUSE, Action.STOP])
def test_a_mail_of_the_first_look_leaves_the_question_whether_it_goes_on(
    ledger: Ledger, action: Action
) -> None:
    ledger.append(replace(received("13 09:00", action=action), at=NOW))
    hold_begun_interviews(ledger, NOW)
    assert BEGUN_BEFORE in own_pause(ledger)
    assert [mail.subject for mail in ledger.store.list_mails()] == [
        "Go on with Acme GmbH, which began before the database was made?"
    ]


def test_a_closed_interview_is_not_asked_about(ledger: Ledger) -> None:
    commands.close_interview(ledger, "acme", NOW)
    hold_begun_interviews(ledger, NOW)
    assert not ledger.store.list_mails()


@pytest.mark.parametrize(
    "word",
    [steered("13 10:00", "resume"), Approved(NOW, Touch("acme", "thank-you", "ana-ruiz"), "mark")],
)
def test_a_word_of_theirs_before_the_first_look_is_the_yes(ledger: Ledger, word: Steered | Approved) -> None:
    ledger.append(word)
    hold_begun_interviews(ledger, NOW)
    assert not ledger.store.list_mails()
