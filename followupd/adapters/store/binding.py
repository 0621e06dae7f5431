"""Is this the store that was left here? One that was copied elsewhere is refused, one put back from a copy noticed.

A store is bound to its machine, its path and, where the file system keeps them, its inode; and it is never behind the
mark beside it. Two stores for one mailbox would each send what the other does not know.
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
from followupd.adapters.store.schema import StoreFault, copy
from followupd.adapters.store.sqlite import SqliteStore
from followupd.engine import restore
from followupd.errors import FollowupdError, UsageError

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_APPLICATION = bytes.fromhex("5f0c1a7e3b9d4e0f8a6c2d4b7e915f38")  # followupd's own, drawn once
_MOUNTS = Path("/proc/self/mountinfo")
# File systems on which a file keeps its inode over a mount; elsewhere a new one proves nothing.
_FIRM = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs"})


class ForeignStore(FollowupdError):
    """The store belongs to another machine or another place (EX_CONFIG: another try would not help)."""

    exit_status = 78


@dataclass(frozen=True, slots=True)
class Home:
    """Where a store belongs; an empty machine or an inode of 0 is not known and proves nothing."""

    machine: str
    host: str  # its name, for people
    path: str
    inode: int


def here(path: Path) -> Home:
    """Return where a store lies."""
    real = path.resolve()
    inode = real.stat().st_ino if _file_system(real) in _FIRM else 0
    return Home(machine_id(), socket.gethostname(), str(real), inode)


def machine_id(files: tuple[Path, ...] = _MACHINE_IDS) -> str:
    """Return the machine's id as followupd alone knows it (sd_id128_get_machine_app_specific(3)); "" if it has none."""
    for file in files:
        try:
            said = file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if re.fullmatch(r"[0-9a-f]{32}", said):
            return _own(bytes.fromhex(said))
    return ""


def _own(machine: bytes) -> str:
    made = bytearray(hmac.digest(machine, _APPLICATION, hashlib.sha256)[:16])
    made[6] = made[6] & 0x0F | 0x40  # a UUID of version 4, as systemd makes it
    made[8] = made[8] & 0x3F | 0x80
    return made.hex()


def _file_system(path: Path) -> str:
    """Return the type of the file system on which a path lies: that of the last mount above it."""
    found, longest = "", -1
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), before.split()[4])
        if path.is_relative_to(point) and len(point) >= longest:
            found, longest = after.split()[0], len(point)
    return found


def _home(store: SqliteStore) -> Home | None:
    said = store.get("home")
    return Home(**json.loads(said)) if said else None


def foreign(store: SqliteStore, path: Path) -> str | None:
    """Return why the store must not be run here, or None."""
    home, now = _home(store), here(path)
    if home is None:
        return None
    if home.machine and now.machine and home.machine != now.machine:
        where = f"the machine {home.host}"
    elif home.path != now.path:
        where = home.path
    else:
        return None
    return (
        f"the store {path} belongs to {where}; a copy of it would send once more what the other one sends."
        " If it was moved here for good, and nothing runs there any more: followupd adopt"
    )


def older(store: SqliteStore, path: Path) -> str | None:
    """Return how it shows that the store was put back from a copy, or None."""
    home, now, left = _home(store), here(path), checkpoint.read(path)
    if made := store.get("backup"):
        return f"the backup of {made} was put back"
    if not store.matches(left):
        return "the store was put back from an older copy"
    if home is None:
        return None
    if left is None:
        return f"the store was put back without its mark ({checkpoint.file_of(path).name})"
    same_place = (home.machine, home.path) == (now.machine, now.path)
    if same_place and home.inode and now.inode and home.inode != now.inode:
        return "the store was put back from a copy"
    return None


def settle(store: SqliteStore, path: Path) -> None:
    """Bind a new store to this place; note one that was put back. Call it with the lock held.

    Raises ForeignStore, StoreFault.
    """
    if why := foreign(store, path):
        raise ForeignStore(why)
    _bind(store, path, older(store, path))


def adopt(store: SqliteStore, path: Path, *, current: bool) -> bool:
    """Take over a store that belongs elsewhere; False if it belongs here already. Call it with the lock held.

    `current`: the user's word that it is the last state of the other one; else it counts as put back from a copy.
    Raises UsageError where that word is disproved, StoreFault.
    """
    home, why = _home(store), older(store, path)
    if not foreign(store, path):
        return False
    if current and why:
        raise UsageError(f"it is not current: {why}; say followupd adopt without --current")
    assert home is not None
    _bind(store, path, None if current else why or f"the store was taken over from {home.host}:{home.path}")
    return True


def backup(path: Path, target: Path, made: str) -> None:
    """Copy a store into a new file, even while it is written to, and prove the copy; `made`: when, for people.

    The copy bears a sign by which it is known when it is put back.
    Raises FileExistsError, OSError, StoreFault; then no copy is left.
    """
    copy(path, target)
    try:
        with closing(SqliteStore(target)) as kept:
            kept.set("backup", made)
            why = kept.damage() or (kept.verify() is not None and "the chain of its journal is broken")
    except StoreFault:
        target.unlink()
        raise
    if why:
        target.unlink()
        raise StoreFault(f"{path} is damaged, and so would be its copy: {why}")


def _bind(store: SqliteStore, path: Path, why: str | None) -> None:
    home = json.dumps(asdict(here(path)))
    if not why and _home(store) is None:
        store.mark()  # first: a store that has a home and no mark was put back
    with store.transaction():
        if why:
            restore.begin(store, why)
            store.set("backup", "")
        if store.get("home") != home:
            store.set("home", home)
    store.mark(anew=True)  # last: until then the next start finds the same
