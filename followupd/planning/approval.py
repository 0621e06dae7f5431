"""Which touches wait for the candidate's approval, and the note of thanks after a rejection. Pure.

A touch waits where the configuration says so; the note after a rejection always waits. An approval is for the text that
the candidate read: the sender compares its digest before anything leaves. A close or further mail ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.config.interview import ContactRole
from followupd.journal.facts import Received, Touch
from followupd.journal.states import InterviewState
from followupd.planning import rules
from followupd.planning.context import Hold, Rule, TouchContext

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Approved, Steered
    from followupd.journal.record import InterviewRecord


def needs_approval(config: Config, record: InterviewRecord, step: Step, contact: Contact) -> bool:
    """Say whether a touch may go out only with the candidate's approval."""
    if step is FAREWELL_STEP:
        return True
    if step.channel is Channel.EMAIL and step.is_reminder and is_return_unknown(record, contact):
        return True
    if step.channel is not Channel.EMAIL or config.sending.approve == "none":
        return False
    return config.sending.approve == "all" or not any(
        t.channel is Channel.EMAIL and (t.touch.contact == contact.key or t.address in contact.addresses)
        for t in record.taken_facts
    )


def is_return_unknown(record: InterviewRecord, contact: Contact) -> bool:
    """Say whether the person's last note of absence named no day, and no mail was sent to them since: the user is asked."""
    notes = record.absences_of(contact)[: rules.MAX_ABSENCES]
    if not notes or notes[-1].return_date:
        return False
    return not any(
        taken.channel is Channel.EMAIL and taken.at > notes[-1].at
        for taken in record.taken_facts
        if taken.touch.contact == contact.key or taken.address in contact.addresses
    )


def current_approval(context: TouchContext) -> Approved | None:
    """Return the approval of a touch that is in force."""
    return context.record.approval_of(context.step.id, context.contact)


def hold_for_approval(context: TouchContext) -> Hold | None:
    """The candidate wants to read the text first."""
    if not needs_approval(context.config, context.record, context.step, context.contact):
        return None
    if current_approval(context):
        return None
    command = f"followupd approve {context.interview.id} {context.step.id}"
    is_away = context.step.is_reminder and is_return_unknown(context.record, context.contact)
    reason = f"{context.contact.name} was away and named no day of return; " if is_away else ""
    return Hold(Rule.APPROVAL, f"{reason}it goes out only with your approval: {command}")


# A rejection has ended the cadence, so `closed` and `answered` do not hold the note; all other rules do.
FAREWELL_RULES = (
    hold_for_approval,
    rules.hold_for_config,
    rules.hold_for_pause,
    rules.hold_for_halt,
    rules.hold_for_unknown,
    rules.hold_for_address,
    rules.hold_after_failure,
)


@dataclass(frozen=True, slots=True)
class Farewell:
    """The note of thanks after a rejection."""

    context: TouchContext
    rejected_at: datetime  # the note may go out from then on
    approved_at: datetime | None


def find_farewell(base: TouchContext) -> Farewell | None:
    """Return the note after a rejection; None if there is none, or if somebody wrote to them since."""
    rejection = find_rejection(base.record, base.status.state)
    if rejection is None:
        return None
    contact = farewell_contact(base.interview, rejection)
    outcomes = (base.record.outcome_of(FAREWELL_STEP.id, c) for c in base.interview.contacts)
    rejection_time = rejection.received if isinstance(rejection, Received) else rejection.at
    if any(outcomes) or base.record.own_mail_to(contact, rejection_time):
        return None
    context = base.for_touch(FAREWELL_STEP, contact, Touch(base.interview.id, FAREWELL_STEP.id, contact.key))
    approval_fact = current_approval(context)
    return Farewell(context, rejection.at, approval_fact.at if approval_fact else None)


def find_rejection(record: InterviewRecord, state: InterviewState) -> Received | Steered | None:
    """Return the rejection, if it ended the cadence."""
    is_over = state in (InterviewState.ANSWERED, InterviewState.CLOSED)
    return record.rejection if is_over else None


def farewell_contact(interview: Interview, rejection: Received | Steered) -> Contact:
    """Return who is thanked: the person who wrote the rejection, if the candidate met them; else the lead."""
    contact_key = rejection.contact if isinstance(rejection, Received) else None
    met_people = (c for c in interview.contacts if c.role is not ContactRole.HELPED)
    return next((c for c in met_people if c.key == contact_key), interview.lead)
