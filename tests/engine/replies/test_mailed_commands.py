"""What the candidate's word on a mail in doubt does, for which interviews, and what it leaves alone."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, received, steered, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import notify
from followupd.engine.replies.mailed_commands import apply_reply, find_answered
from followupd.errors import UsageError
from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.verdict import Action, Kind, ReplyCommand, Verdict
from followupd.journal.contact_pauses import find_pause
from followupd.journal.evidence import collect_evidence
from followupd.journal.facts import Clarified, Received, Reopened, Settled, Touch
from followupd.journal.states import InterviewState
from followupd.writing.language.words import Words
from followupd.writing.notices.mail_notices import describe_received_mail
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = utc("14 10:00")
ACTIVE, PAUSED = InterviewState.ACTIVE, InterviewState.PAUSED
ANSWERED, CLOSED = InterviewState.ANSWERED, InterviewState.CLOSED
LEAD = {**ACME, "id": "lead", "position": "Team Lead", "at": "2026-11-12 16:00"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store = SqliteStore(tmp_path / "store.db")
    both = config(ACME, LEAD)
    yield Ledger(store, lambda: ActiveConfig(both), {}, None)  # type: ignore[arg-type]
    store.close()


def doubt(at: str = "13 09:00", sender: str = "kim@friends.example", **more: object) -> Received:
    return received(at, sender, Action.PAUSE, **more)


def hear(ledger: Ledger, fact: Received) -> Received:
    """A mail comes in, and the candidate is told."""
    ledger.append(fact)
    notice = describe_received_mail(Words(), fact, "Acme GmbH")
    assert notice
    notify(ledger, notice, NOW)
    return fact


def say(ledger: Ledger, word: str, number: int = -1) -> None:
    """The candidate answers a notice."""
    notices = [mail for mail in ledger.store.list_mails() if mail.id.startswith("notice/mail/")]
    command = ReplyCommand((notices[number].message_id,), (word,))
    mail = Verdict(
        Kind.UNRELATED, Action.NONE, "own", is_own=True, message_id=f"<{word}.{number}@sam>", subject="Re: x"
    )
    subject = find_answered(ledger, mail, command, NOW)
    assert subject
    apply_reply(ledger, subject, command, mail, NOW, NOW)


def state(ledger: Ledger, name: str = "acme") -> InterviewState:
    (interview,) = [i for i in ledger.config.interviews if i.id == name]
    return ledger.history.record_of(interview, ledger.config).status_at(NOW).state


def told(ledger: Ledger, words: str) -> bool:
    texts = (message_from_bytes(m.mail.data, policy=default).get_content() for m in ledger.store.list_mails())
    return any(words in text for text in texts)


def test_a_word_counts_for_every_interview_that_the_mail_may_concern(ledger: Ledger) -> None:
    hear(ledger, doubt(interviews=("acme", "lead")))
    say(ledger, "no")
    assert (state(ledger), state(ledger, "lead")) == (ACTIVE, ACTIVE)


def test_a_word_at_the_terminal_counts_for_one_interview(ledger: Ledger) -> None:
    hear(ledger, doubt(interviews=("acme", "lead")))
    assert commands.answer_doubt(ledger, "acme", NOW, is_answer=False).state is ACTIVE
    assert state(ledger, "lead") is PAUSED


def test_no_leaves_a_second_doubt(ledger: Ledger) -> None:
    hear(ledger, doubt())
    hear(ledger, doubt("13 10:00", "lee@friends.example"))
    say(ledger, "no", 0)
    assert state(ledger) is PAUSED
    assert told(ledger, "does not hold Acme GmbH any more; something else does")
    say(ledger, "no", 1)
    assert state(ledger) is ACTIVE


@pytest.mark.parametrize("pause_first", [True, False])
def test_no_does_not_lift_the_users_own_pause(ledger: Ledger, *, pause_first: bool) -> None:
    facts = [steered("13 08:00", "pause", "16 09:00"), doubt()]
    for fact in facts if pause_first else reversed(facts):
        ledger.append(fact)
    status = commands.answer_doubt(ledger, "acme", NOW, is_answer=False)
    assert (status.state, status.until) == (PAUSED, utc("16 09:00"))
    assert "paused on 13 November" in status.why


def test_no_to_a_mail_of_an_interview_that_goes_on_only_teaches(ledger: Ledger) -> None:
    hear(ledger, doubt())
    ledger.append(steered("13 10:00", "resume"))
    say(ledger, "no")
    assert state(ledger) is ACTIVE
    (watched, _) = ledger.gather_watchlist().interviews
    assert [d.sender for d in watched.dismissals] == ["kim@friends.example"]


def test_yes_stops_also_what_was_resumed(ledger: Ledger) -> None:
    hear(ledger, doubt())
    ledger.append(steered("13 10:00", "resume"))
    say(ledger, "yes")
    assert state(ledger) is ANSWERED


def test_a_later_yes_takes_a_no_back(ledger: Ledger) -> None:
    mail = hear(ledger, doubt())
    for is_answer in (False, True):
        commands.answer_doubt(ledger, "acme", NOW, is_answer=is_answer, location=mail.location)
    (watched, other) = ledger.gather_watchlist().interviews
    assert watched.dismissals == ()
    assert {"friends.example", "acme.example"} == set(watched.domains) == set(other.domains)


def test_a_later_no_takes_the_domain_back(ledger: Ledger) -> None:
    mail = hear(ledger, doubt())
    for is_answer in (True, False):
        commands.answer_doubt(ledger, "acme", NOW, is_answer=is_answer, location=mail.location)
    assert {i.domains for i in ledger.gather_watchlist().interviews} == {("acme.example",)}


@pytest.mark.parametrize("sender", ["kim@gmail.com", "no-reply@greenhouse.io", "sam@candidate.example", ""])
def test_no_domain_is_remembered_that_is_not_one_companys(ledger: Ledger, sender: str) -> None:
    hear(ledger, doubt(sender=sender))
    say(ledger, "yes")
    assert {i.domains for i in ledger.gather_watchlist().interviews} == {("acme.example",)}


@pytest.mark.parametrize("sender", ["sam@candidate.example", ""])
def test_nothing_is_taught_of_ones_own_address_or_of_none(ledger: Ledger, sender: str) -> None:
    hear(ledger, doubt(sender=sender, kind=Kind.UNREADABLE))
    say(ledger, "no")
    assert state(ledger) is ACTIVE
    assert not any(i.dismissals for i in ledger.gather_watchlist().interviews)


def test_a_stop_is_no_question(ledger: Ledger) -> None:
    hear(ledger, received("13 09:00"))
    say(ledger, "no")
    assert state(ledger) is ANSWERED
    assert told(ledger, "I did not understand your answer about Acme GmbH")


def test_the_word_on_a_closed_interview_changes_nothing(ledger: Ledger) -> None:
    hear(ledger, doubt())
    ledger.append(steered("13 10:00", "close"))
    say(ledger, "no")
    assert state(ledger) is CLOSED
    assert told(ledger, "That was not done: its interview is closed")
    assert not any(isinstance(fact, Clarified) for fact in ledger.history.facts)


def test_without_a_doubt_there_is_nothing_to_answer(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no mail about acme is in doubt"):
        commands.answer_doubt(ledger, "acme", NOW, is_answer=False)


def test_the_proof_names_the_word_and_counts_the_mail_no_longer(ledger: Ledger) -> None:
    hear(ledger, doubt())
    say(ledger, "no")
    lines = collect_evidence(ledger.history.facts, frozenset({"acme"}))
    assert [line.what for line in lines][-1] == "you said: the mail is no answer of theirs"


def test_what_was_answered_while_it_was_closed_stays_silent_after_the_undo(ledger: Ledger) -> None:
    commands.close_interview(ledger, "acme", utc("13 09:00"))
    ledger.append(received("13 10:00", "ana@acme.example", Action.ALERT))
    commands.undo_last(ledger, "acme", NOW)
    assert state(ledger) is PAUSED
    commands.resume_interview(ledger, "acme", NOW)
    assert state(ledger) is ACTIVE


def test_a_close_that_nobody_answered_is_taken_back_as_if_never_said(ledger: Ledger) -> None:
    commands.close_interview(ledger, "acme", utc("13 09:00"))
    commands.undo_last(ledger, "acme", NOW)
    assert state(ledger) is ACTIVE


@pytest.mark.parametrize(("word", "after"), [("theirs", ANSWERED), ("not-theirs", ACTIVE)])
def test_what_the_mail_is_answers_the_question(ledger: Ledger, word: str, after: InterviewState) -> None:
    hear(ledger, doubt())
    say(ledger, word)
    assert state(ledger) is after


@pytest.mark.parametrize("word", ["theirs", "not-theirs"])
def test_what_a_mail_is_says_nothing_where_nobody_asked(ledger: Ledger, word: str) -> None:
    hear(ledger, received("13 09:00", "kim@friends.example", Action.STOP))
    say(ledger, word)
    assert state(ledger) is ANSWERED
    assert told(ledger, "did not understand")


def reply(ledger: Ledger, text: str) -> None:
    """The candidate answers the last notice in a sentence, as it is read from a mail."""
    notice = [mail for mail in ledger.store.list_mails() if mail.id.startswith("notice/mail/")][-1]
    command = read_command(text, (notice.message_id,), NOW.date())
    own_id = f"<{len(text)}.{text[:4].strip()}@sam>"
    mail = Verdict(Kind.UNRELATED, Action.NONE, "own", is_own=True, message_id=own_id, subject="Re: x")
    subject = find_answered(ledger, mail, command, NOW)
    assert subject
    apply_reply(ledger, subject, command, mail, NOW, NOW)


def paused_people(ledger: Ledger) -> list[str]:
    (interview, *_) = ledger.config.interviews
    record = ledger.history.record_of(interview, ledger.config)
    return [c.name for c in interview.contacts if find_pause(record, c, NOW)]


@pytest.mark.parametrize(
    "text",
    ["pause Ben", "Please hold Ben Brandt", "hold ben until 4 December", "Ben pausieren bitte", "mets Ben en pause",
     "pausa Ben", "put Ben on hold"],
)  # fmt: skip
def test_one_person_is_paused_by_mail_and_resumed(ledger: Ledger, text: str) -> None:
    hear(ledger, received("13 09:00", "kim@friends.example", Action.ALERT, kind=Kind.AUTO_REPLY))
    reply(ledger, text)
    assert paused_people(ledger) == ["Ben Brandt"]
    assert state(ledger) is ACTIVE
    assert told(ledger, "Ben Brandt (Acme GmbH) is paused")
    reply(ledger, "resume Ben")
    assert paused_people(ledger) == []
    assert told(ledger, "Ben Brandt (Acme GmbH) is not paused any more")


@pytest.mark.parametrize("text", ["hold until Ben calls", "pause it, Ben and Ana are ill", "hold"])
def test_a_pause_that_says_more_than_a_name_is_for_all(ledger: Ledger, text: str) -> None:
    hear(ledger, received("13 09:00", "kim@friends.example", Action.ALERT, kind=Kind.AUTO_REPLY))
    reply(ledger, text)
    assert paused_people(ledger) == []
    assert state(ledger) is PAUSED


def test_the_pause_of_one_person_is_taken_back(ledger: Ledger) -> None:
    (interview, *_) = ledger.config.interviews
    ben = commands.choose_contact(interview, "ben")
    commands.pause_contact(ledger, interview, ben, NOW)
    assert paused_people(ledger) == ["Ben Brandt"]
    assert commands.undo_last(ledger, "acme", NOW).what == "pause"
    assert paused_people(ledger) == []


def test_who_is_not_clear_is_asked_for(ledger: Ledger) -> None:
    (interview, *_) = ledger.config.interviews
    with pytest.raises(
        UsageError, match="nobody is called 'Bob' there; it may be Ana Ruiz, Ben Brandt, Hal Hart"
    ):
        commands.choose_contact(interview, "Bob")
    with pytest.raises(UsageError, match="is past; name a day to come"):
        commands.pause_contact(ledger, interview, interview.contacts[1], NOW, utc("10 09:00"))


def test_again_opens_what_was_missed_and_is_refused_where_it_may_not_be(ledger: Ledger) -> None:
    touch = Touch("acme", "thank-you", "ana-ruiz")
    ledger.append(Settled(utc("13 18:00"), touch, "missed", "too late", due=utc("12 16:00")))
    notify(ledger, Notice(f"missed/{touch}/20261112", "Not sent", "This was not sent."), NOW)
    (missed,) = [m for m in ledger.store.list_mails() if m.id.startswith("notice/missed/")]
    for word in ("again", "again!"):
        command = read_command(word, (missed.message_id,), NOW.date())
        mail = Verdict(
            Kind.UNRELATED, Action.NONE, "own", is_own=True, message_id=f"<{len(word)}@sam>", subject="Re: x"
        )
        subject = find_answered(ledger, mail, command, NOW)
        assert subject
        apply_reply(ledger, subject, command, mail, NOW, NOW)
    (reopened,) = [f for f in ledger.history.facts if isinstance(f, Reopened)]
    assert reopened.touch == touch
    assert told(ledger, "is open again")
    assert told(ledger, "That was not done")
