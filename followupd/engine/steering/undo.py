"""Undoes the last command, as long as no mail has been sent because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.steering.again import YOUR_WORD
from followupd.errors import UsageError
from followupd.inbound.verdict import Kind
from followupd.journal.command_facts import Undone
from followupd.journal.facts import Received, Reopened, Settled, Steered
from followupd.journal.states import TouchEvent, TouchState
from followupd.journal.undoing import find_departure, find_last_command

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.record import InterviewRecord
    from followupd.journal.undoing import LastCommand

_ANSWERS = (Kind.REPLY, Kind.INVITATION, Kind.UNREADABLE)


def find_last(ledger: Ledger, interview_id: str) -> LastCommand | None:
    """Return the last command for an interview, the one that `undo_last` would undo."""
    record = ledger.record_of(ledger.config.interview_by_id[interview_id])
    return find_last_command(ledger.history.facts, record.ids)


def undo_last(
    ledger: Ledger, interview_id: str, now: datetime, said_at: datetime | None = None
) -> LastCommand:
    """Undo the last command for an interview; return it. `said_at`: only if it was given at that moment.

    Raises UsageError if there is no command, a later one was given, or a mail has been sent because of it.
    """
    interview = ledger.config.interview_by_id.get(interview_id)
    if interview is None:
        raise UsageError(f"no interview is called {interview_id!r}")
    with ledger.transaction():
        record = ledger.record_of(interview)
        command = find_last_command(ledger.history.facts, record.ids)
        _refuse_after_again(ledger, record, command)
        if command is None:
            raise UsageError(f"there is nothing to undo for {interview_id}")
        if said_at and command.at != said_at:
            raise UsageError(
                f"you have said something else about {interview_id} since: {command.what}. Only the last word can be taken back"
            )
        _refuse_departed(ledger, record, command)
        ledger.append(Undone(now, interview_id, command.what, command.positions))
        _reopen_touches(ledger, command, now)
        if command.what == "close":
            _pause_answered(ledger, record, command, now)
    return command


def _refuse_after_again(ledger: Ledger, record: InterviewRecord, command: LastCommand | None) -> None:
    """Raise UsageError if the last command reopened a step.

    An older command is not meant, and `skip` reverses the last one.
    """
    openings = (
        fact
        for fact in reversed(ledger.history.facts)
        if isinstance(fact, Reopened) and fact.why == YOUR_WORD and fact.touch.interview in record.ids
    )
    last_opening = next(openings, None)
    if last_opening and (command is None or last_opening.at >= command.at):
        touch = last_opening.touch
        raise UsageError(
            f"you said last that {touch.step} is open again; to leave it out: followupd skip"
            f" {record.interview.id} {touch.step} --contact {touch.contact}"
        )


def _refuse_departed(ledger: Ledger, record: InterviewRecord, command: LastCommand) -> None:
    if departure := find_departure(ledger.history.facts, record.ids, command):
        raise UsageError(
            f"{departure.touch.step} to {departure.name} has left since, on {departure.at:%-d %B}; it cannot be taken back any more"
        )
    # A mail that is still being sent is no obstacle: the last check before its dot reads that the command was undone.
    for outgoing in ledger.store.list_mails(TouchState.COMMITTING):
        if outgoing.touch and outgoing.touch.interview in record.ids:
            raise UsageError(f"{outgoing.touch.step} is leaving at this moment; say it again in a minute")


def _pause_answered(ledger: Ledger, record: InterviewRecord, command: LastCommand, now: datetime) -> None:
    """Pause an interview for an answer that came while it was closed: such a mail was only reported, and held nothing.

    The same holds for a mail that a person has left the company. An out-of-office note counts by the day that it names.
    """
    for fact in ledger.history.facts[command.positions[0] :]:
        if (
            isinstance(fact, Received)
            and (fact.kind in _ANSWERS or fact.left)
            and not record.ids.isdisjoint(fact.interviews)
        ):
            why = f"{fact.sender or 'somebody'} wrote while it was closed; read that mail, then resume"
            ledger.append(Steered(now, record.interview.id, "pause", why=why))
            return


def _reopen_touches(ledger: Ledger, command: LastCommand, now: datetime) -> None:
    """Allow a mail that was cancelled to be written again, unless its touch has another outcome."""
    for fact in command.facts:
        if isinstance(fact, Settled):
            details = ledger.find_touch(fact.touch)
            if details and details.touch_outcome is None:
                ledger.store.apply_event(str(fact.touch), TouchEvent.UNDO, now)
