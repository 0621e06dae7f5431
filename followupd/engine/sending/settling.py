"""Ends touches that are not sent: they were missed, dropped by a close, or rehearsed while `live` is false."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from followupd.engine.notifying.notifier import notify
from followupd.journal.facts import Rehearsed, Settled, Steered
from followupd.journal.states import TouchEvent
from followupd.planning.moves import Verb
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import Move

log = logging.getLogger("followupd")


def miss_touches(
    ledger: Ledger, moves: Sequence[Move], find_next_moves: Callable[[], Sequence[Move]], now: datetime
) -> None:
    """Record that touches of an interview were missed, and notify the candidate once about all of them.

    `find_next_moves` plans the interview again: after a missed reminder the next one may be too late as well.
    """
    if not moves:  # most passes miss nothing, and need no transaction
        ledger.read_new_facts()  # facts that a command has written in the meantime count for the next mail
        return
    missed_moves: list[Move] = []
    with ledger.transaction():
        while moves:
            for move in moves:
                ledger.append(_build_settled(move, "missed", now))
                ledger.store.apply_event(str(move.touch), TouchEvent.MISS, now)
            missed_moves += moves
            moves = [m for m in find_next_moves() if m.verb is Verb.MISS]
        notify(ledger, notices.describe_missed_touches(ledger.words, missed_moves), now)
    for move in missed_moves:
        log.warning("%s missed: %s", move.touch, move.why, extra=move.touch.log_fields("missed"))


def drop_touches(ledger: Ledger, moves: Sequence[Move], now: datetime) -> None:
    """Record that the touches of a closed interview are dropped, and notify the candidate."""
    if not moves:
        return
    with ledger.transaction():
        for move in moves:
            ledger.append(_build_settled(move, "cancelled", now))
            ledger.store.apply_event(str(move.touch), TouchEvent.CANCEL, now)
        interview = moves[0].touch.interview
        when = f"{_find_close(ledger, interview) or now:%Y%m%d%H%M%S}"
        notify(ledger, notices.describe_dropped_touches(ledger.words, interview, moves, when), now)
    log.info("%d touches dropped: %s", len(moves), moves[0].why, extra=moves[0].touch.log_fields("cancelled"))


def _find_close(ledger: Ledger, interview_id: str) -> datetime | None:
    """Return when an interview was last closed, under any id that it had."""
    record = ledger.find_record(interview_id)
    ids = record.ids if record else {interview_id}
    facts = (f for f in reversed(ledger.history.facts) if isinstance(f, Steered) and f.command == "close")
    return next((f.at for f in facts if f.interview in ids), None)


def rehearse_touch(ledger: Ledger, move: Move, now: datetime) -> None:
    """Record once that a touch would be sent now, if `live` were true."""
    if ledger.history.was_rehearsed(move.touch):
        return
    ledger.append(Rehearsed(now, move.touch))
    log.info(
        "would send %s to %s now, but live is false",
        move.touch, move.address, extra=move.touch.log_fields("rehearsed"),
    )  # fmt: skip


def _build_settled(move: Move, outcome: Literal["missed", "cancelled"], now: datetime) -> Settled:
    return Settled(now, move.touch, outcome, move.why, due=move.due, address=move.address)
