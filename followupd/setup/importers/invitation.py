"""Reads calendar invitations: who was there, when and where (RFC 5545, RFC 5546).

Google, Outlook, Exchange, Apple and the booking services each write them in their own way. icalendar parses the file
and understands Windows' names of time zones; limits on size and number bound its work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.errors import UsageError
from followupd.inbound.names.legal_forms import MAX_FORM_WORDS, strip_legal_form
from followupd.inbound.parsing.addresses import is_freemail, mailbox_key, registrable_domain
from followupd.inbound.parsing.calendar import CalendarFile, read_calendar
from followupd.setup.importers.attendees import (
    Properties,
    is_own_address,
    list_values,
    read_attendee,
    read_organizer,
)
from followupd.setup.importers.invitation_times import find_unknown_zone, find_windows_zone, read_times
from followupd.setup.importers.records import (
    Attendee,
    AttendeeKind,
    Invitation,
    clean_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE_LIMIT = 300_000  # bytes: reading takes some ten seconds for each megabyte of small properties
ATTENDEES_LIMIT = 100


_MEETING_URL = re.compile(
    r"https://(?:[\w.-]*zoom\.us/(?:j|my|w)/|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/|meet\.google\.com/"
    r"|[\w.-]*webex\.com/|meet\.jit\.si/|whereby\.com/|[\w.-]*gotomeet(?:ing)?\.\w+/|app\.chime\.aws/)[^\s<>\"')\]]{3,500}"
)
# What follows the name of a company in a title: "@ Pied Piper – Round 2", "| Klangwerk Audio GmbH & Co. KG".
_TITLE_END = re.compile(r"\s*(?:[|:;()\[\],]|\s[-–—/+]\s).*")
_TITLE_SIGN = re.compile(r"[@|]\s*$")
_MAX_COMPANY_WORDS = 6
_MEETING_PROPERTIES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "CONFERENCE",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)


def read_invitation(path: Path, own_addresses: Iterable[str] = (), own_name: str = "") -> Invitation:
    """Return the invitation in an .ics file: see `parse_invitation`. Raises UsageError, which names the file."""
    try:
        data = read_file(path, FILE_LIMIT)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    return parse_invitation(data, own_addresses, str(path), own_name)


def parse_invitation(
    data: bytes, own_addresses: Iterable[str] = (), source: str = "the invitation", own_name: str = ""
) -> Invitation:
    """Return what an invitation contains, without the candidate, who is found by these addresses and this name.

    It may be cancelled, recurring, or name nobody: `require_usable` refuses those. Raises UsageError if the bytes hold
    no appointment, several, or one that cannot be read.
    """
    if len(data) > FILE_LIMIT:
        raise UsageError(f"{source}: has more than {FILE_LIMIT // 1000} kB; export the one appointment")
    if b"BEGIN:VCALENDAR" not in data.upper():
        raise UsageError(f"{source}: holds no appointment; it should begin with BEGIN:VCALENDAR")
    try:
        return _parse_appointment(data, frozenset(map(mailbox_key, own_addresses)), source, own_name)
    except UsageError:
        raise
    except Exception as fault:  # calendars made by an attacker can raise anything
        raise UsageError(
            f"{source}: is no calendar file that can be read ({clean_line(fault)[:100]})"
        ) from fault


def require_usable(invitation: Invitation) -> Invitation:
    """Return an invitation to one interview. Raises UsageError if it is cancelled, recurring, or names nobody else."""
    title = f"{invitation.summary!r}" if invitation.summary else "the appointment"
    if invitation.cancelled:
        raise UsageError(f"{title} was cancelled; there is nothing to follow up")
    if invitation.recurring:
        raise UsageError(f"{title} repeats, and an interview takes place once; export its one occurrence")
    if not invitation.people_to_thank:
        addresses = [a.address or a.name for a in (invitation.organizer, *invitation.attendees) if a]
        others_text = f" but {', '.join(addresses[:3])}" if addresses else ""
        raise UsageError(
            f"{title} names nobody to thank{others_text}; give the people by --name and --email, or a --vcf"
        )
    return invitation


def _parse_appointment(data: bytes, own_addresses: frozenset[str], source: str, own_name: str) -> Invitation:
    file = read_calendar(data)
    calendar = file.component
    events = [event for event in calendar.walk("VEVENT") if event.get("DTSTART")]
    if not events:
        raise UsageError(f"{source}: holds no appointment")
    uids = {str(event.get("UID", "")) for event in events}
    if len(uids) > 1:
        raise UsageError(f"{source}: holds {len(uids)} appointments; export the one interview")
    master_event = next((event for event in events if not event.get("RECURRENCE-ID")), events[0])
    return _build_invitation(file, master_event, own_addresses, own_name, several=len(events) > 1)


def _build_invitation(
    file: CalendarFile, event: Properties, own_addresses: frozenset[str], own_name: str, *, several: bool
) -> Invitation:
    calendar = file.component
    start, end, zone, all_day = read_times(file, event)
    location = clean_line(event.get("LOCATION", ""))
    organizer, guests = _read_participants(event, location, own_addresses, own_name)
    method = str(calendar.get("METHOD", "PUBLISH")).upper()
    summary = clean_line(event.get("SUMMARY", ""))
    status = str(event.get("STATUS", "")).upper()
    return Invitation(
        uid=clean_line(event.get("UID", "")),
        method=method,
        sequence=int(event.get("SEQUENCE", 0)),
        start=start,
        end=end,
        zone=zone,
        unknown_zone=find_unknown_zone(event, start),
        windows_zone=find_windows_zone(event),
        summary=summary,
        language=_read_language(event),
        organizer=organizer,
        attendees=guests,
        location=location,
        meeting_url=_find_meeting_url(event),
        company=_guess_company([*([organizer] if organizer else []), *guests], f"{summary} {location}"),
        all_day=all_day,
        recurring=several or any(event.get(key) for key in ("RRULE", "RDATE")),
        cancelled=method == "CANCEL" or status == "CANCELLED",
    )


def _read_language(event: Properties) -> str:
    """Return the language of the title; "" for English, since programs mark text of any language as English."""
    language = str(getattr(event.get("SUMMARY"), "params", {}).get("LANGUAGE", ""))[:2].casefold()
    return "" if language == "en" else language


def _read_participants(
    event: Properties, location: str, own_addresses: frozenset[str], own_name: str
) -> tuple[Attendee | None, tuple[Attendee, ...]]:
    """Return the organiser and the other participants, without the candidate."""
    organizer = read_organizer(event, own_addresses, own_name)
    values = list_values(event, "ATTENDEE")[:ATTENDEES_LIMIT]
    attendees = [read_attendee(value, location, own_name) for value in values]
    guests = {
        mailbox_key(a.address) or a.name: a
        for a in attendees
        if (a.address or a.name) and not is_own_address(a.address, own_addresses)
    }
    if organizer:
        guests.pop(mailbox_key(organizer.address), None)
    return organizer, tuple(guests.values())


def _find_meeting_url(event: Properties) -> str:
    for key in _MEETING_PROPERTIES:
        for value in list_values(event, key):
            if str(value).startswith("https://"):
                return clean_line(value)
    for key in ("LOCATION", "URL", "DESCRIPTION"):
        if match := _MEETING_URL.search(str(event.get(key, ""))[:20_000]):
            return match[0].rstrip(".,;")
    return ""


def _guess_company(people: list[Attendee], text: str) -> str:
    for person in people:
        domain = _decode_domain(person.address.rpartition("@")[2].lower())
        if person.kind in {AttendeeKind.PERSON, AttendeeKind.GROUP} and not is_freemail(domain):
            label = registrable_domain(domain).partition(".")[0]
            return _find_written_name(label, text) or label.replace("-", " ").title()
    return ""


def _find_written_name(label: str, text: str) -> str:
    """Return how a title spells the company of a domain; "" if it does not.

    Examples: "ACME", "Pied Piper" after an @, "Acme Audio GmbH".
    """
    pattern = re.escape(label).replace(r"\-", r"[\s&.-]{1,3}")
    match = re.search(rf"\b{pattern}\b", text, re.IGNORECASE)
    if not match or match[0].islower():  # a name in small letters may be copied from the domain
        return ""
    rest = _TITLE_END.sub("", text[match.end() :])
    if _TITLE_SIGN.search(text[: match.start()]) and len(rest.split()) < _MAX_COMPANY_WORDS:
        return f"{match[0]}{rest}".strip()
    return match[0] + _read_legal_form(rest)


def _read_legal_form(text: str) -> str:
    """Return the legal form at the start of a text, with a space before it; "" if there is none."""
    words = text.split()
    forms = (" ".join(words[:count]) for count in range(min(len(words), MAX_FORM_WORDS), 0, -1))
    capital_forms = (
        form for form in forms if form[:1].isupper() or "." in form
    )  # "Acme as a whole" has no legal form
    return next((f" {form}" for form in capital_forms if strip_legal_form(f"X {form}") == "X"), "")


def _decode_domain(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
