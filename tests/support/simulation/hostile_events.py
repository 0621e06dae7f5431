"""Mail that is to mislead followupd: in the candidate's name, bounces of nothing, floods. Rule 13.

It has its own random generator, so that a life's other draws stay the same.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from events import Event
from mail_writer import SAM, Card, write

from followupd.inbound.verdict import Action, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from events import Setup
    from world import World

SHARE = 0.15  # of all lives
FLOOD = 30  # mails at once
KINDS = ("own", "own", "stop", "bounce", "bounce", "flood")


def hostile_scene(seed: int, setup: Setup) -> list[Event]:
    """Draw the forged mails of a life; most lives have none."""
    lot = Random(f"hostile {seed}")
    if lot.random() > SHARE:
        return []
    return [
        Event(
            lot.uniform(0, min(setup.days, 20) * 1440),
            "forge",
            (
                lot.randrange(len(setup.rounds)),
                lot.choice(KINDS),
                lot.choice((0, 0, 1)),
                lot.choice(("INBOX", "Junk")),
            ),
            look=lot.random() < 0.5,
        )
        for _ in range(lot.choice((1, 2, 4)))
    ]


def forge(world: World, number: int, what: str, person: int, folder: str) -> None:
    """Somebody forges one or many mails."""
    one = world.rounds[number]
    who = one.contacts[person % len(one.contacts)]
    world.oracle.excused.add(one.company)  # it may pause the interview, but must not do more
    sheet = world.oracle.sheets.last(one)
    thread = sheet.message_id if sheet else ""
    cards = {
        "own": [Card(SAM, str(who["email"]), message_id=_id(world), subject="One more thing")],
        "stop": [Card(SAM, SAM, thread=thread, message_id=_id(world), subject="Re: your call")],
        "bounce": [
            Card(
                "mailer-daemon@evil.example", kind=Kind.BOUNCE_PERMANENT, failed=str(who["email"]),
                message_id=_id(world), subject="Undelivered Mail Returned to Sender",
            )
        ],
        "flood": list(_flood(world, one.domain() or "shop.example")),
    }[what]  # fmt: skip
    words = "Stop." if what == "stop" else "The mail could not be delivered."
    for card in cards:
        world.oracle.forged.add(card.message_id)
        world.office.arrive(folder, write(card, world.clock.true, words))


def _flood(world: World, domain: str) -> Iterator[Card]:
    for number in range(FLOOD):
        sender, mail_id = f"robot{number}@{domain}", f"<flood{number}.{world.seq}@evil.example>"
        yield Card(
            sender, kind=Kind.AUTO_REPLY, action=Action.ALERT, message_id=mail_id, subject=f"Ticket {number}"
        )


def _id(world: World) -> str:
    return f"<forged{world.seq}@evil.example>"


ALL = (forge,)
