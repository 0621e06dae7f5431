"""Handles a store that is not the latest one: a backup was restored, or the store was taken over from elsewhere.

What it does not know may have been sent. So everything is paused. First the store is compared with Sent, and the mails
that are found there are recorded as taken. About each other touch that could have been sent in the meantime, the user
is asked. Nothing is sent until the user allows it, since the store also does not know whether they paused or closed an
interview.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.engine.notifying.notifier import notify
from followupd.journal.facts import HandSent, Noted, Reopened, Settled, Steered, Taken, Uncertain
from followupd.journal.history import History
from followupd.journal.returned_mails import count_returns
from followupd.journal.states import InterviewState
from followupd.planning.context import Conditions, Rule
from followupd.planning.moves import Verb, select_moves
from followupd.planning.planner import plan
from followupd.writing.mail.message_id import build_message_id, name_attempt
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.planning.moves import Move

log = logging.getLogger("followupd")

_FLAG = "restored"  # the value in the store with the reason; empty once Sent has been compared
PROOF_TEXT = "found in Sent: the store was restored from an older copy"
# Facts that an unknown command cannot have undone.
CertainFact = Noted | Taken | Settled | Uncertain | Reopened | HandSent


def begin_restore(store: Store, why: str) -> None:
    """Note that the store is not the latest one. The next look reads the mailbox from the beginning."""
    store.set_value(_FLAG, why)
    store.forget_cursors()


def note_restore(store: Store, why: str) -> None:
    """Note the same while the mailbox is being read."""
    if not why_halted(store):
        store.set_value(_FLAG, why)


def why_halted(store: Store) -> str | None:
    """Return why nothing may be sent until the mailbox was compared, or None."""
    why = store.get_value(_FLAG)
    return f"{why}; the mailbox is compared first" if why else None


def finish_restore(ledger: Ledger, now: datetime) -> None:
    """Ask about what may have been sent, pause everything and notify the user.

    Called after the whole mailbox was read.
    """
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
        ledger.store.forget_cursors()  # an answer to a mail that was found only now is read again
    log.warning("%s: everything is paused; %d touches may have gone out", why, len(doubts),
                extra={"kind": "restored"})  # fmt: skip


def find_doubtful_moves(ledger: Ledger, now: datetime) -> Iterator[Move]:
    """Yield the open touches that could have been taken by now.

    What held them when the store was copied does not count. A reminder of another interview that was found in Sent
    moves a touch to a later day. But the touch may have been taken before that reminder, so each interview is planned
    by itself as well.
    """
    config, history = ledger.config, ledger.history
    # Without commands that delay it, and without the date in the file, each touch is due as early as possible.
    bare_interviews = [i.model_copy(update={"promise": None}) for i in config.interviews]
    facts = [f for f in history.facts if isinstance(f, CertainFact)]
    moves = _list_due_moves(ledger, bare_interviews, facts, now)
    for interview in bare_interviews:
        moves += _list_moves_alone(ledger, interview, facts, now)
    first_moves = {move.touch: move for move in reversed(moves)}
    yield from sorted(first_moves.values(), key=lambda move: move.due)


def _list_moves_alone(
    ledger: Ledger, interview: Interview, facts: Sequence[CertainFact], now: datetime
) -> list[Move]:
    """Return the touches that are due by now if no other interview had taken a step."""
    ids = ledger.record_of(interview).ids
    return _list_due_moves(ledger, [interview], [fact for fact in facts if _is_about(fact, ids)], now)


def _is_about(fact: CertainFact, ids: frozenset[str]) -> bool:
    """Return whether a fact is about an interview with these ids, or how the file of any interview stood."""
    match fact:
        case Noted():
            return True
        case HandSent():
            return not ids.isdisjoint(fact.interviews)
        case _:
            return fact.touch.interview in ids


def _list_due_moves(
    ledger: Ledger, interviews: Sequence[Interview], facts: Sequence[CertainFact], now: datetime
) -> list[Move]:
    """Return the touches of some interviews that are due by now if only these facts were known."""
    config = ledger.config.model_copy(update={"interviews": interviews})
    plans = plan(now, config, History(facts), Conditions(jitter_key=ledger.store.key))
    return [
        move
        for move in select_moves(plans, *Verb)
        if move.due <= now and move.rule is not Rule.BY_HAND and not _is_closed(ledger, move, now)
    ]


def _is_closed(ledger: Ledger, move: Move, now: datetime) -> bool:
    record = ledger.find_record(move.touch.interview)
    return record is not None and record.status_at(now).state is InterviewState.CLOSED


def _build_uncertain(ledger: Ledger, move: Move, why: str, now: datetime) -> Uncertain:
    details = ledger.find_touch(move.touch)
    journal_fields = (
        details.journal_fields() if details else {"address": move.address, "reminder": move.is_reminder}
    )
    returns = count_returns(details.record, details.step.id, details.contact) if details else 0
    attempt = name_attempt(str(move.touch), returns)
    mail_id = build_message_id(ledger.store.key, attempt, ledger.config.account.address)
    # It was sent at the latest then. The following touch, a week later, counts from there.
    return Uncertain(min(move.latest, now), move.touch, mail_id, why=why[:500], **journal_fields)


def _count_found(ledger: Ledger) -> int:
    """Return how many touches were found in Sent."""
    return sum(isinstance(f, Taken) and f.answer == PROOF_TEXT for f in ledger.history.facts)
