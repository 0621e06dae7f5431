"""Finds the candidate's last command for an interview, and reads the journal without undone commands. Pure.

Nothing is deleted. A fact `Undone` names the positions of the facts that it undoes, and a reader of the journal puts it
in their place. So everything else is computed as if those facts did not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.journal.command_facts import ContactSteered, Debriefed, Started, Undone
from followupd.journal.facts import Approved, Clarified, Done, Settled, Steered, Taken, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from followupd.journal.facts import Fact, Touch


_COMMANDS = (
    (Done, "done"), (Approved, "approve"), (Clarified, "answer"), (Debriefed, "debrief"), (Started, "started"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastCommand:
    """The candidate's last command, and every fact that followed from it."""

    what: str  # done, skip, close, pause, resume, approve, answer, debrief or started
    at: datetime
    positions: tuple[int, ...]  # in the journal; the first fact is 1
    facts: tuple[Fact, ...]


def leave_out_undone(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts, with each undone fact replaced by the fact that undoes it."""
    remaining_facts: list[Fact] = []
    for fact in facts:
        if not isinstance(fact, Undone):
            remaining_facts.append(fact)
            continue
        mark = replace(fact, positions=())  # so that a second reading of these facts undoes nothing
        for position in fact.positions:
            if 0 < position <= len(remaining_facts):
                remaining_facts[position - 1] = mark
        remaining_facts.append(mark)
    return remaining_facts


def find_last_command(facts: Sequence[Fact], ids: frozenset[str]) -> LastCommand | None:
    """Return the candidate's last command for an interview with these ids, or None."""
    last = next((f for f in reversed(facts) if _name_command(f) and _interview_of(f) in ids), None)
    if last is None:
        return None
    same_call = _list_same_call(facts, last) if isinstance(last, Done) else frozenset()
    entries = [
        (position, fact)
        for position, fact in enumerate(facts, 1)
        if (_interview_of(fact) in ids and _is_part_of(fact, last)) or _is_report_of(fact, same_call, last)
    ]
    return LastCommand(
        _name_command(last), last.at, tuple(p for p, _ in entries), tuple(f for _, f in entries)
    )


def _is_part_of(fact: Fact, last: Fact) -> bool:
    return _belongs_to(fact, last) or _follows_from(fact, last)


def _is_report_of(fact: Fact, touches: frozenset[Touch], last: Fact) -> bool:
    """Return whether a fact is the report on one of these touches, written together with the last command."""
    return isinstance(fact, Done) and fact.touch in touches and fact.at == last.at


def _list_same_call(facts: Sequence[Fact], report: Done) -> frozenset[Touch]:
    """Return every touch that was taken with a report's call sheet: one call may be for several interviews."""
    sheets = [f for f in facts if isinstance(f, Taken) and f.channel is Channel.PHONE and f.message_ids]
    mail_ids = {sheet.message_ids[0] for sheet in sheets if sheet.touch == report.touch}
    return frozenset(sheet.touch for sheet in sheets if sheet.message_ids[0] in mail_ids)


def find_departure(
    facts: Sequence[Fact], ids: frozenset[str], command: LastCommand
) -> Taken | Uncertain | None:
    """Return the first sending after a command that might not have happened without it, or None."""
    touches = {f.touch for f in command.facts if isinstance(f, Approved | Done | Settled)}
    concerned_ids = ids | {_interview_of(fact) for fact in command.facts}
    for sending in facts[command.positions[0] :]:
        if not isinstance(sending, Taken | Uncertain) or sending in command.facts:
            continue
        is_concerned = sending.touch.interview in concerned_ids
        if is_concerned and (sending.touch in touches or _may_be_freed_by(sending, command)):
            return sending
    return None


def _may_be_freed_by(sending: Taken | Uncertain, command: LastCommand) -> bool:
    """Return whether a command may have allowed another mail: only a reminder or a farewell can depend on it.

    An approval and a pause never allow a mail of another touch.
    """
    is_farewell = sending.touch.step == FAREWELL_STEP.id
    return command.what not in ("approve", "pause") and (sending.reminder or is_farewell)


def _interview_of(fact: Fact) -> str:
    match fact:
        case Approved() | Done() | Settled() | Taken() | Uncertain():
            return fact.touch.interview
        case Steered() | Clarified() | Debriefed() | ContactSteered() | Started():
            return fact.interview
    return ""


def _name_command(fact: Fact) -> str:
    """Return the name of the candidate's command that wrote a fact; empty if the daemon wrote it."""
    if isinstance(fact, Steered):
        return "" if fact.command == "pause" and fact.why else fact.command  # only the daemon gives a reason
    if isinstance(fact, ContactSteered):
        return fact.command
    if isinstance(fact, Settled):
        return "skip" if fact.outcome == "skipped" else ""
    return next((name for kind, name in _COMMANDS if isinstance(fact, kind)), "")


def _belongs_to(fact: Fact, last: Fact) -> bool:
    """Return whether a fact was written by the same command, at the same moment.

    Two approvals of the same touch are undone together: the earlier one must not let the mail go out.
    """
    if isinstance(last, Approved):
        return isinstance(fact, Approved) and fact.touch == last.touch
    if isinstance(last, Started):
        return fact is last or _is_own_thanks(fact, last)
    is_command = bool(_name_command(fact)) or (isinstance(fact, Taken) and fact.how == "user")
    return is_command and fact.at == last.at and _is_same_kind(fact, last)


def _is_own_thanks(fact: Fact, start: Started) -> bool:
    """Return whether a fact is one of the mails of thanks that the candidate had sent before."""
    if not isinstance(fact, Taken) or fact.how != "user" or fact.message_ids or fact.reminder:
        return False
    return fact.touch.contact in start.contacts


def _is_same_kind(fact: Fact, last: Fact) -> bool:
    if isinstance(last, Debriefed) and isinstance(fact, Settled):
        return True  # an absent person was skipped by the same answer
    if isinstance(fact, Taken):
        return isinstance(last, Done) and fact.touch == last.touch
    return _name_command(fact) == _name_command(last)


def _follows_from(fact: Fact, last: Fact) -> bool:
    """Return whether a touch was dropped because the interview was closed."""
    is_close = isinstance(last, Steered) and last.command == "close"
    return is_close and isinstance(fact, Settled) and fact.outcome == "cancelled" and fact.at >= last.at
