"""The text of a touch as it may be sent: checked by the lint, and approved if it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.sending.text_reports import build_report, store_report
from followupd.errors import FollowupdError
from followupd.journal.facts import Touch
from followupd.planning.approval import needs_approval
from followupd.writing.draft import OwnSource

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.planning.context import TextReport
    from followupd.writing.draft import Composer, Draft, DraftRequest, DraftResult


def write_sendable(ledger: Ledger, composer: Composer, request: DraftRequest, now: datetime) -> Draft | None:
    """Return the draft as it is sent now. Raises FollowupdError with the reason why the text must not be sent.

    Return None if the next plan holds it: the text is unsure, or another text was approved.
    """
    result = composer.compose_touch(request, now)
    report = note_report(ledger, request, result)
    interview, step, contact = request.interview, request.step, request.contact
    approval = request.record.approval_of(step.id, contact)
    same_words = approval is not None and approval.digest == result.draft.digest
    is_asked = needs_approval(request.config, request.record, step, contact, report)
    command = f"followupd approve {interview.id} {step.id}"
    if (is_asked or request.own_source is OwnSource.MAIL) and not same_words:
        if is_asked and request.config.sending.approve != "none":
            return None  # the planner asks, because of the report
        raise FollowupdError(f"the words are not those that you approved; read them again: {command}")
    if result.blocking_faults and not (approval and same_words and approval.force):
        complaint = "the text must not leave like this: " + "; ".join(result.blocking_faults)
        raise FollowupdError(f"{complaint}. Mend it, or let it pass this once: {command} --force")
    return result.current_draft


def note_report(ledger: Ledger, request: DraftRequest, result: DraftResult) -> TextReport:
    """Store the lint's report on a mail's text, for the planner and the gate; return it."""
    report = build_report(result, request.own_source)
    if request.step.channel is Channel.EMAIL and request.config.sending.approve != "none":
        touch = Touch(request.interview.id, request.step.id, request.contact.key)
        store_report(ledger, touch, report)
    return report
