"""Mutants that do something other than what the candidate told. The simulation must find every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mail_writer import Shelf, no_press, swapped
from mutants_of_reopening import _fold_blindly
from mutation import mutant

from followupd.engine import commands
from followupd.engine.ledger import build_draft_request
from followupd.engine.reopening import reopen_touch
from followupd.engine.steering import debriefs
from followupd.engine.steering.again import YOUR_WORD
from followupd.inbound.replies import debrief_answer
from followupd.journal import record
from followupd.journal.command_facts import Debriefed
from followupd.journal.debriefs import find_told_fact
from followupd.journal.facts import Approved, Steered, Taken
from followupd.planning import approval, rules
from followupd.writing import composer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.inbound.replies.debrief_answer import DebriefAnswer


def _with_more(more: Callable[[Ledger, Interview, datetime], None]) -> AbstractContextManager[None]:
    """Let each debrief be followed by another action."""
    made = debriefs.record_debrief

    def record_more(ledger: Ledger, interview: Interview, answer: DebriefAnswer, now: datetime) -> str:
        told = made(ledger, interview, answer, now)
        more(ledger, interview, now)
        return told

    return swapped((commands, "record_debrief", record_more))


@mutant(first=197)
def go_on_after_an_answer_because_of_a_debrief() -> Iterator[None]:
    def resume(ledger: Ledger, interview: Interview, now: datetime) -> None:
        ledger.append(Steered(now, interview.id, "resume"))

    with _with_more(resume):
        yield


@mutant(first=70)
def write_again_to_whom_a_debrief_names() -> Iterator[None]:
    def reopen(ledger: Ledger, interview: Interview, now: datetime) -> None:
        for fact in list(ledger.history.facts):
            if isinstance(fact, Taken) and fact.touch.interview == interview.id and not fact.reminder:
                reopen_touch(ledger, fact.touch, fact, YOUR_WORD, now)

    with _with_more(reopen), swapped((record, "fold_outcome", _fold_blindly)):
        yield


@mutant(first=26)
def thank_who_was_not_there() -> Iterator[None]:
    with swapped((rules, "was_there", lambda *_: None), (debriefs, "_skip_absent", lambda *_: None)):
        yield


@mutant(first=70)
def forget_the_day_of_a_debrief() -> Iterator[None]:
    def without_day(*fields: Any) -> Debriefed:
        return Debriefed(*fields[:-1])

    with swapped((debriefs, "Debriefed", without_day)):
        yield


@mutant(first=95)
def send_what_was_told_unread() -> Iterator[None]:
    made = approval.find_doubts

    def trusting(found: Any, step: Any, contact: Any, report: Any) -> tuple[str, ...]:
        return () if find_told_fact(found, contact) else made(found, step, contact, report)

    with swapped((approval, "find_doubts", trusting)):
        yield


@mutant(first=324)
def take_an_old_yes_for_what_was_told_since() -> Iterator[None]:
    def approve(ledger: Ledger, interview: Interview, now: datetime) -> None:
        for fact in [f for f in ledger.history.facts if isinstance(f, Approved)]:
            details = ledger.find_touch(fact.touch) if fact.touch.interview == interview.id else None
            if details and details.touch_outcome is None:
                request = build_draft_request(ledger, details, now, Shelf(), no_press)
                words = composer.write_draft(request)
                ledger.append(Approved(now, fact.touch, words.digest))

    with _with_more(approve):
        yield


@mutant(first=70)
def tell_one_person_what_was_said_with_another() -> Iterator[None]:
    made = debrief_answer.read_debrief

    def confused(text: str, people: Any, today: Any) -> DebriefAnswer:
        answer = made(text, people, today)
        keys = list(people)
        others = {key: keys[(keys.index(key) + 1) % len(keys)] for key in keys}
        answer.facts = {others[key]: fact for key, fact in answer.facts.items()}
        return answer

    with swapped((debriefs, "read_debrief", confused)):
        yield
