"""The candidate reports a promised call that was not made, and the oracle checks the mail about it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import oracle_final_checks
from events import Event
from mail_writer import JUDGE
from rounds import Brief

from followupd.config.cadence import Channel
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.errors import UsageError
from followupd.journal.facts import Touch

if TYPE_CHECKING:
    from events import Setup
    from oracle import Oracle
    from oracle_journal import Label
    from world import World

NO_SHOW = Brief("no-show", "email", False, 0, "hours", True, (1, "business day"))


def no_show(world: World, number: int) -> None:
    """`followupd done INTERVIEW call --outcome no-show`."""
    one, orders = world.rounds[number], world.files.afresh()
    interview = next((i for i in orders.config.interviews if i.id == one.id), None) if orders else None
    if orders is None or interview is None or not one.present:
        return
    steps = orders.config.steps_of(interview)
    call = next((step.id for step in steps if step.channel is Channel.PHONE), None)
    oracle_final_checks.read_on(world.oracle)  # the user may have seen all that the journal has by now
    world.seq += 1
    try:
        ledger = Ledger(world.store, lambda: orders, {}, JUDGE)
        commands.record_outcome(
            ledger, Touch(one.id, call or "", interview.lead.key), world.clock.now(), "no-show"
        )
    except UsageError:
        return
    world.oracle.no_shows.append((world.seq, one.number, world.clock.now()))


def check_no_show(oracle: Oracle, label: Label) -> None:
    """Complain if the mail about a missed call must not go out now."""
    one, name = label.one, f"the mail about a call, for {label.one.position},"
    words = [(seq, at) for seq, number, at in oracle.no_shows if number == one.number]
    if not words:
        oracle.complain(9, f"{name} went out, and the candidate had not said so")
        return
    almanac = oracle.world.files.almanac(one)
    latest = max(almanac.ends(almanac.next_open(at), *NO_SHOW.latest) for _, at in words)
    if oracle.world.clock.now() > latest and not oracle.world.files.ever_away:
        oracle.complain(6, f"{name} went out after {latest:%a %Y-%m-%d %H:%M} UTC")
    for answer in oracle.answers_since(one, words[-1][0]):
        oracle.complain(2, f"{name} went out after {answer.sender} had written")
    if oracle.paused(one) or oracle.paused(None):
        oracle.complain(2, f"{name} went out during a pause")
    if oracle.is_closed(one) or oracle.sheets.stopped(one):
        oracle.complain(7, f"{name} went out after the close")
    if oracle.consents.asked(label):
        oracle.consents.check(label, name)


def draw_no_shows(seed: int, setup: Setup) -> list[Event]:
    """Draw such reports for some lives. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"no-show {seed}")
    is_spared = setup.sending.get("review") == "drafts" and seed % 2 == 0  # half of the lives with drafts
    if lot.random() > 0.12 or is_spared:
        return []
    return [
        Event(
            lot.uniform(1440, min(setup.days, 25) * 1440),
            "no_show",
            (lot.randrange(len(setup.rounds)),),
            lot.choice(("", "", "body", "mail", "gate")),
            look=lot.random() < 0.5,
        )
        for _ in range(lot.choice((1, 1, 2)))
    ]


ALL = (no_show,)
