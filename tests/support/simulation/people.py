"""The people of one world: each has a number, which stays when the user corrects names or addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rounds import Round


class People:
    """All people, by their round and by every name and address that they have had in it."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}

    def person(self, one: Round, contact: dict[str, Any]) -> int:
        """Return a contact's number; a new contact gets one."""
        person = self._numbers.setdefault((one.number, contact["email"]), len(self._numbers))
        self._numbers.setdefault((one.number, contact["name"]), person)
        return person

    def known(self, one: Round, mark: str) -> int | None:
        """Return the number of the person with this name or address, or None."""
        return self._numbers.get((one.number, mark))

    def by_name(self, one: Round, name: str) -> int:
        """Return the number of the person with this name."""
        return self._numbers[one.number, name]

    def find_same(self, one: Round, other: Round, person: int) -> int | None:
        """Return the number in one round of a person of another round: both files have an address of theirs."""
        addresses = [
            m for (n, m), p in self._numbers.items() if (n, p) == (other.number, person) and "@" in m
        ]
        numbers = (self.known(one, address) for address in addresses)
        return next((number for number in numbers if number is not None), None)

    def marks(self, one: Round, contact: dict[str, Any]) -> set[str]:
        """Return every name and address that the person has had."""
        person = self.person(one, contact)
        return {
            mark
            for (number, mark), other in self._numbers.items()
            if number == one.number and other == person
        }

    def same_person(self, one: Round, old: dict[str, Any], new: dict[str, Any]) -> None:
        """The user corrected a contact, who stays the same person."""
        person = self.person(one, old)
        for mark in (new["email"], new["name"], *new.get("also", ())):
            self._numbers[one.number, mark] = person
