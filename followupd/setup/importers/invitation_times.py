"""Finds when an appointment takes place, and in which time zone it was written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from followupd.setup.importers.records import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from followupd.inbound.parsing.calendar import CalendarFile
    from followupd.setup.importers.attendees import Properties

_MAX_NAME = 80  # characters of a zone's name that are shown
_NO_PLACE = {"UTC", "Etc/UTC", "localtime", "posixrules", "Factory"}


def _span_whole_days(first_day: date, end: date | None) -> tuple[datetime, datetime]:
    start = datetime.combine(first_day, time())
    return start, datetime.combine(end, time()) if isinstance(end, date) else start + timedelta(days=1)


def read_times(file: CalendarFile, event: Properties) -> tuple[datetime, datetime, str | None, bool]:
    """Return start, end, the IANA zone if it is known, and whether it takes whole days."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if event.get("DTEND") else None
    if not isinstance(start, datetime):
        return (*_span_whole_days(start, end), _read_calendar_zone(file.component), True)
    if not isinstance(end, datetime):
        end = start + (event["DURATION"].dt if event.get("DURATION") else timedelta(hours=1))
    zone = _find_zone(start, _read_zone_name(event), file.zone_offsets)
    if zone and start.tzinfo is None:
        start, end = (moment.replace(tzinfo=ZoneInfo(zone)) for moment in (start, end))
    zone = zone or _read_calendar_zone(file.component)
    if start.tzinfo is None:
        return start, end.replace(tzinfo=None), zone, False
    display_zone = ZoneInfo(zone) if zone else UTC
    return start.astimezone(display_zone), end.astimezone(display_zone), zone, False


def find_unknown_zone(event: Properties, start: datetime) -> str:
    """Return the sender's own name for a time zone that is not known; empty if the start has an offset or no zone."""
    return "" if start.tzinfo else clean_line(_read_zone_name(event))[:_MAX_NAME]


def find_windows_zone(event: Properties) -> str:
    """Return the zone's name if the start has one of Windows' names, each of which means many countries; else ""."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = _read_zone_name(event)
    return name if name in WINDOWS_TO_OLSON else ""


def _read_zone_name(event: Properties) -> str:
    return str(event["DTSTART"].params.get("TZID", ""))


def _read_calendar_zone(calendar: Properties) -> str | None:
    zone_name = str(calendar.get("X-WR-TIMEZONE", ""))
    return zone_name if zone_name in available_timezones() and zone_name not in _NO_PLACE else None


def _find_zone(start: datetime, tzid: str, offsets: Mapping[str, frozenset[timedelta]]) -> str | None:
    """Return the IANA zone of a start.

    For a zone that the sender has made up, it is the zone of a town in its name.
    """
    key = getattr(start.tzinfo, "key", None)
    if start.tzinfo is not None:
        return str(key) if key in available_timezones() and key not in _NO_PLACE else None
    towns = (town.strip() for town in re.split(r"[,;()/]", tzid))
    zones_by_town = _index_zones_by_town()
    for town in towns:
        for name in zones_by_town.get(town.replace(" ", "_").lower(), ()):
            # The sender's offset must agree as well: a town's name alone is only a guess.
            if start.replace(tzinfo=ZoneInfo(name)).utcoffset() in offsets.get(tzid, ()):
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
