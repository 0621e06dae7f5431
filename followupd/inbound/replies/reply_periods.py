"""Writes the weeks, months and years in an answer as days: "until January", "next week", "KW 50". Pure.

A pause until a month or a week ends on its first day. A company that decides in a week may do so until its Friday. In
which part of a month a company decides cannot be known: such a month is left as it is, and the candidate is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.dates.day_readers import FRIDAY, WEEK, next_monday, weekday_of_week
from followupd.inbound.phrases import periods
from followupd.inbound.phrases import reply_commands as phrases
from followupd.inbound.phrases.months import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    import re

SENTENCE_MARK = LazyPattern(r" [.,](?= |$)")
DECISION = LazyPattern(rf"(?<!\w)(?:{phrases.DECISION})(?!\w)")
_PUT_OFF = LazyPattern(
    rf"(?<![\w'-])(?:{phrases.HOLD}|{phrases.SNOOZE}|{phrases.RESUME}|{phrases.NOT_YET_SENDING})(?![\w'-])"
)
_BEFORE = rf"(?P<before>{periods.UNTIL} {periods.ARTICLE}|{periods.INSIDE} (?:the |dem |el )?)"
_UNREAD_END = LazyPattern(
    rf"(?<!\w)(?:{periods.UNTIL}|after|nach|apres|despues del?) (?:(?:the|zu|zum|dem|der|le|la|les|el) )*(?!{periods.OPEN_END})\w"
)

# Each reader gets the match, today, and whether the company decides then.
_Reader = Callable[["re.Match[str]", date, bool], date | None]


def spell_periods(flat: str, today: date) -> str:
    """Return a folded answer in which each period with one meaning is a date."""
    is_put_off = bool(_PUT_OFF.search(flat))
    for pattern, read_period in _PERIODS:
        flat = pattern.sub(partial(_spell_period, read_period, today, is_put_off), flat)
    return flat


def names_unread_end(flat: str) -> bool:
    """Return whether an answer without a day names the end of a pause in words that are not known."""
    return bool(_UNREAD_END.search(flat))


def _spell_period(read_period: _Reader, today: date, is_put_off: bool, match: re.Match[str]) -> str:
    clause = _clause_around(match)
    is_decision = bool(DECISION.search(clause)) and not _PUT_OFF.search(clause)
    before = match.groupdict().get("before") or ""
    is_end = is_put_off and not is_decision
    if not (is_decision or is_end):
        return match[0]
    try:
        day = read_period(match, today, is_decision)
    except ValueError:  # there is no such week
        day = None
    return f"{before.split(' ')[0]} {day.isoformat()}".strip() if day else match[0]


def _clause_around(match: re.Match[str]) -> str:
    flat = match.string
    marks = [mark.start() for mark in SENTENCE_MARK.finditer(flat)]
    first = max((place for place in marks if place <= match.start()), default=0)
    last = min((place for place in marks if place >= match.end()), default=len(flat))
    return flat[first:last]


def _read_month(match: re.Match[str], today: date, is_decision: bool) -> date | None:
    """Return the first day of a month to come; None for the present month, or if the company decides in it."""
    number = MONTHS[match["month"]]
    if is_decision or (not match["year"] and number == today.month):
        return None
    year = int(match["year"] or today.year + (number < today.month))
    return date(year, number, 1) if date(year, number, 1) > today else None


def _read_next_month(_match: re.Match[str], today: date, is_decision: bool) -> date | None:
    return None if is_decision else _first_of_next_month(today)


def _read_end_of_next_month(_match: re.Match[str], today: date, _is_decision: bool) -> date:
    return _first_of_next_month(_first_of_next_month(today)) - timedelta(days=1)


def _read_next_year(_match: re.Match[str], today: date, is_decision: bool) -> date | None:
    return None if is_decision else date(today.year + 1, 1, 1)


def _read_end_of_year(_match: re.Match[str], today: date, _is_decision: bool) -> date:
    return date(today.year, 12, 31)


def _read_weekend(_match: re.Match[str], today: date, is_decision: bool) -> date | None:
    """Return the Saturday of this week; None on a weekend, or if the company decides until then."""
    is_clear = today.weekday() <= FRIDAY and not is_decision
    return today + timedelta(days=FRIDAY + 1 - today.weekday()) if is_clear else None


def _read_after_weekend(_match: re.Match[str], today: date, _is_decision: bool) -> date:
    return next_monday(today)


def _read_numbered_week(match: re.Match[str], today: date, is_decision: bool) -> date | None:
    return weekday_of_week(today, "friday" if is_decision else "monday", int(match["week"]))


def _read_next_week(_match: re.Match[str], today: date, is_decision: bool) -> date:
    return next_monday(today) + timedelta(days=FRIDAY if is_decision else 0)


def _read_day_of_next_week(match: re.Match[str], today: date, _is_decision: bool) -> date:
    return next_monday(today) + timedelta(days=WEEKDAYS[match["first"] or match["last"]])


def _read_day_in_a_week(match: re.Match[str], today: date, _is_decision: bool) -> date:
    days_ahead = (WEEKDAYS[match["first"] or match["last"]] - today.weekday() - 1) % WEEK + 1
    return today + timedelta(days=days_ahead + WEEK)


def _read_middle_of_next_week(_match: re.Match[str], today: date, _is_decision: bool) -> date:
    return next_monday(today) + timedelta(days=WEEKDAYS["wednesday"])


def _read_week_after_next(match: re.Match[str], today: date, is_decision: bool) -> date:
    return _read_next_week(match, today, is_decision) + timedelta(days=WEEK)


def _read_time_ahead(match: re.Match[str], today: date, is_decision: bool) -> date | None:
    """Return the day on which the company decides; None for a pause, whose length is read elsewhere."""
    number = int(phrases.SPAN_NUMBERS.get(match["number"], match["number"]))
    days = number * phrases.SPAN_UNITS[match["unit"]]
    return today + timedelta(days=days) if is_decision else None


def _first_of_next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


# The longer form first, since each is a date as soon as it is read.
_PERIODS: tuple[tuple[LazyPattern, _Reader], ...] = tuple(
    (LazyPattern(rf"(?<![\w'-])(?:{pattern})"), read_period)
    for pattern, read_period in (
        (periods.AFTER_WEEKEND, _read_after_weekend),
        (periods.END_OF_MONTH, _read_end_of_next_month),
        (periods.END_OF_YEAR, _read_end_of_year),
        (periods.DAY_OF_NEXT_WEEK, _read_day_of_next_week),
        (periods.DAY_IN_A_WEEK, _read_day_in_a_week),
        (periods.MIDDLE_OF_WEEK, _read_middle_of_next_week),
        (periods.WEEK_AFTER_NEXT, _read_week_after_next),
        (periods.AHEAD, _read_time_ahead),
        (periods.NUMBERED_WEEK, _read_numbered_week),
        (rf"(?<!of )(?<!ende )(?<!fin de )(?<!fin de la )(?<!finales de )(?<!finales de la )(?:{periods.NEXT_WEEK})", _read_next_week),
        (_BEFORE + periods.MONTH, _read_month),
        (_BEFORE + periods.NEXT_MONTH, _read_next_month),
        (_BEFORE + periods.NEXT_YEAR, _read_next_year),
        (_BEFORE + periods.WEEKEND, _read_weekend),
    )
)  # fmt: skip
