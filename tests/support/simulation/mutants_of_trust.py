"""Mutants that trust strangers, or let them decide how much is sent. The simulation must find every one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import mutant

from followupd.engine.notifying import notifier, repeated_questions
from followupd.engine.scanning import incoming, scanning
from followupd.journal.states import TouchEvent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.engine.ports import OutgoingMail


def _looks_own(verdict: Any, *_: Any) -> bool:
    return bool(verdict.is_own)


@mutant(first=14)
def obey_whoever_bears_the_own_address() -> Iterator[None]:
    with swapped(
        (incoming, "is_written_by_candidate", _looks_own), (scanning, "is_written_by_candidate", _looks_own)
    ):
        yield


@mutant(first=9)
def believe_any_bounce() -> Iterator[None]:
    with swapped((incoming, "names_mail_to", lambda *_: True)):
        yield


@mutant(first=21)
def spend_without_a_budget() -> Iterator[None]:
    with swapped((notifier, "count_free_mails", lambda *_: 1000)):
        yield


@mutant(first=9)
def forget_what_waits_for_a_digest() -> Iterator[None]:
    def forgetful(self: notifier.Notifier, members: list[OutgoingMail], now: datetime) -> list[OutgoingMail]:
        for outgoing in members:
            self.ledger.store.apply_event(outgoing.id, TouchEvent.CANCEL, now)
        return []

    with swapped((notifier.Notifier, "_write_digest", forgetful)):
        yield


@mutant(first=9)
def ask_every_day() -> Iterator[None]:
    with swapped((repeated_questions, "ASK_AGAIN_AFTER", tuple(timedelta(days=n) for n in range(1, 12)))):
        yield
