"""What people typed on a telephone in answer to an approval, a doubt, a call sheet, a letter, a debrief, an absence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import config, received, thanked, utc
from project_paths import TESTS

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import notify
from followupd.engine.replies.mailed_commands import apply_reply, find_answered
from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.replies.reply_text import read_answer
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.journal.command_facts import Instructed
from followupd.journal.states import TouchEvent
from followupd.writing.language.words import Words
from followupd.writing.notices.mail_notices import describe_received_mail
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ports import OutgoingMail

WEDNESDAY = utc("25 10:00")
NOTICES = {
    "approval": "approve/acme/check-in/ana-ruiz/abc", "call": "again/acme/call/ana-ruiz/1",
    "letter": "not-posted/acme/letter/ana-ruiz/1", "debrief": "debrief/acme", "digest": "today/2026-11-25",
}  # fmt: skip
MAILS = {
    "pause": received("24 09:00", action=Action.STOP),
    "doubt": received("24 09:00", "kim@friends.example", action=Action.PAUSE),
    "absence": received("24 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, return_date=date(2026, 12, 7)),
}
# What lets something go out.
RELEASES = {
    ("approval", "yes"),
    ("approval", "ok"),
    ("doubt", "not-theirs"),
    ("doubt", "no"),
    ("absence", "no"),
    ("pause", "resume"),
    ("pause", "not-theirs"),
}


def read_cases() -> list[tuple[str, str, str]]:
    lines = (TESTS / "data" / "topic_replies.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    return [(*left.replace("\\n", "\n").split(" | ", 1), meaning) for left, meaning in pairs]  # type: ignore[misc]


CASES = read_cases()


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    store, made = SqliteStore(None), config()
    ledger = Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]
    for fact in thanked():
        ledger.append(fact)
    yield ledger
    store.close()


def ask(ledger: Ledger, topic: str) -> OutgoingMail:
    """Send the candidate the mail that is answered."""
    notice = Notice(NOTICES.get(topic, ""), "A question", "A question")
    if mail := MAILS.get(topic):
        ledger.append(mail)
        told = describe_received_mail(Words(), mail, "Acme GmbH")
        assert told
        notice = told
    notify(ledger, notice, utc("24 09:00"))
    sent = ledger.store.list_mails()[-1]
    for event in (TouchEvent.TRANSMIT, TouchEvent.COMMIT, TouchEvent.ACCEPT):
        ledger.store.apply_event(sent.id, event, utc("24 09:01"))
    return sent


def understand(ledger: Ledger, topic: str, text: str) -> str:
    """Return what was understood of an answer, and its day."""
    about = ask(ledger, topic).message_id
    command = read_command(read_answer(text), (about,), WEDNESDAY.date())
    mail = Verdict(Kind.UNRELATED, Action.NONE, "own", is_own=True, message_id="<1@sam>", subject="Re: x")
    subject = find_answered(ledger, mail, command, WEDNESDAY)
    assert subject
    apply_reply(ledger, subject, command, mail, WEDNESDAY, WEDNESDAY)
    instruction = [f for f in ledger.history.facts if isinstance(f, Instructed)][-1]
    assert ledger.store.list_mails()[-1].id.startswith("notice/answer/"), "each reply gets an answer"
    if instruction.answer == "asked":
        return "ask"
    is_used = topic != "absence" and (command.is_promise or instruction.verb != "spoke")
    day = f" {command.day}" if command.day and is_used else ""
    return f"{instruction.verb.removesuffix('-send')}{day}"


@pytest.mark.parametrize(("topic", "text", "meaning"), CASES)
def test_an_answer_is_understood_by_what_it_answers(
    ledger: Ledger, topic: str, text: str, meaning: str
) -> None:
    assert understand(ledger, topic, text) == meaning


@pytest.mark.parametrize(
    ("topic", "text"),
    [(topic, text) for topic, text, meaning in CASES if (topic, meaning.split()[0]) not in RELEASES],
)
def test_no_other_answer_lets_anything_go_out(ledger: Ledger, topic: str, text: str) -> None:
    assert (topic, understand(ledger, topic, text).split()[0]) not in RELEASES


@pytest.mark.parametrize(
    "text",
    ["no, she wrote back", "no, she called me back", "no she's not", "no, she is away", "yes, she is back", "back to normal", "no longer away"],
)  # fmt: skip
def test_only_the_word_that_they_are_back_lifts_an_absence(ledger: Ledger, text: str) -> None:
    assert understand(ledger, "absence", text) in ("ask", "yes")
