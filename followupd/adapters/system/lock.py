"""Allows one daemon for each state directory, by a lock that the kernel releases when the process ends."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from followupd.errors import TryAgain

if TYPE_CHECKING:
    from pathlib import Path

_FILE_NAME = "lock"
LOCK_WAIT_SECONDS = 0.5  # seconds: `find_holder` also holds the lock for an instant


@dataclass(frozen=True, slots=True)
class LockHolder:
    """The daemon that holds the lock: its process id, and since when it runs (UTC)."""

    pid: int
    since: datetime


class DaemonLock:
    """One daemon for one state directory: a lock that ends with its process."""

    def __init__(self, directory: Path) -> None:
        """Take the lock. Raises TryAgain if another daemon holds it, or if it cannot be taken."""
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file: IO[str] = (directory / _FILE_NAME).open("a+")
        except OSError as error:
            raise _open_fault(directory, error) from error
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        while not _try_lock(self._file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                other_holder = _read_holder(self._file)
                self._file.close()
                process_note = f" (process {other_holder.pid})" if other_holder and other_holder.pid else ""
                raise TryAgain(f"another followupd is running on {directory}{process_note}; stop it first")
            time.sleep(LOCK_WAIT_SECONDS / 10)
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        """Release the lock."""
        self._file.close()


def find_holder(directory: Path) -> LockHolder | None:
    """Return the daemon that runs on a state directory, or None. Raises TryAgain if the lock cannot be opened."""
    try:
        file = _open_to_ask(directory / _FILE_NAME)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _open_fault(directory, error) from error
    with file:
        return None if _try_lock(file, fcntl.LOCK_SH) else _read_holder(file)


def _open_to_ask(path: Path) -> IO[str]:
    """Open a file that may belong to somebody else: never wait for a pipe, never follow a link."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW))


def _open_fault(directory: Path, error: OSError) -> TryAgain:
    return TryAgain(
        f"{directory / _FILE_NAME} cannot be opened: {error.strerror}; does it belong to somebody else?"
    )


def _try_lock(file: IO[str], mode: int) -> bool:
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_holder(file: IO[str]) -> LockHolder:
    since = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    pid = 0
    with suppress(ValueError):
        file.seek(0)
        pid = int(file.read(20))
    return LockHolder(pid, since)
