"""A regular expression that is compiled at its first use: to compile hundreds takes longer than most commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from followupd.config.lazy_value import LazyValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class LazyPattern:
    """A pattern with the methods of `re.Pattern`."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Store the pattern without compiling it."""
        self.pattern = pattern
        self.flags = flags

    @LazyValue
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern, self.flags)

    def search(self, text: str, /) -> re.Match[str] | None:
        """Return the first match, or None."""
        return self.compiled.search(text)

    def match(self, text: str, start: int = 0, /) -> re.Match[str] | None:
        """Return the match that begins at `start`, or None."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str, /) -> re.Match[str] | None:
        """Return the match that is the whole text, or None."""
        return self.compiled.fullmatch(text)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, /) -> str:
        """Return a text with each match replaced."""
        return self.compiled.sub(replacement, text)

    def split(self, text: str, /) -> list[str | Any]:
        """Return the texts between the matches."""
        return self.compiled.split(text)

    def findall(self, text: str, /) -> list[Any]:
        """Return the groups of all matches."""
        return self.compiled.findall(text)

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]:
        """Yield the matches in order."""
        return self.compiled.finditer(text)
