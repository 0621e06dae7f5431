"""Remind the candidate of calls to make and letters to post, and of notes that wait for their word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.planning.manual_steps import Prompt
from followupd.writing import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import PushService
    from followupd.engine.sending import Sender
    from followupd.planning.manual_steps import ManualStep
    from followupd.planning.planner import Move


def send_prompt(ledger: Ledger, sender: Sender, manual_step: ManualStep, now: datetime) -> None:
    """Tell the candidate of one errand, once. Raises FollowupdError where the sheet cannot be written."""
    match manual_step.prompt:
        case Prompt.MISSED:
            ledger.notify(notices.describe_missed_call(manual_step.touch, manual_step.name), now)
        case Prompt.POSTED:
            ledger.notify(notices.ask_about_letter(manual_step.touch, manual_step.name), now)
        case Prompt.AGAIN if not ledger.was_notified(f"again/{manual_step.touch}/{manual_step.number}"):
            if details := ledger.find_touch(manual_step.touch):
                draft = sender.write_again(details, now)
                notice = notices.repeat_call_sheet(
                    str(manual_step.touch), draft.text.subject, draft.text.body, manual_step.number
                )
                ledger.notify(notice, now, draft.attachments)


def offer_draft(ledger: Ledger, sender: Sender, move: Move, now: datetime) -> None:
    """Show the candidate the words that wait for their approval, once for each wording. Raises FollowupdError."""
    if details := ledger.find_touch(move.touch):
        draft = sender.write_again(details, move.due)
        ledger.notify(notices.ask_for_approval(move, draft.text.subject, draft.text.body, draft.digest), now)


def deliver_pushes(
    ledger: Ledger, push_service: PushService, addresses: Sequence[Callable[[], str]], now: datetime
) -> None:
    """Push the short of what the candidate was told. Raises FollowupdError when the last push failed, and tells by mail."""
    for notice in ledger.take_pushes():
        push_service.push(addresses, notice.subject, notice.short)
    if fault := push_service.last_fault:
        ledger.notify(notices.describe_push_fault(str(fault), f"{now:%Y%m%d}"), now)
        raise fault.with_traceback(None)
