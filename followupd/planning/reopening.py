"""Decides which touches may be reopened: by the candidate's command, or by themselves after a bounce. Pure.

If a touch was missed, skipped or refused, nobody got its mail. A touch that was taken is reopened only if a bounce
names that very mail. Without a command a mail is written again if its address was corrected after the bounce, and the
mail is still worth sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.journal.facts import Settled, Steered, Taken, Touch, Uncertain
from followupd.journal.returned_mails import find_bounce, has_failed_mails
from followupd.journal.states import InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact
    from followupd.config.model import Config
    from followupd.journal.record import InterviewRecord
    from followupd.journal.touch_results import TouchOutcome

WORTH_SENDING = timedelta(
    days=7
)  # for this long after its first attempt a mail is written again without a command
_OPEN_STATES = (InterviewState.ACTIVE, InterviewState.PAUSED)


@dataclass(frozen=True, slots=True)
class ReturnedTouch:
    """A mail that did not arrive, and the address that the file now has."""

    touch: Touch
    outcome: Taken | Settled
    name: str
    former_address: str
    address: str

    @property
    def returned_id(self) -> str:
        """The Message-ID of the mail that came back; empty if the server refused it."""
        return find_returned_id(self.outcome)


def find_returned_id(outcome: TouchOutcome | None) -> str:
    """Return the Message-ID of a touch that was taken; empty for any other outcome."""
    return next(iter(outcome.message_ids), "") if isinstance(outcome, Taken) else ""


def find_obstacle(record: InterviewRecord, config: Config, step: Step, contact: Contact) -> str | None:
    """Return why a step cannot be reopened for a person, as a sentence; None if it can."""
    if why := _explain_outcome(record, step, contact):
        return why
    if step.is_reminder and contact.key != record.interview.lead.key:
        return f"{step.id} goes to {record.interview.lead.shown_name} alone"
    if later_step := _find_later_step(record, config, step):
        return f"{later_step} has gone out since, and {step.id} would come after it"
    if step.channel is Channel.EMAIL and (why := record.history.why_undeliverable(contact)):
        return f"{why}; first correct the address in interviews/{record.interview.id}.yaml"
    return None


def _explain_outcome(record: InterviewRecord, step: Step, contact: Contact) -> str | None:
    """Return why the outcome of a step prevents reopening it; None if it does not."""
    outcome, label = record.outcome_of(step.id, contact), f"{step.id} to {contact.shown_name}"
    match outcome:
        case None:
            return f"{label} is open: followupd why {record.interview.id} says what it waits for"
        case Uncertain():
            return (
                f"nobody can say whether {label} was accepted; look, then"
                f" followupd resolve {record.interview.id} {step.id} --sent or --resend"
            )
        case Taken() if find_bounce(record, outcome) is None:
            return f"{label} was taken on {outcome.at:%-d %B}, and nothing goes out twice"
    return None


def _find_later_step(record: InterviewRecord, config: Config, step: Step) -> str | None:
    """Return the first reminder after a reminder that was taken, or may have been; None if there is none."""
    steps = [s for s in config.steps_of(record.interview) if s.is_reminder]
    later_steps = steps[steps.index(step) + 1 :] if step in steps else []
    outcomes = ((s.id, record.outcome_of(s.id, record.interview.lead)) for s in later_steps)
    return next((id_ for id_, outcome in outcomes if isinstance(outcome, Taken | Uncertain)), None)


def find_returned_touches(record: InterviewRecord, config: Config, now: datetime) -> Iterator[ReturnedTouch]:
    """Yield the mails that are written again without a command.

    They did not arrive, and their address was corrected.
    """
    if not has_failed_mails(record) or record.status_at(now).state not in _OPEN_STATES:
        return
    interview = record.interview
    for step in (s for s in config.steps_of(interview) if s.channel is Channel.EMAIL):
        for contact in (interview.lead,) if step.is_reminder else interview.contacts:
            outcome = record.outcome_of(step.id, contact)
            if not isinstance(outcome, Taken | Settled) or not _is_correction(record, outcome, contact, now):
                continue
            if find_obstacle(record, config, step, contact) is None:
                touch = Touch(interview.id, step.id, contact.key)
                yield ReturnedTouch(touch, outcome, contact.shown_name, outcome.address, contact.email)


def _is_correction(
    record: InterviewRecord, outcome: Taken | Settled, contact: Contact, now: datetime
) -> bool:
    """Return whether the address was corrected while the mail is still worth sending."""
    is_fresh = now - _find_first_attempt(record, outcome) <= WORTH_SENDING
    return is_fresh and _is_corrected(record, outcome, contact)


def _find_first_attempt(record: InterviewRecord, outcome: Taken | Settled) -> datetime:
    """Return when a mail was first sent, since its outcome may have become known days later."""
    doubts = (f for f in record.own_facts if isinstance(f, Uncertain) and f.touch == outcome.touch)
    return min([outcome.at, *(doubt.at for doubt in doubts)])


def _is_corrected(record: InterviewRecord, outcome: Taken | Settled, contact: Contact) -> bool:
    """Return whether a mail did not arrive, and the file has another address since."""
    if not outcome.address or normalize_address(outcome.address) == normalize_address(contact.email):
        return False
    if isinstance(outcome, Settled):
        failed_at = outcome.at if outcome.outcome == "refused" else None
    else:
        bounce = find_bounce(record, outcome)
        failed_at = bounce.received if bounce else None
    if failed_at is None or record.own_mail_to(contact, outcome.at):
        return False
    return not _was_all_paused(record, failed_at)


def _was_all_paused(record: InterviewRecord, since: datetime) -> bool:
    """Return whether everything was paused since. A restored store does that, and it may not know an attempt."""
    commands = record.index.select_facts(Steered, ("id", EVERY))
    return any(command.command == "pause" and command.at >= since for command in commands)
