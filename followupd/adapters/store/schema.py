"""The tables of the store, and how an older store is migrated: forward only, after a copy of it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from followupd.adapters.system import files
from followupd.config.cadence import Channel
from followupd.engine.ports import FrozenMail, OutgoingMail, SentCopy
from followupd.errors import FollowupdError
from followupd.journal.fact_json import dump_receipt, parse_receipt
from followupd.journal.facts import Receipt, Touch
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
    # Every dot that was allowed to leave: the mark beside the store counts these rows.
    """
    CREATE TABLE dot(n INTEGER PRIMARY KEY, mail TEXT NOT NULL, at TEXT NOT NULL) STRICT;
    INSERT INTO dot(mail, at) SELECT id, coalesce(changed, '') FROM outbox
        WHERE state IN ('committing', 'sent', 'refused', 'unknown') ORDER BY n;
    """,
    # The channel of the step when the mail was written. The configuration may no longer have the step of a sheet of
    # unknown fate.
    "ALTER TABLE outbox ADD COLUMN channel TEXT;",
    # All sheets go to the candidate: each step has one for each person who is to be called or written to.
    """
    DROP INDEX one_address;
    CREATE UNIQUE INDEX one_address
        ON outbox(interview, step, lower(recipient), CASE WHEN channel IN ('phone', 'post') THEN contact ELSE '' END)
        WHERE interview IS NOT NULL;
    """,
    # Before, one text held the reports on all open mails, and each new report rewrote it.
    """
    CREATE TABLE text_report(
        interview TEXT NOT NULL, step TEXT NOT NULL, contact TEXT NOT NULL,
        digest TEXT NOT NULL, doubts TEXT NOT NULL, is_own INTEGER NOT NULL,
        PRIMARY KEY(interview, step, contact)
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO text_report
        SELECT json_extract(report.value, '$[0][0]'), json_extract(report.value, '$[0][1]'),
            json_extract(report.value, '$[0][2]'), json_extract(report.value, '$[1]'),
            json_extract(report.value, '$[2]'), json_extract(report.value, '$[3]')
        FROM value, json_each(value.value) AS report WHERE value.name = 'text-reports';
    DELETE FROM value WHERE name = 'text-reports';
    """,
    # After ten years the outbox holds thousands of mails, but a pass needs only a few of them.
    """
    CREATE INDEX pending_mails ON outbox(n) WHERE state NOT IN ('sent', 'cancelled', 'missed') OR copy = 'wanted';
    CREATE INDEX mails_by_id ON outbox(message_id);
    CREATE INDEX mails_by_token ON outbox(token);
    """,
)
MAX_COPIES = 3  # copies of older stores


class StoreFault(FollowupdError):
    """The store cannot be used; until that is solved nothing is sent."""

    exit_status = 75


class NewerStore(StoreFault):
    """The store was written by a newer followupd: only an update helps, not another try."""

    exit_status = 78


def open_database(path: Path | None) -> sqlite3.Connection:
    """Open the file (None: memory); a new file is readable by its owner only. Raises OSError, sqlite3.Error."""
    db = _open_file(path) if path else sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    return db


def _open_file(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):  # only SQLite opens an existing file: a close would drop its locks
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = sqlite3.connect(path, isolation_level=None, timeout=10)
    # SQLite does not wait for the switch to WAL, regardless of the timeout.
    with files.directory_lock(path.parent):
        db.execute("PRAGMA journal_mode = WAL")
    return db


def migrate_schema(db: sqlite3.Connection, path: Path | None) -> None:
    """Bring the store up to date, each step in one transaction. Raises StoreFault, sqlite3.Error."""
    if _schema_version(db) > len(MIGRATIONS):
        raise NewerStore(
            f"{path} was written by a newer followupd (schema {_schema_version(db)}, this one knows {len(MIGRATIONS)});"
            " update it"
        )
    path_to_copy = path if _schema_version(db) else None  # a new store needs no copy
    while _schema_version(db) < len(MIGRATIONS):
        db.execute("BEGIN IMMEDIATE")
        try:
            _migrate_step(db, path_to_copy)
            db.execute("COMMIT")
            # One copy is enough: the store as the older followupd left it, not the states between two steps.
            path_to_copy = None
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def _migrate_step(db: sqlite3.Connection, path_to_copy: Path | None) -> None:
    version = _schema_version(db)  # read again under the lock: another process may have migrated it meanwhile
    if version == len(MIGRATIONS):
        return
    if path_to_copy:
        _keep_copy(path_to_copy, version + 1)
    for statement in MIGRATIONS[version].split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {version + 1}")


def _schema_version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _keep_copy(path: Path, number: int) -> None:
    """Keep a copy of the store before a migration; the lock keeps other processes from writing meanwhile."""
    copy_path = path.with_name(f"{path.name}.before-{number}")
    part_path = path.with_name(f".{copy_path.name}.part")
    try:
        part_path.unlink(missing_ok=True)
        copy_store(path, part_path)
        part_path.replace(copy_path)
        for old_copy in _list_copies(path)[:-MAX_COPIES]:
            old_copy.unlink()
        with files.open_directory(path.parent) as folder_fd:
            os.fsync(folder_fd)
    except OSError as error:
        raise StoreFault(
            f"{copy_path} cannot be written: {error.strerror}; the store is as it was"
        ) from error


def _list_copies(path: Path) -> list[Path]:
    paths = path.parent.glob(f"{path.name}.before-*")
    return sorted(paths, key=lambda p: int(p.suffix.removeprefix(".before-")))


def copy_store(path: Path, target: Path) -> None:
    """Copy a store, consistently even while it is written to.

    Only its owner can read the copy, and it survives a power cut. Raises FileExistsError, OSError, StoreFault; then no
    copy is left.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
        with target.open("rb") as file, files.open_directory(target.parent) as folder_fd:
            os.fsync(file.fileno())
            os.fsync(folder_fd)
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


def time_text(at: datetime | None) -> str | None:
    """Return an instant in the form that the store keeps."""
    return at.astimezone(UTC).isoformat() if at else None


def receipt_json(receipt: Receipt | None) -> str | None:
    """Return a receipt in the form that the store keeps."""
    return dump_receipt(receipt) if receipt else None


def row_of(outgoing: OutgoingMail) -> tuple[Any, ...]:
    """Return the values of the columns for a mail."""
    touch = (
        (outgoing.touch.interview, outgoing.touch.step, outgoing.touch.contact)
        if outgoing.touch
        else (None, None, None)
    )
    return (
        outgoing.id, *touch, outgoing.mail.sender, outgoing.mail.recipient, outgoing.mail.data, outgoing.message_id, outgoing.token, outgoing.subject, outgoing.text,
        outgoing.state, outgoing.attempts, time_text(outgoing.next_try), time_text(outgoing.changed), receipt_json(outgoing.receipt), outgoing.copy, time_text(outgoing.copy_due),
        outgoing.channel,
    )  # fmt: skip


def outgoing_of(row: tuple[Any, ...]) -> OutgoingMail:
    """Return the mail that a row holds."""
    touch = Touch(*row[1:4]) if row[1] is not None else None
    receipt = parse_receipt(row[15]) if row[15] else None
    return OutgoingMail(
        row[0], touch, FrozenMail(row[4], row[5], row[6]), row[7], row[8], row[9], row[10], TouchState(row[11]), row[12],
        _parse_time(row[13]), _parse_time(row[14]), receipt, SentCopy(row[16]), _parse_time(row[17]), Channel(row[18]) if row[18] else None,
    )  # fmt: skip


def _parse_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
