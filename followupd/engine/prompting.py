"""Remind the candidate of calls to make and letters to post, and of notes that wait for their word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.planning.manual_steps import Ask
from followupd.writing import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Bell
    from followupd.engine.sending import Sender
    from followupd.planning.manual_steps import Errand
    from followupd.planning.planner import Move


def remind(ledger: Ledger, sender: Sender, errand: Errand, now: datetime) -> None:
    """Tell the candidate of one errand, once. Raises FollowupdError where the sheet cannot be written."""
    match errand.ask:
        case Ask.MISSED:
            ledger.tell(notices.not_called(errand.touch, errand.name), now)
        case Ask.POSTED:
            ledger.tell(notices.not_posted(errand.touch, errand.name), now)
        case Ask.AGAIN if not ledger.told(f"again/{errand.touch}/{errand.number}"):
            if place := ledger.find(errand.touch):
                made = sender.again(place, now)
                note = notices.again(str(errand.touch), made.text.subject, made.text.body, errand.number)
                ledger.tell(note, now, made.attachments)


def offer(ledger: Ledger, sender: Sender, move: Move, now: datetime) -> None:
    """Show the candidate the words that wait for their approval, once for each wording. Raises FollowupdError."""
    if place := ledger.find(move.touch):
        made = sender.again(place, move.due)
        ledger.tell(notices.approval(move, made.text.subject, made.text.body, made.digest), now)


def pass_on(ledger: Ledger, bell: Bell, addresses: Sequence[Callable[[], str]], now: datetime) -> None:
    """Push the short of what the candidate was told. Raises FollowupdError when the last push failed, and tells by mail."""
    for note in ledger.nudges():
        bell.ring(addresses, note.subject, note.short)
    if trouble := bell.trouble:
        ledger.tell(notices.unpushed(str(trouble), f"{now:%Y%m%d}"), now)
        raise trouble.with_traceback(None)
