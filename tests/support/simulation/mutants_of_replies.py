"""Mutants that do something other than what the candidate answered. The simulation must find every one of them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mail_writer import Shelf, no_press, swapped
from mutation import mutant

from followupd.engine.ledger import build_draft_request
from followupd.engine.replies import own_drafts, reply_actions
from followupd.engine.scanning import incoming
from followupd.engine.steering import undo
from followupd.journal import undoing
from followupd.journal.facts import Approved, Received
from followupd.planning import approval
from followupd.writing import composer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Fact, Touch


@mutant(first=73)
def take_back_what_something_has_left_on() -> Iterator[None]:
    with swapped((undo, "find_departure", lambda *_: None)):
        yield


@mutant(first=297)
def read_a_no_as_a_yes() -> Iterator[None]:
    before = reply_actions._HANDLERS["no"]
    reply_actions._HANDLERS["no"] = reply_actions._HANDLERS["yes"]
    try:
        yield
    finally:
        reply_actions._HANDLERS["no"] = before


@mutant(first=1647)
def leave_the_mail_in_after_a_no() -> Iterator[None]:
    before = reply_actions._HANDLERS["no"]
    reply_actions._HANDLERS["no"] = lambda _: "it is left out"
    try:
        yield
    finally:
        reply_actions._HANDLERS["no"] = before


@mutant(first=15)
def send_words_of_their_own_without_a_yes() -> Iterator[None]:
    made = own_drafts.keep_own_draft

    def hasty(ledger: Ledger, touch: Touch, text: str, thread: Any, digest: str, now: datetime) -> None:
        made(ledger, touch, text, thread, digest, now)
        details = ledger.find_touch(touch)
        assert details
        words = composer.write_draft(build_draft_request(ledger, details, now, Shelf(), no_press))
        ledger.append(Approved(now, touch, words.digest))

    with swapped((reply_actions, "keep_own_draft", hasty)):
        yield


@mutant(first=2116)
def leave_while_words_of_their_own_come_in() -> Iterator[None]:
    with swapped((own_drafts, "withdraw_approval", lambda *_: None)):
        yield


@mutant(first=55)
def take_back_a_word_on_another_interview() -> Iterator[None]:
    def last_of_all(facts: Sequence[Fact], _ids: frozenset[str]) -> undoing.LastCommand | None:
        everything = frozenset(map(undoing._interview_of, facts)) - {""}
        return undoing.find_last_command(facts, everything)

    with swapped((undo, "find_last_command", last_of_all)):
        yield


@mutant(first=55)
def lift_an_answer_with_an_undo() -> Iterator[None]:
    def with_answers(facts: Sequence[Fact], ids: frozenset[str]) -> undoing.LastCommand | None:
        command = undoing.find_last_command(facts, ids)
        heard = [
            p for p, f in enumerate(facts, 1) if isinstance(f, Received) and not ids.isdisjoint(f.interviews)
        ]
        return command and dataclasses.replace(command, positions=(*command.positions, *heard))

    with swapped((undo, "find_last_command", with_answers)):
        yield


@mutant(first=61)
def take_back_one_approval_of_two() -> Iterator[None]:
    made = undoing._belongs_to

    def belongs_to(fact: Fact, last: Fact) -> bool:
        return fact is last if isinstance(last, Approved) else made(fact, last)

    with swapped((undoing, "_belongs_to", belongs_to)):
        yield


@mutant(first=61)
def carry_out_a_mail_as_often_as_it_is_seen() -> Iterator[None]:
    made = incoming.IncomingMail._record_own_mail

    def forgetful(self: incoming.IncomingMail) -> None:
        self.ledger.store._inner._db.execute("DELETE FROM sight WHERE mail GLOB 'word/*'")
        made(self)

    with swapped((incoming.IncomingMail, "_record_own_mail", forgetful)):
        yield


@mutant(first=145328290)
def forget_other_words_that_came_too_late() -> Iterator[None]:
    with swapped((approval, "has_declined_words", lambda *_: False)):
        yield
