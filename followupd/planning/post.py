"""Counts the dates of a letter backwards: when it should arrive, when to post it, when to prepare it. Pure.

For the rules of the cadence, a letter counts on the day when it arrives. The candidate gets the PDF two business days
before it must be posted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from followupd.planning.business_days import Calendar, WakingHours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config

    IsBusinessDay = Callable[[date, str], bool]


# Days on which the post works, from the day of posting to the day of delivery.
DOMESTIC_DAYS = {
    "AT": 3, "AU": 5, "BE": 3, "CA": 4, "CH": 3, "CZ": 3, "DE": 3, "DK": 5, "ES": 4, "FI": 4, "FR": 3,
    "GB": 3, "IE": 2, "IT": 6, "JP": 3, "LU": 2, "MX": 8, "NL": 3, "NO": 3, "NZ": 3, "PL": 4, "PT": 4,
    "SE": 3, "SG": 2, "US": 5,
}  # fmt: skip
OTHER_DOMESTIC_DAYS = 5
# Neighbours whose postal services work together.
NEIGHBOUR_DAYS = {
    "AT-DE": 4, "AT-CH": 4, "BE-FR": 4, "BE-NL": 4, "CA-US": 8, "CH-DE": 4, "DE-FR": 4, "DE-NL": 4,
    "DE-PL": 5, "ES-PT": 5, "GB-IE": 4, "AU-NZ": 8,
}  # fmt: skip
EUROPEAN_COUNTRIES = frozenset({
    "AD", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
    "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO",
    "PL", "PT", "RO", "SE", "SI", "SK", "SM", "VA",
})  # fmt: skip
EUROPE_DAYS = 6
WORLD_DAYS = 12
# A calendar without a business day in two months is a mistake, not a holiday.
_HORIZON = timedelta(days=62)


def count_postal_days(from_country: str, to_country: str, overrides: Mapping[str, int] | None = None) -> int:
    """Return how many postal days a letter takes between two countries (DE, DE-BY), in either direction.

    `overrides` has priority over the table: days by pair, "DE-FR" or "FR-DE"; "DE-DE" is a letter inside Germany.
    """
    sender_country, recipient_country = _country_code(from_country), _country_code(to_country)
    for table in (overrides or {}, NEIGHBOUR_DAYS):
        for pair in (f"{sender_country}-{recipient_country}", f"{recipient_country}-{sender_country}"):
            if pair in table:
                return table[pair]
    if sender_country == recipient_country:
        return DOMESTIC_DAYS.get(sender_country, OTHER_DOMESTIC_DAYS)
    return EUROPE_DAYS if {sender_country, recipient_country} <= EUROPEAN_COUNTRIES else WORLD_DAYS


def arrival_date(
    posted_on: date,
    from_country: str,
    to_country: str,
    is_business_day: IsBusinessDay,
    overrides: Mapping[str, int] | None = None,
) -> date:
    """Return the day by which a letter posted on `posted_on` has arrived: a business day of the recipients.

    A letter box is emptied on the next business day after a holiday. A day counts only if both postal services work,
    since the letter may be on either side. Raises ValueError if `is_business_day` finds none in two months.
    """
    day = _find_day(posted_on, lambda d: is_business_day(d, from_country), 1)
    for _ in range(count_postal_days(from_country, to_country, overrides)):
        day = _find_day(
            day + timedelta(days=1),
            lambda d: is_business_day(d, from_country) and is_business_day(d, to_country),
            1,
        )
    return day


def last_posting_day(
    arrive_on: date,
    from_country: str,
    to_country: str,
    is_business_day: IsBusinessDay,
    overrides: Mapping[str, int] | None = None,
) -> date:
    """Return the last day to post a letter that should arrive by `arrive_on`: a business day of the sender.

    The days are tried one by one with the function for the arrival, so that the two cannot disagree.
    """
    day = arrive_on
    while True:
        day = _find_day(day, lambda d: is_business_day(d, from_country), -1)
        if arrival_date(day, from_country, to_country, is_business_day, overrides) <= arrive_on:
            return day
        day -= timedelta(days=1)


def _find_day(day: date, is_suitable: Callable[[date], bool], direction: int) -> date:
    start = day
    while not is_suitable(day):
        day += timedelta(days=direction)
        if abs(day - start) > _HORIZON:
            raise ValueError(f"no business day within two months of {start}")
    return day


def _country_code(country: str) -> str:
    return country.partition("-")[0]


PREPARATION_DAYS = 2  # business days in which to print, sign and post


@dataclass(frozen=True, slots=True)
class PostalDates:
    """The dates of one letter, each in the country where it counts."""

    post_by: date
    arrives_on: date
    arrives_at: datetime  # the same in UTC: in the middle of that day's window

    def __str__(self) -> str:
        return _format_dates(self.post_by, self.arrives_on)


@dataclass(frozen=True, slots=True)
class Route:
    """The two countries of a letter, and the calendar that counts."""

    from_country: str
    to_country: str
    calendar: Calendar  # the recipients'

    def hand_over_at(self, arrival_time: datetime) -> datetime:
        """Return when (UTC) to give the letter to the candidate, so that it arrives on the wanted day or soon after."""
        arrival_day = self.calendar.local_date(arrival_time)
        if self._delivery_time(arrival_day) < arrival_time:
            arrival_day = self.calendar.business_day_after(arrival_day, 1)
        day = _preparation_day(arrival_day, self.from_country, self.to_country, self.calendar)
        return self.calendar.next_open(self.calendar.opening_of(day))

    def dates_from_handover(self, at: datetime) -> PostalDates:
        """Return the dates of a letter that the candidate gets at a moment."""
        return _cached_dates(self.calendar.local_date(at), self)

    def dates_from_posting(self, day: date) -> PostalDates:
        """Return the dates of a letter that is posted on a day."""
        arrival_day = _cached_arrival(day, self.from_country, self.to_country, self.calendar)
        return PostalDates(day, arrival_day, self._delivery_time(arrival_day))

    def _delivery_time(self, day: date) -> datetime:
        """Return the estimated time of delivery on a day: the middle of the recipients' hours.

        The candidate's waking hours do not matter for it.
        """
        opening, closing = (self.calendar.instant_at(day, wall_time) for wall_time in self.calendar.hours)
        return opening + (closing - opening) / 2


def calendar_of(config: Config, interview: Interview) -> Calendar:
    """Return the recipients' calendar of an interview."""
    weekend = config.sending.weekend
    weekend_days = None if weekend is None else frozenset(weekend)
    return _make_calendar(
        interview.time_zone,
        config.country_of(interview),
        config.sending.hours,
        weekend_days,
        _find_waking_hours(config, interview),
    )


_make_calendar = lru_cache(maxsize=1024)(Calendar)  # one for the same rules, compared by identity
_make_waking_hours = lru_cache(maxsize=64)(WakingHours)


def _find_waking_hours(config: Config, interview: Interview) -> WakingHours | None:
    """Return the candidate's waking hours; None if the recipients' hours are always within them."""
    candidate, (opening, closing) = config.candidate, config.sending.hours
    if candidate.zone == interview.zone and candidate.hours[0] <= opening and closing <= candidate.hours[1]:
        return None
    return _make_waking_hours(candidate.time_zone, candidate.hours)


def holiday_years(config: Config, now: datetime) -> set[tuple[str, int]]:
    """Return the countries whose business days the interviews may need, each with the years."""
    home_country, country_years = config.candidate.country, set()
    for interview in config.interviews:
        letter_countries = {c.post.country or home_country for c in interview.contacts if c.post}
        year_numbers = {y + n for y in (interview.at.year, now.year) for n in (0, 1)}
        country_years |= set(
            product({home_country, config.country_of(interview), *letter_countries}, year_numbers)
        )
    return country_years


def route_of(config: Config, interview: Interview, contact: Contact) -> Route:
    """Return the route of a letter to a contact."""
    home_country, their_calendar = config.candidate.country, calendar_of(config, interview)
    company_country = their_calendar.country
    to_country = (contact.post.country or home_country) if contact.post else company_country
    if to_country[:2] == company_country[:2]:
        to_country = company_country  # with its region, whose holidays count
    return Route(home_country, to_country, their_calendar)


@lru_cache(maxsize=1024)
def _format_dates(post_by: date, arrives_on: date) -> str:
    return f"post it by {post_by:%a %-d %B}, to arrive about {arrives_on:%a %-d %B}"


@lru_cache(maxsize=4096)
def _cached_dates(day: date, route: Route) -> PostalDates:
    home_calendar = replace(route.calendar, country=route.from_country)
    return route.dates_from_posting(home_calendar.business_day_after(day, PREPARATION_DAYS))


@lru_cache(maxsize=4096)
def _cached_arrival(day: date, from_country: str, to_country: str, calendar: Calendar) -> date:
    return arrival_date(day, from_country, to_country, calendar.is_business_day)


@lru_cache(maxsize=4096)
def _preparation_day(arrive_on: date, from_country: str, to_country: str, calendar: Calendar) -> date:
    """Return the day to prepare a letter: the first from which it does not arrive before the wanted day."""
    home_calendar = replace(calendar, country=from_country)
    day = last_posting_day(arrive_on, from_country, to_country, calendar.is_business_day)
    while _cached_arrival(day, from_country, to_country, calendar) < arrive_on:
        day = home_calendar.business_day_after(day + timedelta(days=1), 0)
    return home_calendar.business_day_before(day, PREPARATION_DAYS)
