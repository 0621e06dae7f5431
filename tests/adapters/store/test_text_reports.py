"""The reports on the words of open mails: a row each, and the one text of an older store is brought over."""

import sqlite3
from contextlib import closing
from pathlib import Path

from followupd.adapters.store.schema import MIGRATIONS
from followupd.adapters.store.sqlite import SqliteStore
from followupd.journal.facts import Touch
from followupd.planning.context import TextReport

NOTE, OTHER = Touch("acme", "thank-you", "ana"), Touch("acme", "reminder-1", "ana")
CLEAN, DOUBTED = TextReport("d1"), TextReport("d2", ("„grüße“ is missing", "it is long"), is_own=True)
BEFORE = 4  # the last schema with one text for all reports


def test_a_report_is_kept_replaced_and_forgotten() -> None:
    store = SqliteStore(None)
    store.set_text_report(NOTE, CLEAN)
    store.set_text_report(OTHER, DOUBTED)
    assert store.read_text_reports() == {NOTE: CLEAN, OTHER: DOUBTED}
    store.set_text_report(NOTE, DOUBTED)
    store.forget_text_report(OTHER)
    assert store.read_text_reports() == {NOTE: DOUBTED}


def test_the_same_reports_are_the_same_object() -> None:
    store = SqliteStore(None)
    store.set_text_report(NOTE, CLEAN)
    reports = store.read_text_reports()
    store.set_value("other", "value")
    assert store.read_text_reports() is reports


def test_a_report_is_one_row_however_many_there_are() -> None:
    store = SqliteStore(None)
    for number in range(100):
        store.set_text_report(Touch(f"i{number}", "thank-you", "ana"), CLEAN)
    before = store._db.total_changes
    store.set_text_report(NOTE, CLEAN)
    assert store._db.total_changes == before + 1


def test_the_one_text_of_an_older_store_becomes_rows(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    text = (
        '[[["acme", "thank-you", "ana"], "d1", [], false],'
        ' [["acme", "reminder-1", "ana"], "d2", ["„grüße“ is missing", "it is long"], true]]'
    )
    with closing(sqlite3.connect(path)) as db:
        db.executescript(";".join(MIGRATIONS[:BEFORE]) + f";PRAGMA user_version = {BEFORE};")
        db.execute("INSERT INTO value VALUES ('text-reports', ?)", (text,))
        db.commit()
    store = SqliteStore(path)
    assert store.read_text_reports() == {NOTE: CLEAN, OTHER: DOUBTED}
    assert store.get_value("text-reports") is None
    store.close()
