"""The way of a letter, backwards: the day on which it should be there, the day to post it, the day to prepare it. Pure.

What reaches the company is the letter that arrives, so that day is what the rules of the cadence are about. The
candidate gets the PDF two business days before it must be posted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from followupd.planning import transit
from followupd.planning.business_days import Calendar

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config

AHEAD = 2  # business days in which to print, sign and post


@dataclass(frozen=True, slots=True)
class Passage:
    """The way of one letter; each day where it is spent."""

    post_by: date
    arrives: date
    there: datetime  # the same in UTC: in the middle of that day's window

    def __str__(self) -> str:
        return _worded(self.post_by, self.arrives)


@dataclass(frozen=True, slots=True)
class Route:
    """From where to where, and whose days count."""

    here: str
    there: str
    days: Calendar  # the recipients'

    def sheet_for(self, wanted: datetime) -> datetime:
        """Return when (UTC) to hand the letter to the candidate, so that it arrives on the wanted day or soon after."""
        there = self.days.local_date(wanted)
        if self._noon(there) < wanted:
            there = self.days.business_day_after(there, 1)
        day = _prepare(there, self.here, self.there, self.days)
        return self.days.next_open(self.days.opens(day))

    def prepared(self, at: datetime) -> Passage:
        """Return the way of a letter that the candidate gets at an instant."""
        return _prepared(self.days.local_date(at), self)

    def posted(self, day: date) -> Passage:
        """Return the way of a letter that is posted on a day."""
        arrives = _arrival(day, self.here, self.there, self.days)
        return Passage(day, arrives, self._noon(arrives))

    def _noon(self, day: date) -> datetime:
        """Return when the post comes on a day, as near as anybody knows."""
        opens = self.days.opens(day)
        return opens + (self.days.closes(day) - opens) / 2


def calendar(config: Config, interview: Interview) -> Calendar:
    """Return the recipients' calendar of an interview."""
    weekend = config.sending.weekend
    kept = None if weekend is None else frozenset(weekend)
    return Calendar(interview.tz, interview.country or config.candidate.country, config.sending.hours, kept)


def years(config: Config, now: datetime) -> set[tuple[str, int]]:
    """Return the countries whose business days the interviews may ask for, each with the years."""
    home, wanted = config.candidate.country, set()
    for interview in config.interviews:
        abroad = {c.post.country or home for c in interview.contacts if c.post}
        from_then_on = {y + n for y in (interview.at.year, now.year) for n in (0, 1)}
        wanted |= set(product({home, interview.country or home, *abroad}, from_then_on))
    return wanted


def route(config: Config, interview: Interview, contact: Contact) -> Route:
    """Return the way that a letter to a contact takes."""
    home, days = config.candidate.country, calendar(config, interview)
    theirs = days.country
    there = (contact.post.country or home) if contact.post else theirs
    if there[:2] == theirs[:2]:
        there = theirs  # with its region, whose holidays count
    return Route(home, there, days)


@lru_cache(maxsize=1024)
def _worded(post_by: date, arrives: date) -> str:
    return f"post it by {post_by:%a %-d %B}, to arrive about {arrives:%a %-d %B}"


@lru_cache(maxsize=4096)
def _prepared(day: date, route: Route) -> Passage:
    home = replace(route.days, country=route.here)
    return route.posted(home.business_day_after(day, AHEAD))


@lru_cache(maxsize=4096)
def _arrival(day: date, here: str, there: str, days: Calendar) -> date:
    return transit.arrival(day, here, there, days.is_business_day)


@lru_cache(maxsize=4096)
def _prepare(wanted: date, here: str, there: str, days: Calendar) -> date:
    """Return the day to prepare a letter: the first from which it is not there before the wanted day."""
    home = replace(days, country=here)
    day = transit.post_by(wanted, here, there, days.is_business_day)
    while _arrival(day, here, there, days) < wanted:
        day = home.business_day_after(day + timedelta(days=1), 0)
    return home.business_day_before(day, AHEAD)
