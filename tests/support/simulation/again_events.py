"""Mails bounce, their addresses are corrected, and the user opens steps again."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from events import Event
from mail_writer import JUDGE

from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.errors import UsageError

if TYPE_CHECKING:
    from events import Setup
    from world import World


def again(world: World, number: int, nth: int) -> None:
    """Try `followupd again` for one step and person after the other, until one is opened."""
    one, orders = world.rounds[number], world.files.afresh()
    if orders is None or not one.present:
        return
    ledger = Ledger(world.store, lambda: orders, {}, JUDGE)
    interview = next((i for i in ledger.config.interviews if i.id == one.id), None)
    if interview is None:
        return
    pairs = [
        (step.id, contact) for step in ledger.config.steps_of(interview) for contact in interview.contacts
    ]
    for step, contact in (*pairs[nth % len(pairs) :], *pairs[: nth % len(pairs)]):
        try:
            commands.open_again(ledger, interview, step, world.clock.now(), contact.key)
        except UsageError:
            continue
        world.oracle.returns.opened(one, step, contact.name)
        return


def draw_agains(seed: int, setup: Setup) -> list[Event]:
    """Draw bounces with a correction after them, and `again` commands.

    It has its own random generator, so that a life's other draws stay the same.
    """
    lot = Random(f"again {seed}")
    if lot.random() > (0.5 if setup.thorough else 0.15):
        return []
    events: list[Event] = []
    for letter in "abc"[: lot.randint(1, 3)]:
        number, person = lot.randrange(len(setup.rounds)), lot.choice((0, 0, 0, 1, 2))
        at = lot.uniform(0.2, min(setup.days, 20)) * 1440
        later = at + lot.choice((lot.uniform(1, 600), lot.uniform(1, 12 * 1440)))
        said, where = (
            f"right{lot.randrange(90)}{letter}",
            lot.choice(("", "", "", "body", "mail", "gate", "dot")),
        )
        if lot.random() < 0.7:
            events += [
                Event(at, "machine", (number, "bounce", person, 5), look=lot.random() < 0.8),
                Event(later, "edit_person", (number, person, "email", said), where, look=lot.random() < 0.5),
            ]
        if lot.random() < 0.6:
            word = Event(
                later + lot.uniform(-600, 3000),
                "again",
                (number, lot.randrange(9)),
                where,
                look=lot.random() < 0.5,
            )
            events += [word] * lot.choice((1, 1, 2))
        if lot.random() < 0.2:
            events.append(Event(later + lot.uniform(-300, 300), "steer", (number, "resume", None)))
    return [event for event in events if event.at >= 0]


ALL = (again,)
