"""Binds a store to its place: a store that was copied from elsewhere is refused, and a restored one is noticed.

A store is bound to its machine, its path and, if the file system keeps them, its inode. It is never behind the mark
beside it. Two stores for one mailbox would each send mails that the other one does not know of.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import socket
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from followupd.adapters.store import checkpoint
from followupd.adapters.store.schema import StoreFault, copy_store
from followupd.adapters.store.sqlite import SqliteStore
from followupd.engine.safety import restore
from followupd.errors import FollowupdError, UsageError

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_APPLICATION_ID = bytes.fromhex("5f0c1a7e3b9d4e0f8a6c2d4b7e915f38")  # followupd's own random id
_MOUNTS = Path("/proc/self/mountinfo")
# File systems on which a file keeps its inode when mounted again; elsewhere a new inode proves nothing.
_STABLE_INODE_TYPES = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs"})


class ForeignStore(FollowupdError):
    """The store belongs to another machine or another place (EX_CONFIG: another try would not help)."""

    exit_status = 78


@dataclass(frozen=True, slots=True)
class StoreHome:
    """The place of a store. An empty machine or an inode of 0 means that it is not known, and proves nothing."""

    machine: str
    host: str  # the machine's name, for people
    path: str
    inode: int


def find_home(path: Path) -> StoreHome:
    """Return the place of a store."""
    real_path = path.resolve()
    inode = real_path.stat().st_ino if _file_system_type(real_path) in _STABLE_INODE_TYPES else 0
    return StoreHome(read_machine_id(), socket.gethostname(), str(real_path), inode)


def read_machine_id(files: tuple[Path, ...] = _MACHINE_IDS) -> str:
    """Return an id of the machine that only followupd uses (sd_id128_get_machine_app_specific(3)); "" if unknown."""
    for file in files:
        try:
            text = file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if re.fullmatch(r"[0-9a-f]{32}", text):
            return _derive_app_id(bytes.fromhex(text))
    return ""


def _derive_app_id(machine: bytes) -> str:
    id_bytes = bytearray(hmac.digest(machine, _APPLICATION_ID, hashlib.sha256)[:16])
    id_bytes[6] = id_bytes[6] & 0x0F | 0x40  # a UUID of version 4, as systemd makes it
    id_bytes[8] = id_bytes[8] & 0x3F | 0x80
    return id_bytes.hex()


def _file_system_type(path: Path) -> str:
    """Return the type of a path's file system: the type of the last mount above it."""
    fs_type, longest_length = "", -1
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _, after = line.partition(" - ")
        mount_point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), before.split()[4])
        if path.is_relative_to(mount_point) and len(mount_point) >= longest_length:
            fs_type, longest_length = after.split()[0], len(mount_point)
    return fs_type


def _stored_home(store: SqliteStore) -> StoreHome | None:
    text = store.get_value("home")
    return StoreHome(**json.loads(text)) if text else None


def why_foreign(store: SqliteStore, path: Path) -> str | None:
    """Return why the store must not be used here, or None."""
    home, current_home = _stored_home(store), find_home(path)
    if home is None:
        return None
    if home.machine and current_home.machine and home.machine != current_home.machine:
        owner = f"the machine {home.host}"
    elif home.path != current_home.path:
        owner = home.path
    else:
        return None
    return (
        f"the store {path} belongs to {owner}; a copy of it would send once more what the other one sends."
        " If it was moved here for good, and nothing runs there any more: followupd adopt"
    )


def why_older(store: SqliteStore, path: Path) -> str | None:
    """Return the evidence that the store was restored from a copy, or None."""
    home = _stored_home(store)
    current_home = find_home(path)
    last_checkpoint = checkpoint.read_checkpoint(path)
    if backup_date := store.get_value("backup"):
        return f"the backup of {backup_date} was put back"
    if not store.matches_checkpoint(last_checkpoint):
        return "the store was put back from an older copy"
    if home is None:
        return None
    if last_checkpoint is None:
        return f"the store was put back without its mark ({checkpoint.checkpoint_path(path).name})"
    is_same_place = (home.machine, home.path) == (current_home.machine, current_home.path)
    if is_same_place and home.inode and current_home.inode and home.inode != current_home.inode:
        return "the store was put back from a copy"
    return None


def bind(store: SqliteStore, path: Path) -> None:
    """Bind a new store to this place; record if one was restored. Call it with the lock held.

    Raises ForeignStore, StoreFault.
    """
    if why := why_foreign(store, path):
        raise ForeignStore(why)
    _write_home(store, path, why_older(store, path))


def adopt_store(store: SqliteStore, path: Path, *, current: bool) -> bool:
    """Take over a store that belongs elsewhere; False if it belongs here already. Call it with the lock held.

    With `current` the user asserts that it is the last state of the other store; else it counts as restored from a
    copy. Raises UsageError if that assertion is wrong, and StoreFault.
    """
    home, why = _stored_home(store), why_older(store, path)
    if not why_foreign(store, path):
        return False
    if current and why:
        raise UsageError(f"it is not current: {why}; say followupd adopt without --current")
    assert home is not None
    _write_home(
        store, path, None if current else why or f"the store was taken over from {home.host}:{home.path}"
    )
    return True


def backup_store(path: Path, target: Path, date_text: str) -> None:
    """Copy a store into a new file, even while it is written to, and check the copy.

    `date_text` is the date of the backup, for people. The copy contains a note by which it is recognised when it is
    restored.

    Raises FileExistsError, OSError, StoreFault; then no copy is left.
    """
    copy_store(path, target)
    try:
        with closing(SqliteStore(target)) as backup_copy:
            backup_copy.set_value("backup", date_text)
            why = backup_copy.find_damage() or (
                backup_copy.verify_chain() is not None and "the chain of its journal is broken"
            )
    except StoreFault:
        target.unlink()
        raise
    if why:
        target.unlink()
        raise StoreFault(f"{path} is damaged, and so would be its copy: {why}")


def _write_home(store: SqliteStore, path: Path, why: str | None) -> None:
    home = json.dumps(asdict(find_home(path)))
    if not why and _stored_home(store) is None:
        store.save_checkpoint()  # first: a store with a home but without a mark counts as restored
    with store.transaction():
        if why:
            restore.begin_restore(store, why)
            store.set_value("backup", "")
        if store.get_value("home") != home:
            store.set_value("home", home)
    store.save_checkpoint(force=True)  # last: until then, the next start finds the same evidence
