"""One daemon for one state directory: a lock that ends with its process, however that ends."""

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

_NAME = "lock"
PATIENCE = 0.5  # seconds: who only asks whether it is held (`holder`) holds it for an instant


@dataclass(frozen=True, slots=True)
class Holder:
    """The daemon that holds the lock: its process, and since when it runs (UTC)."""

    pid: int
    since: datetime


class Lock:
    """One daemon for one state directory: a lock that ends with its process."""

    def __init__(self, directory: Path) -> None:
        """Take the lock. Raises TryAgain if another daemon holds it, or if it cannot be taken."""
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file: IO[str] = (directory / _NAME).open("a+")
        except OSError as error:
            raise _untouchable(directory, error) from error
        end = time.monotonic() + PATIENCE
        while not _locked(self._file, fcntl.LOCK_EX):
            if time.monotonic() > end:
                other = _read(self._file)
                self._file.close()
                who = f" (process {other.pid})" if other and other.pid else ""
                raise TryAgain(f"another followupd is running on {directory}{who}; stop it first")
            time.sleep(PATIENCE / 10)
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        """Give the lock back."""
        self._file.close()


def holder(directory: Path) -> Holder | None:
    """Return the daemon that runs on a state directory, or None. Raises TryAgain where that cannot be seen."""
    try:
        file = (directory / _NAME).open()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _untouchable(directory, error) from error
    with file:
        return None if _locked(file, fcntl.LOCK_SH) else _read(file)


def _untouchable(directory: Path, error: OSError) -> TryAgain:
    return TryAgain(
        f"{directory / _NAME} cannot be opened: {error.strerror}; does it belong to somebody else?"
    )


def _locked(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(file: IO[str]) -> Holder:
    since = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    pid = 0
    with suppress(ValueError):
        file.seek(0)
        pid = int(file.read(20))
    return Holder(pid, since)
