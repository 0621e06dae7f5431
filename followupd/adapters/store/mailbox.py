"""How far each folder has been read, and which mails were seen: two tables of the store."""

from __future__ import annotations

from followupd.adapters.store.connection import cached
from followupd.adapters.store.text_reports import TextReportStore
from followupd.engine.ports import Cursor


class MailboxStore(TextReportStore):
    """A connection with the tables of the mailbox, and those of reports and values."""

    def read_cursors(self) -> dict[str, Cursor]:
        """Return how far each folder has been read."""
        return dict(self._load_cursors())

    @cached("cursor")
    def _load_cursors(self) -> dict[str, Cursor]:
        return {f: Cursor(v, u) for f, v, u in self._execute("SELECT folder, uidvalidity, uid FROM cursor")}

    def set_cursor(self, folder: str, cursor: Cursor) -> None:
        """Record how far a folder has been read."""
        self._execute_write(
            "cursor", "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)", folder, cursor.uidvalidity, cursor.uid
        )

    def forget_cursors(self, folder: str | None = None) -> None:
        """Clear how far a folder (or every folder) has been read: its next scan begins from the start."""
        self._execute_write("cursor", "DELETE FROM cursor WHERE folder = coalesce(?, folder)", folder)

    def add_sight(self, digest: str) -> bool:
        """Record a mail by its digest; False if it was recorded before."""
        return self._execute("INSERT OR IGNORE INTO sight VALUES (?)", digest).rowcount == 1

    def has_sight(self, digest: str) -> bool:
        """Return whether a mail was recorded with `add_sight`."""
        return self._execute("SELECT 1 FROM sight WHERE mail = ?", digest).fetchone() is not None
