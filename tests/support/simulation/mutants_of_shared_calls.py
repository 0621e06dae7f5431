"""Mutants of one call for two interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import mutant

from followupd.config.cadence import Channel
from followupd.engine import shared_calls
from followupd.engine.safety import restore
from followupd.engine.sending import attempt
from followupd.planning import shared_calls as shared_plans
from followupd.planning.moves import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Taken, Touch
    from followupd.planning.moves import InterviewPlan, Move


def _find_any_call(plan: InterviewPlan) -> Move | None:
    moves = (m for m in plan.moves if m.verb is not Verb.MISS)
    first_move = next(moves, None)
    return first_move if first_move and first_move.channel is Channel.PHONE else None


@mutant(first=266)
def call_about_an_interview_that_is_held() -> Iterator[None]:
    with swapped((shared_plans, "_find_free_call", _find_any_call)):
        yield


@mutant(first=121)
def count_a_call_for_two_only_once() -> Iterator[None]:
    with swapped((attempt, "record_companions", lambda *_: None)):
        yield


@mutant(first=912243889)
def ask_about_no_call_before_a_reminder_that_a_restored_store_forgot() -> Iterator[None]:
    with swapped((restore, "_list_moves_alone", lambda *_: [])):
        yield


@mutant(first=1321)
def count_a_call_for_many_for_two_alone() -> Iterator[None]:
    made = attempt.record_companions

    def record(ledger: Ledger, mail_id: str, taken: Taken) -> None:
        def read_first(*names: Any) -> tuple[Touch, ...]:
            return shared_calls_read(*names)[:1]

        shared_calls_read = shared_calls.read_companions
        with swapped((shared_calls, "read_companions", read_first)):
            made(ledger, mail_id, taken)

    with swapped((attempt, "record_companions", record)):
        yield
