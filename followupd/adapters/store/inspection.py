"""Reads the store of another user: writes nothing to it, and trusts nothing in it.

A person who looks after the followupd of many users may be root, and each of these files can be made by its owner.
"""

from __future__ import annotations

import json
import sqlite3
import stat
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.adapters.store.schema import MIGRATIONS, NewerStore, StoreFault
from followupd.journal.fact_json import parse_receipt
from followupd.journal.states import TouchState

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_MAX_SECONDS = 5  # a view in the file could compute forever
_MAX_VALUE = 1_000_000  # characters
_CHECKED_STEPS = 10_000  # steps of SQLite's virtual machine between two looks at the clock
_NO_STORE = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """A summary of a store: counts and times, no names, no mails."""

    last_read: datetime | None
    sent_count: int
    doubt_count: int
    troubles: tuple[str, ...]  # the names of what fails now


def summarize_store(path: Path) -> StoreSummary:
    """Return the summary of a store, without changing it. Raises StoreFault."""
    _require_plain_file(path)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
            deadline = time.monotonic() + _MAX_SECONDS
            db.set_progress_handler(lambda: time.monotonic() > deadline, _CHECKED_STEPS)
            db.execute("PRAGMA trusted_schema = OFF")
            return _read_summary(db, path)
    except sqlite3.Error as error:
        raise StoreFault(f"{path}: {error}") from error
    except _NO_STORE as error:
        raise StoreFault(f"{path}: is no store of followupd's ({type(error).__name__})") from error


def _require_plain_file(path: Path) -> None:
    """Raise StoreFault for a link, a pipe or a device: a link leads elsewhere, and a pipe has no end."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreFault(f"there is no {path.name}") from None
    except OSError as error:
        raise StoreFault(f"{path}: {error.strerror}") from error
    if not stat.S_ISREG(status.st_mode):
        raise StoreFault(f"{path}: is a link or no file; it is not followed")


def _read_summary(db: sqlite3.Connection, path: Path) -> StoreSummary:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise NewerStore(f"{path} was written by a newer followupd; update this one")
    receipt_text, troubles_text = (_read_value(db, name) for name in ("receipt", "troubles"))
    return StoreSummary(
        parse_receipt(receipt_text).at if receipt_text else None,
        _count_mails(db, TouchState.SENT),
        _count_mails(db, TouchState.UNKNOWN),
        tuple(sorted(dict(json.loads(troubles_text or "{}")))),
    )


def _read_value(db: sqlite3.Connection, name: str) -> str:
    row = db.execute("SELECT substr(value, 1, ?) FROM value WHERE name = ?", (_MAX_VALUE, name)).fetchone()
    return str(row[0]) if row else ""


def _count_mails(db: sqlite3.Connection, state: TouchState) -> int:
    (count,) = db.execute("SELECT count(*) FROM outbox WHERE state = ?", (state.value,)).fetchone()
    return int(count)
