"""Writes the agenda as an iCalendar file (RFC 5545): one event for each entry, with a stable UID."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icalendar import Event

PRODUCT = "-//followupd//EN"
_UID_NAMESPACE = uuid.UUID("5d0b8f4e-33c5-5c0b-9d2a-4b1c2c5f3a61")


class FeedEvent(NamedTuple):
    """One event. `begin` is an aware datetime, or a date for an event that lasts all day (`end` is None)."""

    key: str  # The subject of the event. The UID is made from it and the owner.
    title: str
    begin: datetime | date
    end: datetime | None
    note: str


def compute_uid(owner: str, key: str) -> str:
    """Return the UID of an event. It is the same for the same owner (an address) and key."""
    return str(uuid.uuid5(_UID_NAMESPACE, f"{owner}\n{key}"))


def compute_digest(events: Iterable[FeedEvent]) -> str:
    """Return a digest of the events' content, which shows whether anything has changed."""
    return hashlib.sha256(repr(sorted(events, key=str)).encode()).hexdigest()


def render_feed(owner: str, events: Iterable[FeedEvent], stamp: datetime, name: str) -> bytes:
    """Return a complete .ics file (UTF-8, CRLF, folded lines). `stamp`: when the events last changed, aware."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    # How often a subscribed program should look again (RFC 7986 §5.7).
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_build_event(owner, event, stamp))
    return bytes(calendar.to_ical())


def render_event(owner: str, event: FeedEvent, stamp: datetime) -> bytes:
    """Return a file with one event alone, as a CalDAV server stores it (RFC 4791 §4.1)."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(_build_event(owner, event, stamp))
    return bytes(calendar.to_ical())


def _build_event(owner: str, entry: FeedEvent, stamp: datetime) -> Event:
    from icalendar import Event

    from followupd.writing.sheets.calendar_text import PlainText

    event = Event()
    event.add("uid", compute_uid(owner, entry.key))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("summary", PlainText(entry.title))
    if isinstance(entry.begin, datetime):
        event.add("dtstart", entry.begin.astimezone(UTC))
        event.add("dtend", (entry.end or entry.begin).astimezone(UTC))
    else:
        event.add("dtstart", entry.begin)
        # RFC 5545 §3.6.1: the end day is not part of the event.
        event.add("dtend", entry.begin + timedelta(days=1))
    if entry.note:
        event.add("description", PlainText(entry.note))
    event.add("transp", "TRANSPARENT")  # the candidate is not busy because of it
    event.add("class", "PRIVATE")
    return event
