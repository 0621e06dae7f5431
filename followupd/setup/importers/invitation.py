"""Calendar invitations: who was there, when and where (RFC 5545, RFC 5546).

Google, Outlook, Exchange, Apple and the booking services each write them in their own way. icalendar reads the
file and knows Windows' names of time zones; it is bounded and guarded here.
"""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from followupd.errors import UsageError
from followupd.inbound.applicant_systems import find_relay
from followupd.inbound.parsing.addresses import is_freemail, mailbox_key, registrable_domain
from followupd.setup.importers.records import (
    Attendee,
    AttendeeKind,
    Invitation,
    Participation,
    clean_line,
    parse_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Properties = Mapping[str, Any]

FILE_LIMIT = 300_000  # bytes: reading takes some ten seconds for each megabyte of small properties
ATTENDEES_LIMIT = 100

_KIND_BY_CUTYPE = {"ROOM": AttendeeKind.ROOM, "RESOURCE": AttendeeKind.RESOURCE, "GROUP": AttendeeKind.GROUP}
_PARTICIPATION_BY_ROLE = {
    "CHAIR": Participation.CHAIR,
    "OPT-PARTICIPANT": Participation.OPTIONAL,
    "NON-PARTICIPANT": Participation.INFORMED,
}
_ROBOT_ADDRESS = re.compile(
    r"(?:no-?_?\.?reply|do-?not-?reply|notifications?|calendar(?:-notification|-server)?|scheduling|bookings?|invites?|mailer-daemon)"
    r"(?:[+._-].*)?@|@(?:group|import)\.(?:v\.)?calendar\.google\.com$"
)
_ROOM_NAME = re.compile(
    r"\b(?:(?:meeting|conf|conference|board)?room|raum|besprechung\w*|sala|salle)\b|@resource\.calendar\.google\.com$"
)
_MEETING_URL = re.compile(
    r"https://(?:[\w.-]*zoom\.us/(?:j|my|w)/|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/|meet\.google\.com/"
    r"|[\w.-]*webex\.com/|meet\.jit\.si/|whereby\.com/|[\w.-]*gotomeet(?:ing)?\.\w+/|app\.chime\.aws/)[^\s<>\"')\]]{3,500}"
)
_MEETING_PROPERTIES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "CONFERENCE",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)


def read_invitation(path: Path, own_addresses: Iterable[str] = ()) -> Invitation:
    """Return the invitation in an .ics file, see `read`. Raises UsageError: a sentence that names the file."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    return parse_invitation(data, own_addresses, str(path))


def parse_invitation(
    data: bytes, own_addresses: Iterable[str] = (), source: str = "the invitation"
) -> Invitation:
    """Return what an invitation says; `own` are the candidate's addresses, who is left out.

    It may be cancelled, recurring, or name nobody: `usable` refuses those. Raises UsageError where the bytes hold
    no appointment, several, or one that cannot be read.
    """
    if len(data) > FILE_LIMIT:
        raise UsageError(f"{source}: has more than {FILE_LIMIT // 1000} kB; export the one appointment")
    if b"BEGIN:VCALENDAR" not in data.upper():
        raise UsageError(f"{source}: holds no appointment; it should begin with BEGIN:VCALENDAR")
    if re.search(rb"FREQ=(?:SECOND|MINUTE|HOUR)LY", re.sub(rb"\r?\n[ \t]", b"", data), re.IGNORECASE):
        # A time zone that changes every second would be computed until the end of days.
        raise UsageError(f"{source}: holds a rule that repeats within a day; no interview does")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # icalendar tells what it guesses of a zone's name
            return _parse_appointment(data, frozenset(map(mailbox_key, own_addresses)), source)
    except UsageError:
        raise
    except Exception as fault:  # hostile calendars raise anything
        raise UsageError(
            f"{source}: is no calendar file that can be read ({clean_line(fault)[:100]})"
        ) from fault


def require_usable(invitation: Invitation) -> Invitation:
    """Return an invitation to one interview. Raises UsageError: cancelled, recurring, or nobody but the candidate."""
    title = f"{invitation.summary!r}" if invitation.summary else "the appointment"
    if invitation.cancelled:
        raise UsageError(f"{title} was cancelled; there is nothing to follow up")
    if invitation.recurring:
        raise UsageError(f"{title} repeats, and an interview takes place once; export its one occurrence")
    if not invitation.people_to_thank:
        addresses = [a.address for a in (invitation.organizer, *invitation.attendees) if a]
        others_text = f" but {', '.join(addresses[:3])}" if addresses else ""
        raise UsageError(
            f"{title} names nobody to thank{others_text}; give the people by --name and --email, or a --vcf"
        )
    return invitation


def is_own_address(address: str, own_addresses: Iterable[str]) -> bool:
    """Tell whether an address is one of the candidate's own, also with a tag behind a plus."""
    local, _, domain = mailbox_key(address).rpartition("@")
    return not {mailbox_key(address), f"{local.partition('+')[0]}@{domain}"}.isdisjoint(
        map(mailbox_key, own_addresses)
    )


def _parse_appointment(data: bytes, own_addresses: frozenset[str], source: str) -> Invitation:
    import icalendar

    # It remembers zones by name: forget those of the file before.
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    calendar = icalendar.Calendar.from_ical(data)
    events = [event for event in calendar.walk("VEVENT") if event.get("DTSTART")]
    if not events:
        raise UsageError(f"{source}: holds no appointment")
    uids = {str(event.get("UID", "")) for event in events}
    if len(uids) > 1:
        raise UsageError(f"{source}: holds {len(uids)} appointments; export the one interview")
    master_event = next((event for event in events if not event.get("RECURRENCE-ID")), events[0])
    return _build_invitation(calendar, master_event, own_addresses, several=len(events) > 1)


def _build_invitation(
    calendar: Properties, event: Properties, own_addresses: frozenset[str], *, several: bool
) -> Invitation:
    start, end, zone, all_day = _read_times(calendar, event)
    location = clean_line(event.get("LOCATION", ""))
    organizer = _read_organizer(event, own_addresses)
    attendees = [
        _read_attendee(value, location) for value in _list_values(event, "ATTENDEE")[:ATTENDEES_LIMIT]
    ]
    organizer_address = mailbox_key(organizer.address) if organizer else ""
    others_by_address = {
        mailbox_key(a.address): a
        for a in attendees
        if a.address and not is_own_address(a.address, own_addresses)
    }
    method = str(calendar.get("METHOD", "PUBLISH")).upper()
    summary = clean_line(event.get("SUMMARY", ""))
    status = str(event.get("STATUS", "")).upper()
    guests = tuple(guest for key, guest in others_by_address.items() if key != organizer_address)
    return Invitation(
        uid=clean_line(event.get("UID", "")),
        method=method,
        sequence=int(event.get("SEQUENCE", 0)),
        start=start,
        end=end,
        zone=zone,
        summary=summary,
        organizer=organizer,
        attendees=guests,
        location=location,
        meeting_url=_find_meeting_url(event),
        company=_guess_company([*([organizer] if organizer else []), *guests], f"{summary} {location}"),
        all_day=all_day,
        recurring=several or any(event.get(key) for key in ("RRULE", "RDATE")),
        cancelled=method == "CANCEL" or status == "CANCELLED",
    )


def _list_values(event: Properties, key: str) -> list[Any]:
    value = event.get(key, [])
    return value if isinstance(value, list) else [value]


# --- when


def _read_times(calendar: Properties, event: Properties) -> tuple[datetime, datetime, str | None, bool]:
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


# --- who


def _read_organizer(event: Properties, own_addresses: frozenset[str]) -> Attendee | None:
    values = _list_values(event, "ORGANIZER")
    if not values:
        return None
    organizer = _read_attendee(values[0], "")
    return organizer if organizer.address and not is_own_address(organizer.address, own_addresses) else None


def _read_attendee(value: Any, location: str) -> Attendee:
    parameters = getattr(value, "params", {})
    # Exchange writes the true address beside one of its own making.
    email = parse_address(value) or parse_address(parameters.get("EMAIL", ""))
    name = clean_line(parameters.get("CN", "")).strip("'\"")
    name = "" if "@" in name and parse_address(name) else name
    participation = _PARTICIPATION_BY_ROLE.get(
        str(parameters.get("ROLE", "")).upper(), Participation.REQUIRED
    )
    stated_kind = _KIND_BY_CUTYPE.get(str(parameters.get("CUTYPE", "")).upper())
    return Attendee(
        name,
        email,
        participation,
        _classify_attendee(stated_kind, name, email.lower(), participation, location),
    )


def _classify_attendee(
    stated_kind: AttendeeKind | None, name: str, email: str, participation: Participation, location: str
) -> AttendeeKind:
    if stated_kind:
        return stated_kind
    if find_relay(email, {}) or _ROBOT_ADDRESS.search(email):
        return AttendeeKind.ROBOT
    # Seen in practice: Exchange lists a room as an individual who does not take part, and repeats it as location.
    is_resource = email.endswith("@resource.calendar.google.com") or (name and name == location)
    if is_resource or (
        participation is Participation.INFORMED and _ROOM_NAME.search(f"{name} {email}".lower())
    ):
        return AttendeeKind.ROOM
    return AttendeeKind.PERSON


def _find_meeting_url(event: Properties) -> str:
    for key in _MEETING_PROPERTIES:
        for value in _list_values(event, key):
            if str(value).startswith("https://"):
                return clean_line(value)
    for key in ("LOCATION", "URL", "DESCRIPTION"):
        if match := _MEETING_URL.search(str(event.get(key, ""))[:20_000]):
            return match[0].rstrip(".,;")
    return ""


def _guess_company(people: list[Attendee], text: str) -> str:
    for person in people:
        domain = _decode_domain(person.address.rpartition("@")[2].lower())
        if person.kind is AttendeeKind.PERSON and not is_freemail(domain):
            label = registrable_domain(domain).partition(".")[0]
            # "ACME" in the title is how they write themselves; the domain only knows small letters.
            match = re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE)
            return match[0] if match and not match[0].islower() else label.replace("-", " ").title()
    return ""


def _decode_domain(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
