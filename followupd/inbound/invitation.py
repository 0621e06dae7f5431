"""Invitations (RFC 5546 over RFC 6047). The calendar is read by icalendar, bounded and guarded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from followupd.inbound.parsing.addresses import addresses

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Mail, Part

MAX_CALENDAR = 65_536
_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
_METHODS = ("REQUEST", "COUNTER", "CANCEL", "REPLY", "ADD", "REFRESH", "DECLINECOUNTER", "PUBLISH")
_METHOD = re.compile(r"^METHOD[^:\n]{0,80}:[ \t]*([A-Za-z]{3,20})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar mail: its method, the UIDs of its events, who organises and who is named, and when the first takes place."""

    method: str
    uids: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    summary: str = ""
    starts: datetime | None = None  # UTC; None: not told, a whole day, or in a zone that nobody can tell
    lasts: timedelta | None = None


def invitation(mail: Mail) -> Invitation | None:
    """Return the invitation that a mail carries, or None. A calendar nobody can read still counts by its method."""
    for part in mail.parts:
        if part.type in _TYPES or _is_file(part):
            method = _method(part)
            # A file that somebody attaches to an answer is no invitation; one without a method may be.
            if method and not (method == "PUBLISH" and part.attachment and mail.text.strip()):
                return _read(method, part.content[:MAX_CALENDAR])
    return None


def _is_file(part: Part) -> bool:
    """Seen in practice: programs that send a calendar as a file of no type."""
    named = part.params.get("name", "") + part.headers.first("content-disposition")
    return part.type == "application/octet-stream" and ".ics" in named.lower()


def _method(part: Part) -> str:
    named = part.params.get("method", "").upper()
    written = _METHOD.search(part.text[:4096].replace("\r", ""))
    method = named or (written[1].upper() if written else "")
    if not method and not part.attachment and "BEGIN:VEVENT" in part.text[:MAX_CALENDAR]:
        return "REQUEST"  # Seen in practice: the method is left out (RFC 6047 §2.4 wants it).
    return method if method in _METHODS else ""


def _read(method: str, data: bytes) -> Invitation:
    from icalendar import Calendar

    try:
        events = list(Calendar.from_ical(data).walk("VEVENT"))[:50]
        return _summed(method, events)
    except Exception:  # noqa: BLE001 - hostile calendars raise anything; the method is known already
        return Invitation(method)


def _summed(method: str, events: list[Component]) -> Invitation:
    uids = tuple(dict.fromkeys(str(event.get("UID", "")) for event in events if event.get("UID")))
    people: list[str] = []
    for event in events:
        named = event.get("ATTENDEE", [])
        for person in [event.get("ORGANIZER", ""), *(named if isinstance(named, list) else [named])][:100]:
            people += addresses(re.sub(r"(?i)^mailto:", "", str(person)[:400]))
    summary = next((str(event.get("SUMMARY", "")) for event in events), "")
    starts, lasts = _times(events[0]) if len(events) == 1 else (None, None)
    return Invitation(method, uids, tuple(dict.fromkeys(people)), summary[:200], starts, lasts)


def _times(event: Component) -> tuple[datetime | None, timedelta | None]:
    starts, ends = (_instant(event.get(key)) for key in ("DTSTART", "DTEND"))
    if not starts or event.get("RRULE"):
        return None, None
    length = getattr(event.get("DURATION"), "dt", None)
    lasts = ends - starts if ends else length if isinstance(length, timedelta) else None
    return starts, lasts


def _instant(value: object) -> datetime | None:
    found = getattr(value, "dt", None)
    return found.astimezone(UTC) if isinstance(found, datetime) and found.utcoffset() is not None else None


if TYPE_CHECKING:
    from icalendar import Component

    from followupd.inbound.watchlist import Known, KnownInterview


LENGTHS = range(5, 1441)  # minutes, as `minutes:` may say


def ahead(found: Invitation, known: Known, received: datetime) -> tuple[KnownInterview, ...]:
    """Return the interviews yet to come whose own invitation is cancelled, or is for another time than their file says.

    What came before the file was written is older than the user's word, and counts for nothing.
    """
    gone = found.method == "CANCEL"
    told = found.method == "REQUEST" and found.starts is not None
    return tuple(
        one
        for one in known.interviews
        if (gone or (told and found.starts != one.since))
        and received < one.since
        and set(found.uids) & set(one.calendar_uids)
        and (one.written is None or one.written <= received)
    )


def moved(found: Invitation, interview: KnownInterview) -> str:
    """Return the rest of a sentence about an invitation of this very interview: whether, and whither, it was moved."""
    if found.method == "CANCEL":
        return " for this very interview: it was cancelled"
    if found.starts is None or found.method != "REQUEST":
        return " for this very interview: it was moved or changed"
    if found.starts == interview.since:
        return " for this very interview: its time is the same"
    there = found.starts.astimezone(ZoneInfo(interview.zone))
    minutes = round(found.lasts.total_seconds() / 60) if found.lasts else 0
    length = f" and minutes: {minutes}" if minutes in LENGTHS else ""
    file = f"its file ({interview.id}.yaml)"
    return f" for this very interview: it was moved; if that is right, write into {file} at: {there:%Y-%m-%d %H:%M}{length}"
