"""Two commands in one mail: the result of a call, and a stop."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from events import Event
from mail_writer import SAM, Card, write

if TYPE_CHECKING:
    from events import Setup
    from world import World

SHARE = 0.06  # of all lives
# A call that reached nobody moves nothing. So if the stop is undone, the oracle need not know about the call.
WORDS = (
    "No answer. Stop.",
    "No answer. Please stop it all now",
    "stop, nobody answered",
)


def report_and_stop(world: World, number: int, form: int) -> None:
    """The candidate answers the last sheet with the result of the call, and with a stop."""
    sheet = world.oracle.sheets.last(world.rounds[number])
    if sheet is None:
        return
    card = Card(
        SAM, SAM, thread=sheet.message_id, message_id=f"<p{world.seq}@post.example>", subject="Re: your call"
    )
    world.office.arrive("Sent", write(card, world.clock.true, WORDS[form]))
    world.oracle.sheets.stops.append((world.seq, sheet))


def draw_pairs(seed: int, setup: Setup) -> list[Event]:
    """Draw such answers for some lives. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"pairs {seed}")
    if lot.random() > SHARE:
        return []
    drawn = []
    for _ in range(lot.choice((1, 1, 2))):
        at, number = lot.uniform(4, min(setup.days, 40)) * 1440, lot.randrange(len(setup.rounds))
        where = lot.choice(("", "", "body", "mail", "walk", "gate"))
        details = number, lot.randrange(len(WORDS))
        drawn.append(Event(at, "report_and_stop", details, where, look=lot.random() < 0.6))
    return drawn


ALL = (report_and_stop,)
