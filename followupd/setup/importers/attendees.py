"""Reads who takes part in an appointment: people, rooms, groups, booking services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from followupd.config.person_name import parse_person_name
from followupd.config.role_mailboxes import GROUP_ADDRESS, GROUP_WORDS, LIST_ADDRESS, ROBOT_ADDRESS
from followupd.inbound.parsing.addresses import mailbox_key
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.setup.importers.records import (
    PERSONNEL_WORD,
    Attendee,
    AttendeeKind,
    Participation,
    decode_name,
    normalize_name,
    parse_address,
)

Properties = Mapping[str, Any]

_KIND_BY_CUTYPE = {"ROOM": AttendeeKind.ROOM, "RESOURCE": AttendeeKind.RESOURCE, "GROUP": AttendeeKind.GROUP}
_PARTICIPATION_BY_ROLE = {
    "CHAIR": Participation.CHAIR,
    "OPT-PARTICIPANT": Participation.OPTIONAL,
    "NON-PARTICIPANT": Participation.INFORMED,
}
_GROUP_NAME = re.compile(rf"(?:\W*\b(?:{GROUP_WORDS}|the|and|of|der|die|und|de|des)\b)+\W*", re.IGNORECASE)
_PARTICIPATION_BY_ANSWER = {"DECLINED": Participation.DECLINED, "DELEGATED": Participation.DELEGATED}
_ROOM_NAME = re.compile(
    r"\b(?:(?:meeting|conf|conference|board)?room|raum|besprechung\w*|sala|salle)\b|@resource\.calendar\.google\.com$"
)


def is_own_address(address: str, own_addresses: Iterable[str]) -> bool:
    """Return whether an address is one of the candidate's own; a tag after a plus does not matter."""
    local, _, domain = mailbox_key(address).rpartition("@")
    return not {mailbox_key(address), f"{local.partition('+')[0]}@{domain}"}.isdisjoint(
        map(mailbox_key, own_addresses)
    )


def list_values(event: Properties, key: str) -> list[Any]:
    """Return all values of a property as a list."""
    value = event.get(key, [])
    return value if isinstance(value, list) else [value]


def read_organizer(event: Properties, own_addresses: frozenset[str], own_name: str) -> Attendee | None:
    """Return the organiser of an appointment, or None if the candidate organises it."""
    values = list_values(event, "ORGANIZER")
    if not values:
        return None
    organizer = read_attendee(values[0], "", own_name)
    return organizer if organizer.address and not is_own_address(organizer.address, own_addresses) else None


def read_attendee(value: Any, location: str, own_name: str) -> Attendee:
    """Return one attendee.

    `location` helps to recognise rooms, and `own_name` the candidate under another address.
    """
    parameters = getattr(value, "params", {})
    # Exchange makes up an address, and writes the true one beside it.
    email = parse_address(value) or parse_address(parameters.get("EMAIL", ""))
    name = decode_name(parameters.get("CN", "")).strip("'\"")
    name = "" if "@" in name and parse_address(name) else name
    by_role = _PARTICIPATION_BY_ROLE.get(str(parameters.get("ROLE", "")).upper(), Participation.REQUIRED)
    participation = _PARTICIPATION_BY_ANSWER.get(str(parameters.get("PARTSTAT", "")).upper(), by_role)
    stated_kind = _KIND_BY_CUTYPE.get(str(parameters.get("CUTYPE", "")).upper())
    if name and normalize_name(parse_person_name(name).full_name) == normalize_name(own_name):
        stated_kind = AttendeeKind.CANDIDATE
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
    if not email:
        return AttendeeKind.UNADDRESSED
    if find_relay(email, {}) or ROBOT_ADDRESS.search(email):
        return AttendeeKind.ROBOT
    # Seen in practice: Exchange lists a room as a person who does not take part, and repeats its name as the location.
    is_resource = email.endswith("@resource.calendar.google.com") or (name and name == location)
    if is_resource or (
        participation is Participation.INFORMED and _ROOM_NAME.search(f"{name} {email}".lower())
    ):
        return AttendeeKind.ROOM
    # A person may read the shared address of a small company: then the name shows who it is.
    if is_shared_address(email, name):
        return AttendeeKind.GROUP
    return AttendeeKind.PERSON


def is_shared_address(email: str, name: str) -> bool:
    """Return whether several people read an address: a list, or an address and a name of no single person."""
    if LIST_ADDRESS.search(email.lower()):
        return True
    if not GROUP_ADDRESS.match(email.lower()):
        return False
    return " " not in name or bool(_GROUP_NAME.fullmatch(name) or PERSONNEL_WORD.search(name))
