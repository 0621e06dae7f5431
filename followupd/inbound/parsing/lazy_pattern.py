"""A regular expression that is compiled when it is first used: hundreds of them take longer than most commands do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from followupd.inbound.parsing.lazy_value import LazyValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class LazyPattern:
    """Used as `re.Pattern` is."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Do nothing yet."""
        self.pattern = pattern
        self.flags = flags

    @LazyValue
    def compiled(self) -> re.Pattern[str]:
        """The pattern of `re`."""
        return re.compile(self.pattern, self.flags)

    def search(self, text: str, /) -> re.Match[str] | None:
        """Return the first match, or None."""
        return self.compiled.search(text)

    def match(self, text: str, start: int = 0, /) -> re.Match[str] | None:
        """Return the match that begins there, or None."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str, /) -> re.Match[str] | None:
        """Return the match that is the whole text, or None."""
        return self.compiled.fullmatch(text)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, /) -> str:
        """Return a text in which something stands for each match."""
        return self.compiled.sub(replacement, text)

    def split(self, text: str, /) -> list[str | Any]:
        """Return what stands between the matches."""
        return self.compiled.split(text)

    def findall(self, text: str, /) -> list[Any]:
        """Return what the matches hold."""
        return self.compiled.findall(text)

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]:
        """Yield the matches in order."""
        return self.compiled.finditer(text)
