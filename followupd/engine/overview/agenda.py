"""Lists what is to come as calendar entries: calls, letters, mails, holds and promised dates. Pure.

The entries are made from the moves of the planner and from the journal, as `plan` shows them. The key of an entry stays
the same while it is about the same thing. So a calendar program moves the entry and does not make a second one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.states import InterviewState
from followupd.planning.manual_steps import list_open_steps
from followupd.planning.moves import Verb
from followupd.writing.language.reasons import explain
from followupd.writing.sheets import agenda_titles as titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Taken
    from followupd.journal.history import History
    from followupd.planning.moves import InterviewPlan, Move
    from followupd.writing.language.words import Words

CALL_LENGTH = timedelta(minutes=30)
MAIL_LENGTH = timedelta(minutes=5)
_PLANNED_VERBS = (Verb.WAIT, Verb.SEND, Verb.REHEARSE)


class EntryKind(StrEnum):
    """The subject of an entry."""

    CALL = "call"
    LETTER = "letter"
    MAIL = "mail"
    HOLD = "hold"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One calendar entry.

    `begin` is an instant in UTC, or a date for an entry that lasts all day; then `end` is None.
    """

    key: str
    kind: EntryKind
    title: str
    begin: datetime | date
    end: datetime | None = None
    note: str = ""


def list_agenda(
    config: Config, history: History, plans: Sequence[InterviewPlan], now: datetime, words: Words
) -> list[AgendaEntry]:
    """Return the entries of all interviews that are not closed, in the order of the configuration."""
    interviews = {i.id: i for i in config.interviews}
    entries = list(_open_step_entries(config, history, now, words))
    for plan in plans:
        interview = interviews.get(plan.interview)
        if interview and plan.status.state is not InterviewState.CLOSED:
            entries += _planned_entries(interview, plan, words)
            entries += _hold_entries(config, interview, plan, now, words)
            entries += _promise_entries(config, history, interview, now, words)
    return entries


def _open_step_entries(
    config: Config, history: History, now: datetime, words: Words
) -> Iterator[AgendaEntry]:
    """Yield the calls and letters that wait for the candidate now."""
    interviews = {i.id: i for i in config.interviews}
    for touch, name, is_letter, latest in list_open_steps(now, config, history):
        company = interviews[touch.interview].company
        if is_letter:
            today = now.astimezone(config.candidate.time_zone).date()
            yield AgendaEntry(
                str(touch),
                EntryKind.LETTER,
                titles.title_letter(words, name, company),
                today,
                note=titles.advise_report(words),
            )
        else:
            sheet = _find_sheet(
                history.record_of(interviews[touch.interview], config).taken_facts, str(touch)
            )
            begin = min(sheet.at, latest - CALL_LENGTH) if sheet else latest - CALL_LENGTH
            yield AgendaEntry(
                str(touch),
                EntryKind.CALL,
                titles.title_call(words, name, company),
                begin,
                latest,
                titles.advise_report(words),
            )


def _find_sheet(taken_facts: Sequence[Taken], touch_id: str) -> Taken | None:
    return next((f for f in reversed(taken_facts) if str(f.touch) == touch_id), None)


def _planned_entries(interview: Interview, plan: InterviewPlan, words: Words) -> Iterator[AgendaEntry]:
    for move in plan.moves:
        if move.verb in _PLANNED_VERBS:
            yield _describe_move(interview, move, words)


def _describe_move(interview: Interview, move: Move, words: Words) -> AgendaEntry:
    name, company, key = move.contact_name, interview.company, str(move.touch)
    note = explain(words, move.why)
    if move.channel is Channel.PHONE:
        return AgendaEntry(
            key,
            EntryKind.CALL,
            titles.title_call(words, name, company),
            move.due,
            move.due + CALL_LENGTH,
            note,
        )
    if move.postal_dates:
        return AgendaEntry(
            key,
            EntryKind.LETTER,
            titles.title_letter(words, name, company),
            move.postal_dates.post_by,
            note=note,
        )
    title = titles.title_mail(words, move.touch.step, name, company)
    return AgendaEntry(key, EntryKind.MAIL, title, move.due, move.due + MAIL_LENGTH, note)


def _hold_entries(
    config: Config, interview: Interview, plan: InterviewPlan, now: datetime, words: Words
) -> Iterator[AgendaEntry]:
    """Yield the first touch under each reason for a hold; the others with that reason wait for the same thing."""
    reasons: set[str] = set()
    for move in plan.moves:
        if move.verb is not Verb.HOLD or move.why in reasons:
            continue
        reasons.add(move.why)
        title = titles.title_hold(words, move.touch.step, move.contact_name, interview.company)
        # What goes on when the hold lifts may have its moment later that day.
        lifts_at = max(move.lifts_at, move.due) if move.lifts_at else None
        today = now.astimezone(config.candidate.time_zone).date()
        yield AgendaEntry(
            str(move.touch),
            EntryKind.HOLD,
            title,
            lifts_at or today,
            lifts_at + MAIL_LENGTH if lifts_at else None,
            explain(words, move.why),
        )


def _promise_entries(
    config: Config, history: History, interview: Interview, now: datetime, words: Words
) -> Iterator[AgendaEntry]:
    day = history.record_of(interview, config).promised_date or interview.promise
    if day and day >= now.astimezone(config.candidate.time_zone).date():
        title = titles.title_promise(words, interview.company)
        yield AgendaEntry(f"{interview.id}/promise", EntryKind.PROMISE, title, day)
