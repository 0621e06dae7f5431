"""What the candidate still has to do by hand: a call to make, a letter to post. Pure.

A call sheet that nobody answers is sent once more on the next business day; then the call is missed, and the cadence
goes on. Nobody picked up: another try on the next business day, which spends no second reminder. A letter whose
posting was not reported is asked about on the day by which it should be posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.cadence import Channel
from followupd.passage import calendar
from followupd.states import InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config import Config
    from followupd.facts import Done, Taken, Touch
    from followupd.history import History
    from followupd.interview import Interview
    from followupd.workdays import Calendar

TRIES = 3  # a call is offered again at most so often when nobody picks up
SETTLED = ("spoke", "voicemail", "wrong-number", "posted", "done")


class Ask(StrEnum):
    """What the candidate is told."""

    AGAIN = "again"  # the call sheet once more
    MISSED = "missed"  # the call was not made in time
    POSTED = "posted"  # was the letter posted?


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to remind the candidate of; `number` tells one reminder from the next."""

    touch: Touch
    ask: Ask
    number: int
    name: str


def errands(now: datetime, config: Config, history: History, present: frozenset[str]) -> Iterator[Errand]:
    """Yield what the candidate is to be reminded of at this moment; each is told once, by its number."""
    for interview, ids in _active(now, config, history, present):
        for taken in history.taken(ids):
            if taken.how == "sheet":
                yield from _open(now, config, interview, taken, history)


def may_nag(id_: str, now: datetime, config: Config, history: History, present: frozenset[str]) -> bool:
    """Tell whether anybody is still to be called or written to for an interview, by any id it has had."""
    return any(id_ in ids for _, ids in _active(now, config, history, present))


def _active(
    now: datetime, config: Config, history: History, present: frozenset[str]
) -> Iterator[tuple[Interview, frozenset[str]]]:
    """Yield the interviews that neither an answer nor the user's word has stopped, with their ids."""
    if history.global_pause(now):
        return
    for interview in config.interviews:
        ids = history.ids(interview, present)
        if history.life(interview, ids, now).state is InterviewState.ACTIVE:
            yield interview, ids


def _open(
    now: datetime, config: Config, interview: Interview, taken: Taken, history: History
) -> Iterator[Errand]:
    said = history.done(taken.touch)
    if any(f.outcome in SETTLED for f in said):
        return
    latest = next((s.latest for s in config.steps(interview) if s.id == taken.touch.step), None)
    if latest is None:
        return
    days = calendar(config, interview)
    if taken.channel is Channel.POST:
        if _next_day(days, taken.at, 2) <= now:
            yield Errand(taken.touch, Ask.POSTED, 1, taken.name)
        return
    due = _due(days, taken, said)
    asleep = bool(said) and said[-1].outcome == "snooze"
    if now > days.until(due if asleep else max([taken.at, *(f.at for f in said)]), latest):
        yield Errand(taken.touch, Ask.MISSED, len(said), taken.name)
        return
    tries = sum(f.outcome == "no-answer" for f in said)
    if due <= now and days.is_open(now) and tries < TRIES:
        yield Errand(taken.touch, Ask.AGAIN, len(said) + 1, taken.name)


def _due(days: Calendar, taken: Taken, said: list[Done]) -> datetime:
    """Return when the sheet comes again: a business day after it, or after the last try, or when the snooze ends."""
    if not said:
        return _next_day(days, taken.at, 1)
    last = said[-1]
    if last.outcome == "snooze":
        wait = timedelta(days=int(last.note or 1))
        return days.next_open(days.opens(days.local_date(last.at + wait)))
    return _next_day(days, last.at, 1)


def _next_day(days: Calendar, at: datetime, count: int) -> datetime:
    return days.opens(days.business_day_after(days.local_date(at), count))
