"""A connection to the store that remembers what it has read, until something is written: by us, or by another process."""

from __future__ import annotations

import sqlite3
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from followupd.adapters.store.schema import StoreFault, connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Read = TypeVar("Read", bound="Callable[..., Any]")


class Reader:
    """One connection, for one thread. None: in memory."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the file. Raises OSError, sqlite3.Error."""
        self.path = path
        self._db = connect(path)
        self._depth = 0  # of transactions
        self.answers: dict[str, dict[tuple[Any, ...], Any]] = {}  # by table
        self._others = 0  # what other processes have written to the file, as SQLite counts it

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def refresh(self) -> None:
        """Forget the answers, if another process has written since."""
        (others,) = self._execute("PRAGMA data_version").fetchone()
        if others != self._others:
            self._others = others
            self.answers.clear()

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path}: {error}") from error

    def _write(self, table: str, sql: str, *values: Any) -> sqlite3.Cursor:
        """Execute what changes a table: its answers are forgotten."""
        self.answers.pop(table, None)
        return self._execute(sql, *values)


def remembered(table: str) -> Callable[[Read], Read]:
    """Answer from memory while the table is as it was."""

    def wrap(read: Read) -> Read:
        @wraps(read)
        def ask(self: Reader, *question: Any) -> Any:
            if self.path and not self._depth:  # none other can write within our transaction, or to memory
                self.refresh()
            known = self.answers.setdefault(table, {})
            key = (read, question)
            if key not in known:
                known[key] = read(self, *question)
            return known[key]

        return cast("Read", ask)

    return wrap
