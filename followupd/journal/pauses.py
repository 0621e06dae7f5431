"""The pauses and resumes of the user, of everything or of one person: which one holds, and when each ends. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.journal.command_facts import ContactSteered
    from followupd.journal.facts import Steered

_Command = TypeVar("_Command", "Steered", "ContactSteered")


def find_running_pause(commands: Sequence[_Command], now: datetime) -> _Command | None:
    """Return the last command, if it is a pause that has not ended; the oldest command comes first."""
    last = commands[-1] if commands else None
    if last is None or last.command != "pause" or (last.until and last.until <= now):
        return None
    return last


def list_ends(commands: Sequence[Steered] | Sequence[ContactSteered]) -> list[datetime]:
    """Return when each pause ended or will end: at its own end, and at a resume. One without end has none, UTC."""
    ends = (command.at if command.command == "resume" else command.until for command in commands)
    return list(filter(None, ends))
