"""The open touches of an interview, by the calendar alone. Pure, and cached until something happens.

The schedule does not depend on the present time: it changes only with the journal and the configuration.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Anchor, Channel, Span, Unit
from followupd.config.frozen import frozen_value
from followupd.journal.facts import Settled, Taken, Touch, Uncertain
from followupd.journal.memo import memoized
from followupd.journal.returned_mails import find_reopened_at
from followupd.planning import late_entry
from followupd.planning.post import calendar_of, route_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.record import InterviewRecord
    from followupd.journal.touch_results import TouchOutcome
    from followupd.planning.business_days import Calendar
    from followupd.planning.moves import Move
    from followupd.planning.post import Route


_AT_ONCE = Span(0, Unit.DAYS)


@frozen_value
class Slot:
    """One step for one person, with its outcome."""

    step: Step
    contact: Contact
    touch: Touch
    touch_outcome: TouchOutcome | None
    due: datetime  # UTC; it may still change for a reminder that was taken, or that follows an open one
    previous_end: datetime  # UTC: when the step before it ended
    route: Route | None = None  # of a letter


@frozen_value
class WaitingMoves:
    """The planner's moves of the reminders after an open one, and how long they are valid."""

    moves: tuple[Move, ...]
    made_at: datetime
    good_until: datetime


@frozen_value
class Schedule:
    """The mails of thanks that may be open, and every reminder in order."""

    calendar: Calendar
    thanks: tuple[Slot, ...]
    reminders: tuple[Slot, ...]
    # The planner's last moves of the waiting reminders.
    waiting_cache: dict[object, WaitingMoves] = field(default_factory=dict, compare=False)


@memoized
def build_schedule(record: InterviewRecord, config: Config, jitter_key: bytes) -> Schedule:
    """Return the schedule of an interview; the jitter is made from the key."""
    their_calendar = calendar_of(config, record.interview)
    thanks = _thank_you_slots(record, config, their_calendar, jitter_key)
    reminders = _reminder_slots(record, config, their_calendar, jitter_key)
    return Schedule(their_calendar, tuple(thanks), tuple(reminders))


def _thank_you_slots(
    record: InterviewRecord, config: Config, calendar: Calendar, jitter_key: bytes
) -> Iterator[Slot]:
    """Yield the mail of thanks of each person; none waits for another.

    Nobody is thanked again if the step gets another name.
    """
    interview, steps = record.interview, config.steps_of(record.interview)
    former_steps = sorted(record.past_steps - {FAREWELL_STEP.id} - {s.id for s in steps})
    for step in (s for s in steps if not s.is_reminder):
        people = sorted(interview.contacts, key=lambda one: one is not interview.lead)
        outcomes = {contact.key: record.outcome_of(step.id, contact) for contact in people}
        if not any(map(_is_missed_or_open, outcomes.values())):
            continue  # everybody was thanked, so no time is drawn
        touches = {contact.key: Touch(interview.id, step.id, contact.key) for contact in people}
        drawn_times = [
            delay_reopened(
                record, config, calendar, jitter_key, step, contact,
                due_at(
                    config, calendar, jitter_key, step, touches[contact.key],
                    late_entry.find_thanks_start(record, contact, calendar),
                ),
            )
            for contact in people
        ]  # fmt: skip
        for contact, due in zip(
            people, _spread_times(drawn_times, calendar, config.sending.gap), strict=True
        ):
            touch_outcome = outcomes[contact.key]
            if _is_missed_or_open(touch_outcome) and not _was_thanked(record, former_steps, contact):
                yield Slot(step, contact, touches[contact.key], touch_outcome, due, interview.end_time)


def _spread_times(drawn_times: list[datetime], calendar: Calendar, gap: timedelta) -> list[datetime]:
    """Return the times with a gap between any two, the first unchanged, since nobody writes three mails at once.

    If the window closes before, a time stays as it was drawn.
    """
    due_times: list[datetime] = []
    for drawn_time in drawn_times:
        due = drawn_time
        for other_time in sorted(due_times):
            if abs(due - other_time) < gap:
                odd_seconds = drawn_time.second + 2 * drawn_time.minute  # no round ten minutes
                due = other_time + gap + timedelta(seconds=odd_seconds)
        is_open = due < calendar.closing_of(calendar.local_date(drawn_time))
        due_times.append(due if is_open else drawn_time)
    return due_times


def _is_missed_or_open(touch_outcome: TouchOutcome | None) -> bool:
    return touch_outcome is None or _is_missed(touch_outcome)


def _was_thanked(record: InterviewRecord, step_ids: list[str], contact: Contact) -> bool:
    """Return whether one of these steps was a mail of thanks that the person got, or may have got."""
    outcomes = (record.outcome_of(step_id, contact) for step_id in step_ids)
    return any(isinstance(outcome, Taken | Uncertain) and not outcome.reminder for outcome in outcomes)


def _reminder_slots(
    record: InterviewRecord, config: Config, calendar: Calendar, jitter_key: bytes
) -> Iterator[Slot]:
    """Yield the reminders to the lead, each counted from the one before."""
    interview, lead = record.interview, record.interview.lead
    previous_end, is_behind = interview.end_time, False
    for step in (s for s in config.steps_of(interview) if s.is_reminder):
        touch, touch_outcome = Touch(interview.id, step.id, lead.key), record.outcome_of(step.id, lead)
        postal_route = route_of(config, interview, lead) if step.channel is Channel.POST else None
        start = anchor_of(step, interview, previous_end)
        is_due_moot = is_behind or isinstance(touch_outcome, Taken | Uncertain)
        due = start if is_due_moot else reminder_due_at(record, config, calendar, jitter_key, step, start)
        slot = Slot(step, lead, touch, touch_outcome, due, previous_end, postal_route)
        yield slot
        is_behind = is_behind or touch_outcome is None
        previous_end = previous_end if is_behind else ended_at(slot, due)


def anchor_of(step: Step, interview: Interview, previous_end: datetime) -> datetime:
    """Return the moment from which a step counts: the interview's end, or the end of the reminder before it."""
    return interview.end_time if step.when.anchor is Anchor.INTERVIEW else previous_end


def due_at(
    config: Config, calendar: Calendar, jitter_key: bytes, step: Step, touch: Touch, start: datetime
) -> datetime:
    """Return when a step is due by the calendar alone: its span after the start, in the window, plus jitter."""
    return compute_due(calendar, start, step.when.span, config.sending.jitter, jitter_key, str(touch))


def delay_reopened(
    record: InterviewRecord,
    config: Config,
    calendar: Calendar,
    jitter_key: bytes,
    step: Step,
    contact: Contact,
    due: datetime,
) -> datetime:
    """Return when a step is due for a person. If it was reopened after `due`, that is as soon as it can be sent."""
    reopened_at = find_reopened_at(record, step.id, contact)
    if reopened_at is None or reopened_at <= due:
        return due
    touch = Touch(record.interview.id, step.id, contact.key)
    return compute_due(calendar, reopened_at, _AT_ONCE, config.sending.jitter, jitter_key, str(touch))


def reminder_due_at(
    record: InterviewRecord,
    config: Config,
    calendar: Calendar,
    jitter_key: bytes,
    step: Step,
    start: datetime,
) -> datetime:
    """Return when a reminder to the lead is due. The first one of a late plan is due on the day after the entry."""
    lead = record.interview.lead
    touch = Touch(record.interview.id, step.id, lead.key)
    due = due_at(config, calendar, jitter_key, step, touch, start)
    due = delay_reopened(record, config, calendar, jitter_key, step, lead, due)
    late_start = late_entry.find_late_start(record, calendar)
    first_step = late_entry.find_first_step(config.steps_of(record.interview)) if late_start else None
    if late_start is None or step != first_step or late_start <= latest_of(calendar, due, step.latest):
        return due
    next_day = Span(1, Unit.BUSINESS_DAYS)
    return compute_due(calendar, late_start, next_day, config.sending.jitter, jitter_key, str(touch))


def ended_at(slot: Slot, due: datetime) -> datetime:
    """Return when a step ended: when it was taken, else when it should have been."""
    touch_outcome = slot.touch_outcome
    if isinstance(touch_outcome, Taken | Uncertain):
        return touch_outcome.arrives or touch_outcome.at
    return max(due, touch_outcome.due) if isinstance(touch_outcome, Settled) and touch_outcome.due else due


def was_missed_elsewhere(slot: Slot, due: datetime) -> bool:
    """Return whether a touch was missed under a date that the user has corrected since."""
    touch_outcome = slot.touch_outcome
    return (
        isinstance(touch_outcome, Settled)
        and _is_missed(touch_outcome)
        and touch_outcome.due not in (None, due)
    )


def _is_missed(touch_outcome: TouchOutcome) -> bool:
    return isinstance(touch_outcome, Settled) and touch_outcome.outcome == "missed"


@lru_cache(maxsize=4096)
def compute_due(
    calendar: Calendar, anchor: datetime, span: Span, jitter: timedelta, jitter_key: bytes, touch: str
) -> datetime:
    """Return when a step is due: its span after the anchor, in the window, plus jitter."""
    # "0 days after interview" is that day, and its window may have opened before the interview.
    opening = calendar.next_open(max(anchor, calendar.due_after(anchor, span)))
    return opening + jitter_of(calendar, opening, jitter, jitter_key, touch)


def jitter_of(
    calendar: Calendar, opening: datetime, jitter: timedelta, jitter_key: bytes, touch: str
) -> timedelta:
    """Return the jitter of a touch: always the same, and short enough to stay in the window."""
    remaining_time = calendar.closing_of(calendar.local_date(opening)) - opening
    seconds = min(jitter, remaining_time * 0.9).total_seconds()
    return timedelta(seconds=int(seconds * draw_number(jitter_key or b"-", touch) / 2**32))


@lru_cache(maxsize=4096)
def draw_number(jitter_key: bytes, touch: str) -> int:
    """Return a number of 32 bits for a touch, made from the key, and always the same."""
    return int.from_bytes(hmac.digest(jitter_key, touch.encode(), hashlib.sha256)[:4], "big")


@lru_cache(maxsize=4096)
def latest_of(calendar: Calendar, due: datetime, span: Span) -> datetime:
    """Return the last moment of a touch that is due at a moment."""
    return calendar.latest_after(due, span)
