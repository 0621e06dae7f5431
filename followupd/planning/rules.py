"""Every rule that can hold a touch. The first one in the order below is named. Pure: only the planner asks.

A hold is one rule with its sentence and the moment when it ends. Some rules *shift* a reminder (a promise, an absence,
the week between reminders): they are in `shifting_rules`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.config.role_mailboxes import is_presence_known
from followupd.journal.debriefs import was_there
from followupd.journal.interview_status import FOREVER
from followupd.journal.states import InterviewState
from followupd.planning.contact_pause import hold_for_contact_pause
from followupd.planning.context import Hold, Rule, TouchContext
from followupd.planning.late_entry import hold_lone_last_note

if TYPE_CHECKING:
    from collections.abc import Callable


RECEIPT_LIFETIME = timedelta(minutes=10)  # a scan receipt older than this allows nothing


def first_hold(
    context: TouchContext, checks: tuple[Callable[[TouchContext], Hold | None], ...]
) -> Hold | None:
    """Return the hold of the first rule that has one."""
    for check in checks:
        if hold := check(context):
            return hold
    return None


def hold_if_closed(context: TouchContext) -> Hold | None:
    """Rule 7: a closed interview stays closed."""
    return Hold(Rule.CLOSED, context.status.why) if context.status.state is InterviewState.CLOSED else None


def hold_for_config(context: TouchContext) -> Hold | None:
    """Rule 8: nothing is sent for a file that cannot be read."""
    fault = context.conditions.fault_by_interview.get(
        context.interview.id
    ) or context.conditions.fault_by_interview.get(EVERY)
    return Hold(Rule.CONFIG, f"the configuration is in doubt: {fault}") if fault else None


def hold_for_answer(context: TouchContext) -> Hold | None:
    """Rule 2: the company has answered."""
    if context.status.state is not InterviewState.ANSWERED:
        return None
    if context.config.sending.after_answer != "send_thanks" or context.step.is_reminder:
        return Hold(Rule.ANSWERED, context.status.why)
    paused_until = context.status.own_pause_until
    if paused_until is None or not context.now.is_before(paused_until):
        return None
    return Hold(
        Rule.PAUSED, "they answered, and you paused it", None if paused_until == FOREVER else paused_until
    )


def hold_for_pause(context: TouchContext) -> Hold | None:
    """The user paused the interview, or the daemon did because of a doubt."""
    if context.status.state is InterviewState.PAUSED:
        return Hold(Rule.PAUSED, context.status.why, context.status.until)
    if pause := context.history.global_pause(context.now.at):
        context.now.watch(pause.until)
        reason = f": {pause.why}" if pause.why else ""
        return Hold(Rule.PAUSED, f"everything is paused since {pause.at:%-d %B}{reason}", pause.until)
    return None


def hold_for_halt(context: TouchContext) -> Hold | None:
    """Rule 8: nothing is sent while something cannot be trusted."""
    return Hold(Rule.HALTED, context.conditions.halt_reason) if context.conditions.halt_reason else None


def hold_for_unknown(context: TouchContext) -> Hold | None:
    """It is not known whether a mail to them was accepted; the user decides first."""
    mail = context.record.uncertain_mail(context.contact)
    if mail is None:
        return None
    return Hold(
        Rule.UNKNOWN,
        f"nobody can say whether {mail.touch.step} of {mail.at:%-d %B} was accepted; look, then"
        f" followupd resolve {context.interview.id} {mail.touch.step} --sent or --resend",
    )


def hold_for_address(context: TouchContext) -> Hold | None:
    """The address does not exist, the person has left, or they want no mail."""
    why = (
        context.history.why_undeliverable(context.contact) if context.step.channel is Channel.EMAIL else None
    )
    return Hold(Rule.ADDRESS, why) if why else None


def hold_for_confirmation(context: TouchContext) -> Hold | None:
    """Nobody has confirmed that this person was there; an invitation alone sends nothing."""
    presence = was_there(context.record, context.contact)
    if presence is False:
        return Hold(Rule.UNCONFIRMED, f"you said that {context.contact.shown_name} was not there")
    if presence or is_presence_known(context.contact):
        return None
    if context.contact.confirmed:
        return Hold(
            Rule.UNCONFIRMED,
            f"{context.contact.email} is a mailbox of a department or a room; if {context.contact.shown_name} reads it, write"
            f" confirmed: true in interviews/{context.interview.id}.yaml",
        )
    return Hold(
        Rule.UNCONFIRMED,
        f"was {context.contact.shown_name} there? They were taken from an invitation; write confirmed: true"
        f" in interviews/{context.interview.id}.yaml, or remove them",
    )


def hold_for_zone(context: TouchContext) -> Hold | None:
    """Rule 5: without the recipient's time zone it is not known when their day begins."""
    home, country = context.config.candidate.country, context.interview.country or ""
    if context.interview.zone or country[:2] in {"", home[:2]}:
        return None
    return Hold(
        Rule.ZONE,
        f"{country} has several time zones; write theirs as zone: into interviews/{context.interview.id}.yaml",
    )


def hold_after_failure(context: TouchContext) -> Hold | None:
    """The last attempt failed inside followupd; the next one waits."""
    until = context.conditions.failed_until.get(context.interview.id)
    why = "the last attempt failed inside followupd; see the log"
    return Hold(Rule.TRIPPED, why, until) if until else None


def hold_for_own_mail(context: TouchContext) -> Hold | None:
    """The candidate has thanked them already."""
    own_mail = None if context.step.is_reminder else context.record.own_mail_to(context.contact)
    if own_mail is None:
        return None
    return Hold(
        Rule.BY_HAND, f"you wrote to {context.contact.shown_name} yourself on {own_mail.received:%-d %B}"
    )


def hold_for_alternation(context: TouchContext) -> Hold | None:
    """Rule 4: two reminders in a row never use the same channel."""
    past_reminders = context.record.last_reminders if context.step.is_reminder else []
    last_reminder = next((r for r in past_reminders if r.channel is context.step.channel), None)
    if last_reminder is None:
        return None
    return Hold(
        Rule.ALTERNATION, f"the last reminder ({last_reminder.description}) was by {context.step.channel} too"
    )


def hold_for_window(context: TouchContext) -> Hold | None:
    """Rule 5: a touch is sent only in the recipient's sending window."""
    calendar, now = context.calendar, context.now
    if calendar.is_open(now.at):
        now.watch(calendar.closing_of(calendar.local_date(now.at)))
        return None
    opening = calendar.next_open(now.at)
    now.watch(opening)
    return Hold(Rule.WINDOW, "outside the sending window of the recipient", opening)


def hold_for_retry(context: TouchContext) -> Hold | None:
    """A server asked to try again later."""
    retry_time = context.conditions.retry_times.get(context.touch)
    return (
        Hold(Rule.RETRY, "the server put it off", retry_time)
        if retry_time and context.now.is_before(retry_time)
        else None
    )


def hold_for_cap(context: TouchContext) -> Hold | None:
    """No more mails than the cap are sent on one day of the candidate's zone."""
    if context.step.channel is not Channel.EMAIL:
        return None
    zone = context.config.candidate.time_zone
    today = context.now.at.astimezone(zone).date()
    midnight = datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
    context.now.watch(midnight)
    count = context.history.count_mails_on(today, zone)
    limit = context.config.sending.daily_cap
    if count < limit:
        return None
    return Hold(Rule.CAP, f"{count} mails went out today, the cap is {limit}", midnight)


def hold_for_receipt(context: TouchContext) -> Hold | None:
    """Rule 2: nothing is sent without a fresh scan receipt."""
    scan_receipt = context.conditions.receipt
    if scan_receipt is None:
        return Hold(Rule.RECEIPT, "the mailbox has not been read yet")
    if scan_receipt.watched != context.conditions.watchlist_digest:
        return Hold(Rule.RECEIPT, "the mailbox has not been read for what the configuration says now")
    if context.now.is_before(scan_receipt.at) or context.now.is_after(scan_receipt.at + RECEIPT_LIFETIME):
        read_at = scan_receipt.at.astimezone(context.config.candidate.time_zone)
        return Hold(Rule.RECEIPT, f"the mailbox was last read at {read_at:%H:%M %Z on %-d %B}")
    return None


# They hold the whole interview, not one touch.
INTERVIEW_RULES = (hold_if_closed, hold_for_config, hold_for_answer, hold_for_pause, hold_for_halt)
HOLDING_RULES = (
    *INTERVIEW_RULES,
    hold_for_contact_pause,
    hold_for_unknown,
    hold_for_address,
    hold_for_confirmation,
    hold_for_zone,
    hold_after_failure,
    hold_for_own_mail,
    hold_lone_last_note,
    hold_for_alternation,
)
MOMENT_RULES = (hold_for_retry, hold_for_window, hold_for_cap, hold_for_receipt)
