"""Commands for a whole interview: pause, resume, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP
from followupd.config.interview import EVERY
from followupd.engine.conditions import list_moves_now
from followupd.engine.safety.begun_interviews import list_begun, release_begun
from followupd.errors import UsageError
from followupd.journal.facts import Steered
from followupd.journal.states import InterviewState

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.interview_status import InterviewStatus
    from followupd.planning.moves import Move

REJECTED = "rejected"  # the outcome after which a mail of thanks may follow


def pause_interview(ledger: Ledger, target: str, now: datetime, until: datetime | None = None) -> None:
    """Send nothing for an interview, or for EVERY one, until a moment or until `resume`."""
    refuse_past_end(until, now)
    refuse_closed(ledger, target, now)
    ledger.append(Steered(now, target, "pause", until))


def resume_interview(ledger: Ledger, target: str, now: datetime, promise: date | None = None) -> bool:
    """Resume an interview, or EVERY one; return whether anything was held.

    `promise`: the day by which the company said it would decide.
    """
    if promise and target == EVERY:
        raise UsageError("name the interview that they spoke of")
    refuse_past(promise, now)
    refuse_closed(ledger, target, now)
    was_held = _is_held(ledger, target, now)
    with ledger.transaction():
        # Interviews that wait for their first yes in a new store are resumed as well.
        began = release_begun(ledger, list_begun(ledger, now), now) if target == EVERY else []
        ledger.append(Steered(now, target, "resume", promise=promise))
    return was_held or bool(began)


def close_interview(ledger: Ledger, interview_id: str, now: datetime, why: str = "") -> list[Move]:
    """End an interview's follow-up for good; return the dropped touches."""
    farewell_step = FAREWELL_STEP.id if why == REJECTED else ""
    dropped = [m for m in list_moves_now(ledger, interview_id, now) if m.touch.step != farewell_step]
    ledger.append(Steered(now, interview_id, "close", why=why))
    return dropped


def is_closed(ledger: Ledger, interview_id: str, now: datetime) -> bool:
    """Return whether an interview is closed, and no mail of thanks may still be sent."""
    record = ledger.find_record(interview_id)
    if record is None or record.rejection:
        return False
    return record.status_at(now).state is InterviewState.CLOSED


def find_status(ledger: Ledger, interview_id: str, now: datetime) -> InterviewStatus | None:
    """Return the status of an interview; None if it is not in the configuration."""
    record = ledger.find_record(interview_id)
    return record.status_at(now) if record else None


def refuse_past_end(until: datetime | None, now: datetime) -> None:
    """Raise UsageError if the end of a pause is past."""
    if until and until <= now:
        raise UsageError(f"{until:%-d %B %Y} is past; name a day to come")


def refuse_closed(ledger: Ledger, target: str, now: datetime) -> None:
    """Raise UsageError if the interview is closed. Only `undo` of that close reopens it."""
    status = find_status(ledger, target, now)
    if status and status.state is InterviewState.CLOSED:
        raise UsageError(
            f"{target} is closed, and closed is for good; followupd undo {target} takes back a close that was a mistake. A new round is a new interview: followupd add"
        )


def _is_held(ledger: Ledger, target: str, now: datetime) -> bool:
    if target == EVERY:
        return ledger.history.global_pause(now) is not None
    status = find_status(ledger, target, now)
    return status is not None and status.state is not InterviewState.ACTIVE


def refuse_past(promise: date | None, now: datetime) -> None:
    """Raise UsageError if a promised day is past."""
    if promise and promise < now.date():
        raise UsageError(f"{promise} is past")
