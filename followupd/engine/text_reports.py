"""What the lint said of the words of each open touch: kept in the store, so that planner and gate ask the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.planning.context import TextReport
from followupd.writing.draft import OwnSource

if TYPE_CHECKING:
    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Touch
    from followupd.writing.draft import DraftResult


def build_report(result: DraftResult, source: OwnSource | None) -> TextReport:
    """Return the report on words that were written just now; `source`: where the candidate's own words come from."""
    doubts = (*result.blocking_faults, *result.advice)
    if source is OwnSource.MAIL:
        doubts = (*doubts, "you wrote it in an answer by mail, and have not seen it as it leaves")
    if source is OwnSource.DISPUTED:
        doubts = (*doubts, "you changed its draft, and sent other words by mail as well")
    return TextReport(result.draft.digest, doubts, source not in (None, OwnSource.SAVED))


def store_report(ledger: Ledger, touch: Touch, report: TextReport) -> None:
    """Remember a report; those on interviews that are gone are forgotten."""
    reports = ledger.store.read_text_reports()
    if reports.get(touch) == report:
        return
    with ledger.transaction():
        for other in ledger.store.read_text_reports():
            if _is_over(ledger, other, touch):
                ledger.store.forget_text_report(other)
        ledger.store.set_text_report(touch, report)


def _is_over(ledger: Ledger, other: Touch, touch: Touch) -> bool:
    """Return whether a touch is gone, or done; the ledger forgets those that are done in other interviews."""
    if other.interview not in ledger.config.interview_ids:
        return True
    if other.interview != touch.interview or other == touch:
        return False
    details = ledger.find_touch(other)
    return details is None or details.touch_outcome is not None
