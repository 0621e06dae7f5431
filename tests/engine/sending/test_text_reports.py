"""The reports on the words of mails: each ends with its touch, and with its interview."""

import pytest
from builders import ACME, config, taken

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.sending.text_reports import store_report
from followupd.journal.facts import Touch
from followupd.planning.context import TextReport

NOTE, TO_BEN = (Touch("acme", "thank-you", contact) for contact in ("ana-ruiz", "ben-brandt"))
REPORT = TextReport("d1")


@pytest.fixture
def ledger() -> Ledger:
    active_config = ActiveConfig(config(ACME))
    return Ledger(SqliteStore(None), lambda: active_config, {}, None)  # type: ignore[arg-type]


def test_a_report_ends_with_what_became_of_its_touch(ledger: Ledger) -> None:
    store_report(ledger, NOTE, REPORT)
    store_report(ledger, TO_BEN, REPORT)
    ledger.append(taken("12 15:30", "thank-you"))
    assert set(ledger.store.read_text_reports()) == {TO_BEN}


def test_a_report_ends_with_its_interview_and_with_its_person(ledger: Ledger) -> None:
    for gone in (Touch("gone", "thank-you", "ana-ruiz"), Touch("acme", "thank-you", "nobody")):
        ledger.store.set_text_report(gone, REPORT)
    store_report(ledger, NOTE, REPORT)
    assert set(ledger.store.read_text_reports()) == {NOTE}


def test_the_same_report_is_written_once(ledger: Ledger) -> None:
    store_report(ledger, NOTE, REPORT)
    reports = ledger.store.read_text_reports()
    store_report(ledger, NOTE, TextReport("d1"))
    assert ledger.store.read_text_reports() is reports
