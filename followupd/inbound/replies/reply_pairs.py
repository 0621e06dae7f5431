"""Finds two commands in one answer: "spoke to her, please pause for two weeks". Pure.

Both are done if the first reports what happened and the second pauses or ends. For any other two, the user is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.replies.reply_meaning import Meaning, find_meaning
from followupd.inbound.verdict import show_safely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.inbound.verdict import ReplyCommand

_REPORTS = frozenset({"spoke", "voicemail", "no-answer", "posted", "done", "skip"})
_BRAKES = frozenset({"hold", "close", "stop"})
_MAX_LENGTH, _MAX_SHOWN = 400, 60  # characters
PARTS = 2
# Marks at which one command may end and the other begin: sentences first, then smaller parts.
_MARKS = (
    re.compile(r"(?<!\d)[.!;\n]+\s*|[!;\n]+\s*"),
    re.compile(r",\s*|\s[-–—]\s"),
    re.compile(
        r"\s+(?:and|und|et|y)\s+(?:then\s+|dann\s+|danach\s+|puis\s+|ensuite\s+|luego\s+)?", re.IGNORECASE
    ),
    re.compile(r"\s+(?:then|dann|danach|puis|ensuite|luego|despues)\s+", re.IGNORECASE),
)
_LINKS = re.compile(
    r"^(?:(?:p\.?\s?s\.?:?|and|und|et|y|then|dann|danach|puis|ensuite|luego)\s+)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of two commands, with its words."""

    command: ReplyCommand
    meaning: Meaning

    @property
    def words(self) -> str:
        """The text of the command, on one line."""
        return " ".join(show_safely(self.command.text).split())[:_MAX_SHOWN]


def find_pair(command: ReplyCommand, names: Sequence[str]) -> tuple[Part, Part] | None:
    """Return the two commands of an answer that has more than one; None if it cannot be split clearly."""
    is_clear = bool(find_meaning(command, names).verb)
    if is_clear or len(set(command.verbs)) < PARTS or len(command.text) > _MAX_LENGTH:
        return None
    return next((pair for pair in _list_pairs(command, names) if _differs(*pair)), None)


def can_do_both(first: Part, second: Part) -> bool:
    """Return whether the one reports and the other pauses or ends. Neither of them sends anything."""
    return first.meaning.verb in _REPORTS and second.meaning.verb in _BRAKES


def _differs(first: Part, second: Part) -> bool:
    return first.meaning.verb != second.meaning.verb


def _list_pairs(command: ReplyCommand, names: Sequence[str]) -> Iterator[tuple[Part, Part]]:
    for mark in _MARKS:
        for match in mark.finditer(command.text):
            texts = (command.text[: match.start()], _LINKS.sub("", command.text[match.end() :]))
            first, second = (_read_part(text, command, names) for text in texts)
            if first and second:
                yield _order_parts(first, second)


def _order_parts(first: Part, second: Part) -> tuple[Part, Part]:
    """Return the report before the brake. A snooze of the reported step becomes a pause of the interview."""
    for report, brake in ((first, second), (second, first)):
        is_put_off = brake.meaning.verb == "snooze" and bool(brake.command.day or brake.command.days)
        one = Part(brake.command, Meaning("hold")) if is_put_off else brake
        if can_do_both(report, one):
            return report, one
    return first, second


def _read_part(text: str, command: ReplyCommand, names: Sequence[str]) -> Part | None:
    """Return the command of a part; None if it has none, or an unclear one."""
    if not text.strip():
        return None
    part = read_command(text.strip(), command.about, command.written_on)
    meaning = find_meaning(part, names)
    return Part(part, meaning) if meaning.verb else None
