"""The user's edits of the files: interviews added, corrected, renamed, copied, broken, removed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import oracle_final_checks

if TYPE_CHECKING:
    from events import Event
    from rounds import Round
    from world import World

# Events of one interview, whose number is the first detail; those of them that may happen to an unfinished copy; and
# those that do not happen to a file that was copied.
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
    """Read the journal before an edit, since its facts up to now are about the files as they were."""
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
    """The user copies a file, to write the next interview into it."""
    one, other = world.rounds[number], world.rounds[into]
    fresh = not other.present and not other.noted_as  # its name was never used
    if fresh and one is not other and one.legible and not one.copied_from:
        other.to_be, other.data = other.data, {**one.data, "id": other.id}
        other.present, other.copied_from = True, one
        world.files.changed()


def fill_in(world: World, number: int) -> None:
    """The user writes the new interview into the copy."""
    one = world.rounds[number]
    if one.copied_from:
        _seen_so_far(world)
        one.data, one.copied_from = one.to_be, None
        world.files.changed()


def in_hand(world: World, event: Event) -> bool:
    """Return whether an event cannot happen, since the user is copying that file and does nothing else with it."""
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
    """Correct the name or the date.

    If both change at once, and the date is in the future or all people change too, it would be another round. Then the
    edit is dropped.
    """
    before = one.data
    _edit(world, one, **changes)
    if one.unlike() and (one.starts > world.clock.now() or not one.people() & one.seen):
        one.data = before
        world.files.changed()


def edit_person(world: World, number: int, person: int, key: str, said: str) -> None:
    """The user corrects a name or an address, or adds an address; `said` is the name or the part before the @."""
    one = world.rounds[number]
    who = person % len(one.contacts)
    address = f"{said}@{one.contacts[who]['email'].partition('@')[2]}"
    value: Any = {"name": said, "email": address, "also": [address]}[key]
    contacts = [{**c, key: value} if n == who else c for n, c in enumerate(one.contacts)]
    if one.present and not one.broken:
        world.backup = None if key == "name" else world.backup  # an old store does not know the name
        world.oracle.people.same_person(one, one.contacts[who], contacts[who])
    _edit(world, one, contacts=contacts)


def shift(world: World, number: int, minutes: int) -> None:
    """The user corrects the date of the interview."""
    one = world.rounds[number]
    at = datetime.fromisoformat(one.data["at"]) + timedelta(minutes=minutes)
    _correct(world, one, at=f"{at:%Y-%m-%d %H:%M}")


def reuse(world: World, number: int, days: int, mark: int, stays: bool) -> None:
    """The user writes the next round over the last one: another date, another person, and perhaps one from before."""
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
    """Break the file of an interview, or config.yaml for number -1."""
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
