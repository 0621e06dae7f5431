"""The mark beside the store: the store is never behind it, unless it is not the one that was left."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import steered
from daemon_stage import Stage
from mailhost import CAST
from outbox_row import NOW, ROW, TOUCH

from followupd.adapters.store import checkpoint
from followupd.adapters.store.checkpoint import Checkpoint
from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system import files
from followupd.journal.facts import Uncertain
from followupd.journal.states import TouchEvent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "followupd.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def test_it_follows_the_journal_and_is_the_users_alone(store: SqliteStore, path: Path) -> None:
    assert checkpoint.read_checkpoint(path) is None
    store.append(steered("13 10:00", "pause"))
    (last,) = store.read_facts()
    assert checkpoint.read_checkpoint(path) == Checkpoint(1, last.digest, 0)
    assert stat.S_IMODE(checkpoint.checkpoint_path(path).stat().st_mode) == 0o600
    assert sorted(p.name for p in path.parent.iterdir() if p.name.startswith(".")) == []


def test_what_root_does_beside_the_daemon_leaves_a_mark_that_the_daemon_can_read(
    store: SqliteStore, path: Path
) -> None:
    os.chown(path, 65534, 65534)
    store.append(steered("13 10:00", "pause"))
    assert checkpoint.checkpoint_path(path).stat().st_uid == 65534


def test_it_counts_a_dot_before_the_dot_leaves(store: SqliteStore, path: Path) -> None:
    store.add_mail(ROW)
    store.apply_event(ROW.id, TouchEvent.TRANSMIT, NOW)
    assert checkpoint.read_checkpoint(path) is None
    store.apply_event(ROW.id, TouchEvent.COMMIT, NOW)
    assert checkpoint.read_checkpoint(path) == Checkpoint(0, "", 1)


def send_one(store: SqliteStore, number: int) -> None:
    """Hand over a mail as the sender does."""
    id_ = f"acme/thank-you/p{number}"
    mail = replace(ROW.mail, recipient=f"p{number}@acme.example")
    store.add_mail(
        replace(
            ROW, id=id_, touch=replace(TOUCH, contact=f"p{number}"), mail=mail, message_id=f"<{number}@x>"
        )
    )
    store.apply_event(id_, TouchEvent.TRANSMIT, NOW)
    store.apply_event(id_, TouchEvent.COMMIT, NOW)
    with store.transaction():
        store.apply_event(id_, TouchEvent.ACCEPT, NOW)
        store.append(steered("13 10:00", "pause"))


def test_that_a_mail_was_accepted_is_marked_with_the_next_dot_or_at_the_end(
    store: SqliteStore, path: Path
) -> None:
    """A mark is two waits for the disk, and the dot itself is marked before it leaves."""
    send_one(store, 1)
    assert checkpoint.read_checkpoint(path) == Checkpoint(0, "", 1)
    send_one(store, 2)
    first, last = store.read_facts()
    assert checkpoint.read_checkpoint(path) == Checkpoint(1, first.digest, 2)
    store.save_due_checkpoint()
    assert checkpoint.read_checkpoint(path) == Checkpoint(2, last.digest, 2)


def test_every_other_fact_is_marked_at_once_after_an_accepted_mail(store: SqliteStore, path: Path) -> None:
    send_one(store, 1)
    store.append(steered("13 11:00", "close"))
    left = checkpoint.read_checkpoint(path)
    assert left is not None
    assert left.seq == 2


def test_a_store_that_is_closed_leaves_no_mark_for_later(store: SqliteStore, path: Path) -> None:
    send_one(store, 1)
    (last,) = store.read_facts()
    store.close()
    assert checkpoint.read_checkpoint(path) == Checkpoint(1, last.digest, 1)


def test_what_is_undone_leaves_no_mark(store: SqliteStore, path: Path) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.append(steered("13 10:00", "pause"))
        _ = 1 / 0
    store.set_value("a", "b")
    assert checkpoint.read_checkpoint(path) is None


def test_a_store_matches_every_mark_that_it_has_left_behind(store: SqliteStore, path: Path) -> None:
    left = [checkpoint.read_checkpoint(path)]
    for day in ("13", "14", "15"):
        store.append(steered(f"{day} 10:00", "pause"))
        left.append(checkpoint.read_checkpoint(path))
    assert [store.matches_checkpoint(m) for m in left] == [True] * 4


def test_an_older_store_does_not_match_and_does_not_touch_the_mark(store: SqliteStore, path: Path) -> None:
    store.append(steered("13 10:00", "pause"))
    image = store._db.serialize()
    store.append(steered("14 10:00", "pause"))
    newest = checkpoint.read_checkpoint(path)
    store.close()
    put_back(path, image)
    older = SqliteStore(path)
    assert not older.matches_checkpoint(newest)
    for _ in range(3):  # as long as the mark's journal, but another one
        older.append(steered("15 10:00", "close"))
    assert not older.matches_checkpoint(newest)
    assert checkpoint.read_checkpoint(path) == newest
    older.save_checkpoint(force=True)
    assert older.matches_checkpoint(checkpoint.read_checkpoint(path))
    older.close()


def test_a_store_with_fewer_dots_does_not_match(store: SqliteStore) -> None:
    assert store.matches_checkpoint(Checkpoint(0, "", 0))
    assert not store.matches_checkpoint(Checkpoint(0, "", 1))


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"seq": 1}', b"\xff\xfe"])
def test_a_mark_that_nobody_can_read_matches_no_store(store: SqliteStore, path: Path, content: bytes) -> None:
    checkpoint.checkpoint_path(path).write_bytes(content)
    assert not store.matches_checkpoint(checkpoint.read_checkpoint(path))


def test_a_mark_that_cannot_be_written_is_a_fault(store: SqliteStore, path: Path) -> None:
    checkpoint.checkpoint_path(path).mkdir()
    with pytest.raises(StoreFault, match="mark cannot be written"):
        store.save_checkpoint(force=True)


def test_two_writers_never_set_it_back(path: Path) -> None:
    writer = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from followupd.adapters.store.sqlite import SqliteStore; from followupd.journal.facts import Steered\n"
        "s = SqliteStore(Path(sys.argv[1]))\n"
        "for _ in range(30): s.append(Steered(datetime.now(UTC), 'acme', 'pause'))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", writer, str(path)]) for _ in range(2)]
    assert [p.wait(120) for p in both] == [0, 0]
    left = checkpoint.read_checkpoint(path)
    assert left is not None
    assert left.seq == 60


def test_killed_between_the_commit_and_the_mark_it_still_matches(path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from followupd.adapters.system import files; from followupd.adapters.store.sqlite import SqliteStore; from followupd.journal.facts import Steered\n"
        "s = SqliteStore(Path(sys.argv[1])); s.append(Steered(datetime.now(UTC), 'acme', 'pause'))\n"
        "files.replace_file = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "s.append(Steered(datetime.now(UTC), 'acme', 'resume'))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    store = SqliteStore(path)
    left = checkpoint.read_checkpoint(path)
    assert left is not None
    assert (left.seq, len(store.read_facts())) == (1, 2)
    assert store.matches_checkpoint(left)
    store.close()


def test_no_dot_leaves_that_is_not_marked_and_the_mail_goes_out_later(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: "known")  # else nobody can be in the way
    in_the_way = stage.places.state / f".{checkpoint.checkpoint_path(stage.places.store_file).name}.known"
    stage.look()
    in_the_way.mkdir()
    stage.advance()
    assert stage.daemon
    assert "mark cannot be written" in str(stage.daemon._engine.guard.troubles)
    assert [len(stage.followups(p.address)) for p in CAST[1:]] == [0, 0, 0, 0]
    in_the_way.rmdir()
    for _ in range(6):
        stage.clock.instant += timedelta(minutes=20)
        stage.look()
    assert [len(stage.followups(p.address)) for p in CAST[1:]] == [1, 1, 1, 1]
    assert not any(isinstance(f, Uncertain) for f in stage.daemon._ledger.history.facts)


def put_back(path: Path, image: bytes) -> None:
    """Put a copy of the store in its place, as cp does."""
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    path.write_bytes(image)
