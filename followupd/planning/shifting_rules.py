"""The rules that move a reminder: a promise, an absence, a pause, and the week between reminders. Pure.

Such a hold has the moment when it ends. The latest moment of the reminder moves as well, so that it is not missed in
the meantime.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.planning.contact_pause import hold_after_contact_pause
from followupd.planning.context import Hold, Rule, TouchContext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from followupd.config.interview import Contact
    from followupd.journal.facts import Received
    from followupd.journal.record import InterviewRecord

WEEK = timedelta(days=7)
GRACE_DAYS = 1  # business days after a promised date
UNDATED_ABSENCE_DAYS = 7  # business days for which an absence without a date holds
MAX_ABSENCES = 2  # the most absences of a person that shift their reminders


def hold_for_promise(context: TouchContext) -> Hold | None:
    """The company promised a date: no reminder before it and a day of grace."""
    day = context.record.promised_date or context.interview.promise
    if day is None:
        return None
    opening = context.calendar.opening_of(context.calendar.business_day_after(day, GRACE_DAYS))
    return Hold(Rule.PROMISE, f"they said they would decide by {day:%-d %B}", opening)


def list_counting_absences(record: InterviewRecord, contact: Contact) -> list[Received]:
    """Return the out-of-office notes that move the reminders to a person, oldest first."""
    # Two notes with the same day are one absence. A note that is read again, after a new date, counts once.
    notes_by_day = {n.return_date or n.message_id or n.received: n for n in record.absences_of(contact)}
    return list(notes_by_day.values())[:MAX_ABSENCES]


def hold_for_absence(context: TouchContext) -> Hold | None:
    """The person is away: no reminder before their second day back."""
    notes = list_counting_absences(context.record, context.contact)
    if not notes:
        return None
    # A note with a day replaces earlier ones without a day.
    notes = [note for note in notes if note.return_date or note is notes[-1]]
    # The server's clock may be ahead, and no mail was received after it was read.
    return_times = [
        (_return_time(context, note.return_date, min(note.received, note.at)), note) for note in notes
    ]
    until, note = max(return_times, key=lambda pair: pair[0])
    period = f"until {note.return_date:%-d %B}" if note.return_date else "without saying until when"
    return Hold(Rule.ABSENCE, f"{context.contact.shown_name} is away {period}", until)


def hold_after_release(context: TouchContext) -> Hold | None:
    """After a pause, nothing is due before its end."""
    for pause_end in context.history.global_pause_ends():
        context.now.watch(pause_end)
    end_times = [
        end for end in (context.status.released_at, context.history.global_release(context.now.at)) if end
    ]
    return Hold(Rule.RELEASE, "it was paused", max(end_times)) if end_times else None


def hold_for_budget(context: TouchContext) -> Hold | None:
    """Rule 3: one reminder a week for the whole company, whoever sent it."""
    past_reminders = context.record.reminders
    if not past_reminders:
        return None
    last_reminder = past_reminders[-1]
    tense = "arrives about" if context.now.is_before(last_reminder.at) else "was on"
    return Hold(
        Rule.BUDGET,
        f"{last_reminder.description} {tense} {_format_day(last_reminder.at)}; one reminder a week",
        last_reminder.at + WEEK,
    )


SHIFTING_RULES = (
    hold_for_promise, hold_for_absence, hold_after_release, hold_after_contact_pause, hold_for_budget,
)  # fmt: skip


def shifting_holds(context: TouchContext) -> Iterator[Hold]:
    """Yield the holds that move a reminder, each with the moment when it ends."""
    for check in SHIFTING_RULES:
        hold = check(context)
        if hold and hold.lifts_at:
            yield hold


@lru_cache(maxsize=256)
def _format_day(at: datetime) -> str:
    return f"{at:%-d %B}"


def _return_time(context: TouchContext, day: date | None, received_at: datetime) -> datetime:
    if day is None:
        day = context.calendar.business_day_after(
            context.calendar.local_date(received_at), UNDATED_ABSENCE_DAYS
        )
        return context.calendar.opening_of(day)
    return context.calendar.opening_of(context.calendar.business_day_after(day, 1))
