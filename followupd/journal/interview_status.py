"""How the cadence of one interview stands: what was said and steered, folded through the state table. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followupd.config.interview import ContactRole
from followupd.inbound.verdict import Action, Kind
from followupd.journal.company import company_of
from followupd.journal.facts import Done, Received, Steered
from followupd.journal.states import INTERVIEW_TABLE, InterviewEvent, InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from followupd.config.interview import Interview

StatusChange = Received | Steered | Done
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InterviewStatus:
    """How an interview's cadence stands at one moment, and the words for it."""

    state: InterviewState = InterviewState.ACTIVE
    why: str = ""
    until: datetime | None = None  # end of a pause, UTC
    released_at: datetime | None = (
        None  # when a brake was last lifted: what was due waits for no earlier moment
    )
    own_pause_until: datetime | None = (
        None  # until when the user's own pause lasts, also while an answer stands
    )


def fold_status(
    interview: Interview,
    ids: frozenset[str],
    sibling_ids: frozenset[str],
    changes: Iterable[StatusChange],
    start_set_at: datetime | None = None,
) -> InterviewStatus:
    """Fold the turns, in the order they were written down, into the state after the last of them.

    `ids` are the interview's id and those it had before, `kin` those of every interview with the company: mail from it
    counts for all of them. `written`: when the file came to name the present start; an invitation that moves an
    interview yet to come counts if it is newer.
    """
    status = InterviewStatus()
    own_company = company_of(interview)
    people = {a for c in interview.contacts for a in c.addresses if c.role is not ContactRole.HELPED}
    for change in changes:
        match change:
            case Steered():
                is_concerned = change.interview in ids
            case Done():
                is_concerned = change.touch.interview in ids
            case Received():
                counting_ids = sibling_ids if change.action is Action.STOP else ids
                is_theirs = (
                    not counting_ids.isdisjoint(change.interviews)
                    or change.sender in people
                    or own_company.owns_address(change.sender)
                )
                # What names a mail to them answers it, also where the date was corrected since.
                is_after_start = change.answers in ids or change.received >= interview.start_time
                is_concerned = (is_theirs and is_after_start) or _is_reschedule(change, ids, start_set_at)
        if is_concerned:
            status = _apply_change(expire_pause(status, change.at), change)
    return status


def applicable_changes(
    changes: Iterable[tuple[int, StatusChange]], valid_until: Mapping[str, float]
) -> Iterator[StatusChange]:
    """Yield the turns, given with their places in the journal, but for words to go on that were said of another interview.

    `own`: up to which place each name was the interview's own. A brake counts under any name it ever had.
    """
    for position, change in changes:
        match change:
            case Steered(command="resume") if position > valid_until.get(change.interview, 0):
                continue
            case _:
                yield change


def _is_reschedule(change: Received, ids: frozenset[str], start_set_at: datetime | None) -> bool:
    is_newer = start_set_at is None or change.received >= start_set_at
    return change.kind is Kind.INVITATION and is_newer and not ids.isdisjoint(change.interviews)


def _event_of(change: StatusChange) -> InterviewEvent:
    match change:
        case Steered():
            return InterviewEvent(change.command)
        case Received(kind=Kind.BOUNCE_PERMANENT | Kind.BOUNCE_TEMPORARY, failed_address=str()):
            return InterviewEvent.NEWS  # it brakes that address, not the cadence
        case Received(action=Action.STOP):
            # Whatever the mail asks for, it only stops: closing for good is the user's word alone.
            return InterviewEvent.ANSWER
        case Done(outcome="spoke") | Received(action=Action.PAUSE):
            return InterviewEvent.DOUBT
        case _:
            return InterviewEvent.NEWS


def expire_pause(status: InterviewStatus, now: datetime) -> InterviewStatus:
    """End a pause whose date has come."""
    if status.state is InterviewState.PAUSED and status.until and status.until <= now:
        return InterviewStatus(INTERVIEW_TABLE[status.state][InterviewEvent.LIFT], released_at=status.until)
    return status


def _apply_change(status: InterviewStatus, change: StatusChange) -> InterviewStatus:
    event = _event_of(change)
    state = INTERVIEW_TABLE[status.state][event]
    if event is InterviewEvent.NEWS:
        return status
    if event is InterviewEvent.PAUSE:
        pause_end = _pause_end(change) or FOREVER
        status = replace(status, own_pause_until=max(status.own_pause_until or pause_end, pause_end))
    if state is InterviewState.ACTIVE:
        return InterviewStatus(released_at=change.at)
    if state is status.state is InterviewState.PAUSED:
        # A second brake: the longer one holds, and one without an end outlasts every date.
        until = _pause_end(change)
        later_end = max(status.until, until) if status.until and until else None
        why = status.why if later_end == status.until else _describe_change(change)
        return replace(status, why=why, until=later_end)
    if state is status.state:
        return status
    until = _pause_end(change) if state is InterviewState.PAUSED else None
    return replace(status, state=state, why=_describe_change(change), until=until)


def _pause_end(change: StatusChange) -> datetime | None:
    return change.until if isinstance(change, Steered) else None


def _describe_change(change: StatusChange) -> str:
    match change:
        case Received():
            return f"{change.sender} wrote on {change.received:%-d %B}: {change.why}"
        case Steered():
            verb = {"pause": "paused", "resume": "resumed", "close": "closed"}[change.command]
            return f"{verb} on {change.at:%-d %B}" + (f": {change.why}" if change.why else " by you")
    return f"you spoke with them on {change.at:%-d %B}; what did they say?"
