"""Computes the holidays of a year in a process of its own, so that the library `holidays` is freed afterwards.

A daemon asks for a few years at first, and then for none for months.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd.adapters.workers.process import NoAnswer, ask_once
from followupd.adapters.workers.serving import serve_questions
from followupd.errors import Unreachable
from followupd.planning import public_holidays

if TYPE_CHECKING:
    from collections.abc import Iterable

_requested_years: set[tuple[str, int]] = set()


def look_up_years(years: Iterable[tuple[str, int]]) -> bool:
    """Look up these years of these countries in a worker, each only once; return whether any was asked for.

    Years that fail there are looked up later in this process.
    """
    missing_years = sorted(
        country_year
        for country_year in years
        if country_year not in _requested_years and public_holidays.needs_library(*country_year)
    )
    if not missing_years:
        return False
    _requested_years.update(missing_years)
    with suppress(NoAnswer, Unreachable, TypeError, ValueError):
        public_holidays.add_years(dict(zip(missing_years, _ask_worker(missing_years), strict=True)))
    return True


def _ask_worker(years: list[tuple[str, int]]) -> list[public_holidays.HolidayYear]:
    answer = ask_once(__name__, *years)
    return [public_holidays.HolidayYear(*fields) for fields in json.loads(answer)]


def _answer_question(_: object, *years: tuple[str, int]) -> bytes:
    return json.dumps([public_holidays.holiday_year(country, number) for country, number in years]).encode()


if __name__ == "__main__":
    serve_questions(_answer_question)
