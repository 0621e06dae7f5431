"""Records what the candidate tells about an interview after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.engine.conditions import list_moves_now
from followupd.engine.steering.interviews import refuse_closed, refuse_past
from followupd.engine.steering.person_choice import choose_person, list_people
from followupd.engine.steering.steps import skip_step
from followupd.errors import UsageError
from followupd.inbound.replies.debrief_answer import DebriefAnswer, read_debrief
from followupd.journal.command_facts import Debriefed
from followupd.journal.debriefs import list_debriefs
from followupd.writing.notices.debrief_notices import tell_debrief

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.writing.language.words import Words

_EXAMPLE = "Ana Ruiz: the move to Kafka"


def read_debrief_answer(ledger: Ledger, interview: Interview, text: str, now: datetime) -> DebriefAnswer:
    """Return what the candidate's text tells about an interview."""
    people = {
        c.key: tuple(dict.fromkeys((c.name, c.shown_name, c.spoken_name, c.given_name, c.family_name)))
        for c in interview.people_without_agency
    }
    today = now.astimezone(ledger.config.candidate.time_zone).date()
    return read_debrief(text, people, today)


def read_debrief_lines(
    ledger: Ledger, interview: Interview, facts: Sequence[str], absent: Sequence[str], now: datetime
) -> DebriefAnswer:
    """Return what the candidate's options tell. Raises UsageError if one of them names nobody of the interview."""
    for line in facts:
        told = read_debrief_answer(ledger, interview, line, now)
        if told.is_empty or told.other_facts:
            raise UsageError(f"{line!r} was not understood; write a line behind a name: {_EXAMPLE}")
    people = list_people(interview.people_without_agency)
    names = {person.key: person.name for person in people}
    absent_names = [names[choose_person(people, name)] for name in absent]
    lines = [*facts, *(f"{name}: was not there" for name in absent_names)]
    return read_debrief_answer(ledger, interview, "\n".join(lines), now)


def record_debrief(
    ledger: Ledger,
    interview: Interview,
    answer: DebriefAnswer,
    now: datetime,
    written_at: datetime | None = None,
    words: Words | None = None,
) -> str:
    """Record a debrief; return a sentence about it. Raises UsageError if it comes too early or too late.

    `written_at`: when a mail was written that is read only now. Later debriefs win over it.
    `words`: the language of the sentence; default: that of the mails.
    """
    refuse_closed(ledger, interview.id, now)
    if now < interview.start_time:
        raise UsageError(f"the interview with {interview.company} has not begun yet")
    if answer.is_empty:
        raise UsageError("nothing was understood; write a line behind each name: " + _EXAMPLE)
    refuse_past(answer.promise, now)
    answer = _leave_out_older(ledger, interview, answer, written_at or now)
    names = {c.key: c.shown_name for c in interview.contacts}
    fact = Debriefed(
        now, interview.id, tuple(answer.facts.items()), tuple(answer.present), tuple(answer.absent),
        tuple(answer.others), answer.promise,
    )  # fmt: skip
    with ledger.transaction():
        _skip_absent(ledger, interview, answer.absent, now)
        ledger.append(fact)
    facts = [(names[key], text) for key, text in answer.facts.items()]
    return tell_debrief(
        words or ledger.words,
        facts,
        [names[k] for k in answer.absent],
        {name: answer.other_facts.get(name, "") for name in answer.others},
        answer.promise,
        interview.id,
    )


def _leave_out_older(
    ledger: Ledger, interview: Interview, answer: DebriefAnswer, written_at: datetime
) -> DebriefAnswer:
    """Return an answer without the parts that a later debrief has replaced. Raises UsageError if nothing is left."""
    record = ledger.record_of(interview)
    newer = [told for told in list_debriefs(record) if told.at > written_at]
    if not newer:
        return answer
    remaining = answer.without_people(frozenset().union(*(told.people for told in newer)))
    if any(told.promise for told in newer):
        remaining = replace(remaining, promise=None)
    if remaining.is_empty:
        raise UsageError("you have said something else since you wrote this; nothing is changed")
    return remaining


def _skip_absent(ledger: Ledger, interview: Interview, absent: list[str], now: datetime) -> None:
    """Skip the mail of thanks to each person who was not there."""
    for move in list_moves_now(ledger, interview.id, now):
        if move.touch.contact in absent and not move.is_reminder:
            skip_step(ledger, interview.id, move.touch.step, now, move.touch.contact)
