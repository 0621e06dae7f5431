"""What the user does to the files: interviews added, corrected, renamed, copied, broken, taken away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import oracle_final_checks

if TYPE_CHECKING:
    from events import Event
    from rounds import Round
    from world import World

# What happens to one interview, whose number stands first; what may happen to a copy that is not filled in yet; and what
# nobody does to a file of which there is one.
_OF_ONE = (
    "add", "remove", "rename", "edit_person", "shift", "reuse", "edit_cadence", "edit_promise", "break_file", "steer", "done", "skip",
    "answer", "machine", "hand_sent", "approve", "reply", "undo", "again",
)  # fmt: skip
_OF_COPIES = ("remove", "break_file")
_OF_THE_COPIED = ("remove", "rename", "edit_person", "shift", "reuse", "break_file")


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
        oracle_final_checks.read_on(world.oracle)


def remove(world: World, number: int) -> None:
    one = world.rounds[number]
    _seen_so_far(world)
    one.present = False
    if one.copied_from:
        fill_in(world, number)
    world.files.changed()


def copy(world: World, number: int, into: int) -> None:
    """The user copies a file, to make the next interview of it."""
    one, other = world.rounds[number], world.rounds[into]
    fresh = not other.present and not other.noted_as  # a name that was never used
    if fresh and one is not other and one.legible and not one.copied_from:
        other.to_be, other.data = other.data, {**one.data, "id": other.id}
        other.present, other.copied_from = True, one
        world.files.changed()


def fill_in(world: World, number: int) -> None:
    """The user writes into the copy what it was made for."""
    one = world.rounds[number]
    if one.copied_from:
        _seen_so_far(world)
        one.data, one.copied_from = one.to_be, None
        world.files.changed()


def in_hand(world: World, event: Event) -> bool:
    """Tell whether it does not happen, since the user copies that very file: who does, does nothing else with either."""
    if event.what not in _OF_ONE or event.details[0] < 0:
        return False
    one = world.rounds[event.details[0]]
    copied = any(r.copied_from is one for r in world.rounds)
    return bool(one.copied_from and event.what not in _OF_COPIES) or (copied and event.what in _OF_THE_COPIED)


def rename(world: World, number: int, name: str) -> None:
    one = world.rounds[number]
    _correct(world, one, id=name)
    one.ids.append(one.id)


def _correct(world: World, one: Round, **changes: Any) -> None:
    """Correct name or date; who changes both at once into a date to come, or all people too, has written another round."""
    before = one.data
    _edit(world, one, **changes)
    if one.unlike() and (one.starts > world.clock.now() or not one.people() & one.seen):
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


def reuse(world: World, number: int, days: int, mark: int, stays: bool) -> None:
    """The user writes the next round over the one before: another date, another person, and perhaps one from before."""
    one = world.rounds[number]
    at = datetime.fromisoformat(one.data["at"]) + timedelta(days=days)
    lead = {
        "name": f"Next {mark} Name", "email": f"next{mark}@{one.people_without_agency[0]['email'].partition('@')[2]}",
        "role": "interviewer", "lead": True,
    }  # fmt: skip
    from_before = [{**one.contacts[-1], "lead": False}] if stays else []
    world.oracle.people.person(one, lead)
    before = one.data
    _correct(world, one, at=f"{at:%Y-%m-%d %H:%M}", contacts=[lead, *from_before])
    one.rewritten = world.seq if one.data is not before else one.rewritten


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


ALL = (
    add, remove, rename, copy, fill_in, edit_person, shift, reuse, edit_cadence, edit_promise, break_file, mend_files, set_live,
    set_hold,
)  # fmt: skip
