"""Keeps the lint's report on the text of each open touch in the store, so that planner and gate use the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.planning.context import TextReport
from followupd.writing.draft import OwnSource

if TYPE_CHECKING:
    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Touch
    from followupd.writing.draft import DraftResult


def build_report(result: DraftResult, source: OwnSource | None) -> TextReport:
    """Return the report on a text that was written just now; `source`: where the candidate's own text comes from."""
    doubts = (*result.blocking_faults, *result.advice)
    if source is OwnSource.MAIL:
        doubts = (*doubts, "you wrote it in an answer by mail, and have not seen it as it leaves")
    if source is OwnSource.DISPUTED:
        doubts = (*doubts, "you changed its draft, and sent other words by mail as well")
    return TextReport(result.draft.digest, doubts, source not in (None, OwnSource.SAVED))


def store_report(ledger: Ledger, touch: Touch, report: TextReport) -> None:
    """Store a report, and remove those for touches that are gone or done."""
    reports = ledger.store.read_text_reports()
    if reports.get(touch) == report:
        return
    with ledger.transaction():
        for other in ledger.store.read_text_reports():
            if _is_over(ledger, other, touch):
                ledger.store.forget_text_report(other)
        ledger.store.set_text_report(touch, report)


def _is_over(ledger: Ledger, other: Touch, touch: Touch) -> bool:
    """Return whether a touch is gone or done.

    The ledger removes the reports of touches that are done in other interviews.
    """
    if other.interview not in ledger.config.interview_ids:
        return True
    if other.interview != touch.interview or other == touch:
        return False
    details = ledger.find_touch(other)
    return details is None or details.touch_outcome is not None
