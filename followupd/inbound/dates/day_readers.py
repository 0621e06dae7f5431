"""Finds the day that a written date means, counted from the day on which it was written. An ambiguous date has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from followupd.inbound.phrases.months import MONTHS, WEEKDAYS

DECEMBER, WEEK, MILLENNIUM = 12, 7, 1000
FRIDAY = 4
# The offsets in years of the Thai, Japanese and Taiwanese calendars.
THAI_YEARS, REIWA_YEARS, MINGUO_YEARS = 543, 2018, 1911
THAI_CENTURY = 2500  # a year from this one on is in the Thai calendar
LAST_MINUTE = ("23:59", "24:00")
MAX_DAYS_AHEAD = 270  # days: a date without a year is no further ahead than this, else it means a past one


class DateOrder(Enum):
    """Which of two numbers is the day; open if nothing shows it."""

    OPEN = auto()
    DAY = auto()
    MONTH = auto()


@dataclass(frozen=True, slots=True)
class DateOrders:
    """The orders of day and month in a text: in dates with slashes, and in dates with dots."""

    slash_order: DateOrder
    dot_order: DateOrder


def resolve_day(today: date, year: str | None, month: int, number: int) -> date | None:
    """Return the day; without a year it is the next such day. None if there is no such day, or it is in the past."""
    for year_number in [_parse_year(year)] if year else [today.year, today.year + 1]:
        try:
            day = date(year_number, month, number)
        except ValueError:
            continue
        if day >= today and (year or (day - today).days <= MAX_DAYS_AHEAD):
            return day
    return None


def _parse_year(text: str) -> int:
    number = int(text.strip("'"))
    if number >= THAI_CENTURY:
        return number - THAI_YEARS
    return number if number >= MILLENNIUM else 2000 + number


def resolve_ambiguous_day(
    today: date, first: int, second: int, year: str | None, order: DateOrder
) -> date | None:
    """Return the day of a date like 12/10, but only if one number cannot be a month, or the text shows the order."""
    if first > DECEMBER >= second or (order is DateOrder.DAY and second <= DECEMBER) or first == second:
        return resolve_day(today, year, second, first)
    if second > DECEMBER >= first or (order is DateOrder.MONTH and first <= DECEMBER):
        return resolve_day(today, year, first, second)
    return None


def next_weekday(today: date, name: str, next_word: str) -> date | None:
    """Return the next such weekday after today; None for "next Friday" on a Wednesday, which may mean two days."""
    days_ahead = (WEEKDAYS[name] - today.weekday() - 1) % 7 + 1
    if next_word and today.weekday() + days_ahead < WEEK:
        return None
    return today + timedelta(days=days_ahead)


def weekday_of_week(today: date, name: str, week: int) -> date | None:
    """Return the next such weekday in a week with this number in the year (ISO 8601)."""
    year = today.isocalendar().year
    days = (date.fromisocalendar(number, week, WEEKDAYS[name] + 1) for number in (year, year + 1))
    return next((day for day in days if day >= today), None)


def next_numbered_day(today: date, number: int) -> date | None:
    """Return the next day of the month with this number ("the 20th")."""
    for days_ahead in range(62):
        day = today + timedelta(days=days_ahead)
        if day.day == number:
            return day
    return None


def next_named_day(today: date, name: str, number: int) -> date | None:
    """Return the next day of the month with this number, if it is such a weekday ("lunes 19")."""
    day = next_numbered_day(today, number)
    return day if day and day.weekday() == WEEKDAYS[name] else None


def next_monday(today: date) -> date:
    """Return the Monday of the next week."""
    return today + timedelta(days=7 - today.weekday())


def friday_of_week(today: date) -> date | None:
    """Return the Friday of this week; None on a weekend, since then the week is unclear."""
    return today + timedelta(days=FRIDAY - today.weekday()) if today.weekday() <= FRIDAY else None


def end_of_named_range(today: date, month: str, first: str, last: str, year: str | None) -> date | None:
    """Return the last day of a range that has two numbers and a month's name."""
    return end_of_range(today, first, last, str(MONTHS[month.rstrip(".")]), year)


def end_of_range(today: date, first: str, last: str, month: str, year: str | None) -> date | None:
    """Return the last day of a range that has two numbers and a month's number; None if the first is after the last."""
    return resolve_day(today, year, int(month), int(last)) if int(first) <= int(last) else None


def resolve_era_day(today: date, era: str, year: str, month: str, number: str) -> date | None:
    """Return the day of a date in a Japanese (Reiwa) or a Taiwanese (Minguo) year.

    The first year of an era is not written as a number.
    """
    first_year = REIWA_YEARS if era in ("令和", "r") else MINGUO_YEARS
    return resolve_day(today, str(first_year + (1 if year == "元" else int(year))), int(month), int(number))


def resolve_instant(today: date, year: str, month: str, number: str, time: str | None) -> date | None:
    """Return the day of an ISO date; the last minute of a day counts as the next day."""
    day = resolve_day(today, year, int(month), int(number))
    return day + timedelta(days=1) if day and time and time.startswith(LAST_MINUTE) else day
