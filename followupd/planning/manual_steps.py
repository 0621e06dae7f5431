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

from followupd.config.cadence import Channel
from followupd.journal.memo import once
from followupd.journal.states import InterviewState
from followupd.planning.post import calendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.cadence import Span
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Done, Taken, Touch
    from followupd.journal.history import History
    from followupd.planning.business_days import Calendar

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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A call or a letter of which the candidate has not said that it is done."""

    touch: Touch
    name: str
    letter: bool
    due: datetime  # UTC: when it is told again
    latest: datetime  # UTC: past this, a call is missed
    said: int  # how often the candidate has said something of it
    tries: int


def errands(now: datetime, config: Config, history: History, present: frozenset[str]) -> Iterator[Errand]:
    """Yield what the candidate is to be reminded of at this moment; each is told once, by its number."""
    for interview, ids in _active(now, config, history, present):
        for sheet in _sheets(history, config, interview, ids):
            if sheet.letter:
                if sheet.due <= now:
                    yield Errand(sheet.touch, Ask.POSTED, 1, sheet.name)
            elif now > sheet.latest:
                yield Errand(sheet.touch, Ask.MISSED, sheet.said, sheet.name)
            elif sheet.due <= now and sheet.tries < TRIES and calendar(config, interview).is_open(now):
                yield Errand(sheet.touch, Ask.AGAIN, sheet.said + 1, sheet.name)


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


@once
def _sheets(
    history: History, config: Config, interview: Interview, ids: frozenset[str]
) -> tuple[_Sheet, ...]:
    """Return the calls and letters that are still to be done, as long as nothing happens."""
    days, latest = calendar(config, interview), {s.id: s.latest for s in config.steps(interview)}
    sheets = (t for t in history.taken(ids) if t.how == "sheet" and t.touch.step in latest)
    told = ((t, history.done(ids, t.touch)) for t in sheets)
    return tuple(
        _sheet(days, t, latest[t.touch.step], said)
        for t, said in told
        if not any(f.outcome in SETTLED for f in said)
    )


def _sheet(days: Calendar, taken: Taken, latest: Span, said: list[Done]) -> _Sheet:
    letter = taken.channel is Channel.POST
    due = _next_day(days, taken.at, 2) if letter else _due(days, taken, said)
    asleep = bool(said) and said[-1].outcome == "snooze"
    until = days.until(due if asleep else max([taken.at, *(f.at for f in said)]), latest)
    tries = sum(f.outcome == "no-answer" for f in said)
    return _Sheet(taken.touch, taken.name, letter, due, until, len(said), tries)


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
