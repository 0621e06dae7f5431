"""How long the post takes: when to post a letter so that it arrives on a day, and when one posted arrives.

The table is a careful reading of what the carriers promise for a plain stamped letter, the slow end of each
range: a letter a day early lies on the desk, a letter a day late misses the decision. Edit it, or pass your own
days by pair ("DE-FR": 4) where you know better.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    IsBusinessDay = Callable[[date, str], bool]  # a day, and a country such as DE or DE-BY

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
