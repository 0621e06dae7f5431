"""Lists what the candidate still has to do by hand: a call to make, a letter to post. Pure.

A call sheet that the candidate does not answer is sent again on the next business day. After that the call is missed,
and the cadence goes on. If the person did not pick up, there is another try on the next business day. It counts as the
same reminder. If the candidate does not report that a letter was posted, they are asked on the day by which it should
be posted, and again when a snooze ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.contact_pauses import find_pause
from followupd.journal.memo import memoized
from followupd.journal.states import InterviewState
from followupd.planning.away import extend_span, find_period, skip_periods
from followupd.planning.post import calendar_of
from followupd.planning.shared_calls import list_shared_touches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.cadence import Span
    from followupd.config.model import Config
    from followupd.journal.facts import Done, Taken, Touch
    from followupd.journal.history import History
    from followupd.journal.record import InterviewRecord
    from followupd.planning.business_days import Calendar

MAX_TRIES = 3  # the most tries of a call at which nobody picks up
FINAL_OUTCOMES = ("spoke", "voicemail", "wrong-number", "posted", "done", "skipped")


class Prompt(StrEnum):
    """The kinds of prompts."""

    AGAIN = "again"  # the call sheet again
    MISSED = "missed"  # the call was not made in time
    POSTED = "posted"  # was the letter posted?


@dataclass(frozen=True, slots=True)
class ManualStep:
    """A call or a letter to prompt the candidate about; each prompt has its number."""

    touch: Touch
    prompt: Prompt
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class _OpenSheet:
    """A call or a letter that the candidate has not reported as done."""

    fact: Taken
    touch: Touch
    name: str
    is_letter: bool
    prompt_at: datetime  # UTC: when the candidate is prompted again
    latest: datetime  # UTC: past this, a call is missed
    report_count: int  # how many times the candidate has reported on it
    tries: int


def due_prompts(now: datetime, config: Config, history: History) -> Iterator[ManualStep]:
    """Yield the prompts that are due now; each is sent once, by its number."""
    for record, sheet in _list_asked(now, config, history):
        if sheet.is_letter:
            if sheet.prompt_at <= now:
                yield ManualStep(sheet.touch, Prompt.POSTED, sheet.report_count, sheet.name)
        elif now > sheet.latest:
            yield ManualStep(sheet.touch, Prompt.MISSED, sheet.report_count, sheet.name)
        elif (
            sheet.prompt_at <= now
            and sheet.tries < MAX_TRIES
            and calendar_of(config, record.interview).is_open(now)
        ):
            yield ManualStep(sheet.touch, Prompt.AGAIN, sheet.report_count + 1, sheet.name)


def list_open_steps(
    now: datetime, config: Config, history: History
) -> Iterator[tuple[Touch, str, bool, datetime]]:
    """Yield the calls and letters that wait for the candidate: touch, name, whether a letter, and its latest moment."""
    for _, sheet in _list_asked(now, config, history):
        if sheet.is_letter or now <= sheet.latest:
            yield sheet.touch, sheet.name, sheet.is_letter, sheet.latest


def may_prompt(id_: str, contact: str, now: datetime, config: Config, history: History) -> bool:
    """Return whether calls and letters to a person (by key) are still wanted; `id_` is any id of the interview."""
    records = (record for record in _active_records(now, config, history) if id_ in record.ids)
    return any(contact not in _list_paused_keys(record, now) for record in records)


def _list_asked(
    now: datetime, config: Config, history: History
) -> Iterator[tuple[InterviewRecord, _OpenSheet]]:
    """Yield the open sheets of all active interviews; one call for several interviews is asked about once."""
    wanted_sheets = [
        (record, sheet)
        for record in _active_records(now, config, history)
        for sheet in _wanted_sheets(record, config, now)
    ]
    touches = {sheet.touch for _, sheet in wanted_sheets}
    for record, sheet in wanted_sheets:
        shared_touches = list_shared_touches(history, sheet.fact)
        if next((touch for touch in shared_touches if touch in touches), sheet.touch) == sheet.touch:
            yield record, sheet


def _active_records(now: datetime, config: Config, history: History) -> Iterator[InterviewRecord]:
    """Yield the interviews that neither an answer nor the user has stopped; none while the candidate is away."""
    if history.global_pause(now) or find_period(config, now):
        return
    for interview in config.interviews:
        record = history.record_of(interview, config)
        if record.status_at(now).state is InterviewState.ACTIVE:
            yield record


def _wanted_sheets(record: InterviewRecord, config: Config, now: datetime) -> Iterator[_OpenSheet]:
    """Yield the open sheets of an interview, except those for people whom the candidate has paused."""
    paused_keys = _list_paused_keys(record, now)
    return (sheet for sheet in _open_sheets(record, config) if sheet.touch.contact not in paused_keys)


def _list_paused_keys(record: InterviewRecord, now: datetime) -> frozenset[str]:
    """Return the keys of all people whom the candidate has paused.

    Former leads are included, since a sheet may still be for one of them.
    """
    people = (*record.interview.contacts, *record.removed_contacts)
    paused_people = [person for person in people if find_pause(record, person, now)]
    return frozenset[str]().union(*map(record.contact_keys, paused_people))


@memoized
def _open_sheets(record: InterviewRecord, config: Config) -> tuple[_OpenSheet, ...]:
    """Return the calls and letters that are still to be done."""
    their_calendar = calendar_of(config, record.interview)
    latest_spans = {s.id: s.latest for s in config.steps_of(record.interview)}
    sheets = (f for f in record.taken_facts if f.how == "sheet" and f.touch.step in latest_spans)
    sheet_reports = ((sheet_fact, record.done_facts(sheet_fact.touch)) for sheet_fact in sheets)
    return tuple(
        _make_sheet(config, their_calendar, sheet_fact, latest_spans[sheet_fact.touch.step], reports)
        for sheet_fact, reports in sheet_reports
        if not _is_final(reports)
    )


def _is_final(reports: list[Done]) -> bool:
    return any(report.outcome in FINAL_OUTCOMES for report in reports)


def _make_sheet(
    config: Config, calendar: Calendar, sheet_fact: Taken, latest: Span, reports: list[Done]
) -> _OpenSheet:
    is_letter = sheet_fact.channel is Channel.POST
    prompt_at = _next_prompt_at(calendar, sheet_fact, reports, 2 if is_letter else 1)
    prompt_at = skip_periods(config, calendar, prompt_at)
    is_snoozed = bool(reports) and reports[-1].outcome == "snooze"
    start = prompt_at if is_snoozed else max([sheet_fact.at, *(report.at for report in reports)])
    latest_moment = extend_span(config, calendar, start, calendar.latest_after(start, latest), latest)
    tries = sum(report.outcome == "no-answer" for report in reports)
    return _OpenSheet(
        sheet_fact,
        sheet_fact.touch,
        sheet_fact.name,
        is_letter,
        prompt_at,
        latest_moment,
        len(reports),
        tries,
    )


def _next_prompt_at(calendar: Calendar, sheet_fact: Taken, reports: list[Done], days: int) -> datetime:
    """Return when the candidate is asked again: `days` after the sheet, a day after a try, or when the snooze ends."""
    if not reports:
        return _opening_after(calendar, sheet_fact.at, days)
    last_report = reports[-1]
    if last_report.outcome == "snooze":
        wait = timedelta(days=int(last_report.note or 1))
        return calendar.next_open(calendar.opening_of(calendar.local_date(last_report.at + wait)))
    return _opening_after(calendar, last_report.at, 1)


def _opening_after(calendar: Calendar, at: datetime, count: int) -> datetime:
    return calendar.opening_of(calendar.business_day_after(calendar.local_date(at), count))
