"""Finds interviews that may be a former one under another name and date; the user decides. Pure.

An interview is recognised by its name or its date. If both change between two looks, nothing shows whether it is the
former one or another round. An interview that was closed or paused, or whose people were thanked, must not start again
under another name. So the new one is paused, and the user is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP
from followupd.engine.notifying.notifier import notify
from followupd.engine.safety.begun_interviews import note_new_interview
from followupd.journal.facts import Steered
from followupd.writing.notices.rename_notices import (
    ask_about_likeness,
    describe_new_date,
    describe_same_name,
    describe_takeover,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Noted
    from followupd.journal.history import History
    from followupd.writing.language.words import Words
    from followupd.writing.notices.notices import Notice

MAX_DATE_SHIFT = timedelta(days=21)  # dates further apart are not a correction


def note_interviews(ledger: Ledger, now: datetime) -> None:
    """Record each interview once, and again if it has changed. That record is used to recognise a renamed file."""
    history, config = ledger.history, ledger.config
    for interview in config.interviews:
        if snapshot := history.record_of(interview, config).new_snapshot:
            fact = replace(snapshot, at=now)
            if history.identities.last_snapshot(interview.id) is None:
                _note_new_interview(ledger, interview, fact)
            else:
                ledger.append(fact)
    for find_notices in (warn_of_takeover, warn_of_new_date):
        for notice in find_notices(ledger.words, history, config):
            notify(ledger, notice, now)


def _note_new_interview(ledger: Ledger, interview: Interview, fact: Noted) -> None:
    former_id = find_former_id(ledger.history, ledger.config, interview, ledger.unreadable_ids, fact.at)
    with ledger.transaction():
        if ledger.record_of(interview).ids == {interview.id}:
            note_new_interview(ledger.store, interview.id)
        ledger.append(fact)
        if former_id:
            ledger.append(build_pause(interview, former_id, fact.at))
            notify(ledger, ask_about_likeness(ledger.words, interview.id, former_id), fact.at)


def find_former_id(
    history: History, config: Config, interview: Interview, unreadable_ids: frozenset[str], now: datetime
) -> str | None:
    """Return the id of a removed interview that may be this one, or None.

    There is none if this interview is still to come. `unreadable_ids`: the ids of files that exist but cannot be read;
    those were not removed.
    """
    has_known_past = len(history.record_of(interview, config).ids) > 1
    if has_known_past or interview.start_time > now:
        return None
    used_ids = unreadable_ids | config.interview_ids
    for fact in reversed(history.identities.snapshots_with_any(interview.lead.addresses)):
        is_near = abs(fact.starts - interview.start_time) <= MAX_DATE_SHIFT
        is_gone = is_near and fact.interview not in used_ids and _has_begun(history, fact.interview)
        if is_gone and not _has_heir(history, config, fact.interview):
            return fact.interview
    return None


def _has_begun(history: History, interview: str) -> bool:
    commands = history.index.select_facts(Steered, ("id", interview))
    return bool(commands) or bool(history.past_steps(frozenset({interview})))


def _has_heir(history: History, config: Config, former_id: str) -> bool:
    """Return whether an interview of the configuration had that id before."""
    return any(former_id in history.record_of(i, config).ids for i in config.interviews)


def warn_of_takeover(words: Words, history: History, config: Config) -> Iterator[Notice]:
    """Yield a notice for each interview for which steps under another name count, if that may surprise."""
    for interview in config.interviews:
        for id_, reason in sorted(history.record_of(interview, config).links.items()):
            if id_ != interview.id and id_ in config.interview_ids:
                yield describe_same_name(words, interview.id, id_, reason)
            elif not reason.is_certain:
                yield describe_takeover(words, interview.id, id_, reason)


def warn_of_new_date(words: Words, history: History, config: Config) -> Iterator[Notice]:
    """Yield a notice for each interview that took steps and now has a later date, since it may be another round."""
    for interview in config.interviews:
        facts = history.record_of(interview, config).taken_facts
        if any(f.at < interview.start_time and f.touch.step != FAREWELL_STEP.id for f in facts):
            start = interview.start_time.astimezone(interview.time_zone)
            yield describe_new_date(words, interview.id, start)


def build_pause(interview: Interview, former_id: str, now: datetime) -> Steered:
    """Return the pause that holds the interview until the user has decided which one it is."""
    return Steered(
        now, interview.id, "pause", why=f"it may be {former_id} under another name and date, or another round"
    )
