"""Mail in the user's own folders: a rule moves it there, or the user by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from events import Event

if TYPE_CHECKING:
    from world import World


def move(world: World, source: str, target: str) -> None:
    """Mail is moved from one folder to another, perhaps on a telephone."""
    world.office.move(source, target)


def into_other_folders(answer: Event) -> list[Event]:
    """Return the events in which a rule or the user may put an answer into a folder of the user's.

    The random generator depends on the answer's moment, so that a life's other draws stay the same.
    """
    lot = Random(answer.at)
    if lot.random() < 0.25:
        number, how, person, _, form = answer.details
        answer = replace(answer, details=(number, how, person, "Bewerbungen", form))
    if lot.random() < 0.8:
        return [answer]
    source, target = lot.choice(
        (("INBOX", "Bewerbungen"), ("INBOX", "Bewerbungen"), ("Junk", "INBOX"), ("Bewerbungen", "INBOX"))
    )
    where = lot.choice(("", "body", "mail", "walk", "walked", "connect"))
    return [answer, Event(answer.at + lot.uniform(0, 40), "move", (source, target), where, lot.randint(1, 3))]
