"""Reminds the candidate of calls to make, letters to post, and mails that wait for their approval."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.engine.notifying.notifier import notify, was_notified
from followupd.engine.replies.own_drafts import end_pending, find_pending, has_mailed_text, read_pending
from followupd.journal.draft_record import lies_in_drafts
from followupd.journal.facts import Approved, Reopened
from followupd.planning.approval import find_doubts, is_of_words, needs_approval
from followupd.planning.manual_steps import Prompt
from followupd.writing.notices import prompt_notices
from followupd.writing.notices.approval_notices import ask_for_approval
from followupd.writing.notices.reply_notices import ReplyThread, explain_late_draft

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.sending.sending import Sender
    from followupd.planning.manual_steps import ManualStep
    from followupd.planning.moves import Move
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import DraftResult


def send_prompt(ledger: Ledger, sender: Sender, manual_step: ManualStep, now: datetime) -> None:
    """Prompt the candidate for one manual step, once. Raises FollowupdError if the sheet cannot be written."""
    match manual_step.prompt:
        case Prompt.MISSED:
            notify(
                ledger,
                prompt_notices.describe_missed_call(
                    ledger.words, manual_step.touch, manual_step.name, manual_step.number
                ),
                now,
            )
        case Prompt.POSTED:
            notify(
                ledger,
                prompt_notices.ask_about_letter(
                    ledger.words, manual_step.touch, manual_step.name, manual_step.number
                ),
                now,
            )
        case Prompt.AGAIN if not was_notified(ledger, f"again/{manual_step.touch}/{manual_step.number}"):
            if details := ledger.find_touch(manual_step.touch):
                draft = sender.write_again(details, now)
                notice = prompt_notices.repeat_call_sheet(
                    ledger.words,
                    str(manual_step.touch),
                    draft.text.subject,
                    draft.text.body,
                    manual_step.number,
                )
                notify(ledger, notice, now, draft.attachments)


def offer_draft(ledger: Ledger, sender: Sender, move: Move, now: datetime) -> None:
    """Show the candidate the text that waits for their approval, once for each wording. Raises FollowupdError.

    It is shown again if their approval of this text ended, or if the step was reopened.
    """
    details = ledger.find_touch(move.touch)
    if details is None:
        return
    pending = find_pending(ledger.store, move.touch)
    result = sender.write_checked(details, move.due, now)
    report = ledger.store.read_text_reports().get(move.touch)
    is_mailed_text = has_mailed_text(ledger.store, move.touch)
    is_waiting = needs_approval(ledger.config, details.record, details.step, details.contact, report)
    approval = details.record.approval_of(details.step.id, details.contact)
    is_approved = approval is not None and report is not None and is_of_words(approval, report)
    if is_approved or not (is_mailed_text or is_waiting):
        return  # Nothing about it is unsure, or this text was approved. The next plan sends it.
    draft, faults = result.draft, "; ".join(result.blocking_faults)
    notice = ask_for_approval(
        ledger.words,
        move,
        draft.text.subject,
        draft.full_text.body,
        draft.digest,
        faults,
        list_doubts(ledger, details, result),
        [one.label for one in draft.files],
        lies_in_drafts=lies_in_drafts(details.record, details.step.id, details.contact),
    )
    if round_count := _count_rounds(details):
        notice = replace(notice, key=f"{notice.key}/{round_count}")
    with ledger.transaction():
        offer = f"{draft.digest} {faults}".strip()
        if ledger.store.get_value(f"offered/{move.touch}") != offer:
            ledger.store.set_value(f"offered/{move.touch}", offer)
        if pending:
            notice = replace(notice, subject=f"Re: {notice.subject}", in_reply_to=pending.message_id)
            end_pending(ledger.store, pending.touch)
            # The same text was shown before and is shown again, so the notice needs another key.
            if was_notified(ledger, notice.key):
                notice = replace(notice, key=f"{notice.key}/{pending.key.split('/')[1]}")
        notify(ledger, notice, now)


def _count_rounds(details: TouchDetails) -> int:
    """Return how many times an approval of a touch ended, or the touch was reopened. Each time it needs a new yes."""
    record, step = details.record, details.step.id
    keys, in_force = record.contact_keys(details.contact), record.approval_of(step, details.contact)
    facts = (f for f in record.own_facts if isinstance(f, Approved | Reopened) and f != in_force)
    return sum(f.touch.step == step and f.touch.contact in keys for f in facts)


def list_doubts(ledger: Ledger, details: TouchDetails, result: DraftResult) -> tuple[str, ...]:
    """Return what is unsure about a mail that waits, without the faults that the lint reports."""
    report = ledger.store.read_text_reports().get(details.touch)
    doubts = find_doubts(details.record, details.step, details.contact, report) if report else result.advice
    return tuple(doubt for doubt in doubts if doubt not in result.blocking_faults)


def answer_late_drafts(ledger: Ledger, now: datetime, shown: set[str]) -> None:
    """Answer each text of the candidate whose mail no longer waits for an approval.

    `shown`: the touches that still wait.
    """
    for pending in read_pending(ledger.store):
        if pending.touch in shown:
            continue
        thread = ReplyThread(pending.key, pending.message_id, pending.subject)
        with ledger.transaction():
            end_pending(ledger.store, pending.touch)
            notify(ledger, explain_late_draft(ledger.words, thread), now)
