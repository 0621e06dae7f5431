"""Reads the candidate's answer to a note of absence: whether the person is away. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import reply_commands as phrases
from followupd.inbound.phrases.absence_answer import AWAY, BACK, BESIDE_BACK, RETURNS
from followupd.inbound.replies.reply_text import flatten_command

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from followupd.inbound.verdict import ReplyCommand

_AWAY, _BACK, _RETURNS = LazyPattern(AWAY), LazyPattern(BACK), LazyPattern(RETURNS)
_DOUBT = LazyPattern(
    rf"(?<!\w)(?:{phrases.UNSURE}|{phrases.NEGATION}|{phrases.FUTURE}|{phrases.RESERVATION})(?!\w)"
)
_NO_FIRST = LazyPattern(r"(?:no|nein|nee|ne|non|nope)(?: ?[.,] ?| )")
_YES_FIRST = LazyPattern(
    r"(?:yes|yeah|yep|ja|jo|oui|si|correct|right|stimmt|exact|exacto|richtig)(?: ?[.,] ?| |$)"
)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_MAX_WORDS = 10


def read_absence_answer(command: ReplyCommand, returns: date | None, names: Iterable[str] = ()) -> str:
    """Return "yes" if an answer says that they are away, "no" if it says that they are not, else nothing.

    `returns`: the day of return that the note names. `names`: of people, which change nothing.
    """
    flat = flatten_command(command.text)
    if len(_WORD.findall(flat)) > _MAX_WORDS or "?" in flat:
        return ""
    word, rest = _split_word(flat)
    if _DOUBT.search(_remove_all(rest, _AWAY, _BACK, _RETURNS)):
        return ""
    if _says_away(command, rest, word):
        return "yes" if word != "no" and _is_as_noted(command, returns) else ""
    return "no" if word != "yes" and _says_only_back(rest, names) else ""


def _split_word(flat: str) -> tuple[str, str]:
    """Return the yes or no at the beginning of an answer, or nothing, and the rest."""
    for word, pattern in (("no", _NO_FIRST), ("yes", _YES_FIRST)):
        if match := pattern.match(flat):
            return word, flat[match.end() :]
    return "", flat


def _says_away(command: ReplyCommand, rest: str, word: str) -> bool:
    """Return whether the person is away: "on leave", "back on 7 December", "yes, until the 7th"."""
    is_only_day = word == "yes" and not command.words
    if _is_later(command) and (is_only_day or _RETURNS.search(rest)):
        return True
    return bool(_AWAY.search(rest)) and not _BACK.search(rest)


def _says_only_back(rest: str, names: Iterable[str]) -> bool:
    known_words = BESIDE_BACK.union(*(fold_text(name).split() for name in names))
    is_alone = known_words.issuperset(_WORD.findall(_remove_all(rest, _BACK)))
    return bool(_BACK.search(rest)) and is_alone and not _AWAY.search(rest)


def _is_as_noted(command: ReplyCommand, returns: date | None) -> bool:
    """Return whether the answer names no later day of return than the note."""
    is_within = command.day is None or (returns is not None and command.day <= returns)
    return is_within and not command.days


def _is_later(command: ReplyCommand) -> bool:
    return bool(command.day and command.written_on and command.day > command.written_on)


def _remove_all(text: str, *patterns: LazyPattern) -> str:
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return text
