"""Remind the candidate of calls to make and letters to post, and of notes that wait for their word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.notifier import notify, was_notified
from followupd.planning.manual_steps import Prompt
from followupd.writing import notices

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.sending import Sender
    from followupd.planning.manual_steps import ManualStep
    from followupd.planning.planner import Move


def send_prompt(ledger: Ledger, sender: Sender, manual_step: ManualStep, now: datetime) -> None:
    """Tell the candidate of one errand, once. Raises FollowupdError where the sheet cannot be written."""
    match manual_step.prompt:
        case Prompt.MISSED:
            notify(ledger, notices.describe_missed_call(manual_step.touch, manual_step.name), now)
        case Prompt.POSTED:
            notify(ledger, notices.ask_about_letter(manual_step.touch, manual_step.name), now)
        case Prompt.AGAIN if not was_notified(ledger, f"again/{manual_step.touch}/{manual_step.number}"):
            if details := ledger.find_touch(manual_step.touch):
                draft = sender.write_again(details, now)
                notice = notices.repeat_call_sheet(
                    str(manual_step.touch), draft.text.subject, draft.text.body, manual_step.number
                )
                notify(ledger, notice, now, draft.attachments)


def offer_draft(ledger: Ledger, sender: Sender, move: Move, now: datetime) -> None:
    """Show the candidate the words that wait for their approval, once for each wording. Raises FollowupdError."""
    if details := ledger.find_touch(move.touch):
        draft = sender.write_again(details, move.due)
        notify(
            ledger,
            notices.ask_for_approval(move, draft.text.subject, draft.full_text.body, draft.digest),
            now,
        )
