"""Plans an interview that was entered late: its plan begins with the step that is due then. Pure.

A person who installs followupd already has active applications. Within a week of the interview the mails of thanks are
still sent, late. After that the plan begins with the check-in. A last note is never the first mail that a person gets.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel, Span, Unit
from followupd.journal.memo import memoized
from followupd.journal.returned_mails import list_arrived_facts
from followupd.planning.context import Hold, Rule, TouchContext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact
    from followupd.journal.record import InterviewRecord
    from followupd.planning.business_days import Calendar

LAST_NOTE = "last-note"  # template of the last mail of the playbook
_ENTRY_GRACE = Span(1, Unit.BUSINESS_DAYS)  # an interview that is entered within this is not late
_LATE_THANKS = timedelta(days=7)  # for this time after the interview, a mail of thanks is worth sending


@memoized
def find_late_start(record: InterviewRecord, calendar: Calendar) -> datetime | None:
    """Return when (UTC) an interview was entered, if that was late; None if it was in time, or was not seen yet."""
    end_time = record.interview.end_time
    noted_at = record.history.identities.first_noted_at(record.ids)
    is_late = noted_at is not None and noted_at > calendar.latest_after(end_time, _ENTRY_GRACE)
    return noted_at if is_late else None


@memoized
def find_thanks_start(record: InterviewRecord, contact: Contact, calendar: Calendar) -> datetime:
    """Return the moment from which a mail of thanks counts.

    That is the interview's end, or a late entry within the week after it. A person who was added to the file later
    counts as entered then; but not in the place of somebody else, who may be the same person and was thanked.
    """
    end_time = record.interview.end_time
    late_start = find_late_start(record, calendar)
    identities = record.history.identities
    added_at = identities.person_noted_at(record.ids, contact)
    if identities.has_replaced_somebody(record.ids, contact):
        added_at = None
    if added_at is not None and added_at > calendar.latest_after(end_time, _ENTRY_GRACE):
        late_start = max(added_at, late_start) if late_start else added_at
    if late_start and late_start <= end_time + _LATE_THANKS:
        return late_start
    return end_time


def find_first_step(steps: Sequence[Step]) -> Step | None:
    """Return the reminder with which a late plan begins: the first one that is a mail, but not a last note."""
    reminders = (s for s in steps if s.is_reminder and s.channel is Channel.EMAIL)
    return next((s for s in reminders if s.template_name != LAST_NOTE), None)


def hold_lone_last_note(context: TouchContext) -> Hold | None:
    """Hold a last note until another mail has reached that person."""
    is_last_note = context.step.template_name == LAST_NOTE and context.step.channel is Channel.EMAIL
    if not is_last_note or _has_earlier_mail(context):
        return None
    return Hold(
        Rule.FIRST_MAIL,
        f"it would be the first mail that {context.contact.shown_name} gets: a farewell alone",
    )


def _has_earlier_mail(context: TouchContext) -> bool:
    record, contact = context.record, context.contact
    identifiers = record.identifiers_of(contact)
    was_sent = any(
        f.channel is Channel.EMAIL and not identifiers.isdisjoint((f.touch.contact, f.address))
        for f in list_arrived_facts(record)
    )
    return was_sent or record.own_mail_to(contact) is not None
