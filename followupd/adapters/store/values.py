"""Single values that the store keeps by name."""

from __future__ import annotations

from followupd.adapters.store.connection import CachingConnection, cached


class ValueStore(CachingConnection):
    """A connection with a table of named values."""

    def get_value(self, name: str) -> str | None:
        """Return a stored value, or None."""
        return self._load_values().get(name)

    @cached("value")
    def _load_values(self) -> dict[str, str]:
        return dict(self._execute("SELECT name, value FROM value"))

    def set_value(self, name: str, value: str) -> None:
        """Store a value."""
        values = self._load_values()
        if values.get(name) != value:
            self._execute("INSERT OR REPLACE INTO value VALUES (?, ?)", name, value)
            values[name] = value  # the cache is updated, so the table is not read again after each write

    def _get_or_create(self, name: str, value: str) -> str:
        self._execute("INSERT OR IGNORE INTO value VALUES (?, ?)", name, value)
        (stored_value,) = self._execute("SELECT value FROM value WHERE name = ?", name).fetchone()
        return str(stored_value)
