"""All events that can happen in a world, by name, and the commands among them.

`stories` draws the events, `story_printer` describes them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import again_events
import away_events
import begun_events
import debrief_events
import draft_events
import edits
import fault_events
import folder_events
import heard_events
import hostile_events
import incoming_events
import no_show_events
import oracle_final_checks
import pair_events
import person_events
import reply_events
import spelling_events
from mail_writer import JUDGE, Shelf, no_press
from oracle_approvals import NOTE

from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.engine.ledger import Ledger, build_draft_request
from followupd.engine.safety.begun_interviews import list_begun, release_begun
from followupd.engine.shared_calls import list_reported_touches, record_companions
from followupd.journal.facts import Approved, Reopened, Settled, Steered, Touch, Uncertain
from followupd.journal.states import TouchEvent, TouchState
from followupd.writing import composer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from world import World

    from followupd.planning.touches import TouchDetails


# --- the user's commands


def steer(world: World, number: int, command: str, minutes: int | None) -> None:
    """Pause, resume or close an interview; all of them for number -1."""
    now = world.clock.now()
    until = now + timedelta(minutes=minutes) if minutes else None
    if number < 0:
        if command == "resume" and (ledger := _ledger(world)):
            release_begun(ledger, list_begun(ledger, now), now)
        world.store.append(Steered(now, EVERY, command, until))  # type: ignore[arg-type]
        world.oracle.steered_all(command, until)
        return
    one = world.rounds[number]
    if not one.present:
        return
    if command == "rejected":
        world.store.append(Steered(now, one.id, "close", why=command))
        world.oracle.steered(one, "close", None)
        world.oracle.consents.closed.append((world.seq, one.number))
        return
    world.store.append(Steered(now, one.id, command, until))  # type: ignore[arg-type]
    world.oracle.steered(one, command, until)


def done(world: World, number: int, outcome: str, promise: date | None) -> None:
    """The user reports the result of the last call sheet or letter, as `followupd done` does."""
    one = world.rounds[number]
    sheet = world.oracle.sheets.last(one)
    if sheet is None or not one.present:
        return
    step = sheet.step
    oracle_final_checks.read_on(world.oracle)  # a debrief that was read by now has set its day before
    ledger = _ledger(world)
    if ledger is None:
        return
    lead = next((i.lead for i in ledger.config.interviews if i.id == one.id), None)
    place = ledger.find_touch(Touch(one.id, step, lead.key)) if lead else None
    if place is None:
        return
    # The command refuses a day in the past.
    promise = None if promise and promise < world.clock.now().date() else promise
    with ledger.transaction():
        if place.touch_outcome is None:
            ledger.append(place.taken_fact(world.clock.now(), "user"))
        ledger.append(place.done_fact(world.clock.now(), outcome, "", promise))
        others = [ledger.find_touch(touch) for touch in list_reported_touches(ledger, place)]
        for other in others:  # one call was for several interviews
            if other:
                ledger.append(other.done_fact(world.clock.now(), outcome, "", promise))
    world.oracle.logged(one, step, outcome, promise)
    for other in others:
        if other:
            whose = next(r for r in world.rounds if r.id == other.interview.id)
            world.oracle.logged(whose, other.step.id, outcome, promise)


def resolve(world: World, resend: bool) -> None:
    """`followupd resolve` for the oldest mail of unknown fate."""
    ledger = _ledger(world)
    for lost in ledger.history.unresolved_mails() if ledger else ():
        place = ledger.find_touch(lost.touch)
        row = ledger.store.find_mail(str(lost.touch))
        if place is None or row is None or row.state is not TouchState.UNKNOWN:
            continue
        _resolved(world, ledger, place, lost, resend=resend)
        return


def _resolved(world: World, ledger: Ledger, place: TouchDetails, lost: Uncertain, *, resend: bool) -> None:
    now = world.clock.now()
    with ledger.transaction():
        if resend:
            ledger.store.apply_event(str(lost.touch), TouchEvent.RESEND, now)
            ledger.append(Reopened(now, lost.touch))
        else:
            ledger.store.apply_event(str(lost.touch), TouchEvent.PROVE, now)
            taken = place.taken_fact(lost.at, "user", message_ids=(lost.message_id,), answer="your word")
            ledger.append(taken)
            record_companions(ledger, str(lost.touch), taken)
    if resend:
        world.oracle.resent(
            next(r for r in world.rounds if place.interview.id in r.ids),
            lost.touch.step,
            place.contact.name,
        )


def skip(world: World, number: int) -> None:
    """`followupd skip` for the step that comes next."""
    one, ledger = world.rounds[number], _ledger(world)
    move = next((m for o in world.outlooks if o.interview == one.id for m in o.moves), None)
    place = ledger.find_touch(move.touch) if ledger and move else None
    if ledger is None or move is None or place is None or place.touch_outcome is not None:
        return
    with ledger.transaction():
        row = ledger.store.find_mail(str(move.touch))
        if row and row.state is not TouchState.RENDERED:
            return
        ledger.append(
            Settled(
                world.clock.now(), move.touch, "skipped", "skipped by you", due=move.due, address=move.address
            )
        )
        ledger.store.apply_event(str(move.touch), TouchEvent.CANCEL, world.clock.now())
    world.oracle.skipped(one, move.touch.step, place.contact.name)


def approve(world: World, number: int) -> None:
    """`followupd approve` for every mail of an interview that waits for an approval, or will."""
    one, ledger = world.rounds[number], _ledger(world)
    if ledger is None:
        return
    oracle_final_checks.read_on(world.oracle)  # the user may have seen all that the journal has by now
    for move in (m for o in world.outlooks if o.interview == one.id for m in o.moves):
        place = ledger.find_touch(move.touch)
        if place and place.touch_outcome is None and _waits(world, place):
            world.seq += 1
            words = composer.write_draft(build_draft_request(ledger, place, move.due, Shelf(), no_press))
            if release_begun(ledger, [one.id], world.clock.now()):  # as the command does
                world.oracle.steered(one, "resume", None)
            ledger.append(Approved(world.clock.now(), move.touch, words.digest))
            who = world.oracle.people.by_name(one, place.contact.name)
            world.oracle.consents.approved.append((world.seq, (one.position, place.step.id, who)))


def _waits(world: World, place: TouchDetails) -> bool:
    asked = place.step.channel is Channel.EMAIL and world.files.sending.get("approve", "none") != "none"
    return asked or place.step.id == NOTE.id


def _ledger(world: World) -> Ledger | None:
    """Return a ledger like that of the command line; None if it would end with errors in the files."""
    orders = world.files.afresh()
    return Ledger(world.store, lambda: orders, {}, JUDGE) if orders else None


HAPPEN: dict[str, Callable[..., None]] = {
    f.__name__: f
    for f in (
        steer, done, resolve, skip, approve, incoming_events.answer, incoming_events.machine, incoming_events.hand_sent, incoming_events.stop,
        folder_events.move,
        *edits.ALL, *fault_events.ALL, *hostile_events.ALL, *heard_events.ALL, *reply_events.ALL, *away_events.ALL,
        *again_events.ALL,
        *draft_events.ALL,
        *person_events.ALL,
        *no_show_events.ALL,
        *begun_events.ALL,
        *debrief_events.ALL,
        *pair_events.ALL,
        *spelling_events.ALL,
    )
}  # fmt: skip
