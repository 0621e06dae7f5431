"""A regular expression that is compiled when it is first used: hundreds of them take longer than most commands do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.lazy_value import LazyValue

if TYPE_CHECKING:
    from collections.abc import Iterator


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

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]:
        """Yield the matches in order."""
        return self.compiled.finditer(text)
