"""The tables of the store, and how a store of yesterday becomes one of today: forward only, a copy of it kept first."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from followupd.adapters.system import files
from followupd.config.cadence import Channel
from followupd.engine.ports import Copy, Mail, Outgoing
from followupd.errors import FollowupdError
from followupd.journal.facts import Receipt, Touch, receipt_of, receipt_text
from followupd.journal.states import TouchState

if TYPE_CHECKING:
    from pathlib import Path

_STATES = ", ".join(f"'{s.value}'" for s in TouchState)
MIGRATIONS = (
    f"""
    CREATE TABLE fact(
        seq INTEGER PRIMARY KEY, body TEXT NOT NULL, digest TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE outbox(
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        interview TEXT, step TEXT, contact TEXT,
        state TEXT NOT NULL CHECK (state IN ({_STATES})),
        sender TEXT NOT NULL, recipient TEXT NOT NULL, data BLOB NOT NULL,
        message_id TEXT NOT NULL, token TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
        attempts INTEGER NOT NULL, next_try TEXT, changed TEXT, receipt TEXT,
        copy TEXT NOT NULL, copy_due TEXT
    ) STRICT;
    CREATE UNIQUE INDEX one_address ON outbox(interview, step, lower(recipient)) WHERE interview IS NOT NULL;
    CREATE TABLE cursor(folder TEXT PRIMARY KEY, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL) STRICT;
    CREATE TABLE sight(mail TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE value(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
    # Every dot that was allowed to leave: the mark beside the store counts them.
    """
    CREATE TABLE dot(n INTEGER PRIMARY KEY, mail TEXT NOT NULL, at TEXT NOT NULL) STRICT;
    INSERT INTO dot(mail, at) SELECT id, coalesce(changed, '') FROM outbox
        WHERE state IN ('committing', 'sent', 'refused', 'unknown') ORDER BY n;
    """,
    # What the step was when it was written: of a sheet of unknown fate no configuration may know it any more.
    "ALTER TABLE outbox ADD COLUMN channel TEXT;",
    # Sheets all go to the candidate: of each step, one for each person to be called or written to.
    """
    DROP INDEX one_address;
    CREATE UNIQUE INDEX one_address
        ON outbox(interview, step, lower(recipient), CASE WHEN channel IN ('phone', 'post') THEN contact ELSE '' END)
        WHERE interview IS NOT NULL;
    """,
)
KEPT = 3  # copies of stores of yesterday


class StoreFault(FollowupdError):
    """The store cannot be used; nothing is sent while that is so."""

    exit_status = 75


class NewerStore(StoreFault):
    """The store was written by a newer followupd: only an update helps, not another try."""

    exit_status = 78


def connect(path: Path | None) -> sqlite3.Connection:
    """Open the file (None: memory), made for its owner alone if it is not there. Raises OSError, sqlite3.Error."""
    db = _opened(path) if path else sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    return db


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):  # SQLite alone opens it: to close a file drops the process's locks
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = sqlite3.connect(path, isolation_level=None, timeout=10)
    with files.alone(path.parent):  # a new file becomes WAL at once or not at all, whatever the timeout
        db.execute("PRAGMA journal_mode = WAL")
    return db


def migrate(db: sqlite3.Connection, path: Path | None) -> None:
    """Bring the store up to date, each step in one transaction. Raises StoreFault, sqlite3.Error."""
    if _version(db) > len(MIGRATIONS):
        raise NewerStore(
            f"{path} was written by a newer followupd (schema {_version(db)}, this one knows {len(MIGRATIONS)});"
            " update it"
        )
    new = _version(db) == 0  # it needs no copy
    while _version(db) < len(MIGRATIONS):
        db.execute("BEGIN IMMEDIATE")
        try:
            _step(db, None if new else path)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def _step(db: sqlite3.Connection, copied: Path | None) -> None:
    version = _version(db)  # asked again with the lock in hand: another process may have been faster
    if version == len(MIGRATIONS):
        return
    if copied:
        _keep(copied, version + 1)
    for statement in MIGRATIONS[version].split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {version + 1}")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _keep(path: Path, number: int) -> None:
    """Keep the store as it is before a migration; another process cannot write now, so the copy is the last word."""
    kept = path.with_name(f"{path.name}.before-{number}")
    part = path.with_name(f".{kept.name}.part")
    try:
        part.unlink(missing_ok=True)
        copy(path, part)
        part.replace(kept)
        for old in _copies(path)[:-KEPT]:
            old.unlink()
        with files.directory(path.parent) as there:
            os.fsync(there)
    except OSError as error:
        raise StoreFault(f"{kept} cannot be written: {error.strerror}; the store is as it was") from error


def _copies(path: Path) -> list[Path]:
    found = path.parent.glob(f"{path.name}.before-*")
    return sorted(found, key=lambda p: int(p.suffix.removeprefix(".before-")))


def copy(path: Path, target: Path) -> None:
    """Copy a store, consistent even while it is written to; the copy is its owner's alone and survives a power cut.

    Raises FileExistsError, OSError, StoreFault; then no copy is left.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
        with target.open("rb") as written, files.directory(target.parent) as there:
            os.fsync(written.fileno())
            os.fsync(there)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            target.unlink()
        if isinstance(error, OSError):
            raise
        raise StoreFault(f"{path} cannot be copied to {target}: {error}") from error


COLUMNS = (
    "id, interview, step, contact, sender, recipient, data, message_id, token, subject, text,"
    " state, attempts, next_try, changed, receipt, copy, copy_due, channel"
)


def text_of(at: datetime | None) -> str | None:
    """Return an instant as the store keeps it."""
    return at.astimezone(UTC).isoformat() if at else None


def json_of(receipt: Receipt | None) -> str | None:
    """Return a receipt as the store keeps it."""
    return receipt_text(receipt) if receipt else None


def row_of(o: Outgoing) -> tuple[Any, ...]:
    """Return the values of the columns."""
    touch = (o.touch.interview, o.touch.step, o.touch.contact) if o.touch else (None, None, None)
    return (
        o.id, *touch, o.mail.sender, o.mail.recipient, o.mail.data, o.message_id, o.token, o.subject, o.text,
        o.state, o.attempts, text_of(o.next_try), text_of(o.changed), json_of(o.receipt), o.copy, text_of(o.copy_due),
        o.channel,
    )  # fmt: skip


def outgoing_of(row: tuple[Any, ...]) -> Outgoing:
    """Return the mail of a row."""
    touch = Touch(*row[1:4]) if row[1] is not None else None
    receipt = receipt_of(row[15]) if row[15] else None
    return Outgoing(
        row[0], touch, Mail(row[4], row[5], row[6]), row[7], row[8], row[9], row[10], TouchState(row[11]), row[12],
        _time(row[13]), _time(row[14]), receipt, Copy(row[16]), _time(row[17]), Channel(row[18]) if row[18] else None,
    )  # fmt: skip


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
