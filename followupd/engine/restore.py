"""The store is not the one that was left: a backup was put back, or it was taken over from elsewhere.

What it has forgotten may have been sent. So everything stands still; Sent is compared first, and what is found there
is written down as taken. What could have gone out meanwhile and is not found there is asked about, one by one, and
nothing at all goes out until the user says so: they may have paused or closed what the store has forgotten.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.journal.facts import HandSent, Noted, Reopened, Settled, Steered, Taken, Uncertain
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule, Situation
from followupd.planning.planner import Verb, moves, plan
from followupd.writing import notices
from followupd.writing.message_id import message_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Store
    from followupd.planning.planner import Move

log = logging.getLogger("followupd")

_FLAG = "restored"  # the value in the store that says why; empty when Sent has been compared
PROOF = "found in Sent: the store was restored from an older copy"
_CERTAIN = (Noted, Taken, Settled, Uncertain, Reopened, HandSent)  # what no forgotten word can have undone


def begin(store: Store, why: str) -> None:
    """Note that the store is not the one that was left; the next look reads the mailbox from the beginning."""
    store.set(_FLAG, why)
    store.forget_cursors()


def notice(store: Store, why: str) -> None:
    """Note the same while the mailbox is being read."""
    if not halt(store):
        store.set(_FLAG, why)


def halt(store: Store) -> str | None:
    """Return why nothing may go out until the mailbox was compared, or None."""
    why = store.get(_FLAG)
    return f"{why}; the mailbox is compared first" if why else None


def settle(ledger: Ledger, now: datetime) -> None:
    """After the whole mailbox was read: ask about what may have gone out, pause everything, tell the user."""
    why = ledger.store.get(_FLAG)
    if not why:
        return
    with ledger.transaction():
        doubts = [_doubt(ledger, move, why, now) for move in doubtful(ledger, now)]
        for doubt in doubts:
            ledger.append(doubt)
        ledger.append(Steered(now, EVERY, "pause", why=why))
        ledger.tell(notices.restored(why, _found(ledger), doubts, f"{now:%Y%m%d%H%M}"), now)
        ledger.store.set(_FLAG, "")
        ledger.store.forget_cursors()  # what answers a mail that has only been found since is read once more
    log.warning("%s: everything is paused; %d touches may have gone out", why, len(doubts),
                extra={"kind": "restored"})  # fmt: skip


def doubtful(ledger: Ledger, now: datetime) -> Iterator[Move]:
    """Yield the open touches that could have been taken by now, whatever held them when the store was copied."""
    config, history = ledger.config, ledger.history
    present = config.interview_ids
    # Without the words that move it, and the date that stands in the file now, each falls due as early as it can.
    bare = [i.model_copy(update={"promise": None}) for i in config.interviews]
    certain = History(f for f in history.facts if isinstance(f, _CERTAIN))
    closed = {
        i.id
        for i in config.interviews
        if history.life(i, history.ids(i, present), now).state is InterviewState.CLOSED
    }
    situation = Situation(key=ledger.store.key, present=present)
    outlooks = plan(now, config.model_copy(update={"interviews": bare}), certain, situation)
    for move in moves(outlooks, *Verb):
        if move.due <= now and move.rule is not Rule.BY_HAND and move.touch.interview not in closed:
            yield move


def _doubt(ledger: Ledger, move: Move, why: str, now: datetime) -> Uncertain:
    place = ledger.find(move.touch)
    described = place.described() if place else {"address": move.address, "reminder": move.reminder}
    mid = message_id(ledger.store.key, str(move.touch), ledger.config.account.address)
    # It went out at the latest then: what must follow it a week later counts from there.
    return Uncertain(min(move.latest, now), move.touch, mid, why=why[:500], **described)


def _found(ledger: Ledger) -> int:
    """Count what Sent has brought back."""
    return sum(isinstance(f, Taken) and f.answer == PROOF for f in ledger.history.facts)
