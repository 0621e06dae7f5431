"""A store of yesterday becomes one of today: whole or not at all, and a copy of yesterday's is kept."""

import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import steered, taken

from followupd.adapters.store import schema
from followupd.adapters.store.schema import MIGRATIONS, NewerStore, StoreFault
from followupd.adapters.store.sqlite import SqliteStore, _chain_digest
from followupd.engine.ports import SentCopy
from followupd.journal.fact_json import dump_fact
from followupd.journal.states import TouchState

# Schema 1, as the first release wrote it; kept here in words of its own, so that no edit of today changes it.
FIRST = """
CREATE TABLE fact(seq INTEGER PRIMARY KEY, body TEXT NOT NULL, digest TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE outbox(
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, interview TEXT, step TEXT, contact TEXT,
    state TEXT NOT NULL CHECK (state IN ('planned', 'rendered', 'transmitting', 'committing', 'sent', 'refused',
        'unknown', 'cancelled', 'missed')),
    sender TEXT NOT NULL, recipient TEXT NOT NULL, data BLOB NOT NULL,
    message_id TEXT NOT NULL, token TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
    attempts INTEGER NOT NULL, next_try TEXT, changed TEXT, receipt TEXT, copy TEXT NOT NULL, copy_due TEXT
) STRICT;
CREATE UNIQUE INDEX one_address ON outbox(interview, step, lower(recipient)) WHERE interview IS NOT NULL;
CREATE TABLE cursor(folder TEXT PRIMARY KEY, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL) STRICT;
CREATE TABLE sight(mail TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE value(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO value VALUES ('key', '5a5a');
INSERT INTO cursor VALUES ('INBOX', 7, 12);
INSERT INTO outbox VALUES
    (1, 'acme/thank-you/ana-ruiz', 'acme', 'thank-you', 'ana-ruiz', 'sent', 'sam@x.example', 'ana@acme.example',
     x'4869', '<1@x>', 't1', 'Thanks', 'words', 1, NULL, '2026-11-12T15:30:00+00:00', NULL, 'filed', NULL),
    (2, 'acme/thank-you/ben-brandt', 'acme', 'thank-you', 'ben-brandt', 'rendered', 'sam@x.example',
     'ben@acme.example', x'4869', '<2@x>', 't2', 'Thanks', 'words', 0, NULL, NULL, NULL, 'none', NULL);
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A store of schema 1 with two facts and two mails, in use as it would be: WAL."""
    path = tmp_path / "state" / "followupd.sqlite3"
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(FIRST)
        digest = "0" * 64
        for fact in (taken("12 15:30", "thank-you"), steered("13 10:00", "pause")):
            body = dump_fact(fact)
            digest = _chain_digest(digest, body)
            db.execute("INSERT INTO fact(body, digest) VALUES (?, ?)", (body, digest))
        db.commit()
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def before(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.before-{number}")


def test_a_store_of_the_first_schema_is_brought_up_to_date_and_loses_nothing(path: Path) -> None:
    store = SqliteStore(path)
    assert version(path) == len(MIGRATIONS)
    assert store.verify_chain() is None
    assert store.find_damage() is None
    assert store.key == b"ZZ"
    assert [e.seq for e in store.read_facts()] == [1, 2]
    assert [(o.state, o.copy) for o in store.list_mails()] == [
        (TouchState.SENT, SentCopy.FILED),
        (TouchState.RENDERED, SentCopy.NONE),
    ]
    assert store.read_cursors()["INBOX"].uid == 12
    assert store._current_checkpoint().dots == 1  # the one that may have left
    store.close()


def test_a_copy_of_yesterdays_store_is_kept_for_its_owner_alone(path: Path) -> None:
    SqliteStore(path).close()
    kept = before(path, 2)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert version(kept) == 1
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM fact").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM outbox").fetchone() == (2,)


def test_the_last_three_copies_are_kept(path: Path) -> None:
    for number in range(3, 14):
        before(path, number).write_bytes(b"")
    schema._keep_copy(path, 14)
    assert sorted(p.name.rpartition("-")[2] for p in path.parent.glob("*.before-*")) == ["12", "13", "14"]


def test_a_new_store_needs_no_copy(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "new.sqlite3").close()
    assert list(tmp_path.glob("*before*")) == []


def test_a_store_of_today_is_not_copied(path: Path) -> None:
    SqliteStore(path).close()
    before(path, 2).unlink()
    SqliteStore(path).close()
    assert not before(path, 2).exists()


def test_a_newer_store_is_refused_by_both_versions_and_not_tried_again(path: Path) -> None:
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    said = rf"newer followupd \(schema {len(MIGRATIONS) + 1}, this one knows {len(MIGRATIONS)}\); update it"
    with pytest.raises(NewerStore, match=said) as refused:
        SqliteStore(path)
    assert refused.value.exit_status == 78


DIES = (
    "import os, signal, sqlite3, sys; from pathlib import Path\n"
    "from followupd.adapters.store import connection as recall, schema, sqlite as store\n"
    "made = schema.open_database\n"
    "def connect(path):\n"
    "    db = made(path)\n"
    "    db.set_trace_callback(lambda sql: sys.argv[2] in sql and os.kill(os.getpid(), signal.SIGKILL))\n"
    "    return db\n"
    "recall.open_database = connect\n"
    "store.SqliteStore(Path(sys.argv[1]))\n"
)


@pytest.mark.parametrize("moment", ["CREATE TABLE dot", "INSERT INTO dot", "user_version = 2", "COMMIT"])
def test_killed_in_a_migration_the_store_is_whole_and_the_copy_is_there(path: Path, moment: str) -> None:
    ended = subprocess.run([sys.executable, "-c", DIES, str(path), moment], check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    assert version(path) == 1
    assert version(before(path, 2)) == 1
    store = SqliteStore(path)
    assert version(path) == len(MIGRATIONS)
    assert (store.verify_chain(), store.find_damage(), len(store.read_facts())) == (None, None, 2)
    store.close()


def test_two_processes_migrate_it_once(path: Path) -> None:
    opens = "import sys; from pathlib import Path; from followupd.adapters.store.sqlite import SqliteStore; SqliteStore(Path(sys.argv[1]))"
    both = [subprocess.Popen([sys.executable, "-c", opens, str(path)]) for _ in range(3)]
    assert [p.wait(120) for p in both] == [0, 0, 0]
    assert version(path) == len(MIGRATIONS)


OPENS = """
import sys, time
from pathlib import Path
from followupd.adapters.store.sqlite import SqliteStore
begin, *paths = sys.argv[1:]
for number, path in enumerate(map(Path, paths)):
    time.sleep(max(0, float(begin) + 0.05 * number - time.time()))
    SqliteStore(path).close()
"""


def test_a_new_store_is_opened_by_several_processes_in_the_same_instant(tmp_path: Path) -> None:
    paths = [str(tmp_path / str(number) / "new.sqlite3") for number in range(60)]
    command = [sys.executable, "-c", OPENS, str(time.time() + 2), *paths]
    assert [p.wait(120) for p in [subprocess.Popen(command) for _ in range(4)]] == [0] * 4


def test_opening_it_twice_leaves_the_locks_of_the_first(path: Path) -> None:
    first = SqliteStore(path)
    SqliteStore(path).close()
    elsewhere = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM fact').connection.close()"
    subprocess.run([sys.executable, "-c", elsewhere, str(path)], check=True, timeout=120)
    assert path.with_name(f"{path.name}-wal").exists()  # who believes to be the last one there takes it away
    first.close()


def test_a_store_that_cannot_be_copied_is_not_migrated(path: Path) -> None:
    before(path, 2).mkdir()
    (before(path, 2) / "in the way").touch()
    with pytest.raises(StoreFault, match="the store is as it was"):
        SqliteStore(path)
    assert version(path) == 1


def test_the_first_schema_here_is_the_one_that_was_written() -> None:
    def tables(script: str) -> set[str]:
        with closing(sqlite3.connect(":memory:")) as db:
            db.executescript(script)
            found = db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
            return {"".join(sql.split()) for (sql,) in found}

    assert tables(FIRST) == tables(MIGRATIONS[0])
