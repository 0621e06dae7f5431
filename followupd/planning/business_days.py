"""Business days, holidays and sending windows in one person's zone; no clock is read here.

Windows are local times: one opens at 08:30 before and after a clock change. A local time that does not exist (spring)
is moved by the shift. If it exists twice (autumn), the first one is used.
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
SHORTEST_WINDOW = timedelta(minutes=30)  # a shorter common window is ignored
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


@dataclass(frozen=True, slots=True, eq=False)
class WakingHours:
    """When the candidate is awake, in their own zone. Compared by identity, like a calendar."""

    zone: ZoneInfo
    hours: tuple[time, time]

    def contains(self, instant: datetime) -> bool:
        """Return whether the candidate is awake at an instant."""
        return self.hours[0] <= instant.astimezone(self.zone).time() < self.hours[1]


@lru_cache(maxsize=32768)
def _shared_window(
    day: date, hours: tuple[time, time], zone: ZoneInfo, waking: WakingHours
) -> tuple[datetime, datetime]:
    """Return the part of a day's window in which the candidate is awake; of several, the longest.

    If it is too short, only the recipients' hours count, since they cannot be reached at other times.
    """
    opening, closing = _to_instant(day, hours[0], zone), _to_instant(day, hours[1], zone)
    home_day = opening.astimezone(waking.zone).date()
    windows = [(opening, closing)]
    for offset in (-1, 0, 1):
        one_day = home_day + timedelta(days=offset)
        wakes, sleeps = (_to_instant(one_day, wall_time, waking.zone) for wall_time in waking.hours)
        shared = max(opening, wakes), min(closing, sleeps)
        if shared[1] - shared[0] >= SHORTEST_WINDOW:
            windows.append(shared)
    return max(windows[1:] or windows, key=lambda window: window[1] - window[0])


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """When a person can be reached: zone, country (or region), sending hours, and a weekend if not the country's.

    It is a part of many cache keys. So it is compared by identity, and `planning.post` makes each calendar once.
    """

    zone: ZoneInfo
    country: str
    hours: tuple[time, time]
    weekend: frozenset[str] | None = None
    waking: WakingHours | None = None  # the candidate's, if they make a difference

    def is_business_day(self, day: date, country: str | None = None) -> bool:
        """Return whether people work on that local day, there or in another country with the same weekend."""
        return _is_business_day(day, country or self.country, self.weekend)

    def local_date(self, instant: datetime) -> date:
        """Return the person's local date at a moment."""
        return instant.astimezone(self.zone).date()

    def instant_at(self, day: date, wall_time: time) -> datetime:
        """Return the moment (UTC) of a wall time on a local day."""
        return _to_instant(day, wall_time, self.zone)

    def opening_of(self, day: date) -> datetime:
        """Return the moment (UTC) at which the window of that local day opens."""
        return self._window_of(day)[0]

    def closing_of(self, day: date) -> datetime:
        """Return the moment (UTC) at which the window of that local day closes."""
        return self._window_of(day)[1]

    def _window_of(self, day: date) -> tuple[datetime, datetime]:
        if self.waking:
            return _shared_window(day, self.hours, self.zone, self.waking)
        return _to_instant(day, self.hours[0], self.zone), _to_instant(day, self.hours[1], self.zone)

    def is_open(self, instant: datetime) -> bool:
        """Return whether mail may reach the person at that moment."""
        day = self.local_date(instant)
        return self.is_business_day(day) and self.opening_of(day) <= instant < self.closing_of(day)

    def next_open(self, instant: datetime) -> datetime:
        """Return the first moment (UTC), not before the given one, in a sending window."""
        day = instant.astimezone(self.zone).date()
        for _ in range(_HORIZON):
            if _is_business_day(day, self.country, self.weekend):
                opening, closing = self._window_of(day)
                if instant < closing:
                    return max(instant.astimezone(UTC), opening)
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
        """Return when a step is due: hours by the clock, days at the opening of that day's window (UTC)."""
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
