"""One SQLite file: the append-only journal, the outbox, how far the mailbox has been read.

The worst that may happen is that a mail is not sent. So `synchronous=FULL` makes every commit survive a power cut, and
the dot of a mail leaves only after `committing` has been committed. Entries of the journal are chained by their hashes.
A mark beside the file records how far it has come.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from followupd.adapters.store import checkpoint as mark
from followupd.adapters.store.checkpoint import Checkpoint
from followupd.adapters.store.connection import cached
from followupd.adapters.store.mailbox import MailboxStore
from followupd.adapters.store.schema import (
    COLUMNS,
    StoreFault,
    migrate_schema,
    outgoing_of,
    receipt_json,
    row_of,
    time_text,
)
from followupd.adapters.system import files
from followupd.engine.ports import OutgoingMail, SentCopy
from followupd.journal import fact_json
from followupd.journal.facts import Entry
from followupd.journal.states import TOUCH_TABLE, TouchEvent, TouchState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from followupd.journal.facts import Fact

_MAX_VALUES = 500  # of one query: every SQLite accepts that many
_GENESIS = "0" * 64
# Exactly the condition of the index `pending_mails`: otherwise SQLite reads the whole outbox.
PENDING = "state NOT IN ('sent', 'cancelled', 'missed') OR copy = 'wanted'"
FINAL_STATES = frozenset({TouchState.SENT, TouchState.CANCELLED, TouchState.MISSED})


class SqliteStore(MailboxStore):
    """The store on disk (or in memory, for the simulator). One connection, for one thread."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the store. Raises StoreFault if it is newer than this followupd, or broken."""
        self._has_advanced = False  # the journal, or the dots, have grown in this transaction
        self._may_mark_later = False  # it has only recorded the outcome of a dot that is marked already
        self._is_mark_due = False
        try:
            super().__init__(path)
            migrate_schema(self._db, path)
            self.key = bytes.fromhex(self._get_or_create("key", secrets.token_hex(32)))
        except OSError as error:
            raise StoreFault(f"{path}: {error.strerror}") from error
        except sqlite3.Error as error:
            raise StoreFault(f"{path}: {error}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock until the end of the block; an exception undoes everything. Blocks may be nested."""
        if self._transaction_depth:
            yield
            return
        self._execute("BEGIN IMMEDIATE")
        try:
            if self.path:
                self.drop_stale_cache()
            self._transaction_depth, self._has_advanced, self._may_mark_later = 1, False, False
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self.cache.clear()
            raise
        finally:
            self._transaction_depth = 0
        if self._has_advanced and self._may_mark_later:
            self._is_mark_due = True
        elif self._has_advanced:
            self.save_checkpoint()

    # --- journal

    def read_facts(self, after: int = 0, mention: str | None = None) -> list[Entry]:
        """Return the entries above a sequence number, oldest first.

        With `mention`, return at least all entries that contain this text as a value; others may be left out.
        """
        if after == self._last_seq():
            return []
        text = "" if mention is None else json.dumps(mention, ensure_ascii=False)
        sql = "SELECT seq, body, digest FROM fact WHERE seq > ? AND instr(body, ?) ORDER BY seq"
        rows = self._execute(sql, after, text)  # an empty text is in every body
        return [Entry(seq, fact_json.parse_fact(body), digest) for seq, body, digest in rows]

    @cached("fact")
    def _last_seq(self) -> int:
        (seq,) = self._execute("SELECT coalesce(max(seq), 0) FROM fact").fetchone()
        return int(seq)

    def append(self, fact: Fact) -> None:
        """Add a fact, chained to the one before it."""
        body = fact_json.dump_fact(fact)
        with self.transaction():
            last = self._execute("SELECT digest FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
            self._execute_write(
                "fact",
                "INSERT INTO fact(body, digest) VALUES (?, ?)",
                body,
                _chain_digest(last[0] if last else _GENESIS, body),
            )
            self._has_advanced = True

    def verify_chain(self) -> int | None:
        """Return the first sequence number with a broken link, or None if the journal is unchanged."""
        digest, expected_seq = _GENESIS, 1
        for seq, body, stored_digest in self._execute("SELECT seq, body, digest FROM fact ORDER BY seq"):
            digest = _chain_digest(digest, body)
            if digest != stored_digest or seq != expected_seq:
                return int(seq)
            expected_seq += 1
        return None

    def find_damage(self) -> str | None:
        """Return what SQLite finds damaged in the file, in its own words, or None."""
        (result,) = self._execute("PRAGMA integrity_check(1)").fetchone()
        return None if result == "ok" else str(result)

    # --- the mark beside the store

    def matches_checkpoint(self, last_checkpoint: Checkpoint | None) -> bool:
        """Return whether the journal and the dots of this store contain everything that a mark records."""
        if last_checkpoint is None:
            return True
        (dots,) = self._execute("SELECT coalesce(max(n), 0) FROM dot").fetchone()
        if last_checkpoint.seq == 0:
            return bool(last_checkpoint.dots <= dots)
        row = self._execute("SELECT digest FROM fact WHERE seq = ?", last_checkpoint.seq).fetchone()
        return row is not None and row[0] == last_checkpoint.digest and last_checkpoint.dots <= dots

    def save_checkpoint(self, *, force: bool = False) -> None:
        """Record how far the store has come. A mark that does not match the store stays, unless `force`.

        Raises StoreFault.
        """
        self._is_mark_due = False
        if self.path is None:
            return
        try:
            with files.directory_lock(self.path.parent):
                if force or self.matches_checkpoint(mark.read_checkpoint(self.path)):
                    mark.write_checkpoint(self.path, self._current_checkpoint())
        except OSError as error:
            raise StoreFault(
                f"{mark.checkpoint_path(self.path)} cannot be written: {error.strerror}"
            ) from error

    def save_due_checkpoint(self) -> None:
        """Write the mark that was postponed when mails were accepted; the next dot would write it as well.

        If the process is killed before, the store is ahead of its mark. A copy from that time has the mail as
        `committing`, so it does not send it again. Raises StoreFault.
        """
        if self._is_mark_due:
            self.save_checkpoint()

    def close(self) -> None:
        """Close the file."""
        with suppress(StoreFault, sqlite3.Error):
            self.save_due_checkpoint()
        super().close()

    def _current_checkpoint(self) -> Checkpoint:
        last = self._execute("SELECT seq, digest FROM fact ORDER BY seq DESC LIMIT 1").fetchone()
        (dots,) = self._execute("SELECT coalesce(max(n), 0) FROM dot").fetchone()
        seq, digest = last or (0, "")
        return Checkpoint(seq, digest, dots)

    # --- outbox

    @cached("outbox")
    def find_mail(self, id_: str) -> OutgoingMail | None:
        """Return a mail of the outbox."""
        return next(iter(self._select_outbox("WHERE id = ?", id_)), None)

    def list_mails(self, *states: TouchState) -> list[OutgoingMail]:
        """Return the mails in one of the states (all, if none is named), oldest first."""
        if states and not FINAL_STATES.intersection(states):
            return [o for o in self._pending_mails() if o.state in states]
        where = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        return self._select_outbox(f"{where} ORDER BY n", *states)

    @cached("outbox")
    def _pending_mails(self) -> list[OutgoingMail]:
        """Return the mails that still need work."""
        return self._select_outbox(f"WHERE {PENDING} ORDER BY n")

    def _select_outbox(self, where: str, *values: Any) -> list[OutgoingMail]:
        rows = self._execute(f"SELECT {COLUMNS} FROM outbox {where}", *values)  # noqa: S608 - constant
        return [outgoing_of(row) for row in rows]

    def find_mails(self, ids: set[str], token: str | None) -> list[OutgoingMail]:
        """Return the mails that have one of the Message-IDs or the token, oldest first."""
        placeholders = ", ".join("?" * len(ids))
        return self._select_outbox(
            f"WHERE message_id IN ({placeholders}) OR token = ? ORDER BY n", *ids, token
        )

    def list_wanted_copies(self) -> list[OutgoingMail]:
        """Return the mails that were sent and whose copy in Sent is still wanted, oldest first."""
        return [o for o in self._pending_mails() if o.state is TouchState.SENT and o.copy is SentCopy.WANTED]

    def read_texts(self, message_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of the touches that have one of these Message-IDs, by Message-ID."""
        texts: dict[str, str] = {}
        for start in range(0, len(message_ids), _MAX_VALUES):
            chunk = message_ids[start : start + _MAX_VALUES]
            placeholders = ", ".join("?" * len(chunk))
            where = f"interview IS NOT NULL AND message_id IN ({placeholders})"
            texts.update(self._execute(f"SELECT message_id, text FROM outbox WHERE {where}", *chunk))  # noqa: S608 - constant
        return texts

    def add_mail(self, outgoing: OutgoingMail) -> bool:
        """Put a mail into the outbox; False if a mail with its id, or with its step and address, is there already."""
        placeholders = ", ".join("?" * len(COLUMNS.split(",")))
        try:
            self._execute_write(
                "outbox",
                f"INSERT INTO outbox({COLUMNS}) VALUES ({placeholders})",  # noqa: S608 - constant
                *row_of(outgoing),
            )
        except sqlite3.IntegrityError:
            return False
        return True

    def apply_event(self, id_: str, event: TouchEvent, at: datetime, **fields: object) -> OutgoingMail | None:
        """Apply an event by the state table and update the row; None if that changes nothing."""
        if self._target_state(id_, event) is None:  # the most frequent case; it takes no lock
            return None
        with self.transaction():
            before, state = self.find_mail(id_), self._target_state(id_, event)
            if before is None or state is None:
                return None
            # A withheld mail never left, so it is written again when its time comes.
            if state is TouchState.PLANNED:
                self._execute_write("outbox", "DELETE FROM outbox WHERE id = ?", id_)
                return replace(before, state=state)
            after = replace(before, state=state, changed=at, **fields)  # type: ignore[arg-type]
            self._update_state(after, before.state)
            if event is TouchEvent.COMMIT:
                self._execute("INSERT INTO dot(mail, at) VALUES (?, ?)", id_, time_text(at))
                self._has_advanced, self._may_mark_later = True, False
            elif event is TouchEvent.ACCEPT and not self._has_advanced:
                self._may_mark_later = True
            return after

    def _target_state(self, id_: str, event: TouchEvent) -> TouchState | None:
        """Return the new state of a mail after an event, or None if nothing changes."""
        outgoing = self.find_mail(id_)
        state = TOUCH_TABLE[outgoing.state][event] if outgoing else None
        return None if outgoing and state is outgoing.state else state

    def list_commits(self, since: datetime) -> list[tuple[str, datetime]]:
        """Return the id and time of each dot that was allowed to leave after a moment."""
        rows = self._execute("SELECT mail, at FROM dot WHERE at > ? ORDER BY n", time_text(since))
        return [(mail, datetime.fromisoformat(at)) for mail, at in rows]

    def set_copy_state(self, id_: str, copy: SentCopy, due: datetime | None) -> None:
        """Record the state of the copy in Sent."""
        self._execute_write(
            "outbox", "UPDATE outbox SET copy = ?, copy_due = ? WHERE id = ?", copy, time_text(due), id_
        )

    def _update_state(self, after: OutgoingMail, old_state: TouchState) -> None:
        cursor = self._execute_write(
            "outbox",
            "UPDATE outbox SET state = ?, attempts = ?, next_try = ?, changed = ?, receipt = ?, copy = ?, copy_due = ?"
            " WHERE id = ? AND state = ?",
            after.state, after.attempts, time_text(after.next_try), time_text(after.changed), receipt_json(after.receipt),
            after.copy, time_text(after.copy_due), after.id, old_state,
        )  # fmt: skip
        if cursor.rowcount != 1:
            raise StoreFault(f"{self.path}: {after.id} was changed by someone else")


def _chain_digest(last_digest: str, body: str) -> str:
    return hashlib.sha256(f"{last_digest}\n{body}".encode()).hexdigest()
