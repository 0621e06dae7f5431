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
from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.parsing.addresses import is_freemail, organisation, same
from followupd.setup.importers.records import Attendee, Invitation, Kind, Part, address, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Properties = Mapping[str, Any]

FILE_LIMIT = 300_000  # bytes: reading takes some ten seconds for each megabyte of small properties
ATTENDEES_LIMIT = 100

_KINDS = {"ROOM": Kind.ROOM, "RESOURCE": Kind.RESOURCE, "GROUP": Kind.GROUP}
_PARTS = {"CHAIR": Part.CHAIR, "OPT-PARTICIPANT": Part.OPTIONAL, "NON-PARTICIPANT": Part.INFORMED}
_ROBOT = re.compile(
    r"(?:no-?_?\.?reply|do-?not-?reply|notifications?|calendar(?:-notification|-server)?|scheduling|bookings?|invites?|mailer-daemon)"
    r"(?:[+._-].*)?@|@(?:group|import)\.(?:v\.)?calendar\.google\.com$"
)
_ROOM = re.compile(
    r"\b(?:(?:meeting|conf|conference|board)?room|raum|besprechung\w*|sala|salle)\b|@resource\.calendar\.google\.com$"
)
_MEETING = re.compile(
    r"https://(?:[\w.-]*zoom\.us/(?:j|my|w)/|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/|meet\.google\.com/"
    r"|[\w.-]*webex\.com/|meet\.jit\.si/|whereby\.com/|[\w.-]*gotomeet(?:ing)?\.\w+/|app\.chime\.aws/)[^\s<>\"')\]]{3,500}"
)
_MEETING_PROPERTIES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "CONFERENCE",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)


def read_file(path: Path, own: Iterable[str] = ()) -> Invitation:
    """Return the invitation in an .ics file, see `read`. Raises UsageError: a sentence that names the file."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    return read(data, own, str(path))


def read(data: bytes, own: Iterable[str] = (), source: str = "the invitation") -> Invitation:
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
            return _appointment(data, frozenset(map(same, own)), source)
    except UsageError:
        raise
    except Exception as fault:  # hostile calendars raise anything
        raise UsageError(f"{source}: is no calendar file that can be read ({line(fault)[:100]})") from fault


def usable(invitation: Invitation) -> Invitation:
    """Return an invitation to one interview. Raises UsageError: cancelled, recurring, or nobody but the candidate."""
    named = f"{invitation.summary!r}" if invitation.summary else "the appointment"
    if invitation.cancelled:
        raise UsageError(f"{named} was cancelled; there is nothing to follow up")
    if invitation.recurring:
        raise UsageError(f"{named} repeats, and an interview takes place once; export its one occurrence")
    if not invitation.people:
        others = [a.address for a in (invitation.organizer, *invitation.attendees) if a]
        only = f" but {', '.join(others[:3])}" if others else ""
        raise UsageError(
            f"{named} names nobody to thank{only}; give the people by --name and --email, or a --vcf"
        )
    return invitation


def mine(address: str, own: Iterable[str]) -> bool:
    """Tell whether an address is one of the candidate's own, also with a tag behind a plus."""
    local, _, domain = same(address).rpartition("@")
    return not {same(address), f"{local.partition('+')[0]}@{domain}"}.isdisjoint(map(same, own))


def _appointment(data: bytes, own: frozenset[str], source: str) -> Invitation:
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
    master = next((event for event in events if not event.get("RECURRENCE-ID")), events[0])
    return _invitation(calendar, master, own, several=len(events) > 1)


def _invitation(calendar: Properties, event: Properties, own: frozenset[str], *, several: bool) -> Invitation:
    start, end, zone, all_day = _times(calendar, event)
    location = line(event.get("LOCATION", ""))
    organizer = _organizer(event, own)
    found = [_attendee(value, location) for value in _listed(event, "ATTENDEE")[:ATTENDEES_LIMIT]]
    host = same(organizer.address) if organizer else ""
    others = {same(a.address): a for a in found if a.address and not mine(a.address, own)}
    method = str(calendar.get("METHOD", "PUBLISH")).upper()
    summary = line(event.get("SUMMARY", ""))
    status = str(event.get("STATUS", "")).upper()
    guests = tuple(guest for key, guest in others.items() if key != host)
    return Invitation(
        uid=line(event.get("UID", "")),
        method=method,
        sequence=int(event.get("SEQUENCE", 0)),
        start=start,
        end=end,
        zone=zone,
        summary=summary,
        organizer=organizer,
        attendees=guests,
        location=location,
        meeting_url=_meeting_url(event),
        company=_company([*([organizer] if organizer else []), *guests], f"{summary} {location}"),
        all_day=all_day,
        recurring=several or any(event.get(key) for key in ("RRULE", "RDATE")),
        cancelled=method == "CANCEL" or status == "CANCELLED",
    )


def _listed(event: Properties, key: str) -> list[Any]:
    value = event.get(key, [])
    return value if isinstance(value, list) else [value]


# --- when


def _times(calendar: Properties, event: Properties) -> tuple[datetime, datetime, str | None, bool]:
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if event.get("DTEND") else None
    if not isinstance(start, datetime):
        first = datetime.combine(start, time())
        last = datetime.combine(end, time()) if isinstance(end, date) else first + timedelta(days=1)
        return first, last, _said_zone(calendar), True
    if not isinstance(end, datetime):
        end = start + (event["DURATION"].dt if event.get("DURATION") else timedelta(hours=1))
    zone = _zone(start, str(event["DTSTART"].params.get("TZID", ""))) or _said_zone(calendar)
    if start.tzinfo is None:
        return start, end.replace(tzinfo=None), zone, False
    shown = ZoneInfo(zone) if zone else UTC
    return start.astimezone(shown), end.astimezone(shown), zone, False


def _said_zone(calendar: Properties) -> str | None:
    said = str(calendar.get("X-WR-TIMEZONE", ""))
    return said if said in available_timezones() and said not in {"UTC", "Etc/UTC"} else None


def _zone(start: datetime, tzid: str) -> str | None:
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
    for name in (name for town in towns for name in _zones_by_town().get(town.replace(" ", "_").lower(), ())):
        # The offset must agree as well: a town's name alone is a guess.
        if start.replace(tzinfo=ZoneInfo(name)).utcoffset() == start.utcoffset():
            return name
    return None


@cache
def _zones_by_town() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/")):
            town = name.rpartition("/")[2].lower()
            found[town] = (*found.get(town, ()), name)
    return found


# --- who


def _organizer(event: Properties, own: frozenset[str]) -> Attendee | None:
    values = _listed(event, "ORGANIZER")
    if not values:
        return None
    found = _attendee(values[0], "")
    return found if found.address and not mine(found.address, own) else None


def _attendee(value: Any, location: str) -> Attendee:
    given = getattr(value, "params", {})
    # Exchange writes the true address beside one of its own making.
    at = address(value) or address(given.get("EMAIL", ""))
    name = line(given.get("CN", "")).strip("'\"")
    name = "" if "@" in name and address(name) else name
    part = _PARTS.get(str(given.get("ROLE", "")).upper(), Part.REQUIRED)
    cutype = _KINDS.get(str(given.get("CUTYPE", "")).upper())
    return Attendee(name, at, part, _kind(cutype, name, at.lower(), part, location))


def _kind(said: Kind | None, name: str, at: str, part: Part, location: str) -> Kind:
    if said:
        return said
    if relay_of(at, {}) or _ROBOT.search(at):
        return Kind.ROBOT
    # Seen in practice: Exchange lists a room as an individual who does not take part, and repeats it as location.
    resource = at.endswith("@resource.calendar.google.com") or (name and name == location)
    if resource or (part is Part.INFORMED and _ROOM.search(f"{name} {at}".lower())):
        return Kind.ROOM
    return Kind.PERSON


def _meeting_url(event: Properties) -> str:
    for key in _MEETING_PROPERTIES:
        for value in _listed(event, key):
            if str(value).startswith("https://"):
                return line(value)
    for key in ("LOCATION", "URL", "DESCRIPTION"):
        if found := _MEETING.search(str(event.get(key, ""))[:20_000]):
            return found[0].rstrip(".,;")
    return ""


def _company(people: list[Attendee], said: str) -> str:
    for person in people:
        domain = _unicode(person.address.rpartition("@")[2].lower())
        if person.kind is Kind.PERSON and not is_freemail(domain):
            label = organisation(domain).partition(".")[0]
            # "ACME" in the title is how they write themselves; the domain only knows small letters.
            written = re.search(rf"\b{re.escape(label)}\b", said, re.IGNORECASE)
            return written[0] if written and not written[0].islower() else label.replace("-", " ").title()
    return ""


def _unicode(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
