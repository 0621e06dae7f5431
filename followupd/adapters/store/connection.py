"""A connection to the store with a cache, which is valid until this or another process writes."""

from __future__ import annotations

import sqlite3
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from followupd.adapters.store.schema import StoreFault, open_database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Read = TypeVar("Read", bound="Callable[..., Any]")


class CachingConnection:
    """One connection, for one thread. The path None means a store in memory."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the file. Raises OSError, sqlite3.Error."""
        self.path = path
        self._db = open_database(path)
        self._transaction_depth = 0  # nested blocks of `transaction`
        self.cache: dict[str, dict[tuple[Any, ...], Any]] = {}  # by table
        self._data_version = 0  # SQLite's counter of what other processes have written to the file

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def drop_stale_cache(self) -> None:
        """Clear the cache if another process has written since."""
        (data_version,) = self._execute("PRAGMA data_version").fetchone()
        if data_version != self._data_version:
            self._data_version = data_version
            self.cache.clear()

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path}: {error}") from error

    def _execute_write(self, table: str, sql: str, *values: Any) -> sqlite3.Cursor:
        """Execute a statement that changes a table, and clear the cache of that table."""
        self.cache.pop(table, None)
        return self._execute(sql, *values)


def cached(table: str) -> Callable[[Read], Read]:
    """Return a decorator that caches the answers of a method until the table changes."""

    def decorate(read: Read) -> Read:
        @wraps(read)
        def answer_from_cache(self: CachingConnection, *arguments: Any) -> Any:
            # Nobody else can write during our transaction, or to a store in memory.
            if self.path and not self._transaction_depth:
                self.drop_stale_cache()
            table_cache = self.cache.setdefault(table, {})
            key = (read, arguments)
            if key not in table_cache:
                table_cache[key] = read(self, *arguments)
            return table_cache[key]

        return cast("Read", answer_from_cache)

    return decorate
