"""Mutants that open a step again although its mail must not go out twice."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import mutant

from followupd.engine.sending import sending
from followupd.engine.steering import again
from followupd.journal import record
from followupd.journal.facts import Reopened
from followupd.planning import reopening

if TYPE_CHECKING:
    from collections.abc import Iterator


def _fold_blindly(facts: Any) -> Any:
    outcome = None
    for fact in facts:
        outcome = None if isinstance(fact, Reopened) else fact
    return outcome


@mutant(first=60)
def open_again_what_was_taken() -> Iterator[None]:
    def only_open(found: Any, _config: Any, step: Any, contact: Any) -> str | None:
        return None if found.outcome_of(step.id, contact) else "it is open"

    with swapped((again, "find_obstacle", only_open), (record, "fold_outcome", _fold_blindly)):
        yield


@mutant(first=60)
def open_again_what_did_not_come_back() -> Iterator[None]:
    with swapped((reopening, "find_bounce", lambda _, taken: SimpleNamespace(received=taken.at))):
        yield


@mutant(first=10)
def write_again_under_the_same_id() -> Iterator[None]:
    with swapped((sending, "name_attempt", lambda touch, _: touch)):
        yield


@mutant(first=45)
def open_again_after_weeks() -> Iterator[None]:
    with swapped((reopening, "WORTH_SENDING", timedelta(days=90))):
        yield


@mutant(first=1100)
def write_again_to_the_dead_address() -> Iterator[None]:
    def is_returned(found: Any, outcome: Any, _contact: Any) -> bool:
        return isinstance(outcome, reopening.Taken) and reopening.find_bounce(found, outcome) is not None

    with swapped((reopening, "_is_corrected", is_returned), (reopening, "find_obstacle", lambda *_: None)):
        yield
