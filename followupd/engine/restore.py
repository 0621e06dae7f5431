"""The store is not the one that was left: a backup was put back, or it was taken over from elsewhere.

What it has forgotten may have been sent. So everything is paused. First the store is compared with Sent, and what is
found there is recorded as taken. For each other touch that could have gone out meanwhile, the user is asked. Nothing goes
out until the user says so: they may have paused or closed an interview, and the store has forgotten that.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.engine.notifier import notify
from followupd.journal.facts import HandSent, Noted, Reopened, Settled, Steered, Taken, Uncertain
from followupd.journal.history import History
from followupd.journal.returned_mails import count_returns
from followupd.journal.states import InterviewState
from followupd.planning.context import Conditions, Rule
from followupd.planning.moves import Verb, select_moves
from followupd.planning.planner import plan
from followupd.writing import notices
from followupd.writing.message_id import build_message_id, name_attempt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.planning.moves import Move

log = logging.getLogger("followupd")

_FLAG = "restored"  # the value in the store that says why; empty when Sent has been compared
PROOF_TEXT = "found in Sent: the store was restored from an older copy"
_CERTAIN_FACTS = (
    Noted,
    Taken,
    Settled,
    Uncertain,
    Reopened,
    HandSent,
)  # what no forgotten word can have undone


def begin_restore(store: Store, why: str) -> None:
    """Note that the store is not the one that was left; the next look reads the mailbox from the beginning."""
    store.set_value(_FLAG, why)
    store.forget_cursors()


def note_restore(store: Store, why: str) -> None:
    """Note the same while the mailbox is being read."""
    if not why_halted(store):
        store.set_value(_FLAG, why)


def why_halted(store: Store) -> str | None:
    """Return why nothing may go out until the mailbox was compared, or None."""
    why = store.get_value(_FLAG)
    return f"{why}; the mailbox is compared first" if why else None


def finish_restore(ledger: Ledger, now: datetime) -> None:
    """After the whole mailbox was read: ask about what may have gone out, pause everything, tell the user."""
    why = ledger.store.get_value(_FLAG)
    if not why:
        return
    with ledger.transaction():
        doubts = [_build_uncertain(ledger, move, why, now) for move in find_doubtful_moves(ledger, now)]
        for doubt in doubts:
            ledger.append(doubt)
        ledger.append(Steered(now, EVERY, "pause", why=why))
        notify(
            ledger,
            notices.describe_restore(ledger.words, why, _count_found(ledger), doubts, f"{now:%Y%m%d%H%M}"),
            now,
        )
        ledger.store.set_value(_FLAG, "")
        ledger.store.forget_cursors()  # what answers a mail that has only been found since is read once more
    log.warning("%s: everything is paused; %d touches may have gone out", why, len(doubts),
                extra={"kind": "restored"})  # fmt: skip


def find_doubtful_moves(ledger: Ledger, now: datetime) -> Iterator[Move]:
    """Yield the open touches that could have been taken by now, whatever held them when the store was copied."""
    config, history = ledger.config, ledger.history
    # Without the words that move it, and the date that stands in the file now, each falls due as early as it can.
    bare_interviews = [i.model_copy(update={"promise": None}) for i in config.interviews]
    certain_history = History(f for f in history.facts if isinstance(f, _CERTAIN_FACTS))
    closed_ids = {
        i.id
        for i in config.interviews
        if history.record_of(i, config).status_at(now).state is InterviewState.CLOSED
    }
    conditions = Conditions(jitter_key=ledger.store.key)
    plans = plan(now, config.model_copy(update={"interviews": bare_interviews}), certain_history, conditions)
    for move in select_moves(plans, *Verb):
        if move.due <= now and move.rule is not Rule.BY_HAND and move.touch.interview not in closed_ids:
            yield move


def _build_uncertain(ledger: Ledger, move: Move, why: str, now: datetime) -> Uncertain:
    details = ledger.find_touch(move.touch)
    journal_fields = (
        details.journal_fields() if details else {"address": move.address, "reminder": move.is_reminder}
    )
    returns = count_returns(details.record, details.step.id, details.contact) if details else 0
    attempt = name_attempt(str(move.touch), returns)
    mail_id = build_message_id(ledger.store.key, attempt, ledger.config.account.address)
    # It went out at the latest then: what must follow it a week later counts from there.
    return Uncertain(min(move.latest, now), move.touch, mail_id, why=why[:500], **journal_fields)


def _count_found(ledger: Ledger) -> int:
    """Count what Sent has brought back."""
    return sum(isinstance(f, Taken) and f.answer == PROOF_TEXT for f in ledger.history.facts)
