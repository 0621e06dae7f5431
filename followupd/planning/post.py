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

from followupd.planning.business_days import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config

    IsBusinessDay = Callable[[date, str], bool]


# Days on which the post works, from the day of posting to the day of delivery.
DOMESTIC = {
    "AT": 3, "AU": 5, "BE": 3, "CA": 4, "CH": 3, "CZ": 3, "DE": 3, "DK": 5, "ES": 4, "FI": 4, "FR": 3,
    "GB": 3, "IE": 2, "IT": 6, "JP": 3, "LU": 2, "MX": 8, "NL": 3, "NO": 3, "NZ": 3, "PL": 4, "PT": 4,
    "SE": 3, "SG": 2, "US": 5,
}  # fmt: skip
DOMESTIC_ELSEWHERE = 5
# Neighbours whose posts work hand in hand.
PAIRS = {
    "AT-DE": 4, "AT-CH": 4, "BE-FR": 4, "BE-NL": 4, "CA-US": 8, "CH-DE": 4, "DE-FR": 4, "DE-NL": 4,
    "DE-PL": 5, "ES-PT": 5, "GB-IE": 4, "AU-NZ": 8,
}  # fmt: skip
EUROPE = frozenset({
    "AD", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
    "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO",
    "PL", "PT", "RO", "SE", "SI", "SK", "SM", "VA",
})  # fmt: skip
WITHIN_EUROPE = 6
ELSEWHERE = 12
# A calendar without a business day in two months is a mistake, not a holiday.
_HORIZON = timedelta(days=62)


def days(from_country: str, to_country: str, own: Mapping[str, int] | None = None) -> int:
    """Return how many postal days a letter takes between two countries (DE, DE-BY); pairs hold both ways.

    `own` goes before the table: days by pair, "DE-FR" or "FR-DE"; "DE-DE" is a letter inside Germany.
    """
    here, there = _nation(from_country), _nation(to_country)
    for table in (own or {}, PAIRS):
        for pair in (f"{here}-{there}", f"{there}-{here}"):
            if pair in table:
                return table[pair]
    if here == there:
        return DOMESTIC.get(here, DOMESTIC_ELSEWHERE)
    return WITHIN_EUROPE if {here, there} <= EUROPE else ELSEWHERE


def arrival(
    posted_on: date,
    from_country: str,
    to_country: str,
    is_business_day: IsBusinessDay,
    own: Mapping[str, int] | None = None,
) -> date:
    """Return the day by which a letter posted on `posted_on` has arrived, a business day over there.

    A box filled on a holiday is emptied on the next business day. A day counts only when both posts work: the
    letter may lie on either side. Raises ValueError where `is_business_day` finds none in two months.
    """
    day = _next(posted_on, lambda d: is_business_day(d, from_country), 1)
    for _ in range(days(from_country, to_country, own)):
        day = _next(
            day + timedelta(days=1),
            lambda d: is_business_day(d, from_country) and is_business_day(d, to_country),
            1,
        )
    return day


def post_by(
    arrive_on: date,
    from_country: str,
    to_country: str,
    is_business_day: IsBusinessDay,
    own: Mapping[str, int] | None = None,
) -> date:
    """Return the last day to post a letter that should be there by `arrive_on`: a business day over here.

    It is the latest day whose `arrival` is not after `arrive_on`, by trying: the two cannot disagree.
    """
    day = arrive_on
    while True:
        day = _next(day, lambda d: is_business_day(d, from_country), -1)
        if arrival(day, from_country, to_country, is_business_day, own) <= arrive_on:
            return day
        day -= timedelta(days=1)


def _next(day: date, good: Callable[[date], bool], step: int) -> date:
    first = day
    while not good(day):
        day += timedelta(days=step)
        if abs(day - first) > _HORIZON:
            raise ValueError(f"no business day within two months of {first}")
    return day


def _nation(country: str) -> str:
    return country.partition("-")[0]


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
    return arrival(day, here, there, days.is_business_day)


@lru_cache(maxsize=4096)
def _prepare(wanted: date, here: str, there: str, days: Calendar) -> date:
    """Return the day to prepare a letter: the first from which it is not there before the wanted day."""
    home = replace(days, country=here)
    day = post_by(wanted, here, there, days.is_business_day)
    while _arrival(day, here, there, days) < wanted:
        day = home.business_day_after(day + timedelta(days=1), 0)
    return home.business_day_before(day, AHEAD)
