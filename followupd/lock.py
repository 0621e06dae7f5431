"""One daemon for one state directory: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
from typing import IO, TYPE_CHECKING

from followupd.errors import TryAgain

if TYPE_CHECKING:
    from pathlib import Path


class Lock:
    """One daemon for one state directory: a lock that ends with its process."""

    def __init__(self, directory: Path) -> None:
        """Take the lock. Raises TryAgain if another daemon holds it."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: IO[str] = (directory / "lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise TryAgain(f"another followupd is running on {directory}; stop it first") from error

    def release(self) -> None:
        """Give the lock back."""
        self._file.close()
