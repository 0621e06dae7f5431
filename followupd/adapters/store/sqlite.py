"""One SQLite file: the append-only journal, the outbox, how far the mailbox has been read.

At worst a mail is not sent. So `synchronous=FULL`: what is committed survives a power cut, and the dot of a mail
leaves only after `committing` has been committed. Entries of the journal are chained by their hashes, and a mark
beside the file tells how far it had come.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followupd.adapters.store import checkpoint as mark
from followupd.adapters.store.checkpoint import Mark
from followupd.adapters.store.connection import Reader, remembered
from followupd.adapters.store.schema import (
    COLUMNS,
    StoreFault,
    json_of,
    migrate,
    outgoing_of,
    row_of,
    text_of,
)
from followupd.adapters.system import files
from followupd.engine.ports import Copy, Cursor, Outgoing
from followupd.journal import facts
from followupd.journal.facts import Entry
from followupd.journal.states import TOUCH, TouchEvent, TouchState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from followupd.journal.facts import Fact

_GENESIS = "0" * 64
OVER = frozenset({TouchState.SENT, TouchState.CANCELLED, TouchState.MISSED})


class SqliteStore(Reader):
    """The store on disk (or in memory, for the simulator). One connection, for one thread."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the store. Raises StoreFault if it is newer than this followupd, or broken."""
        self._advanced = False  # the journal, or the dots, have grown in this transaction
        try:
            super().__init__(path)
            migrate(self._db, path)
            self.key = bytes.fromhex(self._once("key", secrets.token_hex(32)))
        except OSError as error:
            raise StoreFault(f"{path}: {error.strerror}") from error
        except sqlite3.Error as error:
            raise StoreFault(f"{path}: {error}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock until the end of the block; an exception undoes everything. Nests."""
        if self._depth:
            yield
            return
        self._execute("BEGIN IMMEDIATE")
        try:
            if self.path:
                self.refresh()
            self._depth, self._advanced = 1, False
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self.answers.clear()
            raise
        finally:
            self._depth = 0
        if self._advanced:
            self.mark()

    # --- journal

    def facts(self, after: int = 0) -> list[Entry]:
        """Return the entries above a sequence number, oldest first."""
        if after == self._last():
            return []
        rows = self._execute("SELECT seq, body, digest FROM fact WHERE seq > ? ORDER BY seq", after)
        return [Entry(seq, facts.load(body), digest) for seq, body, digest in rows]

    @remembered("fact")
    def _last(self) -> int:
        (seq,) = self._execute("SELECT coalesce(max(seq), 0) FROM fact").fetchone()
        return int(seq)

    def append(self, fact: Fact) -> None:
        """Add a fact, chained to the one before it."""
        body = facts.dump(fact)
        with self.transaction():
            last = self._execute("SELECT digest FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
            self._write(
                "fact",
                "INSERT INTO fact(body, digest) VALUES (?, ?)",
                body,
                _link(last[0] if last else _GENESIS, body),
            )
            self._advanced = True

    def verify(self) -> int | None:
        """Return the first sequence number whose link is broken, or None: the journal is as it was written."""
        digest, expected = _GENESIS, 1
        for seq, body, stored in self._execute("SELECT seq, body, digest FROM fact ORDER BY seq"):
            digest = _link(digest, body)
            if digest != stored or seq != expected:
                return int(seq)
            expected += 1
        return None

    def damage(self) -> str | None:
        """Return what SQLite finds broken in the file, in its own words, or None."""
        (said,) = self._execute("PRAGMA integrity_check(1)").fetchone()
        return None if said == "ok" else str(said)

    # --- the mark beside the store

    def matches(self, left: Mark | None) -> bool:
        """Tell whether this store has come as far as a mark says, by the same way."""
        if left is None:
            return True
        (dots,) = self._execute("SELECT coalesce(max(n), 0) FROM dot").fetchone()
        if left.seq == 0:
            return bool(left.dots <= dots)
        row = self._execute("SELECT digest FROM fact WHERE seq = ?", left.seq).fetchone()
        return row is not None and row[0] == left.digest and left.dots <= dots

    def mark(self, *, anew: bool = False) -> None:
        """Write down how far the store has come; a mark that it does not match stays, unless `anew`.

        Raises StoreFault.
        """
        if self.path is None:
            return
        try:
            with files.alone(self.path.parent):
                if anew or self.matches(mark.read(self.path)):
                    mark.write(self.path, self._come())
        except OSError as error:
            raise StoreFault(f"{mark.file_of(self.path)} cannot be written: {error.strerror}") from error

    def _come(self) -> Mark:
        last = self._execute("SELECT seq, digest FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
        (dots,) = self._execute("SELECT coalesce(max(n), 0) FROM dot").fetchone()
        seq, digest = last or (0, "")
        return Mark(seq, digest, dots)

    # --- outbox

    @remembered("outbox")
    def outgoing(self, id_: str) -> Outgoing | None:
        """Return a mail of the outbox."""
        return next(iter(self._outbox("WHERE id = ?", id_)), None)

    def outbox(self, *states: TouchState) -> list[Outgoing]:
        """Return the mails in one of the states (all, if none is named), oldest first."""
        if states and not OVER.intersection(states):
            return [o for o in self._pending() if o.state in states]
        where = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        return self._outbox(f"{where} ORDER BY n", *states)

    @remembered("outbox")
    def _pending(self) -> list[Outgoing]:
        """Return the mails with which something is still to be done."""
        over = ", ".join("?" * len(OVER))
        return self._outbox(f"WHERE state NOT IN ({over}) OR copy = ? ORDER BY n", *OVER, Copy.WANTED)

    def _outbox(self, where: str, *values: Any) -> list[Outgoing]:
        rows = self._execute(f"SELECT {COLUMNS} FROM outbox {where}", *values)  # noqa: S608 - constant
        return [outgoing_of(row) for row in rows]

    def outbox_of(self, ids: set[str], mark: str | None) -> list[Outgoing]:
        """Return the mails that carry one of the Message-IDs, or the X-Followupd-Id, oldest first."""
        marks = ", ".join("?" * len(ids))
        return self._outbox(f"WHERE message_id IN ({marks}) OR token = ? ORDER BY n", *ids, mark)

    def copies(self) -> list[Outgoing]:
        """Return the mails that were sent and whose copy in Sent is still wanted, oldest first."""
        return [o for o in self._pending() if o.state is TouchState.SENT and o.copy is Copy.WANTED]

    def texts(self) -> dict[str, str]:
        """Return the words of what was written to others, by Message-ID."""
        return dict(self._execute("SELECT message_id, text FROM outbox WHERE interview IS NOT NULL"))

    def put(self, outgoing: Outgoing) -> bool:
        """Put a mail into the outbox; False if one with its id, or its step and address, is there already."""
        marks = ", ".join("?" * len(COLUMNS.split(",")))
        try:
            self._write("outbox", f"INSERT INTO outbox({COLUMNS}) VALUES ({marks})", *row_of(outgoing))  # noqa: S608 - constant
        except sqlite3.IntegrityError:
            return False
        return True

    def change(self, id_: str, event: TouchEvent, at: datetime, **fields: object) -> Outgoing | None:
        """Carry an event through the state table, claim by update; None if it changed nothing."""
        if self._target(id_, event) is None:  # most often; it takes no lock
            return None
        with self.transaction():
            before, state = self.outgoing(id_), self._target(id_, event)
            if before is None or state is None:
                return None
            if state is TouchState.PLANNED:  # withheld: never left, so it is written anew when its time comes
                self._write("outbox", "DELETE FROM outbox WHERE id = ?", id_)
                return replace(before, state=state)
            after = replace(before, state=state, changed=at, **fields)  # type: ignore[arg-type]
            self._move(after, before.state)
            if event is TouchEvent.COMMIT:
                self._execute("INSERT INTO dot(mail, at) VALUES (?, ?)", id_, text_of(at))
                self._advanced = True
            return after

    def _target(self, id_: str, event: TouchEvent) -> TouchState | None:
        """Return where an event leads a mail, if it changes anything."""
        there = self.outgoing(id_)
        state = TOUCH[there.state][event] if there else None
        return None if there and state is there.state else state

    def file_copy(self, id_: str, copy: Copy, due: datetime | None) -> None:
        """Remember how the copy in Sent stands."""
        self._write(
            "outbox", "UPDATE outbox SET copy = ?, copy_due = ? WHERE id = ?", copy, text_of(due), id_
        )

    def _move(self, after: Outgoing, was: TouchState) -> None:
        changed = self._write(
            "outbox",
            "UPDATE outbox SET state = ?, attempts = ?, next_try = ?, changed = ?, receipt = ?, copy = ?, copy_due = ?"
            " WHERE id = ? AND state = ?",
            after.state, after.attempts, text_of(after.next_try), text_of(after.changed), json_of(after.receipt),
            after.copy, text_of(after.copy_due), after.id, was,
        )  # fmt: skip
        if changed.rowcount != 1:
            raise StoreFault(f"{self.path}: {after.id} was changed by someone else")

    # --- mailbox

    def cursors(self) -> dict[str, Cursor]:
        """Return how far each folder has been read."""
        return dict(self._cursors())

    @remembered("cursor")
    def _cursors(self) -> dict[str, Cursor]:
        return {f: Cursor(v, u) for f, v, u in self._execute("SELECT folder, uidvalidity, uid FROM cursor")}

    def set_cursor(self, folder: str, cursor: Cursor) -> None:
        """Remember how far a folder has been read."""
        self._write(
            "cursor", "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)", folder, cursor.uidvalidity, cursor.uid
        )

    def forget_cursors(self, folder: str | None = None) -> None:
        """Forget how far a folder (or all of them) has been read: its next scan begins anew."""
        self._write("cursor", "DELETE FROM cursor WHERE folder = coalesce(?, folder)", folder)

    def first_sight(self, mail: str) -> bool:
        """Remember a mail by its digest; False if it was known."""
        return self._execute("INSERT OR IGNORE INTO sight VALUES (?)", mail).rowcount == 1

    def knows(self, mail: str) -> bool:
        """Tell whether `first_sight` has seen it before."""
        return self._execute("SELECT 1 FROM sight WHERE mail = ?", mail).fetchone() is not None

    # --- values

    def get(self, name: str) -> str | None:
        """Return a remembered value."""
        return self._values().get(name)

    @remembered("value")
    def _values(self) -> dict[str, str]:
        return dict(self._execute("SELECT name, value FROM value"))

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        if self.get(name) != value:
            self._write("value", "INSERT OR REPLACE INTO value VALUES (?, ?)", name, value)

    def _once(self, name: str, value: str) -> str:
        self._execute("INSERT OR IGNORE INTO value VALUES (?, ?)", name, value)
        (known,) = self._execute("SELECT value FROM value WHERE name = ?", name).fetchone()
        return str(known)


def _link(before: str, body: str) -> str:
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()
