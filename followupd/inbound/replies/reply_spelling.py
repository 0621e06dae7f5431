"""Corrects slips of the thumb in an answer: a letter that is missing, doubled, or in the wrong place. Pure.

The first and the last letter of a word are kept, since its ending shows who did it, and when.
"""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.phrases import reply_commands as phrases
from followupd.inbound.phrases.months import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_MIN_LETTERS = 5
_WORD = LazyPattern(rf"[a-z']{{{_MIN_LETTERS},}}")
# A whole word in a pattern; "approved?" also counts without its last letter.
_WHOLE_WORD = LazyPattern(rf"(?<![\\\w])([a-z']{{{_MIN_LETTERS},}})(\??)(?![\w\\?*+\[]|\((?!\?: ))")


def mend_slips(flat: str) -> str:
    """Return a folded answer in which each misspelt word is corrected, if it can mean only one word."""
    return _WORD.sub(_mend, flat)


def _mend(match: re.Match[str]) -> str:
    word, words = match[0], _list_words()
    meant = set() if word in words else words.intersection(_list_near(word))
    return next(iter(meant)) if len(meant) == 1 else word


@cache
def _list_words() -> frozenset[str]:
    """Return the words of the commands, and the days. Of a pattern, only whole words are taken."""
    patterns = " ".join(value for value in vars(phrases).values() if isinstance(value, str))
    names = (name for name in (*MONTHS, *WEEKDAYS) if _WORD.fullmatch(name))
    pairs = _WHOLE_WORD.findall(patterns)
    shorter = (word[:-1] for word, mark in pairs if mark)
    return frozenset((*(word for word, _ in pairs), *shorter, *names))


def _list_near(word: str) -> Iterator[str]:
    for place in range(1, len(word)):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in ascii_lowercase)
        if before[-1] == after[0]:
            yield before + after[1:]
        if 1 < place < len(word):
            yield before[:-1] + after[0] + before[-1] + after[1:]
