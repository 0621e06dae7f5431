"""Remembers the folders of the last look: how far each was read, which are missing, and which are not read.

An edit of the configuration clears the cursors, but not this memory: a folder that has vanished must not be forgotten.
It may have held an answer. So a missing folder leads to a question to the user, never to a mail to the company.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.config.frozen import frozen_value
from followupd.config.interview import EVERY
from followupd.engine.notifying.notifier import notify
from followupd.engine.ports import Cursor, FolderStatus
from followupd.errors import Unreachable
from followupd.journal.facts import Steered
from followupd.writing.notices.folder_notices import ask_about_missing_folders

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Folder
    from followupd.engine.store_port import Store

log = logging.getLogger("followupd")

STORE_KEY = "folders"
MISSING_FOR = timedelta(hours=1)  # a server under repair may list fewer folders for a while
MAX_SKIPPED_KEPT = 100  # of the folders that are not read, for `status`
MAX_NAMES_SHOWN = 25  # of the folders in one sentence


@frozen_value
class ReadMark:
    """How far a folder was read, its status before that look, and its UIDNEXT when it was opened."""

    cursor: Cursor
    status: FolderStatus | None = None
    uidnext: int = 0  # 0: not known


@dataclass(slots=True)
class FolderMemory:
    """The folders of a mailbox as they were seen. Times are ISO 8601, as they are stored."""

    mailbox: str  # names the mailbox; another mailbox has other folders
    mark_by_name: dict[str, ReadMark] = field(default_factory=dict)
    missing_since: dict[str, str] = field(default_factory=dict)  # folders that are no longer listed
    # Folders that are listed, but can no longer be opened.
    refused_since: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)  # folders that are not read, each with the reason

    def is_unchanged(self, folder: Folder, cursor: Cursor | None) -> bool:
        """Return whether the server reports the same status for a folder as when the folder was read to its end."""
        if folder.status is None or cursor is None:
            return False
        mark = self.mark_by_name.get(folder.name)
        return mark is not None and (mark.cursor, mark.status) == (cursor, folder.status)

    def last_uidnext(self, folder: Folder) -> int:
        """Return the UID that the next mail would get, as the server last reported it; 0 if not known."""
        mark = self.mark_by_name.get(folder.name)
        return mark.uidnext if mark else folder.status.uidnext if folder.status else 0

    def save(self, store: Store) -> None:
        """Store the memory, if it has changed."""
        text = json.dumps(self._to_data(), ensure_ascii=False, sort_keys=True)
        if store.get_value(STORE_KEY) != text:
            store.set_value(STORE_KEY, text)

    def _to_data(self) -> dict[str, object]:
        marks = {
            name: [mark.cursor.uidvalidity, mark.cursor.uid, mark.uidnext, *_status_numbers(mark.status)]
            for name, mark in self.mark_by_name.items()
        }
        return {
            "mailbox": self.mailbox,
            "read": marks,
            "missing": self.missing_since,
            "refused": self.refused_since,
            "skipped": dict(sorted(self.skipped.items())[:MAX_SKIPPED_KEPT]),
            "skipped_count": len(self.skipped),
        }


def _status_numbers(status: FolderStatus | None) -> list[int]:
    return [status.uidvalidity, status.uidnext, status.message_count] if status else []


def load_memory(ledger: Ledger) -> FolderMemory:
    """Return what the last look stored; after an upgrade, the folders for which there are cursors."""
    account = ledger.config.account
    mailbox = f"{account.login_name}@{account.imap.host}:{account.imap.port}"
    text = ledger.store.get_value(STORE_KEY)
    if not text:
        return FolderMemory(mailbox, {name: ReadMark(c) for name, c in ledger.store.read_cursors().items()})
    data = json.loads(text)
    if data["mailbox"] != mailbox:
        return FolderMemory(mailbox)
    marks = {
        name: ReadMark(Cursor(*numbers[:2]), FolderStatus(*numbers[3:]) if numbers[3:] else None, numbers[2])
        for name, numbers in data["read"].items()
    }
    return FolderMemory(mailbox, marks, data["missing"], data["refused"], data["skipped"])


def read_folder_lists(store: Store) -> tuple[list[str], dict[str, str], int]:
    """Return the folders that the last look has read, those it has not, with the reason, and the number of those."""
    data = json.loads(store.get_value(STORE_KEY) or "{}")
    return sorted(data.get("read", ())), data.get("skipped", {}), data.get("skipped_count", 0)


def shorten_list(names: Sequence[str], count: int = 0) -> str:
    """Return the first names as text, and how many more there are.

    `count`: the number of all names, if not all are given.
    """
    rest = max(count, len(names)) - MAX_NAMES_SHOWN
    return ", ".join(names[:MAX_NAMES_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def note_listed_folders(
    ledger: Ledger, memory: FolderMemory, folders: Sequence[Folder], skipped: Mapping[str, str], now: datetime
) -> None:
    """Compare the folder list with what was read before.

    Raises Unreachable while a folder has been missing only for a short time.
    """
    _forget_folders(ledger, memory, set(memory.mark_by_name) & set(skipped))  # they are no longer to be read
    memory.skipped = dict(skipped)
    missing_names = set(memory.mark_by_name) - {folder.name for folder in folders}
    renamed_names = _find_renamed(memory, folders, missing_names)
    if renamed_names:
        log.info("renamed folders are read again: %s", ", ".join(sorted(renamed_names)))
        _forget_folders(ledger, memory, renamed_names)
    _brake(ledger, memory, memory.missing_since, missing_names - renamed_names, now)


def note_refused_folder(ledger: Ledger, memory: FolderMemory, name: str, now: datetime) -> None:
    """Handle a folder that was read before, and is now listed but not opened.

    It may hold an answer, just like a missing folder.
    """
    _brake(ledger, memory, memory.refused_since, {*memory.refused_since, name}, now)


def _find_renamed(
    memory: FolderMemory, folders: Sequence[Folder], missing_names: Collection[str]
) -> set[str]:
    """Return the missing folders that are there under a new name.

    A renamed folder keeps its UIDVALIDITY and is read from the start. A server that begins with 1 in each folder proves
    nothing by its numbers.
    """
    new_statuses = [f.status for f in folders if f.status and f.name not in memory.mark_by_name]
    renamed_names = set()
    for name in sorted(missing_names):
        cursor = memory.mark_by_name[name].cursor
        for status in new_statuses:
            if status.uidvalidity == cursor.uidvalidity > 1 and status.uidnext > cursor.uid:
                new_statuses.remove(status)
                renamed_names.add(name)
                break
    return renamed_names


def _brake(
    ledger: Ledger, memory: FolderMemory, since_by_name: dict[str, str], names: set[str], now: datetime
) -> None:
    """Pause everything and ask the user about folders that have been missing for an hour.

    Raises Unreachable while a folder has been missing for less than that.
    """
    kept_dates = {name: since_by_name.get(name, now.isoformat()) for name in sorted(names)}
    since_by_name.clear()
    since_by_name.update(kept_dates)
    memory.save(ledger.store)
    for name, first in kept_dates.items():
        if now - datetime.fromisoformat(first) < MISSING_FOR:
            raise Unreachable(f"the folder {name} is not there any more; an answer may lie in it")
    if not names:
        return
    with ledger.transaction():
        if ledger.config.interviews:
            why = f"a folder of the mailbox is not there any more, and an answer may have lain in it: {', '.join(sorted(names))}"
            ledger.append(Steered(now, EVERY, "pause", why=why))
            notify(ledger, ask_about_missing_folders(ledger.words, sorted(names), f"{now:%Y%m%d%H%M}"), now)
            log.warning("%s: everything is paused", why, extra={"kind": "folders"})
        _forget_folders(ledger, memory, names)
        memory.save(ledger.store)


def _forget_folders(ledger: Ledger, memory: FolderMemory, names: set[str]) -> None:
    for name in names:
        ledger.store.forget_cursors(name)
        memory.mark_by_name.pop(name, None)
        memory.missing_since.pop(name, None)
        memory.refused_since.pop(name, None)
