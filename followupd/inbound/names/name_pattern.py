"""The pattern of a name. It is searched only in a text that holds the stems of all its words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.lazy_value import LazyValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_PIECE = 3  # letters


class NamePattern:
    """A pattern that ignores case, compiled when a text first needs it."""

    def __init__(self, pattern: str, stems: Iterable[str] = (), letters: str = "") -> None:
        """Store the pattern. `stems`: texts that every match has, in any case. `letters`: a match has one of them."""
        self.pattern = pattern
        self.letters = letters.lower()
        lower_stems = [stem.lower() for stem in stems]
        self.pieces = tuple(stem for stem in lower_stems if len(stem) >= MIN_PIECE)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match, or None."""
        return self._compiled.search(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in order."""
        return self._compiled.finditer(text) if self._may_be_in(text) else iter(())

    def remove_from(self, text: str) -> str:
        """Return a text with each match replaced by a space."""
        return self._compiled.sub(" ", text) if self._may_be_in(text) else text

    def _may_be_in(self, text: str) -> bool:
        lower_text = fold_case(text)
        if self.letters:
            return any(letter in lower_text for letter in self.letters)
        return all(piece in lower_text for piece in self.pieces)

    @LazyValue
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)


@lru_cache(maxsize=32)
def fold_case(text: str) -> str:
    """Return a text in lower case. It is cached, since many names are searched in one text."""
    return text.lower()
