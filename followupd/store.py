"""One SQLite file: the append-only journal, the outbox, how far the mailbox has been read.

At worst a mail is not sent. So `synchronous=FULL`: what is committed survives a power cut, and the dot of a mail
leaves only after `committing` has been committed. Entries of the journal are chained by their hashes, and a mark
beside the file tells how far it had come.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from followupd import facts, mark
from followupd.facts import Entry, Touch
from followupd.mark import Mark
from followupd.ports import Copy, Cursor, Mail, Outgoing
from followupd.schema import StoreFault, connect, migrate
from followupd.states import TOUCH, TouchEvent, TouchState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from followupd.facts import Fact

_GENESIS = "0" * 64
_COLUMNS = (
    "id, interview, step, contact, sender, recipient, data, message_id, token, subject, text,"
    " state, attempts, next_try, changed, receipt, copy, copy_due"
)


class SqliteStore:
    """The store on disk (or in memory, for the simulator). One connection, for one thread."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the store. Raises StoreFault if it is newer than this followupd, or broken."""
        self.path = path
        self._depth = 0
        self._advanced = False  # the journal, or the dots, have grown in this transaction
        try:
            self._db = connect(path)
            migrate(self._db, path)
            self.key = bytes.fromhex(self._once("key", secrets.token_hex(32)))
        except OSError as error:
            raise StoreFault(f"{path}: {error.strerror}") from error
        except sqlite3.Error as error:
            raise StoreFault(f"{path}: {error}") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock until the end of the block; an exception undoes everything. Nests."""
        if self._depth:
            yield
            return
        self._execute("BEGIN IMMEDIATE")
        self._depth, self._advanced = 1, False
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0
        if self._advanced:
            self.mark()

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path}: {error}") from error

    # --- journal

    def facts(self, after: int = 0) -> list[Entry]:
        """Return the entries above a sequence number, oldest first."""
        rows = self._execute("SELECT seq, body, digest FROM fact WHERE seq > ? ORDER BY seq", after)
        return [Entry(seq, facts.load(body), digest) for seq, body, digest in rows]

    def append(self, fact: Fact) -> None:
        """Add a fact, chained to the one before it."""
        body = facts.dump(fact)
        with self.transaction():
            last = self._execute("SELECT digest FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
            self._execute(
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
            with mark.alone(self.path):
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

    def outgoing(self, id_: str) -> Outgoing | None:
        """Return a mail of the outbox."""
        row = self._execute(f"SELECT {_COLUMNS} FROM outbox WHERE id = ?", id_).fetchone()  # noqa: S608 - constant
        return _outgoing(row) if row else None

    def outbox(self, *states: TouchState) -> list[Outgoing]:
        """Return the mails in one of the states (all, if none is named), oldest first."""
        marks = ", ".join("?" * len(states))
        where = f"WHERE state IN ({marks})" if states else ""
        rows = self._execute(f"SELECT {_COLUMNS} FROM outbox {where} ORDER BY n", *states)  # noqa: S608 - constant
        return [_outgoing(row) for row in rows]

    def outbox_of(self, ids: set[str], mark: str | None) -> list[Outgoing]:
        """Return the mails that carry one of the Message-IDs, or the X-Followupd-Id, oldest first."""
        where = f"message_id IN ({', '.join('?' * len(ids))}) OR token = ? ORDER BY n"
        rows = self._execute(f"SELECT {_COLUMNS} FROM outbox WHERE {where}", *ids, mark)  # noqa: S608 - constant
        return [_outgoing(row) for row in rows]

    def copies(self) -> list[Outgoing]:
        """Return the mails that were sent and whose copy in Sent is still wanted, oldest first."""
        where = f"WHERE state = '{TouchState.SENT}' AND copy = '{Copy.WANTED}' ORDER BY n"
        return [_outgoing(r) for r in self._execute(f"SELECT {_COLUMNS} FROM outbox {where}")]  # noqa: S608 - constant

    def texts(self) -> dict[str, str]:
        """Return the words of what was written to others, by Message-ID."""
        return dict(self._execute("SELECT message_id, text FROM outbox WHERE interview IS NOT NULL"))

    def put(self, outgoing: Outgoing) -> bool:
        """Put a mail into the outbox; False if one with its id, or its step and address, is there already."""
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        try:
            self._execute(f"INSERT INTO outbox({_COLUMNS}) VALUES ({marks})", *_row(outgoing))  # noqa: S608 - constant
        except sqlite3.IntegrityError:
            return False
        return True

    def change(self, id_: str, event: TouchEvent, at: datetime, **fields: object) -> Outgoing | None:
        """Carry an event through the state table, claim by update; None if it changed nothing."""
        with self.transaction():
            before = self.outgoing(id_)
            if before is None:
                return None
            state = TOUCH[before.state][event]
            if state is before.state:
                return None
            if state is TouchState.PLANNED:  # withheld: never left, so it is written anew when its time comes
                self._execute("DELETE FROM outbox WHERE id = ?", id_)
                return replace(before, state=state)
            after = replace(before, state=state, changed=at, **fields)  # type: ignore[arg-type]
            self._write(after, before.state)
            if event is TouchEvent.COMMIT:
                self._execute("INSERT INTO dot(mail, at) VALUES (?, ?)", id_, _text(at))
                self._advanced = True
            return after

    def file_copy(self, id_: str, copy: Copy, due: datetime | None) -> None:
        """Remember how the copy in Sent stands."""
        self._execute("UPDATE outbox SET copy = ?, copy_due = ? WHERE id = ?", copy, _text(due), id_)

    def _write(self, after: Outgoing, was: TouchState) -> None:
        changed = self._execute(
            "UPDATE outbox SET state = ?, attempts = ?, next_try = ?, changed = ?, receipt = ?, copy = ?, copy_due = ?"
            " WHERE id = ? AND state = ?",
            after.state, after.attempts, _text(after.next_try), _text(after.changed), _json(after.receipt),
            after.copy, _text(after.copy_due), after.id, was,
        )  # fmt: skip
        if changed.rowcount != 1:
            raise StoreFault(f"{self.path}: {after.id} was changed by someone else")

    # --- mailbox

    def cursors(self) -> dict[str, Cursor]:
        """Return how far each folder has been read."""
        return {f: Cursor(v, u) for f, v, u in self._execute("SELECT folder, uidvalidity, uid FROM cursor")}

    def set_cursor(self, folder: str, cursor: Cursor) -> None:
        """Remember how far a folder has been read."""
        self._execute(
            "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)", folder, cursor.uidvalidity, cursor.uid
        )

    def forget_cursors(self, folder: str | None = None) -> None:
        """Forget how far a folder (or all of them) has been read: its next scan begins anew."""
        self._execute("DELETE FROM cursor WHERE folder = coalesce(?, folder)", folder)

    def first_sight(self, mail: str) -> bool:
        """Remember a mail by its digest; False if it was known."""
        return self._execute("INSERT OR IGNORE INTO sight VALUES (?)", mail).rowcount == 1

    def knows(self, mail: str) -> bool:
        """Tell whether `first_sight` has seen it before."""
        return self._execute("SELECT 1 FROM sight WHERE mail = ?", mail).fetchone() is not None

    # --- values

    def get(self, name: str) -> str | None:
        """Return a remembered value."""
        row = self._execute("SELECT value FROM value WHERE name = ?", name).fetchone()
        return row and str(row[0])

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        self._execute("INSERT OR REPLACE INTO value VALUES (?, ?)", name, value)

    def _once(self, name: str, value: str) -> str:
        self._execute("INSERT OR IGNORE INTO value VALUES (?, ?)", name, value)
        return self.get(name) or value


def _link(before: str, body: str) -> str:
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


def _text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _json(receipt: facts.Receipt | None) -> str | None:
    return facts.RECEIPT.dump_json(receipt).decode() if receipt else None


def _row(o: Outgoing) -> tuple[Any, ...]:
    touch = (o.touch.interview, o.touch.step, o.touch.contact) if o.touch else (None, None, None)
    return (
        o.id, *touch, o.mail.sender, o.mail.recipient, o.mail.data, o.message_id, o.token, o.subject, o.text,
        o.state, o.attempts, _text(o.next_try), _text(o.changed), _json(o.receipt), o.copy, _text(o.copy_due),
    )  # fmt: skip


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    touch = Touch(*row[1:4]) if row[1] is not None else None
    receipt = facts.RECEIPT.validate_python(json.loads(row[15])) if row[15] else None
    return Outgoing(
        row[0], touch, Mail(row[4], row[5], row[6]), row[7], row[8], row[9], row[10], TouchState(row[11]), row[12], _time(row[13]), _time(row[14]),
        receipt, Copy(row[16]), _time(row[17]),
    )  # fmt: skip


__all__ = ["SqliteStore", "StoreFault"]
