"""Ways in which followupd could be wrong, one by one: each puts a fault into the real code, for a while.

Here are those of sending and reading. The simulation must find every one of them.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import cell, mutant
from postoffice import Session

from followupd.engine import incoming, outbox, scanning, sending, watching
from followupd.engine.engine import Engine
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Role
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import HandSent, Receipt, Settled
from followupd.journal.history import History
from followupd.journal.states import TOUCH, TouchEvent, TouchState
from followupd.planning import planner, rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# --- the gate


@mutant(first=5)
def drop_the_gate() -> Iterator[None]:
    with swapped((sending, "gate", lambda *_: None)):
        yield


@mutant(first=3)
def skip_the_last_look() -> Iterator[None]:
    def unread(ledger: Ledger, _session: object, now: datetime) -> Receipt:
        return Receipt(now, watching.digest(ledger.config), ())

    with swapped((sending, "read", unread)):
        yield


@mutant(first=200)
def ask_the_gate_about_the_moment_of_writing() -> Iterator[None]:
    def asked(self: sending.Attempt, situation: rules.Situation) -> rules.Brake | None:
        ledger, then = self.sender.ledger, self.outgoing.changed
        assert then
        receipt = dataclasses.replace(situation.receipt, at=then) if situation.receipt else None
        return planner.gate(
            then,
            ledger.config,
            ledger.history,
            dataclasses.replace(situation, receipt=receipt),
            self.place.touch,
        )

    with swapped((sending.Attempt, "_forbids", asked)):
        yield


@mutant(first=5)
def read_the_files_once_a_pass() -> Iterator[None]:
    made = sending.Attempt.may_commit

    def stale(self: sending.Attempt) -> bool:
        orders = self.sender.ledger.orders
        sender = dataclasses.replace(self.sender, orders=lambda: orders)
        return made(dataclasses.replace(self, sender=sender))

    with swapped((sending.Attempt, "may_commit", stale)):
        yield


@mutant(first=289)
def commit_after_the_dot() -> Iterator[None]:
    def unwritten(self: sending.Attempt) -> bool:
        ledger, clock = self.sender.ledger, self.sender.clock
        self.receipt = sending.read(ledger, self.session, clock.now())
        with ledger.transaction():
            ledger.orders = self.sender.orders()
            return self._forbids(sending.now_situation(ledger, self.receipt)) is None

    with swapped((sending.Attempt, "may_commit", unwritten)):
        yield


# --- what became of a mail


def _only_the_row(ledger: Ledger, mine: Any, *, now: datetime, event: TouchEvent, **_: Any) -> None:
    ledger.store.change(mine.id, event, now)


@mutant(first=179)
def retry_unknown_blindly() -> Iterator[None]:
    with (
        cell(TOUCH, TouchState.COMMITTING, TouchEvent.LOSE, TouchState.RENDERED),
        swapped((Ledger, "lose", _only_the_row)),
    ):
        yield


@mutant(first=179)
def take_a_crash_in_committing_for_rendered() -> Iterator[None]:
    with (
        cell(TOUCH, TouchState.COMMITTING, TouchEvent.CRASH, TouchState.RENDERED),
        swapped((Ledger, "lose", _only_the_row)),
    ):
        yield


@mutant(first=179)
def forget_what_a_crash_left() -> Iterator[None]:
    with swapped((outbox.Upkeep, "recover", lambda _: None)):
        yield


@mutant(first=127)
def believe_a_restored_store() -> Iterator[None]:
    with swapped(
        (incoming.Arrival, "_restored", lambda *_: None), (incoming.Arrival, "_prove", lambda *_: None)
    ):
        yield


@mutant(first=5)
def miss_in_silence() -> Iterator[None]:
    def silent(self: Engine, move: planner.Move) -> None:
        self.ledger.append(
            Settled(self.clock.now(), move.touch, "missed", move.why, due=move.due, address=move.address)
        )

    with swapped((Engine, "_miss", silent)):
        yield


# --- the mailbox


@mutant(first=3)
def ignore_junk() -> Iterator[None]:
    made = Session.folders

    def fewer(self: Session) -> Any:
        return tuple(f for f in made(self) if f.role is not Role.JUNK)

    with swapped((Session, "folders", fewer)):
        yield


@mutant(first=3)
def take_own_mail_for_an_answer() -> Iterator[None]:
    made = incoming.Arrival.record

    def record(self: incoming.Arrival) -> None:
        verdict = self.verdict
        if verdict.own and verdict.interviews:
            verdict = dataclasses.replace(verdict, own=False, kind=Kind.REPLY, action=Action.STOP)
        made(dataclasses.replace(self, verdict=verdict))

    with swapped((incoming.Arrival, "record", record)):
        yield


@mutant(first=102)
def take_an_absence_for_an_answer() -> Iterator[None]:
    made = incoming.Arrival.record

    def record(self: incoming.Arrival) -> None:
        away = self.verdict.kind is Kind.AUTO_REPLY and self.verdict.action is Action.HOLD
        made(
            dataclasses.replace(self, verdict=dataclasses.replace(self.verdict, action=Action.STOP))
            if away
            else self
        )

    with swapped((incoming.Arrival, "record", record)):
        yield


@mutant(first=109)
def move_the_cursor_before_the_mails_are_written_down() -> Iterator[None]:
    made = scanning._take_in

    def hasty(ledger: Ledger, session: Any, batch: Any, gaze: Any, now: datetime) -> None:
        ledger.store.set_cursor(batch.folder.name, batch.cursor)
        made(ledger, session, batch, gaze, now)

    with swapped((scanning, "_take_in", hasty)):
        yield


@mutant(first=5)
def forget_mail_sent_by_hand() -> Iterator[None]:
    made = History.add

    def add(self: History, fact: Any) -> None:
        made(self, fact)
        if isinstance(fact, HandSent):
            self._hand_sent.pop()

    with swapped((History, "add", add)):
        yield
