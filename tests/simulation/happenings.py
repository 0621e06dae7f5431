"""Everything that can happen in a world, by name. `stories` draws them, `telling` puts them into words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aftermath
import correspondence
import mishaps
from scribe import JUDGE

from followupd.facts import EVERY, Reopened, Settled, Steered, Touch, Uncertain
from followupd.states import TouchEvent, TouchState

if TYPE_CHECKING:
    from collections.abc import Callable

    from rounds import Round
    from world import World


# --- the files


def _edit(world: World, one: Round, **changes: Any) -> None:
    if one.present and not one.broken:
        _seen_so_far(world)
        one.data = {**one.data, **changes}
        world.files.changed()


def add(world: World, number: int) -> None:
    one = world.rounds[number]
    if not one.present:
        _seen_so_far(world)
        one.present = True
        world.files.changed()


def _seen_so_far(world: World) -> None:
    """What the journal knows by now, it knows by the files as they were."""
    if not world.store._db.in_transaction:
        aftermath.read_on(world.oracle)


def remove(world: World, number: int) -> None:
    _seen_so_far(world)
    world.rounds[number].present = False
    world.files.changed()


def rename(world: World, number: int, name: str) -> None:
    one = world.rounds[number]
    _correct(world, one, id=name)
    one.ids.append(one.id)


def _correct(world: World, one: Round, **changes: Any) -> None:
    """Correct name or date; who changes both at once into a date to come has written down another round."""
    before = one.data
    _edit(world, one, **changes)
    if one.unlike() and one.starts > world.clock.now():
        one.data = before
        world.files.changed()


def edit_person(world: World, number: int, person: int, key: str, said: str) -> None:
    """The user corrects a name or an address (of which `said` is what stands before the @), or adds another one."""
    one = world.rounds[number]
    who = person % len(one.contacts)
    address = f"{said}@{one.contacts[who]['email'].partition('@')[2]}"
    value: Any = {"name": said, "email": address, "also": [address]}[key]
    contacts = [{**c, key: value} if n == who else c for n, c in enumerate(one.contacts)]
    if one.present and not one.broken:
        world.backup = None if key == "name" else world.backup  # a name of which an old store knows nothing
        world.oracle.people.same_person(one, one.contacts[who], contacts[who])
    _edit(world, one, contacts=contacts)


def shift(world: World, number: int, minutes: int) -> None:
    """The user corrects the date of the interview."""
    one = world.rounds[number]
    at = datetime.fromisoformat(one.data["at"]) + timedelta(minutes=minutes)
    _correct(world, one, at=f"{at:%Y-%m-%d %H:%M}")


def edit_cadence(world: World, number: int, steps: tuple[tuple[tuple[str, str], ...], ...]) -> None:
    _edit(world, world.rounds[number], cadence=[dict(s) for s in steps])


def edit_promise(world: World, number: int, day: date) -> None:
    _edit(world, world.rounds[number], promise=day)


def break_file(world: World, number: int) -> None:
    """-1: config.yaml itself."""
    if number < 0:
        world.files.broken = True
    else:
        world.rounds[number].broken = True
    world.files.changed()


def mend_files(world: World) -> None:
    world.files.broken = False
    for one in world.rounds:
        one.broken = False
    world.files.changed()


def set_live(world: World, live: bool) -> None:
    world.files.live = live
    world.files.ever_dry = world.files.ever_dry or not live
    world.files.changed()


def set_hold(world: World, hold: bool) -> None:
    world.files.hold = hold
    world.files.changed()


# --- the user's word


def steer(world: World, number: int, command: str, minutes: int | None) -> None:
    """Pause, resume, close; -1: all."""
    now = world.clock.now()
    until = now + timedelta(minutes=minutes) if minutes else None
    if number < 0:
        world.store.append(Steered(now, EVERY, command, until))  # type: ignore[arg-type]
        world.oracle.steered_all(command, until)
        return
    one = world.rounds[number]
    if not one.present or (command == "resume" and one.closed):
        return
    world.store.append(Steered(now, one.id, command, until))  # type: ignore[arg-type]
    world.oracle.steered(one, command, until)


def done(world: World, number: int, outcome: str, promise: date | None) -> None:
    """What came of the last call or letter that the candidate was told of; logged as `followupd done` does."""
    one = world.rounds[number]
    step = world.oracle.last_sheet(one)
    if step is None or not one.present:
        return
    ledger = _ledger(world)
    found = next(
        (c for i in ledger.config.interviews if i.id == one.id for c in i.contacts if c is i.lead), None
    )
    place = ledger.find(Touch(one.id, step, found.key)) if found else None
    if place is None:
        return
    with ledger.transaction():
        if place.standing is None:
            ledger.append(place.taken(world.clock.now(), "user"))
        ledger.append(place.done(world.clock.now(), outcome, "", promise))
    world.oracle.logged(one, step, outcome, promise)


def resolve(world: World, resend: bool) -> None:
    """`followupd resolve` for the oldest mail of unknown fate."""
    ledger = _ledger(world)
    for lost in ledger.history.unresolved():
        place = ledger.find(lost.touch)
        row = ledger.outgoing_of(lost.touch)
        if place is None or row is None or row.state is not TouchState.UNKNOWN:
            continue
        _resolved(world, ledger, place, lost, resend=resend)
        return


def _resolved(world: World, ledger: Any, place: Any, lost: Uncertain, *, resend: bool) -> None:
    now = world.clock.now()
    with ledger.transaction():
        if resend:
            ledger.store.change(str(lost.touch), TouchEvent.RESEND, now)
            ledger.append(Reopened(now, lost.touch))
        else:
            ledger.store.change(str(lost.touch), TouchEvent.PROVE, now)
            ledger.append(place.taken(lost.at, "user", message_ids=(lost.message_id,), answer="your word"))
    if resend:
        world.oracle.resent(
            next(r for r in world.rounds if r.position == place.interview.position),
            lost.touch.step,
            place.contact.name,
        )


def skip(world: World, number: int) -> None:
    """`followupd skip` for the step that comes next."""
    one, ledger = world.rounds[number], _ledger(world)
    move = next((m for o in world.outlooks if o.interview == one.id for m in o.moves), None)
    place = ledger.find(move.touch) if move else None
    if move is None or place is None or place.standing is not None:
        return
    with ledger.transaction():
        row = ledger.outgoing_of(move.touch)
        if row and row.state is not TouchState.RENDERED:
            return
        ledger.append(
            Settled(
                world.clock.now(), move.touch, "skipped", "skipped by you", due=move.due, address=move.address
            )
        )
        ledger.store.change(str(move.touch), TouchEvent.CANCEL, world.clock.now())
    world.oracle.skipped(one, move.touch.step, place.contact.name)


def _ledger(world: World) -> Any:
    """The command line's own hold on the store."""
    from followupd.ledger import Ledger

    return Ledger(world.store, world.files.orders(), {}, JUDGE)


HAPPEN: dict[str, Callable[..., None]] = {
    f.__name__: f
    for f in (
        add, remove, rename, edit_person, shift, edit_cadence, edit_promise, break_file, mend_files,
        set_live, set_hold, steer, done, resolve, skip, correspondence.answer, correspondence.machine,
        correspondence.hand_sent, *mishaps.ALL,
    )
}  # fmt: skip
