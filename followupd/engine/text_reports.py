"""What the lint said of the words of each open touch: kept in the store, so that planner and gate ask the same."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.journal.facts import Touch
from followupd.planning.context import TextReport
from followupd.writing.draft import OwnSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.writing.draft import DraftResult

_NAME = "text-reports"


def read_reports(store: Store) -> Mapping[Touch, TextReport]:
    """Return the reports that are known."""
    return _parse_reports(store.get_value(_NAME) or "[]")


@lru_cache(maxsize=8)
def _parse_reports(text: str) -> Mapping[Touch, TextReport]:
    return {
        Touch(*touch): TextReport(digest, tuple(doubts), is_own)
        for touch, digest, doubts, is_own in json.loads(text)
    }


def build_report(result: DraftResult, source: OwnSource | None) -> TextReport:
    """Return the report on words that were written just now; `source`: where the candidate's own words come from."""
    doubts = (*result.blocking_faults, *result.advice)
    if source is OwnSource.MAIL:
        doubts = (*doubts, "you wrote it in an answer by mail, and have not seen it as it leaves")
    return TextReport(result.draft.digest, doubts, source not in (None, OwnSource.SAVED))


def store_report(ledger: Ledger, touch: Touch, report: TextReport) -> None:
    """Remember a report; those on interviews that are gone are forgotten."""
    reports = read_reports(ledger.store)
    if reports.get(touch) == report:
        return
    with ledger.transaction():
        others = {
            t: r for t, r in read_reports(ledger.store).items() if t.interview in ledger.config.interview_ids
        }
        rows = [
            [[t.interview, t.step, t.contact], r.digest, r.doubts, r.is_own]
            for t, r in {**others, touch: report}.items()
            if not _is_over(ledger, t)
        ]
        ledger.store.set_value(_NAME, json.dumps(rows))


def _is_over(ledger: Ledger, touch: Touch) -> bool:
    details = ledger.find_touch(touch)
    return details is None or details.touch_outcome is not None
