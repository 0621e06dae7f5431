"""The people of an interview, brought together from what was typed, cards and an invitation; and where those differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from email.utils import parseaddr
from itertools import combinations
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import same
from followupd.inbound.parsing.text import words
from followupd.setup.importers.records import Card, Invitation, Part, address, line, plain, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followupd.config.interview import ContactRole, PostalAddress
    from followupd.setup.importers.records import Attendee

_ALIKE = 0.85  # likeness of two names from which on they may be one person, misspelt


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person; empty or None where nothing is."""

    name: str = ""
    email: str = ""
    role: ContactRole | None = None
    also: tuple[str, ...] = ()
    title: str = ""
    first: str = ""
    last: str = ""
    job: str = ""
    phone: str = ""
    post: PostalAddress | None = None
    notes: tuple[str, ...] = ()  # what the user should look at, one sentence each

    @property
    def addresses(self) -> tuple[str, ...]:
        """All their addresses, as written."""
        return tuple(filter(None, (self.email, *self.also)))


def from_card(card: Card) -> Person:
    """Return the person of a card."""
    first_address, *others = card.emails or ("",)
    return Person(
        name=card.name,
        email=first_address,
        also=tuple(others),
        title=card.title,
        first=card.first,
        last=card.last,
        job=card.job,
        phone=card.phones[0] if card.phones else "",
        post=card.address,
    )


def from_attendee(attendee: Attendee) -> Person:
    """Return the person of an invitation; a name that is missing is guessed from the address, and noted."""
    notes = []
    name = spoken(attendee.name)
    if not name.full:
        name = replace(name, full=_guessed(attendee.address))
        notes.append("the invitation gives no name; this one is guessed from the address")
    if attendee.part in {Part.OPTIONAL, Part.INFORMED}:
        notes.append("was invited as optional; take them out if they were not there")
    return Person(
        name=name.full,
        email=attendee.address,
        title=name.title,
        first=name.first,
        last=name.last,
        notes=tuple(notes),
    )


def _guessed(at: str) -> str:
    local = at.partition("@")[0].partition("+")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._\d]+", local) if part) or at


def united(*sources: Iterable[Person]) -> list[Person]:
    """Return each person once: what an earlier source says of them goes before a later one.

    Two are one when they share an address, or when first and last name are the same but for case and accents. A
    likeness of names is not enough: Jan and Jana Novak may both have been there.
    """
    found: list[Person] = []
    for source in sources:
        before = list(found)
        for person in source:
            known = next((p for p in found if _shares_address(p, person)), None)
            known = known or next((p for p in before if p in found and _same_name(p.name, person.name)), None)
            if known:
                found[found.index(known)] = _together(known, person)
            else:
                found.append(person)
    return found


def joined(people: Sequence[Person]) -> list[Person]:
    """Give an address that was typed without a name to the one person who has none."""
    loose = [p for p in people if not p.name]
    without = [p for p in people if p.name and not p.email]
    if len(loose) == 1 and len(without) == 1:
        whole = _together(without[0], loose[0])
        return [whole if p is without[0] else p for p in people if p is not loose[0]]
    return list(people)


def _together(one: Person, other: Person) -> Person:
    addresses: dict[str, str] = {}
    for written in (*one.addresses, *other.addresses):
        addresses.setdefault(same(written), written)
    email, *also = [*addresses.values(), ""]
    named = one if one.name else other
    return Person(
        name=named.name,
        email=email,
        role=one.role or other.role,
        also=tuple(filter(None, also)),
        title=one.title or other.title,
        first=named.first,
        last=named.last,
        job=one.job or other.job,
        phone=one.phone or other.phone,
        post=one.post or other.post,
        # A guess is no longer one where somebody has said the name.
        notes=(*one.notes, *(note for note in other.notes if "guessed" not in note)),
    )


def _shares_address(one: Person, other: Person) -> bool:
    return not {same(a) for a in one.addresses}.isdisjoint(same(a) for a in other.addresses)


def _same_name(one: str, other: str) -> bool:
    mine, theirs = plain(one).split(), plain(other).split()
    return bool(mine and theirs) and (mine[0], mine[-1]) == (theirs[0], theirs[-1])


def differences(
    card: Card | None, invitation: Invitation | None, from_headers: Iterable[str] = ()
) -> list[str]:
    """Return a sentence for each point in which card, invitation and the From headers of mails differ on a person.

    A misspelt name loses an interview. `from_headers` are raw values of From, encoded words included.
    """
    said = [("the card", from_card(card))] if card else []
    if invitation:
        said += [("the invitation", from_attendee(a)) for a in invitation.people if a.name]
    said += [("the From of their mail", person) for person in map(_from_header, from_headers) if person.name]
    found = (_difference(*one, *other) for one, other in combinations(said, 2) if one[0] != other[0])
    return list(dict.fromkeys(sentence for sentence in found if sentence))


def _from_header(value: str) -> Person:
    shown, at = parseaddr(value)
    name = spoken(line(words(shown)))
    return Person(name=name.full, email=address(at), title=name.title, first=name.first, last=name.last)


def _difference(where: str, one: Person, there: str, other: Person) -> str | None:
    shared = _shares_address(one, other)
    if one.name != other.name and (shared or _same_name(one.name, other.name)):
        return f"{where} writes {one.name!r}, {there} {other.name!r}: check the spelling"
    if shared or not (one.email and other.email):
        return None
    if one.name == other.name:
        return f"{where} gives {one.email} for {one.name}, {there} {other.email}: check which one they read"
    if SequenceMatcher(None, plain(one.name), plain(other.name)).ratio() >= _ALIKE:
        return f"{where} names {one.name!r}, {there} {other.name!r} with another address: one person, or two?"
    return None
