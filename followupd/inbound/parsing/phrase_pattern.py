"""A pattern of very many phrases with a fast search: a phrase is tried only at places where its first letters are.

Python tries every alternative at every place of a text, but one mail has the first letters of few phrases. So the
letters of a text are listed once, and all other phrases are skipped. The result is that of `re`: at the first place
with any match, the first alternative that matches there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from followupd.config.lazy_value import LazyValue
from followupd.inbound.parsing.literal_prefixes import begins_word, find_prefixes, split_alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
_KEY_LETTERS = 3  # under which phrases are listed


class SearchPattern(Protocol):
    """Anything that searches a text like `re.Pattern`."""

    def search(self, text: str, /) -> re.Match[str] | None:
        """Return the first match, or None."""


class Searchable(SearchPattern, Protocol):
    """A search pattern that also has the flags of `re.Pattern`."""

    @property
    def flags(self) -> int:
        """The flags of `re`."""


def matches_any(patterns: Iterable[SearchPattern], text: str) -> bool:
    """Return whether one of the patterns is in a text."""
    return any(pattern.search(text) for pattern in patterns)


class PhrasePattern:
    """A regular expression of alternatives without numbered groups; none of them matches an empty text.

    Nothing is compiled until a text needs it: there are thousands of phrases, and a worker starts often.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Store the pattern. Raises ValueError for a pattern that ignores case, since texts are folded before."""
        if flags & re.IGNORECASE:
            raise ValueError("phrases are searched in folded text")
        self.pattern = pattern
        self.flags = flags
        self._last_search: tuple[str, re.Match[str] | None] = ("", None)

    def search(self, text: str, /) -> re.Match[str] | None:
        """Return the first match, or None. The same text is often searched several times."""
        last_text, last_hit = self._last_search
        if text != last_text:
            last_hit = self._find_first(text)
            self._last_search = (text, last_hit)
        return last_hit

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in order; none is within another."""
        scans = [_Scan(phrase, prefix, text) for phrase, prefix in self._table.find_candidates(text)]
        end = 0
        while scans:
            scans = [scan for scan in scans if scan.find_from(end)]
            hits = [(scan.hit, scan.phrase.number) for scan in scans if scan.hit]
            if not hits:
                return
            hit, _ = min(hits, key=lambda entry: (entry[0].start(), entry[1]))
            yield hit
            end = max(hit.end(), hit.start() + 1)

    def _find_first(self, text: str) -> re.Match[str] | None:
        first_hit, first_number, end = None, 0, len(text)
        for phrase, prefix in self._table.find_candidates(text):
            hit = phrase.find_first(prefix, text, end)
            if hit and (hit.start() < end or first_hit is None or phrase.number < first_number):
                first_hit, first_number, end = hit, phrase.number, hit.start()
        return first_hit

    @LazyValue
    def _table(self) -> _PhraseTable:
        sources = enumerate(split_alternatives(self.pattern))
        return _PhraseTable([_Phrase(number, source, self.flags) for number, source in sources])


@dataclass(frozen=True)
class _Phrase:
    """One alternative, and its place among the others."""

    number: int
    source: str
    flags: int

    @LazyValue
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)

    def find_first(self, prefix: str, text: str, last_start: int) -> re.Match[str] | None:
        """Return the first match that begins with these letters, at `last_start` or before."""
        if not prefix:
            hit = self.pattern.search(text)
            return hit if hit and hit.start() <= last_start else None
        end = last_start + len(prefix)
        place = text.find(prefix, 0, end)
        while place >= 0:
            if hit := self.pattern.match(text, place):
                return hit
            place = text.find(prefix, place + 1, end)
        return None


def join_patterns(*patterns: PhrasePattern) -> PhrasePattern:
    """Return a pattern that matches if any of these does: one search instead of several. They need equal flags."""
    (flags,) = {pattern.flags for pattern in patterns}
    return PhrasePattern("|".join(pattern.pattern for pattern in patterns), flags)


# An alternative, and the letters with which its match begins; "" if they are not known.
Entry = tuple[_Phrase, str]


class _PhraseTable:
    """The alternatives, listed by the letters with which their matches begin."""

    def __init__(self, phrases: list[_Phrase]) -> None:
        self._by_start: dict[str, list[Entry]] = defaultdict(list)  # letters at the beginning of a word
        self._by_letters: dict[str, list[Entry]] = defaultdict(list)  # letters anywhere in a word
        self._others: list[Entry] = []
        for phrase in phrases:
            for prefix in find_prefixes(phrase.source) or ("",):
                self._entries_for(phrase, prefix).append((phrase, prefix))
        # The common keys of two sets are found in one step: most texts share none with a table.
        self._start_keys, self._letter_keys = frozenset(self._by_start), frozenset(self._by_letters)

    def _entries_for(self, phrase: _Phrase, prefix: str) -> list[Entry]:
        word = _WORD.match(prefix)
        key = word[0][:_KEY_LETTERS] if word else ""
        if key and begins_word(phrase.source):
            return self._by_start[key]
        return self._by_letters[key] if len(key) == _KEY_LETTERS else self._others

    def find_candidates(self, text: str) -> list[Entry]:
        """Return each alternative that may match in the text, with its first letters."""
        start_keys, letter_keys = self._start_keys & list_starts(text), self._letter_keys & list_letters(text)
        if not start_keys and not letter_keys:
            return self._others
        entries = [*self._others]
        for key in start_keys:
            entries += self._by_start[key]
        for key in letter_keys:
            entries += self._by_letters[key]
        return [entry for entry in entries if entry[1] in text]


@lru_cache(maxsize=64)
def list_starts(text: str) -> frozenset[str]:
    """Return the first one, two and three letters of each word of a text."""
    starts = {word[:_KEY_LETTERS] for word in _list_words(text)}
    return frozenset(starts | {start[:2] for start in starts} | {start[:1] for start in starts})


@lru_cache(maxsize=64)
def list_letters(text: str) -> frozenset[str]:
    """Return every run of three letters within a word of a text."""
    return frozenset().union(*map(_list_letters_of_word, _list_words(text)))


@lru_cache(maxsize=64)
def _list_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


@lru_cache(maxsize=8192)
def _list_letters_of_word(word: str) -> frozenset[str]:
    return frozenset(word[place : place + _KEY_LETTERS] for place in range(len(word) - _KEY_LETTERS + 1))


class _Scan:
    """The matches of one alternative in a text, from the left to the right."""

    def __init__(self, phrase: _Phrase, prefix: str, text: str) -> None:
        self.phrase = phrase
        self._prefix = prefix
        self._text = text
        self.hit: re.Match[str] | None = None
        self._start = 0

    def find_from(self, start: int) -> re.Match[str] | None:
        """Return the first match that begins at `start` or later; `start` never decreases."""
        self._start = max(self._start, start)
        if self.hit and self.hit.start() >= start:
            return self.hit
        self.hit = self._find_at_prefix() if self._prefix else self._find_anywhere()
        return self.hit

    def _find_at_prefix(self) -> re.Match[str] | None:
        while (place := self._text.find(self._prefix, self._start)) >= 0:
            self._start = place + 1
            if hit := self.phrase.pattern.match(self._text, place):
                return hit
        self._start = len(self._text) + 1
        return None

    def _find_anywhere(self) -> re.Match[str] | None:
        hit = self.phrase.pattern.search(self._text, self._start)
        self._start = hit.start() + 1 if hit else len(self._text) + 1
        return hit
