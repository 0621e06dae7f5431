"""The mail on the day when the company promised to phone and did not. Pure.

Only the candidate's report causes it. It answers a promise of the company. So neither the answer with that promise nor
the week between reminders holds it. Anything that the company writes after the report ends it. Once sent, it counts as
a reminder for everything that follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import NO_SHOW_STEP
from followupd.inbound.verdict import Action
from followupd.journal.concerns import read_changes
from followupd.journal.facts import Clarified, Done, Received, Touch
from followupd.journal.interview_status import FOREVER, StatusScope
from followupd.journal.states import InterviewState
from followupd.planning import rules
from followupd.planning.away import move_behind_period
from followupd.planning.contact_pause import hold_for_contact_pause
from followupd.planning.context import Hold, Rule

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.journal.interview_status import StatusChange
    from followupd.journal.record import InterviewRecord
    from followupd.planning.context import TouchContext

NO_SHOW = "no-show"  # the outcome that the candidate reports


def find_report(record: InterviewRecord) -> Done | None:
    """Return the candidate's last report that the company did not phone, or None."""
    return next((report for report in reversed(record.reports) if report.outcome == NO_SHOW), None)


def find_no_show(base: TouchContext) -> tuple[TouchContext, datetime] | None:
    """Return the mail after a call that was not made, and when it is due; None if there is none."""
    report, lead = find_report(base.record), base.interview.lead
    if report is None or base.status.state is InterviewState.CLOSED:
        return None
    is_over = base.record.outcome_of(NO_SHOW_STEP.id, lead) or base.record.own_mail_to(lead, report.at)
    if is_over or _was_answered(base.record, report):
        return None
    context = base.for_touch(NO_SHOW_STEP, lead, Touch(base.interview.id, NO_SHOW_STEP.id, lead.key))
    return context, move_behind_period(context, context.calendar.next_open(report.at))[0]


def _was_answered(record: InterviewRecord, report: Done) -> bool:
    """Return whether the company wrote or phoned after the report, since it may have explained the missed call."""
    scope = StatusScope(record.interview, record.ids, record.sibling_ids, record.start_set_at)
    changes = (change for _, change in read_changes(record) if change.at >= report.at)
    return any(_is_word_of_theirs(change) and scope.concerns(change) for change in changes)


def _is_word_of_theirs(change: StatusChange) -> bool:
    match change:
        case Received():
            return change.action in (Action.STOP, Action.PAUSE, Action.HOLD)
        case Clarified():
            return change.is_answer
        case Done():
            return change.outcome == "spoke"
    return False


def hold_for_own_pause(context: TouchContext) -> Hold | None:
    """Hold the mail if the candidate paused the interview, or everything.

    A pause because of a doubt ended when they reported the call.
    """
    until = context.status.own_pause_until
    if until and context.now.is_before(until):
        return Hold(Rule.PAUSED, context.status.own_pause_why, None if until == FOREVER else until)
    is_own = context.status.state is InterviewState.PAUSED and not context.status.doubts
    return rules.hold_for_pause(context) if is_own or context.history.global_pause(context.now.at) else None


NO_SHOW_RULES = (
    rules.hold_for_config,
    hold_for_own_pause,
    rules.hold_for_halt,
    hold_for_contact_pause,
    rules.hold_for_unknown,
    rules.hold_for_address,
    rules.hold_for_confirmation,
    rules.hold_for_zone,
    rules.hold_after_failure,
)
