"""Interviews that began before the store was made: nothing goes out for them until the candidate has said yes.

The store may be lost, or new on a second machine with a copy of the files. What was sent or answered before then, it
cannot say. So each such interview is paused after the first look at the mailbox. One mail asks about all of them. An
interview that was typed in here is the candidate's word already: it goes on.
"""

from __future__ import annotations

import json
import logging
from itertools import takewhile
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.engine.notifier import notify
from followupd.journal.facts import Approved, Steered
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.context import Conditions
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview
from followupd.writing.begun_notices import BegunInterview, ask_about_begun

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.journal.record import InterviewRecord

log = logging.getLogger("followupd")

BEGUN_BEFORE = "it began before the database was made: nobody can say what was sent or answered then"
_UNJUDGED = "begun/new"  # the interviews that were not looked at yet
_TYPED = "begun/typed/"  # and the id of an interview


def note_typed_interview(store: Store, interview_id: str) -> None:
    """Remember that the candidate typed an interview in here, a moment ago."""
    store.set_value(f"{_TYPED}{interview_id}", "yes")


def note_new_interview(store: Store, interview_id: str) -> None:
    """Remember an interview that the store has not seen before, until the mailbox was read."""
    store.set_value(_UNJUDGED, json.dumps(sorted({*_list_unjudged(store), interview_id})))


def hold_begun_interviews(ledger: Ledger, now: datetime) -> None:
    """After the mailbox was read: pause the new interviews that began before the store, and ask about all of them."""
    ids = _list_unjudged(ledger.store)
    if not ids:
        return
    records = [ledger.record_of(i) for i in ledger.config.interviews]
    new_records = [r for r in records if not r.ids.isdisjoint(ids)]
    begun = list(filter(None, (_describe_begun(ledger, r, now) for r in new_records)))
    with ledger.transaction():
        for one in begun:
            ledger.append(Steered(now, one.id, "pause", why=BEGUN_BEFORE))
        if begun:
            made_at = ledger.history.facts[0].at
            notify(ledger, ask_about_begun(ledger.words, begun, made_at, f"{now:%Y%m%d%H%M%S}"), now)
        # One whose file cannot be read is looked at when it can.
        ledger.store.set_value(_UNJUDGED, json.dumps(sorted(ids.difference(*(r.ids for r in new_records)))))
    for one in begun:
        log.warning("%s: %s", one.id, BEGUN_BEFORE, extra={"kind": "begun"})


def _list_unjudged(store: Store) -> set[str]:
    return set(json.loads(store.get_value(_UNJUDGED) or "[]"))


def _describe_begun(ledger: Ledger, record: InterviewRecord, now: datetime) -> BegunInterview | None:
    """Return what is asked about an interview; None if nothing was due before the store was made, or nothing is left."""
    config, interview = ledger.config, record.interview
    if _is_own_word(ledger, record) or record.status_at(now).state is InterviewState.CLOSED:
        return None
    conditions = Conditions(jitter_key=ledger.store.key)
    moves = plan_interview(now, config, ledger.history, conditions, interview).moves
    if all(move.verb in (Verb.MISS, Verb.DROP) for move in moves):
        return None
    # As it would have been without a late entry, and without a date that moves a reminder.
    bare_interview = interview.model_copy(update={"promise": None})
    bare_config = config.model_copy(update={"interviews": [bare_interview]})
    first = plan_interview(now, bare_config, History(), conditions, bare_interview).moves[0]
    if first.due > ledger.history.facts[0].at:
        return None
    return BegunInterview(interview.id, interview.company, interview.position, first)


def _is_own_word(ledger: Ledger, record: InterviewRecord) -> bool:
    """Return whether the candidate typed an interview in here, or let it go on before the first look.

    They do so by `resume`, and by an approval: a yes to its mail is one to the interview.
    """
    is_typed = any(ledger.store.get_value(f"{_TYPED}{id_}") for id_ in record.ids)
    if is_typed or any(isinstance(fact, Approved) for fact in record.own_facts):
        return True
    ids = [("id", id_) for id_ in (*record.ids, EVERY)]
    commands = (c for id_ in ids for c in record.index.select_facts(Steered, id_))
    return any(command.command == "resume" for command in commands)


def list_begun(ledger: Ledger, now: datetime) -> list[str]:
    """Return the ids of the interviews that still wait for the answer to that question."""
    records = (ledger.record_of(i) for i in ledger.config.interviews)
    return [r.interview.id for r in records if awaits_word(r, now)]


def awaits_word(record: InterviewRecord, now: datetime) -> bool:
    """Return whether an interview is paused by nothing but that question."""
    status = record.status_at(now)
    if status.state is not InterviewState.PAUSED or status.doubts:
        return False
    commands = [fact for fact in reversed(record.own_facts) if isinstance(fact, Steered)]
    pauses = takewhile(lambda command: command.command == "pause", commands)
    reasons = {pause.why for pause in pauses if pause.until is None or pause.until > now}
    return reasons == {BEGUN_BEFORE}


def release_begun(ledger: Ledger, ids: Iterable[str], now: datetime) -> list[str]:
    """Let interviews go on that wait for that answer; return which did."""
    answered_ids = set(ids)
    released = [id_ for id_ in list_begun(ledger, now) if id_ in answered_ids]
    for id_ in released:
        ledger.append(Steered(now, id_, "resume"))
    return released
