"""The contents of a card and of an invitation as plain values: spelling is kept, control characters are removed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - who reads an invitation from JSON asks for it
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from followupd.config.fields import Address, Line
from followupd.config.interview import PostalAddress  # noqa: TC001 - who reads a card from JSON asks for it
from followupd.config.plain_text import clean_text, remove_accents
from followupd.inbound.parsing.text import decode_words

_ADDRESS_TYPE = TypeAdapter(Address)
_LINE_TYPE = TypeAdapter(Line)
# "Talent Acme", "Acme Careers": a name with one of these words is the name of a department.
PERSONNEL_WORD = re.compile(
    r"\b(?:talents?|team|recruit(?:ing|ment)|hiring|careers?|karriere|jobs?|hr|human resources|people ops|acquisition)\b",
    re.IGNORECASE,
)
_QUOTED_BYTES = re.compile(r"(?:=[0-9A-F]{2})+")
_MAX_LENGTH = 300  # no name, title or street is longer


@dataclass(frozen=True, slots=True)
class Card:
    """The contents of an interviewer's card; a value that is missing is empty."""

    name: str
    given_name: str = ""
    family_name: str = ""
    title: str = ""  # academic or professional: "Dr."
    org: str = ""
    occupation: str = ""  # "Head of Data"
    emails: tuple[str, ...] = ()  # as written, the address for work first
    phones: tuple[str, ...] = ()  # as written, the number for work first, no fax
    address: PostalAddress | None = None
    zone: str | None = None  # IANA
    notes: tuple[str, ...] = ()  # what the user should check, one sentence each


class AttendeeKind(StrEnum):
    """The kind of an attendee."""

    PERSON = "person"
    ROOM = "room"
    RESOURCE = "resource"
    GROUP = "group"  # an address that several people read
    UNADDRESSED = "unaddressed"  # has a name, but no address that can be read
    CANDIDATE = "candidate"  # has an address that the configuration does not name
    ROBOT = "robot"  # a booking service, a calendar, an address that nobody reads


class Participation(StrEnum):
    """How an attendee takes part, or that they do not (RFC 5545 §3.2.12, §3.2.16)."""

    CHAIR = "chair"
    REQUIRED = "required"
    OPTIONAL = "optional"
    INFORMED = "informed"
    DECLINED = "declined"
    DELEGATED = "delegated"  # somebody else came in their place


_MAYBE_ABSENT = frozenset({Participation.OPTIONAL, Participation.INFORMED})
_ABSENT = {
    Participation.DECLINED: "declined the invitation",
    Participation.DELEGATED: "gave the invitation on to somebody else",
}


@dataclass(frozen=True, slots=True)
class Attendee:
    """One attendee, or the organiser, of an invitation."""

    name: str  # as written; empty if the invitation gives only an address
    address: str
    participation: Participation = Participation.REQUIRED
    kind: AttendeeKind = AttendeeKind.PERSON

    @property
    def had_to_come(self) -> bool:
        """Whether they were invited neither as optional nor for information only."""
        return self.participation not in _MAYBE_ABSENT


@dataclass(frozen=True, slots=True)
class Invitation:
    """The contents of one appointment in a calendar invitation."""

    uid: str
    method: str  # REQUEST, CANCEL, PUBLISH, …
    sequence: int  # a higher one replaces a lower one of the same uid
    start: datetime  # aware; without a zone if the invitation is floating or for a whole day
    end: datetime
    zone: str | None  # IANA name of the zone it was written in; None for UTC, floating, unknown
    unknown_zone: str = ""  # the sender's own name for a zone, whose hours are not certain
    windows_zone: str = ""  # Windows' name of the zone, which many countries share
    summary: str = ""
    language: str = ""  # of the title, as two letters; empty if not marked, or English
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()  # without the candidate
    location: str = ""
    meeting_url: str = ""
    company: str = ""  # guessed from the organiser's domain
    all_day: bool = False
    recurring: bool = False
    cancelled: bool = False

    @property
    def people_to_thank(self) -> tuple[Attendee, ...]:
        """The people to thank: attendees and organiser, each once, the most likely decision maker first.

        The organiser comes after those who had to come: a person who arranges a date often does not decide. The
        personnel department comes after them, and optional guests are last.
        """
        participants = sorted(
            filter(None, (*self.attendees, self.organizer)),
            key=lambda a: (not a.had_to_come, bool(PERSONNEL_WORD.search(a.name))),
        )
        people_by_address = {
            a.address.lower(): a
            for a in participants
            if a.kind is AttendeeKind.PERSON and a.participation not in _ABSENT
        }
        return tuple(people_by_address.values())

    @property
    def left_out(self) -> tuple[str, ...]:
        """A sentence for each attendee who is left out although somebody might expect them."""
        participants = [a for a in (self.organizer, *self.attendees) if a]
        return tuple(filter(None, map(_explain_absence, participants)))


def _explain_absence(attendee: Attendee) -> str:
    who = f"{attendee.name} <{attendee.address}>" if attendee.name else attendee.address
    match attendee.kind:
        case AttendeeKind.GROUP:
            return f"{who} is no person but an address that several people read; it is left out"
        case AttendeeKind.CANDIDATE:
            return f"{who} bears your name and is left out; if it is yours, write it under candidate.also"
        case AttendeeKind.UNADDRESSED:
            return f"{attendee.name} has no address that can be read and is left out; write it yourself"
        case AttendeeKind.PERSON if attendee.participation in _ABSENT:
            return f"{who} {_ABSENT[attendee.participation]} and is left out"
    return ""


def clean_line(text: object) -> str:
    """Return a text on one line, without control characters and invisible ones, cut to 300 characters.

    Empty if nothing is left, or if mail programs would decode it (RFC 2047 `=?`).
    """
    result = clean_text(str(text))[:_MAX_LENGTH].strip()
    try:
        return _LINE_TYPE.validate_python(result)
    except ValidationError:
        return ""


def decode_name(text: object) -> str:
    """Return a name on one line; words that programs left encoded are decoded: `=?utf-8?q?…?=`, or J=C3=B6rg."""
    return clean_line(_QUOTED_BYTES.sub(_decode_quoted, decode_words(str(text))))


def _decode_quoted(match: re.Match[str]) -> str:
    data = bytes.fromhex(match[0].replace("=", ""))
    try:
        return match[0] if data.isascii() else data.decode()
    except UnicodeDecodeError:
        return match[0]


def parse_address(text: object) -> str:
    """Return an e-mail address without `mailto:` and invisible characters; empty if it is none."""
    value = "".join(c for c in str(text) if unicodedata.category(c) != "Cf").strip()
    value = value[7:] if value.lower().startswith("mailto:") else value
    try:
        return _ADDRESS_TYPE.validate_python(value.strip("<> "))
    except ValidationError:
        return ""


def explain_bad_address(text: str) -> str:
    """Return why a text is no e-mail address, with an example."""
    try:
        _ADDRESS_TYPE.validate_python(text.strip())
    except ValidationError as error:
        return error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
    return ""


def normalize_name(name: str) -> str:
    """Return a name in the form for comparisons: no case, no accents, single spaces, no full stops."""
    return " ".join(remove_accents(name.casefold().replace(".", " ").replace("’", "'")).split())


_QUOTES = "\"'“”„‘’‚«»‹›"
# Bytes of UTF-8 that were decoded as Windows-1252: Ã¤ for ä.
_GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|\ufffd|\\?\\?|&#?\\w+;|=[0-9A-F]{2}"
)


def describe_odd_name(name: str) -> str:
    """Return what looks wrong with a name, as a sentence; empty if nothing does."""
    if len(name) > 1 and name[0] in _QUOTES and name[-1] in _QUOTES:
        return f"the quotes of {name} are part of the name, and will be sent; YAML's own are \" and '"
    if _GARBLED.search(name):
        return f"the letters of {name!r} look garbled; write the name again"
    if any(unicodedata.category(c) == "Cf" and c not in "\u200c\u200d" for c in name):
        return f"there is an invisible character in {name!r}; write the name again"
    return ""
