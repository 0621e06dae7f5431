"""Carries out a reply about one step: approve, skip, report, put off.

Each function returns a sentence about what was done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine import commands
from followupd.engine.replies.interview_replies import (
    count_days,
    pause_by_mail,
)
from followupd.engine.replies.missed_choice import choose_missed
from followupd.engine.replies.reply_subject import Topic
from followupd.errors import UsageError
from followupd.journal.facts import Touch
from followupd.planning.no_show import NO_SHOW
from followupd.writing.notices import reply_deeds as deeds

if TYPE_CHECKING:
    from followupd.engine.replies.candidate_reply import Reply


def refuse_by_mail(reply: Reply) -> str | None:
    """Skip a step whose text was offered for approval."""
    return skip_by_mail(reply) if reply.subject.topic is Topic.APPROVAL else None


def approve_by_mail(reply: Reply) -> str:
    """Approve the text that the answered mail showed."""
    ledger, touch = reply.ledger, reply.touch
    details = ledger.find_touch(touch)
    if details is None or details.touch_outcome is not None:
        raise UsageError(
            f"{touch.step} is not waiting any more: it is sent, skipped, or no longer in the file"
        )
    offered_digest, _, fault = (ledger.store.get_value(f"offered/{touch}") or reply.subject.digest).partition(
        " "
    )
    if offered_digest != reply.subject.digest:
        raise UsageError(
            "the words have changed since that mail; read the last one about this step, and answer that"
        )
    if fault:
        raise UsageError(
            f"the check holds these words: {fault}. Answer with a corrected text, or say followupd approve {touch.interview} {touch.step} --force"
        )
    commands.check_approval(ledger, details, (), reply.now, force=False)
    commands.approve_touch(ledger, touch, reply.subject.digest, reply.now, force=False)
    return deeds.tell_approval(reply.words, touch.step, details.contact.shown_name, details.interview.company)


def skip_by_mail(reply: Reply) -> str | None:
    """Skip the step."""
    touch, ledger = reply.subject.touch, reply.ledger
    if touch is None:
        return None
    if reply.subject.topic in (Topic.CALL, Topic.LETTER):
        return report_by_mail(reply, "skipped")
    moves = commands.skip_step(ledger, touch.interview, touch.step, reply.now, touch.contact)
    return deeds.tell_skip(reply.words, touch.step, moves[0].contact_name, reply.company)


def send_again_by_mail(reply: Reply) -> str | None:
    """Send a mail with unknown outcome again, or reopen a step that was missed or refused."""
    touch = reply.subject.touch
    if reply.subject.topic is not Topic.NEWS or touch is None:
        return resolve_by_mail(reply, resend=True)
    touch = choose_missed(reply, touch)
    person = commands.open_again(reply.ledger, reply.interview, touch.step, reply.now, touch.contact)
    return deeds.tell_open_again(reply.words, touch.step, person.shown_name, reply.company)


def resolve_by_mail(reply: Reply, *, resend: bool) -> str | None:
    """Settle a mail with unknown outcome: it was accepted, or it must be sent again."""
    if reply.subject.topic is not Topic.UNKNOWN:
        return None
    touch = reply.touch
    interview = reply.ledger.config.interview_by_id[touch.interview]
    lost_at = reply.subject.notice.rpartition("/")[2]  # the notice asks about this attempt
    commands.resolve_mail(
        reply.ledger, interview, touch.step, touch.contact, reply.now, resend=resend, lost_at=lost_at
    )
    return deeds.tell_resolved(reply.words, reply.name, resend=resend)


def report_by_mail(reply: Reply, outcome: str) -> str | None:
    """Record the outcome of a call or a letter."""
    if reply.subject.topic not in (Topic.CALL, Topic.LETTER):
        return None
    command = reply.command
    promise = command.day if command.is_promise and outcome == "spoke" else None
    posted_on = command.day if outcome == "posted" else None
    note = reply.note if outcome in ("spoke", "voicemail", "no-answer") else ""
    details = commands.record_outcome(
        reply.ledger, reply.touch, reply.now, outcome, note, promise, on=posted_on
    )
    return deeds.tell_outcome(
        reply.words, outcome, details.contact.shown_name, details.interview.company, promise
    )


def report_no_show_by_mail(reply: Reply) -> str | None:
    """Record that the company did not phone as promised.

    It may be a reply to any mail about the interview, except for a few topics.
    """
    if reply.subject.topic in (Topic.APPROVAL, Topic.LETTER, Topic.DEBRIEF, Topic.UNKNOWN):
        return None
    interview = reply.interview
    steps = reply.ledger.config.steps_of(interview)
    call = next((step for step in steps if step.channel is Channel.PHONE), None)
    if call is None:
        raise UsageError("this mail is about no single step")
    touch = Touch(interview.id, call.id, interview.lead.key)
    details = commands.record_outcome(reply.ledger, touch, reply.now, NO_SHOW, reply.note)
    return deeds.tell_outcome(reply.words, NO_SHOW, details.contact.shown_name, interview.company, None)


def snooze_by_mail(reply: Reply) -> str | None:
    """Put a call or a letter off for some days. In reply to any other mail, pause the interview for that time."""
    days = count_days(reply) or 1
    if reply.subject.topic not in (Topic.CALL, Topic.LETTER):
        return pause_by_mail(reply, reply.now + timedelta(days=days))
    details = commands.record_outcome(reply.ledger, reply.touch, reply.now, "snooze", str(days))
    return deeds.tell_snooze(reply.words, details.contact.shown_name, days)
