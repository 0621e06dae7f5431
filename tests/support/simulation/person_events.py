"""The user pauses one person of an interview, and the oracle's record of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import oracle_final_checks
from events import Event

from followupd.journal.command_facts import ContactSteered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from events import Setup
    from oracle_journal import Label
    from rounds import Round
    from world import World


@dataclass(frozen=True, slots=True)
class PersonWord:
    """A pause or a resume of one person."""

    seq: int
    number: int
    person: int
    command: str
    until: datetime | None
    at: datetime


class PersonWords:
    """The user's commands about single people."""

    def __init__(self) -> None:
        self.words: list[PersonWord] = []

    def is_paused(self, label: Label, wall: datetime) -> bool:
        """Return whether the last command about the person of a touch is a pause that lasts."""
        last = next(reversed(self._words_on(label)), None)
        return last is not None and last.command == "pause" and (last.until is None or wall < last.until)

    def was_paused(self, label: Label, since: int) -> bool:
        """Return whether the person of a touch was paused after a moment."""
        return any(word.command == "pause" and word.seq > since for word in self._words_on(label))

    def ends(self, label: Label) -> Iterator[datetime]:
        """Yield when the pauses of the person ended."""
        yield from (word.until or word.at for word in self._words_on(label))

    def _words_on(self, label: Label) -> list[PersonWord]:
        return [w for w in self.words if (w.number, w.person) == (label.one.number, label.person)]

    def restored(self, seq: int) -> None:
        """Forget what an old store does not know."""
        self.words = [word for word in self.words if word.seq <= seq]

    def forget_last(self, one: Round, command: str) -> None:
        """Undo the user's last command."""
        mine = [w for w in self.words if w.number == one.number and w.command == command]
        self.words = [word for word in self.words if not mine or word is not mine[-1]]


def steer_person(world: World, number: int, person: int, command: str, minutes: int | None) -> None:
    """`followupd pause --contact` and `resume --contact`."""
    one, orders = world.rounds[number], world.files.afresh()
    interview = next((i for i in orders.config.interviews if i.id == one.id), None) if orders else None
    if interview is None or not one.present:
        return
    oracle_final_checks.read_on(world.oracle)  # the user may have seen all that the journal has by now
    contact = one.contacts[person % len(one.contacts)]
    key = next(c.key for c in interview.contacts if c.email == contact["email"])
    now = world.clock.now()
    until = now + timedelta(minutes=minutes) if minutes else None
    world.store.append(ContactSteered(now, one.id, key, contact["email"].lower(), command, until))  # type: ignore[arg-type]
    world.seq += 1
    who = world.oracle.people.person(one, contact)
    world.oracle.person_words.words.append(PersonWord(world.seq, number, who, command, until, now))


def draw_person_words(seed: int, setup: Setup) -> list[Event]:
    """Draw pauses of single people for some lives. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"person {seed}")
    if lot.random() > 0.1:
        return []
    drawn: list[Event] = []
    for _ in range(lot.choice((1, 1, 2, 4))):
        at, number = lot.uniform(0, min(setup.days, 20) * 1440), lot.randrange(len(setup.rounds))
        person, length = lot.choice((0, 0, 1, 2)), lot.choice((None, 1440 * lot.randint(1, 12)))
        where = lot.choice(("", "", "body", "mail", "connect", "gate"))
        drawn.append(
            Event(at, "steer_person", (number, person, "pause", length), where, look=lot.random() < 0.5)
        )
        if length is None or lot.random() < 0.3:
            later = at + lot.uniform(10, 12 * 1440)
            drawn.append(Event(later, "steer_person", (number, person, "resume", None)))
    return drawn


ALL = (steer_person,)
