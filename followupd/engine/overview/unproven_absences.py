"""Lists the out-of-office notes without proof. Each is a question to the candidate while it moves a reminder. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.journal.command_facts import Instructed
from followupd.journal.states import InterviewState
from followupd.planning.post import calendar_of
from followupd.planning.shifting_rules import UNDATED_ABSENCE_DAYS, list_counting_absences
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Received
    from followupd.journal.history import History
    from followupd.planning.business_days import Calendar


@dataclass(frozen=True, slots=True)
class OpenAbsence:
    """An out-of-office note for which the candidate has not said whether it is true."""

    contact: Contact
    mail: Received


def list_open_absences(
    config: Config, history: History, interview: Interview, now: datetime
) -> Iterator[OpenAbsence]:
    """Yield the open questions of an active interview, one for each person."""
    record = history.record_of(interview, config)
    if record.status_at(now).state is not InterviewState.ACTIVE:
        return
    calendar = calendar_of(config, interview)
    for contact in interview.met_people:
        notes = [note for note in list_counting_absences(record, contact) if not note.authenticated]
        if notes and not _is_over(calendar, notes[-1], now) and not _is_confirmed(history, notes[-1]):
            yield OpenAbsence(contact, notes[-1])


def _is_over(calendar: Calendar, note: Received, now: datetime) -> bool:
    """Return whether the person is back by the date of the note, so that it moves nothing any more."""
    received_day = calendar.local_date(min(note.received, note.at))
    last_day = note.return_date or calendar.business_day_after(received_day, UNDATED_ABSENCE_DAYS)
    return calendar.local_date(now) > last_day


def _is_confirmed(history: History, note: Received) -> bool:
    """Return whether the candidate answered yes: by mail, at a terminal or on the page."""
    key = make_notice_key(note)
    words = (fact for fact in history.facts if isinstance(fact, Instructed) and fact.answer == "did")
    return any(fact.verb == "yes" and fact.about.endswith(key) for fact in words)
