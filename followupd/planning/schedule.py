"""What an interview has before it by the calendar alone: its open touches, until something happens. Pure, remembered.

Nothing here knows what time it is: as long as the journal and the configuration are as they were, so is the agenda.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import FAREWELL, Anchor, Channel
from followupd.journal.facts import Settled, Taken, Touch, Uncertain
from followupd.journal.memo import once
from followupd.planning.post import calendar, route

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.cadence import Span, Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.history import History, Standing
    from followupd.planning.business_days import Calendar
    from followupd.planning.post import Route


@dataclass(frozen=True, slots=True)
class Slot:
    """One step for one person, and what became of it."""

    step: Step
    contact: Contact
    touch: Touch
    standing: Standing | None
    due: datetime  # UTC; nobody knows it of a reminder behind an open one
    after: datetime  # UTC: when what came before it was over
    route: Route | None = None  # of a letter


@dataclass(frozen=True, slots=True)
class Agenda:
    """The thank-yous that may be open, and every reminder in its order."""

    days: Calendar
    thanks: tuple[Slot, ...]
    reminders: tuple[Slot, ...]
    waiting: dict[object, Any] = field(default_factory=dict, compare=False)  # the plan's last word on them


@once
def agenda(history: History, config: Config, interview: Interview, ids: frozenset[str], key: bytes) -> Agenda:
    """Return the agenda of an interview; `key` draws the jitter."""
    days = calendar(config, interview)
    thanks = _thanks(history, config, interview, ids, days, key)
    reminders = _reminders(history, config, interview, ids, days, key)
    return Agenda(days, tuple(thanks), tuple(reminders))


def _thanks(
    history: History, config: Config, interview: Interview, ids: frozenset[str], days: Calendar, key: bytes
) -> Iterator[Slot]:
    """Yield each person's own: none waits for another, and nobody is thanked again under another name of the step."""
    steps = config.steps(interview)
    gone = sorted(history.steps(ids) - {FAREWELL.id} - {s.id for s in steps})
    for step in (s for s in steps if not s.reminder):
        for contact in interview.contacts:
            before = [history.standing(ids, former, contact) for former in gone]
            if any(isinstance(one, Taken | Uncertain) and not one.reminder for one in before):
                continue
            standing = history.standing(ids, step.id, contact)
            if standing is None or (isinstance(standing, Settled) and standing.outcome == "missed"):
                touch = Touch(interview.id, step.id, contact.key)
                due = fall_due(config, days, key, step, touch, interview.ends)
                yield Slot(step, contact, touch, standing, due, interview.ends)


def _reminders(
    history: History, config: Config, interview: Interview, ids: frozenset[str], days: Calendar, key: bytes
) -> Iterator[Slot]:
    """Yield those to the lead, one counted from the other."""
    lead, after, behind = interview.lead, interview.ends, False
    for step in (s for s in config.steps(interview) if s.reminder):
        touch, standing = Touch(interview.id, step.id, lead.key), history.standing(ids, step.id, lead)
        way = route(config, interview, lead) if step.channel is Channel.POST else None
        start = anchored(step, interview, after)
        due = start if behind else fall_due(config, days, key, step, touch, start)
        slot = Slot(step, lead, touch, standing, due, after, way)
        yield slot
        behind = behind or standing is None
        after = after if behind else over(slot, due)


def anchored(step: Step, interview: Interview, after: datetime) -> datetime:
    """Return what a step counts from; `after`: when the reminder before it was over."""
    return interview.ends if step.when.anchor is Anchor.INTERVIEW else after


def fall_due(
    config: Config, days: Calendar, key: bytes, step: Step, touch: Touch, start: datetime
) -> datetime:
    """Return when a step falls due by the calendar alone: its span after the start, in the window, plus jitter."""
    return fallen(days, start, step.when.span, config.sending.jitter, key, str(touch))


def over(slot: Slot, due: datetime) -> datetime:
    """Return what the next step counts from: when this one was taken, else when it should have been."""
    standing = slot.standing
    if isinstance(standing, Taken | Uncertain):
        return standing.arrives or standing.at
    return max(due, standing.due) if isinstance(standing, Settled) and standing.due else due


def missed_elsewhere(slot: Slot, due: datetime) -> bool:
    """Tell whether a touch was missed under another date, which the user has corrected since."""
    missed = slot.standing
    return isinstance(missed, Settled) and missed.outcome == "missed" and missed.due not in (None, due)


@lru_cache(maxsize=4096)
def fallen(
    days: Calendar, anchor: datetime, span: Span, jitter: timedelta, key: bytes, touch: str
) -> datetime:
    """Return when a step falls due: its span after the anchor, in the window, plus jitter."""
    # "0 days after interview" is that day, and its window may have opened before the interview.
    opened = days.next_open(max(anchor, days.after(anchor, span)))
    return opened + spread(days, opened, jitter, key, touch)


def spread(days: Calendar, opened: datetime, jitter: timedelta, key: bytes, touch: str) -> timedelta:
    """Return the touch's jitter, the same at every look, cut so that it stays in the window."""
    room = days.closes(days.local_date(opened)) - opened
    seconds = min(jitter, room * 0.9).total_seconds()
    return timedelta(seconds=int(seconds * _drawn(key or b"-", touch) / 2**32))


@lru_cache(maxsize=4096)
def _drawn(key: bytes, touch: str) -> int:
    return int.from_bytes(hmac.digest(key, touch.encode(), hashlib.sha256)[:4], "big")


@lru_cache(maxsize=4096)
def until(days: Calendar, due: datetime, span: Span) -> datetime:
    """Return the last moment of a touch that falls due then."""
    return days.until(due, span)
