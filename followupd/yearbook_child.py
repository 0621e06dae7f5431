"""Years worked out in a process of its own, which takes `holidays` and its calendars with it when it ends.

A daemon asks for a handful of years and then for months for none: `python -m followupd.yearbook_child`, JSON in, JSON out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd import anew, yearbook

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 30.0  # seconds: it takes a fraction of one
_asked: set[tuple[str, int]] = set()


def look_up(years: Iterable[tuple[str, int]]) -> None:
    """Have the yearbook know these years of these countries. Each is asked for once; what fails, it does by itself."""
    asked = sorted(one for one in years if one not in _asked and yearbook.must_be_worked_out(*one))
    if not asked:
        return
    _asked.update(asked)
    with suppress(OSError, TypeError, ValueError, subprocess.SubprocessError):
        yearbook.learn(dict(zip(asked, _ask(asked), strict=True)))


def _ask(asked: list[tuple[str, int]]) -> list[yearbook.Year]:
    ended = subprocess.run(  # noqa: S603 - this Python
        anew.python("followupd.yearbook_child"),
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    return [yearbook.Year(*signs) for signs in json.loads(ended.stdout)]


def main() -> None:
    """Answer one question."""
    json.dump([yearbook.year(country, number) for country, number in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
