"""Business days, holidays and sending windows in one person's zone; no clock is read here.

Windows are local times: one opens at 08:30 before and after a clock change. A local time that does not exist (spring)
is moved by the shift; of one that exists twice (autumn) the first is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.cadence import Span, Unit
from followupd.planning import public_holidays

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HORIZON = 60  # days: no country rests longer


@lru_cache(maxsize=32768)
def _is_business_day(day: date, country: str, weekend: frozenset[str] | None) -> bool:
    year, day_index = public_holidays.holiday_year(country, day.year), day.timetuple().tm_yday - 1
    if weekend is None:
        return year.workdays[day_index] == "1"
    return WEEKDAYS[day.weekday()] not in weekend and year.holidays[day_index] == "0"


@lru_cache(maxsize=32768)
def _to_instant(day: date, wall_time: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall_time, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a person can be reached: zone, country (or region), sending hours, and a weekend that is not the country's."""

    zone: ZoneInfo
    country: str
    hours: tuple[time, time]
    weekend: frozenset[str] | None = None

    def is_business_day(self, day: date, country: str | None = None) -> bool:
        """Tell whether people work on that local day, there or in another country with the same weekend."""
        return _is_business_day(day, country or self.country, self.weekend)

    def local_date(self, instant: datetime) -> date:
        """Return the person's own date at an instant."""
        return instant.astimezone(self.zone).date()

    def instant_at(self, day: date, wall_time: time) -> datetime:
        """Return the instant (UTC) of a wall time on a local day."""
        return _to_instant(day, wall_time, self.zone)

    def opening_of(self, day: date) -> datetime:
        """Return the instant (UTC) at which the window of that local day opens."""
        return self.instant_at(day, self.hours[0])

    def closing_of(self, day: date) -> datetime:
        """Return the instant (UTC) at which the window of that local day closes."""
        return self.instant_at(day, self.hours[1])

    def is_open(self, instant: datetime) -> bool:
        """Tell whether mail may reach them at that instant."""
        day = self.local_date(instant)
        return self.is_business_day(day) and self.opening_of(day) <= instant < self.closing_of(day)

    def next_open(self, instant: datetime) -> datetime:
        """Return the first instant (UTC), not before the given one, that lies in a sending window."""
        (opening, closing), day = self.hours, instant.astimezone(self.zone).date()
        for _ in range(_HORIZON):
            if _is_business_day(day, self.country, self.weekend) and instant < _to_instant(
                day, closing, self.zone
            ):
                return max(instant.astimezone(UTC), _to_instant(day, opening, self.zone))
            day += timedelta(days=1)
        raise ValueError(f"no business day within {_HORIZON} days of {instant}")

    def business_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th business day after a day (0: that day, or the next business day)."""
        while count > 0 or not self.is_business_day(day):
            day += timedelta(days=1)
            count -= self.is_business_day(day)
        return day

    def business_day_before(self, day: date, count: int) -> date:
        """Return the `count`-th business day before a day."""
        while count > 0:
            day -= timedelta(days=1)
            count -= self.is_business_day(day)
        return day

    def due_after(self, instant: datetime, span: Span) -> datetime:
        """Return when a step falls due: hours by the clock, days at the opening of that day's window (UTC)."""
        match span.unit:
            case Unit.HOURS:
                return instant + timedelta(hours=span.count)
            case Unit.DAYS:
                return self.opening_of(self.local_date(instant) + timedelta(days=span.count))
            case Unit.BUSINESS_DAYS:
                return self.opening_of(self.business_day_after(self.local_date(instant), span.count))

    def latest_after(self, instant: datetime, span: Span) -> datetime:
        """Return the last moment of a span: hours by the clock, days to the closing of that day's window (UTC)."""
        match span.unit:
            case Unit.HOURS:
                return instant + timedelta(hours=span.count)
            case Unit.DAYS:
                return self.closing_of(self.local_date(instant) + timedelta(days=span.count))
            case Unit.BUSINESS_DAYS:
                return self.closing_of(self.business_day_after(self.local_date(instant), span.count))
