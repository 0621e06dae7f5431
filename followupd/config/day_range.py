"""The days on which the candidate is away, as the YAML has them: one day, or from one day to another. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, GetPydanticSchema, PlainSerializer
from pydantic_core import core_schema

from followupd.config.fields import check_year

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

_DAY = r"\d{4}-\d{2}-\d{2}"
_PATTERN = re.compile(rf"({_DAY})(?:\s*\.\.\s*({_DAY}))?")
_MAX_LENGTH = timedelta(days=366)  # a longer range probably has a wrong year
_EXAMPLE = "write 2026-12-24, or 2026-12-24..2027-01-01 for several days"


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days from the first to the last, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class AwayPeriod:
    """A time in which nothing is sent: whole days of the candidate's zone. It ends before `end`."""

    start: datetime  # UTC
    end: datetime  # UTC
    first_day: date
    last_day: date


def find_periods(day_ranges: Iterable[DayRange], zone: ZoneInfo) -> tuple[AwayPeriod, ...]:
    """Return the periods in order. Days that follow each other, or are named twice, become one period."""
    merged: list[DayRange] = []
    for one in sorted(day_ranges, key=lambda days: (days.first, days.last)):
        if merged and one.first <= merged[-1].last + timedelta(days=1):
            merged[-1] = DayRange(merged[-1].first, max(merged[-1].last, one.last))
        else:
            merged.append(one)
    return tuple(_make_period(days, zone) for days in merged)


def _make_period(days: DayRange, zone: ZoneInfo) -> AwayPeriod:
    start = datetime.combine(days.first, time(), tzinfo=zone).astimezone(UTC)
    end = datetime.combine(days.last + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    return AwayPeriod(start, end, days.first, days.last)


def _parse_day_range(value: Any) -> DayRange:
    if isinstance(value, DayRange):
        return value
    text = str(value).strip()
    match = _PATTERN.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no day; {_EXAMPLE}")
    first, last = (_parse_day(part) for part in (match[1], match[2] or match[1]))
    if last < first:
        raise ValueError(f"{text} ends before it begins; write the earlier day first")
    if last - first >= _MAX_LENGTH:
        raise ValueError(f"{text} is longer than a year; is the year right?")
    return DayRange(first, last)


def _parse_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not in the calendar; {_EXAMPLE}") from None
    return check_year(day)


Days = Annotated[
    DayRange,
    GetPydanticSchema(
        get_pydantic_json_schema=lambda _s, _h: {"type": "string", "pattern": rf"^{_DAY}(\.\.{_DAY})?$"},
        get_pydantic_core_schema=lambda _s, _h: core_schema.no_info_plain_validator_function(lambda v: v),
    ),
    BeforeValidator(_parse_day_range),
    PlainSerializer(str),
]
