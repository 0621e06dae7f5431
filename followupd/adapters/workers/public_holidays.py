"""Years worked out in a process of its own, which takes `holidays` and its calendars with it when it ends.

A daemon asks for a handful of years and then for months for none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd.adapters.workers.process import Lost, ask_once, serve
from followupd.errors import Unreachable
from followupd.planning import public_holidays

if TYPE_CHECKING:
    from collections.abc import Iterable

_asked: set[tuple[str, int]] = set()


def look_up(years: Iterable[tuple[str, int]]) -> None:
    """Have the yearbook know these years of these countries. Each is asked for once; what fails, it does by itself."""
    asked = sorted(one for one in years if one not in _asked and public_holidays.must_be_worked_out(*one))
    if not asked:
        return
    _asked.update(asked)
    with suppress(Lost, Unreachable, TypeError, ValueError):
        public_holidays.learn(dict(zip(asked, _ask(asked), strict=True)))


def _ask(asked: list[tuple[str, int]]) -> list[public_holidays.Year]:
    said = ask_once(__name__, *asked)
    return [public_holidays.Year(*signs) for signs in json.loads(said)]


def _answer(_: object, *asked: tuple[str, int]) -> bytes:
    return json.dumps([public_holidays.year(country, number) for country, number in asked]).encode()


if __name__ == "__main__":
    serve(_answer)
