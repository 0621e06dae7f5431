"""Faults of followupd, one by one: each mutant puts one into the real code for a while.

Those in this module are about sending and reading. The simulation must find every one of them.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import cell, mutant
from postoffice import Session

from followupd.engine import plan_actor
from followupd.engine.conditions import gather_conditions
from followupd.engine.ledger import Ledger
from followupd.engine.ports import FolderRole
from followupd.engine.scanning import incoming, scanning, watching
from followupd.engine.scanning.scanning import scan
from followupd.engine.sending import attempt, outbox
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import HandSent, Receipt, Settled
from followupd.journal.history import History
from followupd.journal.states import TOUCH_TABLE, TouchEvent, TouchState
from followupd.planning import context, moves, planner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# --- the gate


@mutant(first=5)
def drop_the_gate() -> Iterator[None]:
    with swapped((attempt, "gate", lambda *_: None)):
        yield


@mutant(first=3)
def skip_the_last_look() -> Iterator[None]:
    def unread(ledger: Ledger, _session: object, now: datetime) -> Receipt:
        return Receipt(now, watching.make_watch_digest(ledger.config), ())

    with swapped((attempt, "scan", unread)):
        yield


@mutant(first=200)
def ask_the_gate_about_the_moment_of_writing() -> Iterator[None]:
    def asked(self: attempt.Attempt, situation: context.Conditions) -> context.Hold | None:
        ledger, then = self.sender.ledger, self.outgoing.changed
        assert then
        receipt = dataclasses.replace(situation.receipt, at=then) if situation.receipt else None
        return planner.gate(
            then,
            ledger.config,
            ledger.history,
            dataclasses.replace(situation, receipt=receipt),
            self.details.touch,
        )

    with swapped((attempt.Attempt, "_find_hold", asked)):
        yield


@mutant(first=5)
def read_the_files_once_a_pass() -> Iterator[None]:
    made = attempt.Attempt.may_commit

    def stale(self: attempt.Attempt) -> bool:
        with swapped((Ledger, "refresh_config", lambda _: None)):
            return made(self)

    with swapped((attempt.Attempt, "may_commit", stale)):
        yield


@mutant(first=289)
def commit_after_the_dot() -> Iterator[None]:
    def unwritten(self: attempt.Attempt) -> bool:
        ledger, clock = self.sender.ledger, self.sender.clock
        self.receipt = scan(ledger, self.open_session, clock.now())
        with ledger.transaction():
            ledger.refresh_config()
            return self._find_hold(gather_conditions(ledger, self.receipt)) is None

    with swapped((attempt.Attempt, "may_commit", unwritten)):
        yield


# --- the fate of a mail


def _only_the_row(ledger: Ledger, mine: Any, *, now: datetime, event: TouchEvent, **_: Any) -> None:
    ledger.store.apply_event(mine.id, event, now)


@mutant(first=179)
def retry_unknown_blindly() -> Iterator[None]:
    with (
        cell(TOUCH_TABLE, TouchState.COMMITTING, TouchEvent.LOSE, TouchState.RENDERED),
        swapped((outbox, "record_uncertain", _only_the_row)),
    ):
        yield


@mutant(first=179)
def take_a_crash_in_committing_for_rendered() -> Iterator[None]:
    with (
        cell(TOUCH_TABLE, TouchState.COMMITTING, TouchEvent.CRASH, TouchState.RENDERED),
        swapped((outbox, "record_uncertain", _only_the_row)),
    ):
        yield


@mutant(first=7)
def forget_what_a_crash_left() -> Iterator[None]:
    with swapped((outbox.Outbox, "recover_mails", lambda _: None)):
        yield


@mutant(first=127)
def believe_a_restored_store() -> Iterator[None]:
    with swapped(
        (incoming.IncomingMail, "_record_restored", lambda *_: None),
        (incoming.IncomingMail, "record_proof", lambda *_: None),
    ):
        yield


@mutant(first=5)
def miss_in_silence() -> Iterator[None]:
    def silent(ledger: Ledger, touch_moves: list[moves.Move], _: object, now: datetime) -> None:
        for move in touch_moves:
            ledger.append(Settled(now, move.touch, "missed", move.why, due=move.due, address=move.address))

    with swapped((plan_actor, "miss_touches", silent)):
        yield


# --- the mailbox


@mutant(first=3)
def ignore_junk() -> Iterator[None]:
    made = Session.find_folders

    def fewer(self: Session) -> Any:
        return tuple(f for f in made(self) if f.role is not FolderRole.JUNK)

    with swapped((Session, "find_folders", fewer)):
        yield


@mutant(first=5)
def ignore_the_users_own_folders() -> Iterator[None]:
    made = Session.find_folders

    def fewer(self: Session) -> Any:
        return tuple(f for f in made(self) if f.role is not FolderRole.OTHER)

    with swapped((Session, "find_folders", fewer)):
        yield


@mutant(first=3)
def take_own_mail_for_an_answer() -> Iterator[None]:
    made = incoming.IncomingMail.record

    def record(self: incoming.IncomingMail) -> None:
        verdict = self.verdict
        if verdict.is_own and verdict.interviews:
            verdict = dataclasses.replace(verdict, is_own=False, kind=Kind.REPLY, action=Action.STOP)
        made(dataclasses.replace(self, verdict=verdict))

    with swapped((incoming.IncomingMail, "record", record)):
        yield


@mutant(first=102)
def take_an_absence_for_an_answer() -> Iterator[None]:
    made = incoming.IncomingMail.record

    def record(self: incoming.IncomingMail) -> None:
        away = self.verdict.kind is Kind.AUTO_REPLY and self.verdict.action is Action.HOLD
        made(
            dataclasses.replace(self, verdict=dataclasses.replace(self.verdict, action=Action.STOP))
            if away
            else self
        )

    with swapped((incoming.IncomingMail, "record", record)):
        yield


@mutant(first=55)
def move_the_cursor_before_the_mails_are_written_down() -> Iterator[None]:
    made = scanning._record_batch

    def hasty(ledger: Ledger, session: Any, batch: Any, gaze: Any, now: datetime, **more: Any) -> None:
        ledger.store.set_cursor(batch.folder.name, batch.cursor)
        made(ledger, session, batch, gaze, now, **more)

    with swapped((scanning, "_record_batch", hasty)):
        yield


@mutant(first=5)
def forget_mail_sent_by_hand() -> Iterator[None]:
    made = History.add

    def add(self: History, fact: Any) -> None:
        if not isinstance(fact, HandSent):
            made(self, fact)

    with swapped((History, "add", add)):
        yield
