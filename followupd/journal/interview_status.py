"""Computes the status of one interview: applies mails and commands to the state table. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followupd.config.frozen import frozen_value
from followupd.inbound.verdict import Action, Kind
from followupd.journal.company import company_of
from followupd.journal.facts import Clarified, Done, Received, Steered
from followupd.journal.states import INTERVIEW_TABLE, InterviewEvent, InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from followupd.config.interview import Interview

StatusChange = Received | Steered | Done | Clarified
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that pauses an interview until the user decides about it."""

    location: str  # of the mail, as in Received; empty for a talk
    why: str


@frozen_value
class InterviewStatus:
    """The state of an interview at one moment, and the reason."""

    state: InterviewState = InterviewState.ACTIVE
    why: str = ""
    until: datetime | None = None  # end of a pause, UTC
    released_at: datetime | None = None  # when a pause or an answer last ended: nothing is due before that
    # The end of the user's own pause, also while an answer is open.
    own_pause_until: datetime | None = None
    own_pause_why: str = ""
    doubts: tuple[Doubt, ...] = ()  # what pauses it beside the user's own pause


@frozen_value
class StatusScope:
    """Decides which mails and commands concern an interview."""

    interview: Interview
    ids: frozenset[str]  # the interview's id, and those it had before
    sibling_ids: frozenset[str]  # of all interviews with the company: mail that stops one of them stops all
    start_set_at: datetime | None = None  # when the file got its present start

    def concerns(self, change: StatusChange) -> bool:
        """Return whether a change counts for the interview."""
        match change:
            case Steered() | Clarified():
                return change.interview in self.ids
            case Done():
                return change.touch.interview in self.ids
            case Received():
                return self._concerns_mail(change)

    def _concerns_mail(self, mail: Received) -> bool:
        # A mail that refers to a followupd mail answers it, even if the date was corrected since.
        is_after_start = mail.answers in self.ids or mail.received >= self.interview.start_time
        return (is_after_start and self._is_from_company(mail)) or self._is_reschedule(mail)

    def _is_from_company(self, mail: Received) -> bool:
        """Return whether a mail is about the interview, or comes from its people or its company."""
        ids = self.ids | self.sibling_ids if mail.action is Action.STOP else self.ids
        if not ids.isdisjoint(mail.interviews):
            return True
        is_by_person = mail.sender in self.interview.met_addresses
        return is_by_person or company_of(self.interview).owns_address(mail.sender)

    def _is_reschedule(self, mail: Received) -> bool:
        """Return whether an invitation moves the interview: it must be newer than the start in the file."""
        is_newer = self.start_set_at is None or mail.received >= self.start_set_at
        return mail.kind is Kind.INVITATION and is_newer and not self.ids.isdisjoint(mail.interviews)


def fold_status(
    scope: StatusScope, changes: Iterable[StatusChange], status: InterviewStatus | None = None
) -> InterviewStatus:
    """Apply the changes, in the order of the journal; return the status after the last of them.

    `status` is the status before these changes, if there were earlier ones.
    """
    status = status or InterviewStatus()
    for change in changes:
        if scope.concerns(change):
            status = _apply_change(expire_pause(status, change.at), change)
    return status


def applicable_changes(
    changes: Iterable[tuple[int, StatusChange]], valid_until: Mapping[str, float]
) -> Iterator[StatusChange]:
    """Yield the changes, without any command to go on that belonged to another interview.

    Each change is given with its position in the journal. `valid_until` is the position up to which each id belonged to
    this interview. A pause or a close counts under any id.
    """
    for position, change in changes:
        match change:
            case Steered(command="resume") | Clarified(is_answer=False) if position > valid_until.get(
                change.interview, 0
            ):
                continue
            case _:
                yield change


def _event_of(change: StatusChange) -> InterviewEvent:
    match change:
        case Steered():
            return InterviewEvent(change.command)
        case Received(kind=Kind.BOUNCE_PERMANENT | Kind.BOUNCE_TEMPORARY, failed_address=str()):
            return InterviewEvent.NEWS  # it affects that address, not the cadence
        case Received(action=Action.STOP):
            # Whatever the mail asks for, it only stops: only the user can close for good.
            return InterviewEvent.ANSWER
        case Clarified():
            return InterviewEvent.ANSWER if change.is_answer else InterviewEvent.NEWS
        # If they named a day in the talk, no question is open: the day moves the plan.
        case Done(outcome="spoke", promise=None) | Received(action=Action.PAUSE):
            return InterviewEvent.DOUBT
        case _:
            return InterviewEvent.NEWS


def expire_pause(status: InterviewStatus, now: datetime) -> InterviewStatus:
    """End a pause if its date has come."""
    if status.state is InterviewState.PAUSED and status.until and status.until <= now:
        return InterviewStatus(INTERVIEW_TABLE[status.state][InterviewEvent.LIFT], released_at=status.until)
    return status


def _apply_change(status: InterviewStatus, change: StatusChange) -> InterviewStatus:
    if isinstance(change, Clarified) and not change.is_answer:
        return _end_doubt(status, change)
    event = _event_of(change)
    if event is InterviewEvent.NEWS:
        return status
    status = _note_hold(status, change, event)
    state = INTERVIEW_TABLE[status.state][event]
    if state is InterviewState.ACTIVE:
        return InterviewStatus(released_at=change.at)
    if state is status.state:
        return _prolong_pause(status, change) if state is InterviewState.PAUSED else status
    until = _pause_end(change) if state is InterviewState.PAUSED else None
    return replace(status, state=state, why=_describe_change(change), until=until)


def _note_hold(status: InterviewStatus, change: StatusChange, event: InterviewEvent) -> InterviewStatus:
    """Add the user's own pause, or a doubt: each of them holds the interview by itself."""
    if event is InterviewEvent.PAUSE:
        return _note_own_pause(status, change)
    if event is InterviewEvent.DOUBT:
        location = change.location if isinstance(change, Received) else ""
        return replace(status, doubts=(*status.doubts, Doubt(location, _describe_change(change))))
    return status


def _prolong_pause(status: InterviewStatus, change: StatusChange) -> InterviewStatus:
    """Keep the longer of two pauses; one without an end is longer than any date."""
    until = _pause_end(change)
    later_end = max(status.until, until) if status.until and until else None
    why = status.why if later_end == status.until else _describe_change(change)
    return replace(status, why=why, until=later_end)


def _note_own_pause(status: InterviewStatus, change: StatusChange) -> InterviewStatus:
    """Record the end of the user's own pause; of two, the longer one counts."""
    pause_end = _pause_end(change) or FOREVER
    if status.own_pause_until and status.own_pause_until >= pause_end:
        return status
    return replace(status, own_pause_until=pause_end, own_pause_why=_describe_change(change))


def _end_doubt(status: InterviewStatus, change: Clarified) -> InterviewStatus:
    """Remove a doubt that the user has decided. Anything else that holds the interview stays."""
    doubts = tuple(doubt for doubt in status.doubts if doubt.location != change.location)
    if status.state is not InterviewState.PAUSED or doubts == status.doubts:
        return status
    if doubts:
        return replace(status, doubts=doubts, why=doubts[-1].why)
    if status.own_pause_until and status.own_pause_until > change.at:
        until = None if status.own_pause_until == FOREVER else status.own_pause_until
        return replace(status, doubts=(), why=status.own_pause_why, until=until)
    return InterviewStatus(INTERVIEW_TABLE[status.state][InterviewEvent.RESUME], released_at=change.at)


def _pause_end(change: StatusChange) -> datetime | None:
    return change.until if isinstance(change, Steered) else None


def _describe_change(change: StatusChange) -> str:
    match change:
        case Received():
            return f"{change.sender} wrote on {change.received:%-d %B}: {change.why}"
        case Steered():
            verb = {"pause": "paused", "resume": "resumed", "close": "closed"}[change.command]
            return f"{verb} on {change.at:%-d %B}" + (f": {change.why}" if change.why else " by you")
        case Clarified():
            return f"you said on {change.at:%-d %B} that the mail from {change.sender} is their answer"
    return f"you spoke with them on {change.at:%-d %B}; what did they say?"
