"""Decides which touches wait for the candidate's approval, and plans the mail of thanks after a rejection. Pure.

A touch waits if the configuration asks for it; the mail after a rejection always waits. By default the first mail to a
person waits if anything about it is unsure. An approval is for the text that the candidate read: the sender compares
its digest before a mail is sent. A close or further mail ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.config.interview import ContactRole
from followupd.config.role_mailboxes import is_role_mailbox
from followupd.journal.command_facts import Instructed
from followupd.journal.debriefs import find_told_fact
from followupd.journal.draft_record import draft_facts, last_draft, state_of
from followupd.journal.draft_states import DraftState
from followupd.journal.facts import Received, Touch
from followupd.journal.own_names import find_other_spelling
from followupd.journal.returned_mails import list_arrived_facts
from followupd.journal.states import InterviewState
from followupd.planning import rules, shifting_rules
from followupd.planning.away import hold_if_away, move_behind_period
from followupd.planning.contact_pause import hold_for_contact_pause
from followupd.planning.context import Hold, Rule, TextReport, TouchContext
from followupd.planning.draft_review import hold_for_draft, is_reviewed, note_draft
from followupd.planning.timing import format_local

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Approved, Steered
    from followupd.journal.record import InterviewRecord
    from followupd.planning.moves import Move

_EDITED_BEFORE = "you may have changed its draft before they answered, or before a pause"
_DECLINED_WORDS = "you answered no, or in other words, after its time was over; "
_OTHER_WORDS = "its words are others than those that you approved; "


def needs_approval(
    config: Config, record: InterviewRecord, step: Step, contact: Contact, report: TextReport | None = None
) -> bool:
    """Return whether a touch may be sent only with the candidate's approval.

    `report`: the lint's report on its text, if that was checked.
    """
    if step is FAREWELL_STEP or step.channel is not Channel.EMAIL:
        return step is FAREWELL_STEP
    if _needs_fresh_word(record, step, contact):
        return True
    if is_reviewed(config, step) and state_of(last_draft(record, step.id, contact)) is DraftState.REFUSED:
        return True  # the mailbox allows no draft
    mode = config.sending.approve
    if mode in ("none", "all") or has_had_mail(record, contact):
        return mode == "all"
    if mode != "unsure" or report is None:
        return True
    return _is_edited_draft(record, step, contact, report) or bool(find_doubts(record, step, contact, report))


def _needs_fresh_word(record: InterviewRecord, step: Step, contact: Contact) -> bool:
    """Return whether the mail needs a new approval, whatever the files say."""
    is_away = step.is_reminder and is_return_unknown(record, contact)
    return is_away or has_declined_words(record, step, contact)


def has_had_mail(record: InterviewRecord, contact: Contact) -> bool:
    """Return whether a mail of the follow-up reached the person before. A mail that came back did not."""
    return any(
        t.channel is Channel.EMAIL and (t.touch.contact == contact.key or t.address in contact.addresses)
        for t in list_arrived_facts(record)
    )


def find_doubts(record: InterviewRecord, step: Step, contact: Contact, report: TextReport) -> tuple[str, ...]:
    """Return what is unsure about a first mail, each as a sentence.

    If nothing is unsure, the mail may be sent without a question.
    """
    doubts: list[str] = []
    if is_role_mailbox(contact.email):
        doubts.append(f"{contact.email} is a mailbox of a department, and perhaps of nobody you met")
    if signed_name := find_other_spelling(record, contact):
        doubts.append(f"you write {contact.name}, and their own mail says {signed_name}; which is right?")
    if not report.is_own and (told_fact := find_told_fact(record, contact)):
        doubts.append(f"what you and {contact.given_name} talked about is from your answer: “{told_fact}”")
    elif not (contact.fact or report.is_own or contact.role is ContactRole.AGENCY):
        doubts.append(f"it says nothing that only you and {contact.given_name} talked about")
    if _is_edited_draft(record, step, contact, report) and record.approval_of(step.id, contact) is None:
        doubts.append(_EDITED_BEFORE)
    return (*doubts, *report.doubts)


def _is_edited_draft(record: InterviewRecord, step: Step, contact: Contact, report: TextReport) -> bool:
    """Return whether the text is that of an edited draft. An edit approves the text, until an answer or a pause."""
    edits = (fact for fact in draft_facts(record, step.id, contact) if fact.state is DraftState.EDITED)
    return report.is_own and any(edits)


def is_return_unknown(record: InterviewRecord, contact: Contact) -> bool:
    """Return whether the person's last out-of-office note named no day, and no mail was sent to them since.

    Then the user is asked.
    """
    notes = record.absences_of(contact)[: shifting_rules.MAX_ABSENCES]
    if not notes or notes[-1].return_date:
        return False
    return not any(
        taken.channel is Channel.EMAIL and taken.at > notes[-1].at
        for taken in record.taken_facts
        if taken.touch.contact == contact.key or taken.address in contact.addresses
    )


def has_declined_words(record: InterviewRecord, step: Step, contact: Contact) -> bool:
    """Return whether the candidate answered an approval with no or with another text, but too late for that mail.

    If they reopen the step, it would be sent with a text that they have not approved.
    """
    keys = record.contact_keys(contact) | {contact.key}
    answers = (f for f in record.own_facts if isinstance(f, Instructed) and f.answer == "refused")
    notices = (f.about.split("/") for f in answers if f.verb in ("edit", "no"))
    return any(
        kind == "approve" and rest[1:2] == [step.id] and not keys.isdisjoint(rest[2:3])
        for kind, *rest in notices
    )


def current_approval(context: TouchContext) -> Approved | None:
    """Return the approval of a touch that is in force."""
    return context.record.approval_of(context.step.id, context.contact)


def hold_for_approval(context: TouchContext) -> Hold | None:
    """Hold a mail whose text the candidate wants to read first."""
    assumed_report = TextReport("") if context.conditions.assume_checked else None
    report = context.conditions.text_reports.get(context.touch, assumed_report)
    if not needs_approval(context.config, context.record, context.step, context.contact, report):
        return None
    approval = current_approval(context)
    if approval and is_of_words(approval, report):
        return None
    command = f"followupd approve {context.interview.id} {context.step.id}"
    reason = _OTHER_WORDS if approval else _explain_approval(context, report)
    return Hold(Rule.APPROVAL, f"{reason}it goes out only with your approval: {command}")


def is_of_words(approval: Approved, report: TextReport | None) -> bool:
    """Return whether an approval is for the text that was written last.

    Before a text is written, every approval counts.
    """
    return report is None or report.digest in ("", approval.digest)


def _explain_approval(context: TouchContext, report: TextReport | None) -> str:
    """Return why an approval is needed, unless the configuration asks for one for every mail."""
    contact = context.contact
    if context.step.is_reminder and is_return_unknown(context.record, contact):
        deputy = context.record.absences_of(contact)[-1].deputy
        meanwhile = f"it refers to {deputy} meanwhile; " if deputy else ""
        return f"{contact.shown_name} was away and named no day of return; {meanwhile}"
    if has_declined_words(context.record, context.step, contact):
        return _DECLINED_WORDS
    if context.step is FAREWELL_STEP or context.config.sending.approve != "unsure":
        return ""
    if report is None:
        return "its words were not checked yet; if anything about them is unsure, "
    return f"{'; '.join(find_doubts(context.record, context.step, contact, report))}; "


def explain_lateness(context: TouchContext, latest: datetime) -> Hold:
    """Return why a touch is missed: the candidate was asked and did not approve it, or its latest moment is past."""
    latest_text = format_local(latest, context.interview.time_zone)
    was_asked = context.touch in context.conditions.text_reports
    if was_asked and hold_for_approval(context):
        return Hold(Rule.APPROVAL, f"you did not approve it before {latest_text}")
    return Hold(Rule.LATEST, f"its latest moment was {latest_text}")


def hold_when_due(context: TouchContext) -> Hold | None:
    """Return the hold on a touch that is due: an absence, a missing approval, its draft, or a closed window."""
    return rules.first_hold(context, (hold_if_away, hold_for_approval, hold_for_draft, *rules.MOMENT_RULES))


def note_review(context: TouchContext, move: Move) -> Move:
    """Return a move with a note on its draft in the Drafts folder."""
    if not is_reviewed(context.config, context.step):
        return move
    return note_draft(context, move, needs_word=hold_for_approval(context) is not None)


# A rejection has ended the cadence, so `closed` and `answered` do not hold this mail; all other rules do.
FAREWELL_RULES = (
    hold_for_approval,
    rules.hold_for_config,
    rules.hold_for_pause,
    rules.hold_for_halt,
    hold_for_contact_pause,
    rules.hold_for_unknown,
    rules.hold_for_address,
    rules.hold_after_failure,
)


@dataclass(frozen=True, slots=True)
class Farewell:
    """The mail of thanks after a rejection."""

    context: TouchContext
    rejected_at: datetime  # from then on the mail may be sent
    approved_at: datetime | None

    @property
    def due(self) -> datetime:
        """When the mail may be sent: in the next window in which the candidate is not away."""
        return move_behind_period(self.context, self.context.calendar.next_open(self.rejected_at))[0]

    @property
    def latest_start(self) -> datetime:
        """The moment from which its latest moment is counted."""
        return move_behind_period(self.context, self.approved_at or self.due)[0]


def find_farewell(base: TouchContext) -> Farewell | None:
    """Return the mail after a rejection; None if there is none, or if the candidate wrote to the person since."""
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
    """Return the person to thank: who wrote the rejection, if the candidate met them; else the lead."""
    contact_key = rejection.contact if isinstance(rejection, Received) else None
    return next((c for c in interview.met_people if c.key == contact_key), interview.lead)
