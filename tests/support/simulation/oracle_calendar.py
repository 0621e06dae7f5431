"""The oracle's own calendar of holidays, windows and weeks. It shares nothing with `business_days`."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# Holidays from Sunday to Friday (some weekends are Friday and Saturday), typed from each country's law. The simulation
# is in the time from January 2026 to December 2027.
_DE = "260101 260403 260406 260501 260514 260525 261225 270101 270326 270329 270506 270517 271003 271226"
_TABLE = {
    "DE": _DE,
    "DE-BE": f"{_DE} 260308 270308",
    "DE-BY": f"{_DE} 260106 260604 270106 270527 261101 271101",
    "US": "260101 260119 260216 260525 260619 260703 260907 261012 261111 261126 261225 270101 270118 270215"
    " 270531 270618 270704 270705 270906 271011 271111 271125 271224 271231",
    "GB-ENG": "260101 260403 260406 260504 260525 260831 261225 261228 270101 270326 270329 270503 270531 270830"
    " 271226 271227 271228",
    "FR": "260101 260406 260501 260508 260514 260525 260714 261101 261111 261225 270101 270329 270506 270517 270714 270815"
    " 271101 271111",
    "AU-NSW": "260101 260126 260403 260405 260406 260427 260608 261005 261225 261228 270101 270126 270326 270328 270329 270425 270426"
    " 270614 271004 271226 271227 271228",
}  # fmt: skip
_EVES = "261224 261231 271224 271231"  # of Christmas and New Year, in all of these countries
HOLIDAYS = {c: frozenset(date(2000 + int(d[:2]), int(d[2:4]), int(d[4:])) for d in f"{t} {_EVES}".split()) for c, t in _TABLE.items()}  # fmt: skip
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


AWAKE, ASLEEP = time(7), time(22)  # hours of the candidate, in their zone
LEAST = timedelta(minutes=30)  # time that the two days must share


class Almanac:
    """One place: its zone, holidays, weekend, and hours for mail; and the hours in which the candidate is awake."""

    def __init__(self, zone: str, country: str, hours: str, weekend: list[str] | None, home: str) -> None:
        self.zone, self.home = ZoneInfo(zone), ZoneInfo(home)
        self.free = HOLIDAYS[country]
        self.weekend = frozenset(weekend if weekend is not None else ("sat", "sun"))
        opens, closes = hours.split("-")
        self.opens, self.closes = time.fromisoformat(opens), time.fromisoformat(closes)

    def works(self, day: date) -> bool:
        return _DAYS[day.weekday()] not in self.weekend and day not in self.free

    def is_open(self, instant: datetime) -> bool:
        day = instant.astimezone(self.zone).date()
        return self.works(day) and self.opening(day) <= instant < self.closing(day)

    def next_open(self, instant: datetime) -> datetime:
        """Return the moment itself if the window is open, else its next opening."""
        day = instant.astimezone(self.zone).date()
        if self.works(day) and instant < self.closing(day):
            return max(instant, self.opening(day))
        return self.opening(self.working_day(day, 1))

    def opening(self, day: date) -> datetime:
        """Return from when mail may come on a day: the recipient's hours, while the candidate is awake."""
        return self._hours(day)[0]

    def closing(self, day: date) -> datetime:
        """Return until when mail may come on a day."""
        return self._hours(day)[1]

    @lru_cache(maxsize=4096)  # noqa: B019 - there are as many almanacs as places
    def _hours(self, day: date) -> tuple[datetime, datetime]:
        first, last = (self.at(day, wall).astimezone(UTC) for wall in (self.opens, self.closes))
        shared, least = (first, last), LEAST
        for n in (-1, 0, 1):
            mine = first.astimezone(self.home).date() + timedelta(days=n)
            wakes, sleeps = (
                datetime.combine(mine, t, tzinfo=self.home).astimezone(UTC) for t in (AWAKE, ASLEEP)
            )
            both = max(first, wakes), min(last, sleeps)
            if both[1] - both[0] >= least:
                shared, least = both, both[1] - both[0] + timedelta(seconds=1)
        return shared

    def at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, tzinfo=self.zone)

    def noon(self, day: date) -> datetime:
        """Return the middle of a day's window, as the assumed time of the post."""
        opens, closes = self.at(day, self.opens), self.at(day, self.closes)
        return opens + (closes - opens) / 2

    def working_day(self, day: date, count: int) -> date:
        """Return the count-th working day after a day; for 0, that day or the next working day."""
        while count > 0 or not self.works(day):
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def ends(self, instant: datetime, count: int, unit: str) -> datetime:
        """Return the last moment of a span: hours by the clock, else the closing of its last day."""
        if unit.startswith("hour"):
            return instant + timedelta(hours=count)
        day = instant.astimezone(self.zone).date()
        if unit.startswith("business"):
            day = self.working_day(day, count)
        else:
            day += timedelta(days=count * (7 if unit.startswith("week") else 1))
        return self.closing(day)

    def begins(self, instant: datetime, count: int, unit: str) -> datetime:
        """Return when a step is due by the calendar, regardless of the window."""
        if unit.startswith("hour"):
            return instant + timedelta(hours=count)
        day = instant.astimezone(self.zone).date()
        if unit.startswith("business"):
            day = self.working_day(day, count)
        else:
            day += timedelta(days=count * (7 if unit.startswith("week") else 1))
        return self.opening(day)
