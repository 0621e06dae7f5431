"""Writes the calendar file for a call sheet: one appointment with an alarm."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from icalendar import Alarm, Event


def build_event(
    uid: str,
    start: datetime,
    end: datetime,
    *,
    summary: str,
    description: str,
    dtstamp: datetime,
    zone: ZoneInfo,
    url: str | None = None,
    before_start: timedelta = timedelta(0),
) -> bytes:
    """Return an .ics file (RFC 5545, UTF-8, CRLF, folded) with one event and a displayed alarm `before_start`.

    `start`, `end` and `dtstamp` are aware datetimes. The event is written in `zone` with the VTIMEZONE that it needs.
    That is the candidate's zone, so that their calendar shows the hour that they know. The same `uid` replaces an event
    that was sent before; `dtstamp` must be later each time. A tap opens `url`, such as the tel: address. Raises
    ValueError for instants without a zone, or an end before the start.
    """
    from icalendar import Event

    from followupd.writing.sheets.calendar_text import PlainText

    if end <= start:
        raise ValueError("the appointment ends before it starts")
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", dtstamp.astimezone(UTC))
    # A second file with the same uid must replace the first (RFC 5546 §2.1.5), so the number is the seconds since 2020.
    event.add("sequence", min(max(0, int(dtstamp.timestamp()) - 1_577_836_800), 2**31 - 1))
    event.add("dtstart", _cut_to_minute(start.astimezone(zone)))
    event.add("dtend", _cut_to_minute(end.astimezone(zone)))
    event.add("summary", PlainText(summary))
    event.add("description", PlainText(description))
    event.add("transp", "TRANSPARENT")  # the window is wide, and the candidate is not busy all that time
    if url:
        event.add("url", url)
    event.add_component(_build_alarm(summary, before_start))
    # Two whole years: some programs need both daylight and standard time, though RFC 5545 asks for only one.
    return _build_calendar(event, date(start.year, 1, 1), date(end.year + 1, 12, 31))


def _build_calendar(event: Event, first: date, last: date) -> bytes:
    """Return the file with one event, and the time zones that it needs between two days."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//followupd//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones(first, last)
    return bytes(calendar.to_ical())


def _cut_to_minute(moment: datetime) -> datetime:
    """Return a moment without seconds, since a person's calendar shows none."""
    return moment.replace(second=0, microsecond=0)


def build_event_uid(address: str, name: str) -> str:
    """Return the UID of a user's event (RFC 7986 §5.3).

    It is always the same for one name, and differs between users.
    """
    return str(uuid5(NAMESPACE_URL, f"mailto:{address.lower()}?{name}"))


def _build_alarm(summary: str, before_start: timedelta) -> Alarm:
    from icalendar import Alarm

    from followupd.writing.sheets.calendar_text import PlainText

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", PlainText(summary))  # RFC 5545 §3.6.6: DISPLAY must have one
    alarm.add("trigger", -before_start)
    return alarm
