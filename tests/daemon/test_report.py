"""What the daemon says while a look at the mailbox takes long."""

import logging

import pytest

from followupd.adapters.store.sqlite import SqliteStore
from followupd.daemon import report
from followupd.daemon.report import Reporter
from followupd.engine.scanning.scan_progress import ScanProgress, read_progress


def test_a_long_look_says_how_far_it_has_come_and_a_short_one_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now, store, reporter = [100.0], SqliteStore(None), Reporter()
    monkeypatch.setattr(report.time, "monotonic", lambda: now[0])
    caplog.set_level(logging.INFO, logger="followupd")
    reporter.report_progress(store, ScanProgress("INBOX", 100, 900))
    assert read_progress(store) is None
    now[0] += 5
    reporter.report_progress(store, ScanProgress("INBOX", 200, 800))
    assert read_progress(store) == ScanProgress("INBOX", 200, 800)
    now[0] += 1
    reporter.report_progress(store, ScanProgress("INBOX", 300, 700))
    assert read_progress(store) == ScanProgress("INBOX", 200, 800)
    assert [r.message for r in caplog.records] == [
        "reading the mailbox: 200 of 1,000 messages of INBOX are read"
    ]
