"""Mail in the folders of the user's own: a rule puts it there, or the user moves it by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from events import Event

if TYPE_CHECKING:
    from world import World


def move(world: World, source: str, target: str) -> None:
    """Mail is moved from folder to folder, on a telephone perhaps."""
    world.office.move(source, target)


def into_other_folders(answer: Event) -> list[Event]:
    """Let a rule or the user put an answer into a folder of the user's.

    The moment decides, not the lot: so a life's other draws stay as they are.
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
