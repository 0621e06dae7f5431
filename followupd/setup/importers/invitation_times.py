"""When an appointment takes place, and in which time zone it was written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from followupd.setup.importers.attendees import Properties


def read_times(calendar: Properties, event: Properties) -> tuple[datetime, datetime, str | None, bool]:
    """Return start, end, the IANA zone if it is known, and whether it takes whole days."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if event.get("DTEND") else None
    if not isinstance(start, datetime):
        first = datetime.combine(start, time())
        last = datetime.combine(end, time()) if isinstance(end, date) else first + timedelta(days=1)
        return first, last, _read_calendar_zone(calendar), True
    if not isinstance(end, datetime):
        end = start + (event["DURATION"].dt if event.get("DURATION") else timedelta(hours=1))
    zone = _find_zone(start, str(event["DTSTART"].params.get("TZID", ""))) or _read_calendar_zone(calendar)
    if start.tzinfo is None:
        return start, end.replace(tzinfo=None), zone, False
    display_zone = ZoneInfo(zone) if zone else UTC
    return start.astimezone(display_zone), end.astimezone(display_zone), zone, False


def _read_calendar_zone(calendar: Properties) -> str | None:
    zone_name = str(calendar.get("X-WR-TIMEZONE", ""))
    return zone_name if zone_name in available_timezones() and zone_name not in {"UTC", "Etc/UTC"} else None


def _find_zone(start: datetime, tzid: str) -> str | None:
    """Return the IANA zone, by its name or, for a zone of the sender's own making, by Windows' name or a town in it."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    key = getattr(start.tzinfo, "key", None)
    if key in available_timezones() and key not in {"UTC", "Etc/UTC"}:
        return str(key)
    if start.tzinfo is None or start.tzinfo is UTC or key:
        return None
    if tzid in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[tzid]
    towns = (town.strip() for town in re.split(r"[,;()/]", tzid))
    for name in (
        name for town in towns for name in _index_zones_by_town().get(town.replace(" ", "_").lower(), ())
    ):
        # The offset must agree as well: a town's name alone is a guess.
        if start.replace(tzinfo=ZoneInfo(name)).utcoffset() == start.utcoffset():
            return name
    return None


@cache
def _index_zones_by_town() -> dict[str, tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/")):
            town = name.rpartition("/")[2].lower()
            zones[town] = (*zones.get(town, ()), name)
    return zones
