"""A new store while interviews run already: the first start is late, or the store is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import oracle_final_checks
from events import Event, Setup
from mail_writer import JUDGE
from oracle_begun import begin_anew
from storetap import fresh_store

from followupd.engine.ledger import Ledger
from followupd.engine.safety.begun_interviews import release_begun

if TYPE_CHECKING:
    from world import World

# These are left out, since the lost store forgets the user's commands, and an edit makes another interview of a file.
_LEFT_OUT = frozenset(
    {
        "steer", "done", "resolve", "skip", "approve", "again", "word", "reply", "undo", "debrief", "no_show", "stop", "person_word",
        "backup", "restore", "second_daemon", "hand_sent", "move", "rename", "shift", "reuse", "copy", "fill_in", "edit_person",
        "edit_cadence", "edit_promise", "remove", "edit_draft", "delete_draft", "send_draft", "step_clock", "forge", "add",
    }
)  # fmt: skip


def lose_store(world: World) -> None:
    """The store is lost while the daemon is stopped; Sent has a copy of every delivered mail."""
    if world.running:
        return
    world.oracle.file_all_copies()
    world.main = world.second = world.backup = None
    world.store = fresh_store(b"%032d" % (world.story.seed + 1))
    world.oracle.restored(-1)
    world.oracle.reached = [r for r in world.oracle.reached if r.channel == "email"]
    world.oracle.by_mark.clear()
    begin_anew(world)
    world.forgotten = set(world.oracle.taken)


def go_on(world: World, number: int) -> None:
    """The user approves: an interview that began before the store continues."""
    one, orders = world.rounds[number], world.files.afresh()
    if orders is None or not one.present:
        return
    oracle_final_checks.read_on(world.oracle)  # the user may have seen all that the journal has by now
    if release_begun(Ledger(world.store, lambda: orders, {}, JUDGE), [one.id], world.clock.now()):
        world.oracle.steered(one, "resume", None)


def draw_begun(seed: int, setup: Setup, events: list[Event]) -> tuple[Setup, list[Event]]:
    """Let some lives lose the store, and others start it late.

    It has its own random generator, so that other lives stay the same.
    """
    lot = Random(f"begun {seed}")
    fate = lot.random()
    if fate < 0.03:
        return replace(setup, start=setup.start + timedelta(days=lot.uniform(0.5, 9))), [
            *(e for e in events if "undo" not in (e.what, *e.details)),  # it would undo the approval
            *(
                Event(lot.uniform(30, 6 * 1440), "go_on", (n,), look=True)
                for n in range(len(setup.rounds))
                if lot.random() < 0.7
            ),
        ]
    if fate < 0.06 and not setup.drafts and setup.sending.get("review") != "drafts":
        events = [e for e in events if e.what not in _LEFT_OUT]
        return setup, [*events, Event(lot.uniform(600, min(setup.days, 30) * 1440), "lose_store", look=True)]
    return setup, events


ALL = (lose_store, go_on)
