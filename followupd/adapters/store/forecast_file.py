"""Keeps the forecasts of the last process in a file beside the store; the file can be removed at any time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from followupd.adapters.store.holiday_years import read_version
from followupd.adapters.system.files import read_file, replace_file
from followupd.adapters.workers.process import PROGRAM_STAMP

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths

_MAX_BYTES = 50_000_000  # bytes: thousands of interviews


class ForecastFile:
    """The file with the forecasts. Errors are ignored: then there are no forecasts."""

    def __init__(self, paths: Paths) -> None:
        self._path, self._store_file = paths.state / "forecasts.json", paths.store_file
        self.stamp = f"{PROGRAM_STAMP} {read_version()}"

    def read(self) -> bytes:
        """Return the bytes that were written last, or b"" if they cannot be read."""
        try:
            data = read_file(self._path, _MAX_BYTES)
        except OSError:
            return b""
        return data if len(data) <= _MAX_BYTES else b""

    def write(self, data: bytes) -> None:
        """Write the file as a whole or not at all; if the disk is full, the next process only takes longer."""
        with suppress(OSError):
            replace_file(self._path, data, mode=0o600, durable=False, like=self._store_file)
