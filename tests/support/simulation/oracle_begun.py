"""Interviews that began before the store was made: nothing goes out for them without the user's approval."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from oracle import Oracle
    from oracle_journal import Label
    from rounds import Round
    from world import World

JITTER = timedelta(minutes=26)


def note_begun(world: World, one: Round, now: datetime) -> None:
    """Note, when a daemon first sees an interview, the earliest due moment, which may be before the store was made.

    If both name and date have changed since, it is another interview for the store, with the present date.
    """
    if one.mistaken:
        one.first_due = one.first_end = None
    world.made_at = world.made_at or now
    almanac = world.files.almanac(one)
    dues = [
        almanac.next_open(almanac.begins(one.ends, s.count, s.unit)) for s in one.steps() if not s.previous
    ]
    one.first_due = one.first_due or min(dues, default=None)
    one.first_end = one.first_end or one.ends


def begin_anew(world: World) -> None:
    """The journal is empty: the store counts as made when a daemon next sees an interview."""
    world.made_at, world.made = None, world.seq
    for one in world.rounds:
        one.first_due = one.first_end = None


def may_wait(oracle: Oracle, one: Round) -> bool:
    """Return whether it may wait for the user's approval: a letter is handed over long before its day.

    An approval during a pass counts from the next pass, since the plans of this one were made before.
    """
    made_at = oracle.world.made_at
    return (
        made_at is not None
        and one.first_end is not None
        and one.first_end <= made_at
        and (not _has_yes(oracle, one, oracle.began) or _is_taken_back(oracle, one))
    )


def _is_taken_back(oracle: Oracle, one: Round) -> bool:
    """Return whether the user approved all interviews, and later undid the last command on this one."""
    undone = oracle.replies.undone.get(one.number, -1)
    return any(s.command == "resume" and s.one is None and s.seq < undone for s in oracle.said)


def _has_yes(oracle: Oracle, one: Round, before: float = inf) -> bool:
    made = oracle.world.made
    words = (s.seq for s in oracle.said if s.command == "resume" and s.one in (None, one.number))
    approvals = (*oracle.consents.approved, *oracle.replies.list_consents())
    approved_at = (at for at, touch in approvals if touch[0] == one.position)
    return any(made < at < before for at in chain(words, approved_at))


def check_begun(oracle: Oracle, label: Label, name: str) -> None:
    """Complain if something goes out for an interview that began before the store, without an approval."""
    one, made_at = label.one, oracle.world.made_at
    has_begun = made_at and one.first_due and one.first_due + JITTER <= made_at
    # An approval by mail counts, too, such as that of the note after a rejection, which is offered while the rest
    # waits.
    mailed = (touch for touch in oracle.replies.touches(one.position) if any(oracle.replies.consents(touch)))
    if has_begun and not _has_yes(oracle, one) and not any(mailed):
        oracle.complain(
            1, f"{name} went out, and nobody can say whether it had gone out before the store was made"
        )
