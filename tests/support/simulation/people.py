"""Who is who in one world, whatever the user has corrected since: each person has a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rounds import Round


class People:
    """Everybody, by the round they belong to and by every name and address that they have had there."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}

    def person(self, one: Round, contact: dict[str, Any]) -> int:
        """Return who a contact is; the first sight of one makes them known."""
        person = self._numbers.setdefault((one.number, contact["email"]), len(self._numbers))
        self._numbers.setdefault((one.number, contact["name"]), person)
        return person

    def known(self, one: Round, mark: str) -> int | None:
        """Return whose name or address this is, if anybody's."""
        return self._numbers.get((one.number, mark))

    def by_name(self, one: Round, name: str) -> int:
        """Return who has that name."""
        return self._numbers[one.number, name]

    def marks(self, one: Round, contact: dict[str, Any]) -> set[str]:
        """Return every name and address that the person has had."""
        person = self.person(one, contact)
        return {
            mark
            for (number, mark), other in self._numbers.items()
            if number == one.number and other == person
        }

    def same_person(self, one: Round, old: dict[str, Any], new: dict[str, Any]) -> None:
        """The user corrected a contact: it is the same person."""
        person = self.person(one, old)
        for mark in (new["email"], new["name"], *new.get("also", ())):
            self._numbers[one.number, mark] = person
