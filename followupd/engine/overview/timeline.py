"""Builds the timeline of one interview: what happened, what is planned, what holds, and until when. Pure.

Every mark comes from the journal's facts and from the moves of the planner, as `plan` and `log` show them.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import EXTRA_STEPS
from followupd.config.interview import EVERY
from followupd.inbound.verdict import Action
from followupd.journal.facts import Done, HandSent, Received, Settled, Steered, Taken, Uncertain
from followupd.planning.moves import Verb
from followupd.writing.timeline.timeline import Lane, Mark, MarkKind, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from followupd.config.model import Config
    from followupd.journal.facts import Fact
    from followupd.journal.record import InterviewRecord
    from followupd.planning.moves import InterviewPlan, Move

# Companies take two to three weeks to choose.
DECISION_BEGIN, DECISION_END = timedelta(weeks=2), timedelta(weeks=3)
_MARGIN = timedelta(days=2)


def build_timeline(config: Config, record: InterviewRecord, plan: InterviewPlan, now: datetime) -> Timeline:
    """Return the timeline of an interview."""
    interview = record.interview
    steps = (*config.steps_of(interview), *EXTRA_STEPS)
    lanes = {step.id: Lane(step.channel) for step in steps}
    marks = [*_past_marks(record, lanes), *_promise_marks(record), *(_move_mark(m, now) for m in plan.moves)]
    marks.sort(key=lambda mark: mark.at)
    decision = (interview.end_time + DECISION_BEGIN, interview.end_time + DECISION_END)
    ends = [mark.until for mark in marks if mark.until]
    moments = [interview.start_time, *decision, *(mark.at for mark in marks), *ends]
    if plan.moves:
        moments.append(now)
    begin, end = min(moments) - _MARGIN, max(moments) + _MARGIN
    return Timeline(begin, end, now, interview.start_time, decision, tuple(marks))


def facts_of(record: InterviewRecord) -> list[Fact]:
    """Return all facts of the journal about an interview, oldest first."""
    return [fact for fact in record.history.facts if _concerns(record.ids, fact)]


def _concerns(ids: frozenset[str], fact: Fact) -> bool:
    match fact:
        case Received() | HandSent():
            return not ids.isdisjoint(fact.interviews)
        case Steered():
            return fact.interview in ids or fact.interview == EVERY
        case _:
            touch = getattr(fact, "touch", None)
            return (touch.interview if touch else getattr(fact, "interview", "")) in ids


# --- what happened


def _past_marks(record: InterviewRecord, lanes: Mapping[str, Lane]) -> Iterator[Mark]:
    facts = facts_of(record)
    yield from _pause_marks([fact for fact in facts if isinstance(fact, Steered)])
    for fact in facts:
        match fact:
            case Taken() | Uncertain():
                yield _taken_mark(fact)
            case Settled():
                yield _settled_mark(fact, lanes)
            case Done():
                yield _report_mark(fact, lanes)
            case HandSent():
                yield Mark(Lane.EMAIL, MarkKind.BY_HAND, fact.received, text=fact.subject)
            case Received():
                yield _mail_mark(record, fact)


def _taken_mark(fact: Taken | Uncertain) -> Mark:
    kind = MarkKind.TAKEN if isinstance(fact, Taken) else MarkKind.UNKNOWN
    return Mark(Lane(fact.channel), kind, fact.at, fact.arrives, fact.touch.step, fact.name)


def _settled_mark(fact: Settled, lanes: Mapping[str, Lane]) -> Mark:
    kind = MarkKind.SKIPPED if fact.outcome in ("skipped", "cancelled") else MarkKind.MISSED
    at = min(fact.due, fact.at) if fact.due else fact.at
    lane = lanes.get(fact.touch.step, Lane.EMAIL)
    return Mark(lane, kind, at, step=fact.touch.step, name=fact.touch.contact, text=fact.why)


def _report_mark(fact: Done, lanes: Mapping[str, Lane]) -> Mark:
    lane = Lane(fact.channel) if fact.channel else lanes.get(fact.touch.step, Lane.PHONE)
    return Mark(lane, MarkKind.REPORTED, fact.at, fact.arrives, fact.touch.step, text=fact.outcome)


_MAIL_KINDS = {
    Action.STOP: MarkKind.ANSWER,
    Action.PAUSE: MarkKind.DOUBT,
    Action.HOLD: MarkKind.ABSENCE,
}


def _mail_mark(record: InterviewRecord, mail: Received) -> Mark:
    kind = _MAIL_KINDS.get(mail.action, MarkKind.NEWS)
    until = _begin_of_day(mail.return_date, record) if mail.return_date else None
    return Mark(Lane.COMPANY, kind, mail.received, until, name=mail.sender, text=mail.why)


def _pause_marks(commands: list[Steered]) -> Iterator[Mark]:
    """Yield the pauses, each with its end: its own, or the time of the next command."""
    for position, command in enumerate(commands):
        if command.command != "pause":
            continue
        enders = (c.at for c in commands[position + 1 :] if c.interview == command.interview)
        ends = [moment for moment in (command.until, next(enders, None)) if moment]
        yield Mark(Lane.COMPANY, MarkKind.PAUSE, command.at, min(ends, default=None), text=command.why)


# --- what is to come


def _promise_marks(record: InterviewRecord) -> Iterator[Mark]:
    if day := record.promised_date or record.interview.promise:
        yield Mark(Lane.COMPANY, MarkKind.PROMISE, _begin_of_day(day, record))


def _begin_of_day(day: date, record: InterviewRecord) -> datetime:
    return datetime.combine(day, time(0), tzinfo=record.interview.time_zone).astimezone(UTC)


def _move_mark(move: Move, now: datetime) -> Mark:
    """Return the mark of a move; an overdue one is placed at the present moment."""
    kind = MarkKind.HELD if move.verb in (Verb.HOLD, Verb.MISS, Verb.DROP) else MarkKind.PLANNED
    arrival = move.postal_dates.arrives_at if move.postal_dates else None
    until = move.lifts_at if kind is MarkKind.HELD else arrival
    at = move.due if kind is MarkKind.HELD else max(move.due, now)
    return Mark(Lane(move.channel), kind, at, until, move.touch.step, move.contact_name, move.why)
