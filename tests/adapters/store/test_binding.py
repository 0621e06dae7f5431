"""A store belongs to one machine and one place: a copy of it is refused, one that was put back is noticed."""

import json
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import steered
from command_env import Desk

from followupd.adapters.store import binding, checkpoint
from followupd.adapters.store.binding import ForeignStore, StoreHome
from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import SqliteStore
from followupd.engine.safety import restore
from followupd.errors import UsageError

ELSEWHERE = "0" * 32


@pytest.fixture
def path() -> Iterator[Path]:
    """A place on a file system that keeps its inodes."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:
        yield Path(directory) / "state" / "followupd.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A store that has been at home here."""
    opened = SqliteStore(path)
    opened.append(steered("13 10:00", "pause"))
    binding.bind(opened, path)
    yield opened
    opened.close()


def moved(store: SqliteStore, **changes: object) -> None:
    """Have the store believe that it belongs elsewhere."""
    home = json.loads(store.get_value("home") or "")
    store.set_value("home", json.dumps(home | changes))


def test_a_new_store_is_at_home_where_it_was_made(store: SqliteStore, path: Path) -> None:
    assert StoreHome(**json.loads(store.get_value("home") or "")) == binding.find_home(path)
    for _ in range(2):
        binding.bind(store, path)
    assert restore.why_halted(store) is None


DIES = (
    "import os, signal, sys; from pathlib import Path\n"
    "from followupd.adapters.store import binding as origin, checkpoint as mark, sqlite as store\n"
    "write, left = mark.write_checkpoint, [int(sys.argv[2])]\n"
    "def dying(*words):\n"
    "    left[0] -= 1\n"
    "    if left[0] == 0: os.kill(os.getpid(), signal.SIGKILL)\n"
    "    write(*words)\n"
    "    left[0] -= 1\n"
    "    if left[0] == 0: os.kill(os.getpid(), signal.SIGKILL)\n"
    "mark.write_checkpoint = dying\n"
    "path = Path(sys.argv[1])\n"
    "origin.bind(store.SqliteStore(path), path)\n"
)


@pytest.mark.parametrize("moment", range(1, 5))
def test_killed_while_it_settles_for_the_first_time_it_was_not_put_back(tmp_path: Path, moment: int) -> None:
    path = tmp_path / "new" / "followupd.sqlite3"
    ended = subprocess.run([sys.executable, "-c", DIES, str(path), str(moment)], check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    store = SqliteStore(path)
    binding.bind(store, path)
    assert restore.why_halted(store) is None
    store.close()


def test_the_machine_is_known_by_an_id_of_followupds_own(tmp_path: Path) -> None:
    application = binding._APPLICATION_ID.hex()
    said = subprocess.run(
        ["systemd-id128", "machine-id", f"--app-specific={application}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert binding.read_machine_id() == said.stdout.strip()
    assert binding.read_machine_id() != Path("/etc/machine-id").read_text().strip()
    second = tmp_path / "id"
    second.write_text("f" * 32 + "\n")
    assert binding.read_machine_id((tmp_path / "none", second)) not in ("", binding.read_machine_id())


@pytest.mark.parametrize("content", [None, "", "uninitialized\n", "f" * 31, "F" * 32, "\xff"])
def test_a_container_without_a_machine_id_is_no_other_machine(
    store: SqliteStore, path: Path, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "machine-id"
    if content is not None:
        file.write_text(content)
    assert binding.read_machine_id((file,)) == ""
    moved(store, machine="")
    assert binding.why_foreign(store, path) is None
    assert binding.why_older(store, path) is None


def test_the_store_of_another_machine_is_refused_by_its_name(store: SqliteStore, path: Path) -> None:
    moved(store, machine=ELSEWHERE, host="tower")
    with pytest.raises(ForeignStore, match=r"belongs to the machine tower; .*: followupd adopt") as refused:
        binding.bind(store, path)
    assert refused.value.exit_status == 78


def test_a_copy_in_another_directory_is_refused(store: SqliteStore, path: Path) -> None:
    store.close()
    shutil.copytree(path.parent, path.parent.parent / "second")
    second = path.parent.parent / "second" / path.name
    with closing(SqliteStore(second)) as copied, pytest.raises(ForeignStore, match=re.escape(str(path))):
        binding.bind(copied, second)


def test_a_directory_that_is_reached_by_another_name_is_the_same(store: SqliteStore, path: Path) -> None:
    link = path.parent.parent / "link"
    link.symlink_to(path.parent)
    assert binding.why_foreign(store, link / path.name) is None
    assert binding.why_older(store, link / path.name) is None


def test_a_directory_put_back_with_its_mark_is_known_by_its_inode(store: SqliteStore, path: Path) -> None:
    store.close()
    shutil.copytree(path.parent, path.parent.parent / "kept")
    path.parent.rename(path.parent.parent / "lost")
    (path.parent.parent / "kept").rename(path.parent)
    with closing(SqliteStore(path)) as back:
        binding.bind(back, path)
        assert restore.why_halted(back) == "the store was put back from a copy; the mailbox is compared first"
        back.set_value("restored", "")
        binding.bind(back, path)
        assert restore.why_halted(back) is None


def test_where_inodes_come_and_go_a_new_one_proves_nothing(store: SqliteStore, path: Path) -> None:
    moved(store, inode=0)
    assert binding.why_older(store, path) is None
    assert binding._file_system_type(Path("/proc/self")) == "proc"
    assert binding._file_system_type(path) == "tmpfs"


def test_a_store_without_its_mark_was_put_back(store: SqliteStore, path: Path) -> None:
    checkpoint.checkpoint_path(path).unlink()
    binding.bind(store, path)
    assert "put back without its mark" in (restore.why_halted(store) or "")
    assert store.matches_checkpoint(checkpoint.read_checkpoint(path))


def test_what_the_command_line_writes_first_does_not_hide_that_it_is_older(
    store: SqliteStore, path: Path
) -> None:
    image = store._db.serialize()
    store.append(steered("14 10:00", "pause"))
    store.close()
    path.write_bytes(image)
    with closing(SqliteStore(path)) as back:
        back.append(steered("15 10:00", "close"))
        back.append(steered("15 11:00", "close"))
        binding.bind(back, path)
        assert "put back from an older copy" in (restore.why_halted(back) or "")


# --- adopt


def test_a_store_is_adopted_on_purpose_and_counts_as_put_back(store: SqliteStore, path: Path) -> None:
    moved(store, machine=ELSEWHERE, host="tower", path="/home/sam/state/followupd.sqlite3")
    assert binding.adopt_store(store, path, current=False)
    binding.bind(store, path)
    assert "taken over from tower:/home/sam/state/followupd.sqlite3" in (restore.why_halted(store) or "")
    assert not binding.adopt_store(store, path, current=False)


def test_on_the_users_word_a_moved_store_is_current(store: SqliteStore, path: Path) -> None:
    moved(store, machine=ELSEWHERE)
    assert binding.adopt_store(store, path, current=True)
    assert restore.why_halted(store) is None


def test_that_word_is_refused_where_the_mark_disproves_it(store: SqliteStore, path: Path) -> None:
    moved(store, machine=ELSEWHERE)
    image = store._db.serialize()
    store.append(steered("14 10:00", "pause"))
    store.close()
    path.write_bytes(image)
    with (
        closing(SqliteStore(path)) as back,
        pytest.raises(UsageError, match="not current: the store was put back from an older copy"),
    ):
        binding.adopt_store(back, path, current=True)


# --- backup


def test_a_backup_made_while_it_is_written_to_is_whole_and_the_users_alone(
    store: SqliteStore, path: Path, tmp_path: Path
) -> None:
    with store.transaction():
        store.append(steered("14 10:00", "pause"))
        binding.backup_store(path, tmp_path / "copy", "1 December")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["copy"]
    with closing(SqliteStore(tmp_path / "copy")) as kept:
        assert (len(kept.read_facts()), kept.verify_chain(), kept.find_damage()) == (1, None, None)
        assert (kept.key, kept.get_value("backup")) == (store.key, "1 December")
    assert store.get_value("backup") is None


def test_a_backup_overwrites_nothing(store: SqliteStore, path: Path, tmp_path: Path) -> None:  # noqa: ARG001
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(FileExistsError):
        binding.backup_store(path, tmp_path / "copy", "now")
    assert (tmp_path / "copy").read_text() == "mine"


def test_of_a_damaged_store_no_backup_is_left(store: SqliteStore, path: Path, tmp_path: Path) -> None:
    store._db.execute("UPDATE fact SET body = replace(body, 'acme', 'acne')")
    with pytest.raises(StoreFault, match="is damaged"):
        binding.backup_store(path, tmp_path / "copy", "now")
    assert list(tmp_path.iterdir()) == []


def test_of_what_is_no_store_no_backup_is_left(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreFault, match="cannot be copied"):
        binding.backup_store(tmp_path / "store", tmp_path / "copy", "now")
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


# --- as a person calls it


def test_run_refuses_the_store_of_another_machine_and_adopt_takes_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with closing(desk.store()) as store:
        binding.bind(store, desk.state / "followupd.sqlite3")
        moved(store, machine=ELSEWHERE, host="tower")
    assert "belongs to the machine tower" in desk("run", status=78).stderr
    assert "compares the mailbox, pauses and tells you" in desk("adopt").stderr
    assert "nothing to adopt" in desk("adopt").stderr
    with closing(desk.store()) as store:
        assert "taken over from tower" in (restore.why_halted(store) or "")


def test_backup_says_what_it_did(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "there is no store yet" in desk("backup", str(tmp_path / "copy"), status=1).stderr
    desk("pause", "acme")
    assert "The copy is whole" in desk("backup", str(tmp_path / "copy")).stderr
    assert "is there already" in desk("backup", str(tmp_path / "copy"), status=64).stderr
    assert "cannot be written" in desk("backup", str(tmp_path / "no" / "copy"), status=1).stderr
    with closing(sqlite3.connect(tmp_path / "copy")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
