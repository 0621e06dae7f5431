"""Finds the person that the candidate names: by id, name or address, else by a part of the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.person_name import parse_person_name
from followupd.errors import UsageError
from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followupd.config.interview import Contact


@dataclass(frozen=True, slots=True)
class Person:
    """A person who may be meant."""

    key: str
    name: str
    addresses: Sequence[str]

    @property
    def shown_name(self) -> str:
        """The name for the user to read."""
        return parse_person_name(self.name).shown_name

    def has_label(self, text: str) -> bool:
        """Return whether a text is their id, their address, or their name as the file has it or as it is shown."""
        names = {parse_person_name(text).shown_name.casefold(), text.casefold()}
        return not names.isdisjoint(
            (self.key, self.shown_name.casefold(), *map(str.casefold, self.addresses))
        )

    def is_called(self, word: str) -> bool:
        """Return whether a word is a part of the name."""
        return fold_text(word).lower() in re.split(r"[\s.,;]+", fold_text(self.name).lower())


def list_people(contacts: Iterable[Contact]) -> list[Person]:
    """Return the people of an interview."""
    return [Person(contact.key, contact.name, contact.addresses) for contact in contacts]


def choose_person(people: Iterable[Person], text: str) -> str:
    """Return the key of the one person that is meant. Raises UsageError that lists the possible people."""
    wanted, everybody = text.strip().casefold(), {person.key: person for person in people}.values()
    exact = [person for person in everybody if person.has_label(text.strip())]
    chosen = exact or [person for person in everybody if person.is_called(wanted)]
    if len(chosen) == 1:
        return chosen[0].key
    names = ", ".join(sorted({one.shown_name for one in chosen or everybody}))
    reason = f"{text!r} is not clear" if chosen else f"nobody is called {text!r} there"
    raise UsageError(f"{reason}; it may be {names}")
