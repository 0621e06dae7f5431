"""Parses strangers' calendars with icalendar, without the time zones that they define.

The rules of a zone can hold anything: a change each second until the end of time, or another zone under a usual name,
which icalendar would remember. So they are removed first. A time in a zone with a common name (IANA's or Windows') gets
that zone's offset; a time in any other zone has none.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from icalendar import Calendar, Component

_FOLDS = re.compile(rb"(?:\r?\n)+[ \t]")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_OFFSET = re.compile(r"TZOFFSETTO[^:]*:\s*([+-])(\d\d):?(\d\d)", re.IGNORECASE)
_NO_ZONES = {"localtime", "posixrules", "Factory"}  # names of this machine's zone, not of an interviewer's
_LOADED_ZONES: dict[str, ZoneInfo] = {}
_MAX_OFFSETS = 100  # offsets that are read of one calendar


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar, and the offsets from UTC that it gives for its own zones."""

    component: Component
    zone_offsets: dict[str, frozenset[timedelta]] = field(default_factory=dict)


def read_calendar(data: bytes) -> CalendarFile:
    """Parse a calendar. Raises whatever icalendar raises for bytes that are no calendar."""
    # A line may be folded within a character (RFC 5545 §3.1). So it is unfolded before it is decoded.
    lines = [_decode_line(line) for line in _LINE_END.split(unfold_lines(data))]
    kept_lines: list[str] = []
    zone_lines: list[str] = []
    depth = 0
    for line in lines:
        depth += _starts_zone(line)
        (zone_lines if depth else kept_lines).append(line)
        depth -= depth > 0 and _ends_zone(line)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # icalendar warns about its guesses of a zone's name
        component = _load_reader().from_ical("\r\n".join(kept_lines))
    return CalendarFile(component, _read_offsets(zone_lines))


def _decode_line(line: bytes) -> str:
    """Return a line as UTF-8, else as Windows-1252: an old Outlook writes in the machine's code page."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def unfold_lines(data: bytes) -> bytes:
    """Return a calendar with each line in one piece."""
    return _FOLDS.sub(b"", data)


def load_zones() -> None:
    """Load the parser and all zones, for a process that cannot load anything later."""
    _load_reader()
    # ZoneInfo finds them as long as they are held.
    _LOADED_ZONES.update((name, ZoneInfo(name)) for name in _zone_names())


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_ZONES


@cache
def _load_reader() -> type[Calendar]:
    """Return icalendar's parser, which loads only zones with an IANA name."""
    from icalendar import Calendar
    from icalendar.timezone import tzp
    from icalendar.timezone.zoneinfo import ZONEINFO

    class NamedZones(ZONEINFO):
        def timezone(self, name: str) -> tzinfo | None:
            return ZoneInfo(name) if name in _zone_names() else None

    tzp.use(NamedZones())
    return Calendar


def _starts_zone(line: str) -> bool:
    # In any case and with any parameters: it is better to remove too much.
    return line[:5].upper() == "BEGIN" and "VTIMEZONE" in line.upper()


def _ends_zone(line: str) -> bool:
    return line[:3].upper() == "END" and "VTIMEZONE" in line.upper()


def _read_offsets(zone_lines: list[str]) -> dict[str, frozenset[timedelta]]:
    """Return the offsets that a calendar states for each of its zones; they are not computed."""
    offsets: dict[str, frozenset[timedelta]] = {}
    name = ""
    for key, value in _read_zone_values(zone_lines):
        if key == "TZID":
            name = value
        elif len(offsets) < _MAX_OFFSETS:
            sign, hours, minutes = value[0], int(value[1:3]), int(value[3:5])
            offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
            offsets[name] = offsets.get(name, frozenset()) | {offset}
    return offsets


def _read_zone_values(zone_lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in zone_lines:
        if line[:4].upper() == "TZID":
            yield "TZID", line.partition(":")[2].strip().replace("\\,", ",").replace("\\;", ";")
        elif match := _OFFSET.match(line):
            yield "TZOFFSETTO", "".join(match.groups())
