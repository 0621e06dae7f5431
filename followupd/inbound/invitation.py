"""Reads invitations (RFC 5546 over RFC 6047). The library icalendar parses the calendar, within limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from followupd.inbound.parsing.addresses import find_addresses
from followupd.inbound.parsing.calendar import read_calendar, unfold_lines

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MimePart, ParsedMail

MAX_CALENDAR = 65_536
MAX_EVENTS = 50
MAX_PEOPLE = 100  # of one event
_CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
_METHODS = ("REQUEST", "COUNTER", "CANCEL", "REPLY", "ADD", "REFRESH", "DECLINECOUNTER", "PUBLISH")
_METHOD_LINE = re.compile(r"^METHOD[^:\n]{0,80}:[ \t]*([A-Za-z]{3,20})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CalendarMail:
    """A calendar mail: its method, its events' UIDs, the organisers and attendees, and the start of the only event."""

    method: str
    uids: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    summary: str = ""
    # UTC; None if it is missing, a whole day, in an unknown zone, recurring, or one of several.
    starts_at: datetime | None = None
    duration: timedelta | None = None
    unread: bytes = b""  # the calendar, if it was not parsed to the end: the rest is searched for people


def find_invitation(mail: ParsedMail) -> CalendarMail | None:
    """Return the invitation in a mail, or None. A calendar that cannot be parsed still counts by its method."""
    for part in mail.parts:
        if part.type in _CALENDAR_TYPES or _is_calendar_file(part):
            method = _find_method(part)
            # A published calendar that somebody attaches to an answer is no invitation.
            if method and not (method == "PUBLISH" and part.is_attachment and mail.text.strip()):
                return _read_calendar(method, part.content)
    return None


def has_event(mail: ParsedMail) -> bool:
    """Return whether a mail invites the user to an event, or answers one of the user's events."""
    return any(
        (part.type in _CALENDAR_TYPES or _is_calendar_file(part)) and _find_method(part) != "PUBLISH"
        for part in mail.parts
    )


def _is_calendar_file(part: MimePart) -> bool:
    """Return whether a part of no particular type is a calendar file. Seen in practice."""
    file_name = part.params.get("name", "") + part.headers.get_first("content-disposition")
    return part.type == "application/octet-stream" and ".ics" in file_name.lower()


def _find_method(part: MimePart) -> str:
    method_parameter = part.params.get("method", "").upper()
    method_line = _METHOD_LINE.search(part.text[:4096].replace("\r", ""))
    method = method_parameter or (method_line[1].upper() if method_line else "")
    if not method and not part.is_attachment and "BEGIN:VEVENT" in part.text[:MAX_CALENDAR]:
        return "REQUEST"  # Seen in practice: the method is left out (RFC 6047 §2.4 wants it).
    return method if method in _METHODS else ""


def _read_calendar(method: str, data: bytes) -> CalendarMail:
    try:
        events = list(read_calendar(data[:MAX_CALENDAR]).component.walk("VEVENT"))
        calendar_mail = _build_calendar_mail(method, events[:MAX_EVENTS])
    except Exception:  # noqa: BLE001 - hostile calendars raise anything; the method is known already
        return CalendarMail(method, unread=unfold_lines(data))
    is_whole = len(data) <= MAX_CALENDAR and len(events) <= MAX_EVENTS
    is_whole = is_whole and all(len(_list_people(event)) <= MAX_PEOPLE for event in events)
    return calendar_mail if is_whole else replace(calendar_mail, unread=unfold_lines(data))


def _build_calendar_mail(method: str, events: list[Component]) -> CalendarMail:
    uids = tuple(dict.fromkeys(str(event.get("UID", "")) for event in events if event.get("UID")))
    people = [
        address
        for event in events
        for person in _list_people(event)[:MAX_PEOPLE]
        for address in find_addresses(re.sub(r"(?i)^mailto:", "", str(person)[:400]))
    ]
    summary = next((str(event.get("SUMMARY", "")) for event in events), "")
    starts_at, duration = _find_event_times(events[0]) if len(events) == 1 else (None, None)
    return CalendarMail(method, uids, tuple(dict.fromkeys(people)), summary[:200], starts_at, duration)


def _list_people(event: Component) -> list[object]:
    """Return the organiser and the attendees of an event."""
    attendees = event.get("ATTENDEE", [])
    return [event.get("ORGANIZER", ""), *(attendees if isinstance(attendees, list) else [attendees])]


def _find_event_times(event: Component) -> tuple[datetime | None, timedelta | None]:
    starts_at, ends_at = (_convert_to_utc(event.get(key)) for key in ("DTSTART", "DTEND"))
    if not starts_at or event.get("RRULE"):
        return None, None
    length = getattr(event.get("DURATION"), "dt", None)
    duration = ends_at - starts_at if ends_at else length if isinstance(length, timedelta) else None
    return starts_at, duration


def _convert_to_utc(value: object) -> datetime | None:
    moment = getattr(value, "dt", None)
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.utcoffset() is not None else None


if TYPE_CHECKING:
    from icalendar import Component

    from followupd.inbound.matching.watchlist import WatchedInterview


DURATION_RANGE = range(5, 1441)  # minutes that `minutes:` allows


def find_changed_interviews(
    calendar_mail: CalendarMail, event_interviews: tuple[WatchedInterview, ...], received: datetime
) -> tuple[WatchedInterview, ...]:
    """Return the future ones of a mail's own interviews, if it cancels them or has another time than their file.

    An invitation that arrived before the file was written is ignored: the user's file is newer.
    """
    is_cancelled = calendar_mail.method == "CANCEL"
    has_start = calendar_mail.method == "REQUEST" and calendar_mail.starts_at is not None
    return tuple(
        interview
        for interview in event_interviews
        if (is_cancelled or (has_start and calendar_mail.starts_at != interview.starts_at))
        and received < interview.starts_at
        and (interview.start_set_at is None or interview.start_set_at <= received)
    )


def describe_change(calendar_mail: CalendarMail, interview: WatchedInterview) -> str:
    """Return the end of a sentence about an invitation of this interview: whether it was moved, and to when."""
    if calendar_mail.method == "CANCEL":
        return " for this very interview: it was cancelled"
    if calendar_mail.starts_at is None or calendar_mail.method != "REQUEST":
        return " for this very interview: it was moved or changed"
    if calendar_mail.starts_at == interview.starts_at:
        return " for this very interview: its time is the same"
    local_start = calendar_mail.starts_at.astimezone(ZoneInfo(interview.zone))
    minutes = round(calendar_mail.duration.total_seconds() / 60) if calendar_mail.duration else 0
    length = f" and minutes: {minutes}" if minutes in DURATION_RANGE else ""
    file = f"its file ({interview.id}.yaml)"
    return f" for this very interview: it was moved; if that is right, write into {file} at: {local_start:%Y-%m-%d %H:%M}{length}"
