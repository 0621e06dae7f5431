"""The oracle's notes before a pass: the content of the files, and how the daemon may interpret it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from oracle_begun import note_begun

if TYPE_CHECKING:
    from oracle import Oracle
    from process import Process
    from rounds import Round

JUMP = timedelta(minutes=5)


def ticks(oracle: Oracle, process: Process) -> None:
    """Note the state of the files at the beginning of a pass."""
    world = oracle.world
    shows(oracle, process)
    for one in world.rounds:
        if one.shown and one.present:
            if one.unlike() or (not one.noted and _like_one_that_is_gone(oracle, one)):
                one.mistaken = True
                oracle.excused.add(one.company)  # it may be held, and the user may be asked
            # If a pass cannot write into the store, it is not known later when it first saw the file.
            is_new = not one.noted or one.is_unwritten
            if is_new:
                one.first_seen.append(world.clock.now())
            if (is_new or one.unlike()) and not _is_locked(oracle):
                note_begun(world, one, world.clock.now())
            _people(oracle, one, is_new=is_new)
            one.is_unwritten = (not one.noted or one.is_unwritten) and _is_locked(oracle)
            one.noted, one.noted_as = True, (one.id, str(one.data["at"]))
            one.seen |= one.addresses()
    world.seq += 1
    process.began = oracle.began = world.seq
    if process is world.main:
        _clock(oracle, process)


def _people(oracle: Oracle, one: Round, *, is_new: bool) -> None:
    """Note since when each person is in the file. A person who was added later is thanked from then on."""
    for contact in one.contacts:
        person = oracle.people.known(one, contact["email"])
        if person is None:
            continue
        if is_new or person not in one.people_noted:
            one.people_seen.setdefault(person, []).append(oracle.world.clock.now())
        if not _is_locked(oracle):
            one.people_noted.add(person)


def _is_locked(oracle: Oracle) -> bool:
    """Return whether the store can be written at this moment."""
    return oracle.world.store_fails_until > oracle.world.clock.true


def shows(oracle: Oracle, process: Process) -> None:
    """Note which rounds are in the files as that daemon has read them."""
    shown = {i.id for i in process.orders().config.interviews}
    for one in oracle.world.rounds:
        one.shown = one.id in shown


def _like_one_that_is_gone(oracle: Oracle, one: Round) -> bool:
    gone = (r for r in oracle.world.rounds if r.noted_as and not r.shown)
    return any(r.addresses() & one.addresses() for r in gone)


def _clock(oracle: Oracle, process: Process) -> None:
    offset = oracle.world.clock.offset
    jumped = process.offset is not None and abs(offset - process.offset) > JUMP
    oracle.calm = 9 if process.offset is None else 1 if jumped else oracle.calm + 1
    process.offset = offset
