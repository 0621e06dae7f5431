"""The user's pauses and resumes, of everything or of one person: which pause holds, and when each ends. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.journal.command_facts import ContactSteered
    from followupd.journal.facts import Steered

_Command = TypeVar("_Command", "Steered", "ContactSteered")


def find_running_pause(commands: Sequence[_Command], now: datetime) -> _Command | None:
    """Return the last command if it is a pause that has not ended. The commands are in order, oldest first."""
    last = commands[-1] if commands else None
    if last is None or last.command != "pause" or (last.until and last.until <= now):
        return None
    return last


def list_ends(commands: Sequence[Steered] | Sequence[ContactSteered]) -> list[datetime]:
    """Return when each pause ended or will end, UTC: at its own end, or at a resume. A pause without end has none."""
    ends = (command.at if command.command == "resume" else command.until for command in commands)
    return list(filter(None, ends))
