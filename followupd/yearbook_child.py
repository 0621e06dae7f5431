"""Years worked out in a process of its own, which takes `holidays` and its calendars with it when it ends.

A daemon asks for a handful of years and then for months for none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd import yearbook
from followupd.apart import Lost, ask_once, serve
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable

_asked: set[tuple[str, int]] = set()


def look_up(years: Iterable[tuple[str, int]]) -> None:
    """Have the yearbook know these years of these countries. Each is asked for once; what fails, it does by itself."""
    asked = sorted(one for one in years if one not in _asked and yearbook.must_be_worked_out(*one))
    if not asked:
        return
    _asked.update(asked)
    with suppress(Lost, Unreachable, TypeError, ValueError):
        yearbook.learn(dict(zip(asked, _ask(asked), strict=True)))


def _ask(asked: list[tuple[str, int]]) -> list[yearbook.Year]:
    said = ask_once(__name__, *asked)
    return [yearbook.Year(*signs) for signs in json.loads(said)]


def _answer(_: object, *asked: tuple[str, int]) -> bytes:
    return json.dumps([yearbook.year(country, number) for country, number in asked]).encode()


if __name__ == "__main__":
    serve(_answer)
