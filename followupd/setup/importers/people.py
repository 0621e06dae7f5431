"""Merges the people of an interview from typed answers, cards and an invitation, and finds where those differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from email.utils import parseaddr
from itertools import combinations
from typing import TYPE_CHECKING, Any

from followupd.config.person_name import parse_person_name
from followupd.inbound.parsing.addresses import mailbox_key
from followupd.inbound.parsing.text import decode_words
from followupd.setup.importers.records import (
    Card,
    Invitation,
    Participation,
    clean_line,
    normalize_name,
    parse_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followupd.config.interview import ContactRole, PostalAddress
    from followupd.setup.importers.records import Attendee

_MIN_NAME_SIMILARITY = 0.85  # with this similarity or more, two names may be one person, misspelt
# For these fields the first source with a value wins.
_FIRST_COUNTS = (
    "role",
    "title",
    "occupation",
    "phone",
    "postal_address",
    "fact",
    "is_lead",
    "is_confirmed",
    "is_vouched",
)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person; a value that is missing is empty or None."""

    name: str = ""
    email: str = ""
    role: ContactRole | None = None
    other_emails: tuple[str, ...] = ()
    title: str = ""
    given_name: str = ""
    family_name: str = ""
    occupation: str = ""
    phone: str = ""
    postal_address: PostalAddress | None = None
    fact: str = ""  # what was spoken about with them
    is_lead: bool = False
    is_confirmed: bool = True  # False: an invitation names them, and nobody has said that they were there
    is_vouched: bool = False  # the user said that they were there, or that the address is their own
    notes: tuple[str, ...] = ()  # what the user should check, one sentence each
    further: tuple[tuple[str, Any], ...] = ()  # other keys of an earlier interview's file

    @property
    def all_addresses(self) -> tuple[str, ...]:
        """All their addresses, as written."""
        return tuple(filter(None, (self.email, *self.other_emails)))


def person_from_card(card: Card) -> Person:
    """Return the person of a card."""
    first_address, *further_addresses = card.emails or ("",)
    return Person(
        name=card.name,
        email=first_address,
        other_emails=tuple(further_addresses),
        title=card.title,
        given_name=card.given_name,
        family_name=card.family_name,
        occupation=card.occupation,
        phone=card.phones[0] if card.phones else "",
        postal_address=card.address,
        notes=card.notes,
    )


def person_from_attendee(attendee: Attendee) -> Person:
    """Return the person of an invitation; a missing name is guessed from the address, with a note."""
    notes = []
    name = parse_person_name(attendee.name)
    if not name.full_name:
        name = replace(name, full_name=_guess_name(attendee.address))
        notes.append("the invitation gives no name; this one is guessed from the address")
    if attendee.participation in {Participation.OPTIONAL, Participation.INFORMED}:
        notes.append("was invited as optional; take them out if they were not there")
    return Person(
        name=name.full_name,
        email=attendee.address,
        title=name.title,
        given_name=name.given_name,
        family_name=name.family_name,
        is_confirmed=False,
        notes=tuple(notes),
    )


def _guess_name(email: str) -> str:
    local = email.partition("@")[0].partition("+")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._\d]+", local) if part) or email


def merge_people(*sources: Iterable[Person]) -> list[Person]:
    """Return each person once; what an earlier source says wins over a later one.

    Two entries are one person if they share an address, or if first and last name are the same except for case and
    accents. Similar names are not enough: Jan and Jana Novak may both have been there.
    """
    people: list[Person] = []
    for source in sources:
        earlier_people = list(people)
        for person in source:
            match = next((p for p in people if _has_shared_address(p, person)), None)
            match = match or next(
                (p for p in earlier_people if p in people and _has_same_name(p.name, person.name)), None
            )
            if match:
                people[people.index(match)] = _merge_pair(match, person)
            else:
                people.append(person)
    return people


def assign_loose_address(people: Sequence[Person]) -> list[Person]:
    """Give an address that was typed without a name to the only person who has no address."""
    nameless = [p for p in people if not p.name]
    without_email = [p for p in people if p.name and not p.email]
    if len(nameless) == 1 and len(without_email) == 1:
        complete_person = _merge_pair(without_email[0], nameless[0])
        return [complete_person if p is without_email[0] else p for p in people if p is not nameless[0]]
    return list(people)


def _merge_pair(one: Person, other: Person) -> Person:
    addresses: dict[str, str] = {}
    for address in (*one.all_addresses, *other.all_addresses):
        addresses.setdefault(mailbox_key(address), address)
    email, *also = [*addresses.values(), ""]
    name_source = one if one.name else other
    return Person(
        name=name_source.name,
        email=email,
        other_emails=tuple(filter(None, also)),
        given_name=name_source.given_name,
        family_name=name_source.family_name,
        # A name is no longer guessed if another source gives it.
        notes=(*one.notes, *(note for note in other.notes if "guessed" not in note)),
        **{field: getattr(one, field) or getattr(other, field) for field in _FIRST_COUNTS},
    )


def _has_shared_address(one: Person, other: Person) -> bool:
    return not {mailbox_key(a) for a in one.all_addresses}.isdisjoint(
        mailbox_key(a) for a in other.all_addresses
    )


def _has_same_name(one: str, other: str) -> bool:
    parts, other_parts = normalize_name(one).split(), normalize_name(other).split()
    return bool(parts and other_parts) and (parts[0], parts[-1]) == (other_parts[0], other_parts[-1])


def find_differences(
    card: Card | None, invitation: Invitation | None, from_headers: Iterable[str] = ()
) -> list[str]:
    """Return a sentence for each difference between card, invitation and the From headers of mails on a person.

    A misspelt name loses an interview. `from_headers` are raw values of From, which may contain encoded words.
    """
    sources = [("the card", person_from_card(card))] if card else []
    if invitation:
        sources += [("the invitation", person_from_attendee(a)) for a in invitation.people_to_thank if a.name]
    sources += [
        ("the From of their mail", person) for person in map(_person_from_header, from_headers) if person.name
    ]
    sentences = (
        _describe_difference(*one, *other) for one, other in combinations(sources, 2) if one[0] != other[0]
    )
    return list(dict.fromkeys(filter(None, sentences)))


def _person_from_header(value: str) -> Person:
    display_name, raw_address = parseaddr(value)
    name = parse_person_name(clean_line(decode_words(display_name)))
    return Person(
        name=name.full_name,
        email=parse_address(raw_address),
        title=name.title,
        given_name=name.given_name,
        family_name=name.family_name,
    )


def _describe_difference(source: str, one: Person, other_source: str, other: Person) -> str | None:
    has_shared_address = _has_shared_address(one, other)
    if one.name != other.name and (has_shared_address or _has_same_name(one.name, other.name)):
        return f"{source} writes {one.name!r}, {other_source} {other.name!r}: check the spelling"
    if has_shared_address or not (one.email and other.email):
        return None
    if one.name == other.name:
        return f"{source} gives {one.email} for {one.name}, {other_source} {other.email}: check which one they read"
    if (
        SequenceMatcher(None, normalize_name(one.name), normalize_name(other.name)).ratio()
        >= _MIN_NAME_SIMILARITY
    ):
        return f"{source} names {one.name!r}, {other_source} {other.name!r} with another address: one person, or two?"
    return None
