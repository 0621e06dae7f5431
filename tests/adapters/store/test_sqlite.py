"""One SQLite file: what is committed is there, what is not was never there."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import received, steered, taken, thanked
from outbox_row import NOW, ROW

from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import FINAL_STATES, PENDING, SqliteStore
from followupd.adapters.system.lock import DaemonLock
from followupd.config.cadence import Channel
from followupd.engine.ports import Cursor, FrozenMail, SentCopy
from followupd.errors import TryAgain
from followupd.journal.facts import Range, Receipt, Touch
from followupd.journal.states import TouchEvent, TouchState


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "followupd.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


@pytest.mark.usefixtures("store")
def test_the_file_is_the_users_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_facts_come_back_as_they_were(store: SqliteStore) -> None:
    facts = [*thanked(), received("13 09:00"), steered("13 10:00", "pause", "20 00:00")]
    facts[0] = replace(facts[0], receipt=Receipt(NOW, "w", (Range("INBOX", 1, 7),)))  # type: ignore[type-var]
    for fact in facts:
        store.append(fact)
    assert [e.fact for e in store.read_facts()] == facts
    assert [e.fact for e in store.read_facts(after=3)] == facts[3:]


def test_what_is_undone_was_never_written(store: SqliteStore) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.append(steered("13 10:00", "pause"))
        store.add_mail(ROW)
        store.set_cursor("INBOX", Cursor(1, 7))
        _ = 1 / 0
    assert (store.read_facts(), store.list_mails(), store.read_cursors()) == ([], [], {})


def test_transactions_nest(store: SqliteStore) -> None:
    with store.transaction(), store.transaction():
        store.append(steered("13 10:00", "pause"))
    assert len(store.read_facts()) == 1


def test_an_edited_journal_is_noticed(store: SqliteStore, path: Path) -> None:
    for fact in thanked():
        store.append(fact)
    assert store.verify_chain() is None
    with sqlite3.connect(path) as db:
        db.execute("UPDATE fact SET body = replace(body, 'ben', 'bob') WHERE seq = 2")
    assert store.verify_chain() == 2


def test_a_missing_entry_is_noticed(store: SqliteStore, path: Path) -> None:
    for fact in thanked():
        store.append(fact)
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM fact WHERE seq = 1")
    assert store.verify_chain() == 2


def test_a_touch_has_at_most_one_mail(store: SqliteStore) -> None:
    assert store.add_mail(ROW)
    assert not store.add_mail(ROW)
    other = Touch("acme", "thank-you", "ana")
    same_address = replace(
        ROW, id=str(other), touch=other, mail=replace(ROW.mail, recipient="ANA@acme.example")
    )
    assert not store.add_mail(same_address)


def test_of_a_call_there_is_one_sheet_for_each_person(store: SqliteStore) -> None:
    def sheet(contact: str, step: str = "call", channel: Channel = Channel.PHONE) -> bool:
        touch = Touch("acme", step, contact)
        own = FrozenMail("sam@x.example", "sam@x.example", b"bytes\r\n")
        return store.add_mail(replace(ROW, id=str(touch), touch=touch, mail=own, channel=channel))

    assert [sheet("ana-ruiz"), sheet("ben-brandt"), sheet("ben-brandt")] == [True, True, False]
    assert [sheet(who, "check-in", Channel.EMAIL) for who in ("ana-ruiz", "ben-brandt")] == [True, False]


def test_a_state_changes_only_along_the_table(store: SqliteStore) -> None:
    store.add_mail(ROW)
    assert store.apply_event(ROW.id, TouchEvent.ACCEPT, NOW) is None
    assert store.apply_event(ROW.id, TouchEvent.TRANSMIT, NOW)
    assert store.apply_event(ROW.id, TouchEvent.TRANSMIT, NOW) is None  # claimed already
    receipt = Receipt(NOW, "w", (Range("INBOX", 1, 7),))
    store.apply_event(ROW.id, TouchEvent.COMMIT, NOW, receipt=receipt, attempts=1)
    sent = store.apply_event(ROW.id, TouchEvent.ACCEPT, NOW, copy=SentCopy.WANTED, copy_due=NOW)
    assert sent == store.find_mail(ROW.id)
    assert sent is not None
    assert (sent.state, sent.receipt, sent.attempts, sent.copy) == (
        TouchState.SENT,
        receipt,
        1,
        SentCopy.WANTED,
    )


def test_a_withheld_mail_is_forgotten(store: SqliteStore) -> None:
    store.add_mail(ROW)
    store.apply_event(ROW.id, TouchEvent.WITHHOLD, NOW)
    assert store.find_mail(ROW.id) is None
    assert store.add_mail(ROW)


def test_two_connections_claim_a_mail_once(store: SqliteStore, path: Path) -> None:
    store.add_mail(ROW)
    other = SqliteStore(path)
    claims = [s.apply_event(ROW.id, TouchEvent.TRANSMIT, NOW) for s in (store, other)]
    other.close()
    assert [c is not None for c in claims] == [True, False]


def test_a_mail_is_seen_for_the_first_time_once(store: SqliteStore) -> None:
    assert [store.add_sight("a"), store.add_sight("a"), store.add_sight("b")] == [True, False, True]


def test_the_key_is_drawn_once(path: Path) -> None:
    first, second = SqliteStore(path), SqliteStore(path)
    assert first.key == second.key
    assert len(first.key) == 32
    first.close()
    second.close()


def test_what_is_no_store_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreFault, match="not a database"):
        SqliteStore(path)


def test_a_place_where_no_store_can_be_is_a_fault_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a directory")
    with pytest.raises(StoreFault, match=r"state/followupd\.sqlite3: "):
        SqliteStore(tmp_path / "state" / "followupd.sqlite3")


def test_a_locked_store_is_a_fault_with_a_sentence_and_harmless(store: SqliteStore, path: Path) -> None:
    store._db.execute("PRAGMA busy_timeout = 50")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFault, match="locked"):
            store.append(steered("13 10:00", "pause"))
        other.execute("ROLLBACK")
    store.append(steered("13 10:00", "pause"))


def test_a_full_disk_loses_nothing_that_was_written(store: SqliteStore) -> None:
    store.append(steered("13 10:00", "pause"))
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFault, match="full"):
        for n in range(2000):
            store.append(taken("12 15:30", "thank-you", answer=str(n) * 400))
    assert store.verify_chain() is None


def test_a_commit_survives_kill_minus_nine(path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from followupd.adapters.store.sqlite import SqliteStore; from followupd.journal.facts import Steered\n"
        "s = SqliteStore(Path(sys.argv[1])); s.append(Steered(datetime.now(UTC), 'acme', 'pause'))\n"
        "s._db.execute('BEGIN IMMEDIATE'); s._db.execute('DELETE FROM fact'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    left = SqliteStore(path)
    assert len(left.read_facts()) == 1
    left.close()


def test_one_daemon_for_one_directory(tmp_path: Path) -> None:
    first = DaemonLock(tmp_path)
    with pytest.raises(TryAgain, match="another followupd"):
        DaemonLock(tmp_path)
    first.release()
    DaemonLock(tmp_path).release()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        DaemonLock(tmp_path)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    DaemonLock(tmp_path).release()


def test_what_a_pass_asks_of_the_outbox_is_found_by_an_index() -> None:
    store, asked = SqliteStore(None), list[str]()
    store._db.set_trace_callback(asked.append)
    store.list_mails(TouchState.RENDERED)
    store.find_mails({"<1@x>", "<2@x>"}, "token")
    store.read_texts(["<1@x>", "<2@x>"])
    store._db.set_trace_callback(None)
    questions = [sql for sql in asked if "outbox" in sql]
    assert len(questions) == 3
    for sql in questions:
        steps = " ".join(row[3] for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert "pending_mails" in steps or "SEARCH outbox" in steps, sql


def test_the_states_of_the_index_are_the_final_ones() -> None:
    states = ", ".join(f"'{state}'" for state in (TouchState.SENT, TouchState.CANCELLED, TouchState.MISSED))
    assert f"state NOT IN ({states}) OR copy = '{SentCopy.WANTED}'" == PENDING
    assert set(FINAL_STATES) == {TouchState.SENT, TouchState.CANCELLED, TouchState.MISSED}


def test_texts_are_read_of_any_number_of_mails_and_of_those_alone() -> None:
    store = SqliteStore(None)
    for number in range(1200):
        store._db.execute(
            "INSERT INTO outbox(id, interview, step, contact, state, sender, recipient, data, message_id, token,"
            " subject, text, attempts, copy) VALUES (?, 'a', ?, 'c', 'sent', 's', 'r', x'', ?, '', '', ?, 1, 'none')",
            (str(number), str(number), f"<{number}@x>", f"text {number}"),
        )
    ids = [f"<{number}@x>" for number in range(1100)]
    assert store.read_texts(ids) == {f"<{number}@x>": f"text {number}" for number in range(1100)}
    assert store.read_texts([]) == {}


def test_facts_are_read_in_which_a_name_stands() -> None:
    store = SqliteStore(None)
    store.append(steered("13 10:00", "pause", interview="acme"))
    store.append(steered("13 11:00", "pause", interview="acme-2"))
    assert [e.seq for e in store.read_facts(mention="acme")] == [1]
    assert [e.seq for e in store.read_facts(mention="acme-2")] == [2]
    assert [e.seq for e in store.read_facts()] == [1, 2]
