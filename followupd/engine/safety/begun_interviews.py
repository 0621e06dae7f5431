"""Pauses interviews that began before the store was made, until the candidate says yes.

The store may be lost, or it may be new on a second machine with a copy of the files. It does not know what was sent or
answered earlier. So each such interview is paused after the first look at the mailbox, and one mail asks about all of
them. An interview that was typed in here needs no question: it goes on.
"""

from __future__ import annotations

import json
import logging
from itertools import takewhile
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.engine.notifying.notifier import notify
from followupd.journal.facts import Approved, Steered
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.context import Conditions
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview
from followupd.writing.language.job_title import name_position
from followupd.writing.notices.begun_notices import BegunInterview, ask_about_begun

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.journal.record import InterviewRecord

log = logging.getLogger("followupd")

BEGUN_BEFORE = "it began before the database was made: nobody can say what was sent or answered then"
_UNJUDGED = "begun/new"  # the ids of interviews that were not checked yet
_TYPED = "begun/typed/"  # followed by the id of an interview


def note_typed_interview(store: Store, interview_id: str) -> None:
    """Remember that the candidate typed in an interview here just now."""
    store.set_value(f"{_TYPED}{interview_id}", "yes")


def note_new_interview(store: Store, interview_id: str) -> None:
    """Remember an interview that is new to the store, until the mailbox has been read."""
    store.set_value(_UNJUDGED, json.dumps(sorted({*_list_unjudged(store), interview_id})))


def hold_begun_interviews(ledger: Ledger, now: datetime) -> None:
    """Pause the new interviews that began before the store, and ask about all of them.

    Called after the mailbox was read.
    """
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
        # An interview whose file cannot be read is checked as soon as the file can be.
        ledger.store.set_value(_UNJUDGED, json.dumps(sorted(ids.difference(*(r.ids for r in new_records)))))
    for one in begun:
        log.warning("%s: %s", one.id, BEGUN_BEFORE, extra={"kind": "begun"})


def _list_unjudged(store: Store) -> set[str]:
    return set(json.loads(store.get_value(_UNJUDGED) or "[]"))


def _describe_begun(ledger: Ledger, record: InterviewRecord, now: datetime) -> BegunInterview | None:
    """Return the question about an interview.

    Return None if nothing was due before the store was made, or nothing is left to do.
    """
    config, interview = ledger.config, record.interview
    if _is_own_word(ledger, record) or record.status_at(now).state is InterviewState.CLOSED:
        return None
    conditions = Conditions(jitter_key=ledger.store.key)
    moves = plan_interview(now, config, ledger.history, conditions, interview).moves
    if all(move.verb in (Verb.MISS, Verb.DROP) for move in moves):
        return None
    # The plan as if the interview had been entered in time, and without a date that moves a reminder.
    bare_interview = interview.model_copy(update={"promise": None})
    bare_config = config.model_copy(update={"interviews": [bare_interview]})
    first = plan_interview(now, bare_config, History(), conditions, bare_interview).moves[0]
    if first.due > ledger.history.facts[0].at:
        return None
    return BegunInterview(interview.id, interview.company, name_position(interview.position), first)


def _is_own_word(ledger: Ledger, record: InterviewRecord) -> bool:
    """Return whether the candidate typed in an interview here, or allowed it before the first look at the mailbox.

    They allow it by `resume`, or by an approval: a yes to its mail is also a yes to the interview.
    """
    is_typed = any(ledger.store.get_value(f"{_TYPED}{id_}") for id_ in record.ids)
    if is_typed or any(isinstance(fact, Approved) for fact in record.own_facts):
        return True
    ids = [("id", id_) for id_ in (*record.ids, EVERY)]
    commands = (c for id_ in ids for c in record.index.select_facts(Steered, id_))
    return any(command.command == "resume" for command in commands)


def list_begun(ledger: Ledger, now: datetime) -> list[str]:
    """Return the ids of the interviews that are still paused because of that question."""
    records = (ledger.record_of(i) for i in ledger.config.interviews)
    return [r.interview.id for r in records if awaits_word(r, now)]


def awaits_word(record: InterviewRecord, now: datetime) -> bool:
    """Return whether that question is the only reason why an interview is paused."""
    status = record.status_at(now)
    if status.state is not InterviewState.PAUSED or status.doubts:
        return False
    commands = [fact for fact in reversed(record.own_facts) if isinstance(fact, Steered)]
    pauses = takewhile(lambda command: command.command == "pause", commands)
    reasons = {pause.why for pause in pauses if pause.until is None or pause.until > now}
    return reasons == {BEGUN_BEFORE}


def release_begun(ledger: Ledger, ids: Iterable[str], now: datetime) -> list[str]:
    """Resume those of the interviews that wait for that answer; return their ids."""
    answered_ids = set(ids)
    released = [id_ for id_ in list_begun(ledger, now) if id_ in answered_ids]
    for id_ in released:
        ledger.append(Steered(now, id_, "resume"))
    return released
