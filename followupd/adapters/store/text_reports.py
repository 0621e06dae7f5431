"""Stores the lint's report on the text of each open touch, in one row each."""

from __future__ import annotations

import json

from followupd.adapters.store.connection import cached
from followupd.adapters.store.values import ValueStore
from followupd.journal.facts import Touch
from followupd.planning.context import TextReport


class TextReportStore(ValueStore):
    """A connection with a table of text reports, and that of the named values."""

    @cached("text_report")
    def read_text_reports(self) -> dict[Touch, TextReport]:
        """Return every report; the result is the same object until a report changes."""
        rows = self._execute("SELECT interview, step, contact, digest, doubts, is_own FROM text_report")
        return {
            Touch(*touch): TextReport(digest, tuple(json.loads(doubts)), bool(is_own))
            for *touch, digest, doubts, is_own in rows
        }

    def set_text_report(self, touch: Touch, report: TextReport) -> None:
        """Store the report on the text of a touch, in place of the last one."""
        doubts = json.dumps(report.doubts, ensure_ascii=False)
        self._execute_write(
            "text_report",
            "INSERT OR REPLACE INTO text_report VALUES (?, ?, ?, ?, ?, ?)",
            touch.interview, touch.step, touch.contact, report.digest, doubts, report.is_own,
        )  # fmt: skip

    def forget_text_report(self, touch: Touch) -> None:
        """Delete the report on the text of a touch."""
        self._execute_write(
            "text_report",
            "DELETE FROM text_report WHERE interview = ? AND step = ? AND contact = ?",
            touch.interview, touch.step, touch.contact,
        )  # fmt: skip
