"""People whose own mails spell their name differently from the file: the first mail to them asks which one is right."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from approval_modes import read_first
from events import Event
from mail_writer import CARDS, Card, write

from followupd.inbound.verdict import Action

if TYPE_CHECKING:
    from events import Setup
    from oracle import Oracle
    from postoffice import Message
    from world import World

SHARE = 0.03  # of all lives, whose first mails wait if anything about them is unsure


@dataclass(frozen=True, slots=True)
class Spelling:
    """A mail from before the interview, with a name in its From line."""

    mail: Message
    address: str
    written: str  # the name in the file


def sign(world: World, number: int, person: int) -> None:
    """A person writes before the interview, and spells their name differently from the file."""
    one = world.rounds[number]
    who = one.contacts[person % len(one.contacts)]
    same_people = (r for r in world.rounds if r.company == one.company or r.domain() == one.domain())
    if who["role"] == "helped" or any(r.starts <= world.clock.true for r in same_people):
        return  # it would be an answer
    card = Card(
        who["email"], action=Action.NONE, message_id=f"<s{world.seq}@post.example>", subject="See you soon",
        signed=f"{who['name'][:-1]}sz",
    )  # fmt: skip
    mail = world.office.arrive("INBOX", write(card, world.clock.true, "See you then."))
    world.oracle.excused.add(one.company)
    world.oracle.spellings.append(Spelling(mail, who["email"], who["name"]))


def is_spelt_otherwise(oracle: Oracle, address: str, name: str) -> bool:
    """Return whether the last mail from an address, read by now, spells the name differently from the file."""
    seen = (s for s in oracle.spellings if (s.address, s.written) == (address, name))
    last = max((s.mail.seq for s in seen if s.mail.seq < oracle.seen("INBOX")), default=-1)
    boxes = oracle.world.office.boxes.values()
    later = (m for box in boxes for m in box.messages if m.seq > last and m.data in CARDS)
    return last >= 0 and not any(CARDS[m.data].sender == address for m in later)


def draw_spellings(seed: int, setup: Setup) -> tuple[Setup, list[Event]]:
    """Draw mails from before the interviews. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"spellings {seed}")
    mode = setup.sending.get("approve")
    if mode not in (None, "unsure") or lot.random() > (0.5 if mode else SHARE):
        return setup, []
    setup = setup if mode else read_first(setup, "unsure")
    numbers = range(len(setup.rounds))
    mails = [("sign", (lot.choice(numbers), lot.choice((0, 0, 1, 2)))) for _ in range(lot.choice((1, 2, 3)))]
    drawn = [Event(lot.uniform(0, 600), what, details, look=True) for what, details in mails]
    if lot.random() < 0.5:
        drawn.append(Event(lot.uniform(1440, 5 * 1440), "approve", (lot.choice(numbers),), look=True))
    return setup, drawn


ALL = (sign,)
