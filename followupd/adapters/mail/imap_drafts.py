r"""The Drafts folder over IMAP: read with EXAMINE and PEEK, written by APPEND, and cleared one UID at a time.

A draft is removed by UID EXPUNGE (RFC 4315). A plain EXPUNGE would remove every message of the folder that somebody has
marked `\Deleted`, so without UIDPLUS the draft is only marked.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from contextlib import contextmanager
from imaplib import IMAP4
from typing import TYPE_CHECKING, Any

from followupd.adapters.mail import imap_connection
from followupd.adapters.mail.folder_names import DRAFT_NAMES
from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientAbortError, IMAPClientError
from followupd.adapters.mail.imap_search import BATCH_SIZE, fetch_items, raise_if_dead
from followupd.engine.drafts.folder_port import (
    DraftHeader,
    DraftListing,
    DraftPlace,
    DraftsRefused,
    Removal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from followupd.adapters.mail.imap_folders import ListedFolder

MAX_DRAFTS = 500  # only the newest ones are read
HEADER_ITEM, TEXT_ITEM = "BODY.PEEK[HEADER]<0.65536>", "BODY.PEEK[]<0.8388608>"  # a mail with its attachments
_APPEND_UID = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)
_DELETED = b"\\Deleted"


class DraftCommands(ABC):
    """The commands of a session for the folder of drafts, see `folder_port`."""

    @abstractmethod
    def _in_drafts(self) -> AbstractContextManager[tuple[ImapDrafts, bytes]]:
        """Return the object that reads and writes drafts, and the folder's name as the server writes it."""

    def list_drafts(self) -> DraftListing:
        """Return the drafts that are in the folder now, see `folder_port`."""
        with self._in_drafts() as (drafts, folder):
            return drafts.list_drafts(folder)

    def fetch_draft(self, uid: int) -> bytes | None:
        """Return the first 8 MB of a draft, None if it is gone."""
        with self._in_drafts() as (drafts, folder):
            return drafts.fetch_draft(folder, uid)

    def append_draft(self, data: bytes, at: datetime) -> DraftPlace | None:
        """Write a draft; its lines end with CRLF. Return where it was stored, if the server reports it."""
        with self._in_drafts() as (drafts, folder):
            return drafts.append_draft(folder, data, at)

    def remove_draft(self, place: DraftPlace) -> Removal:
        """Remove one draft."""
        with self._in_drafts() as (drafts, folder):
            return drafts.remove_draft(folder, place)


class ImapDrafts:
    """The Drafts folder on one connection."""

    def __init__(self, client: IMAPClient, configured_name: str | None) -> None:
        self._client = client
        self._configured_name = configured_name

    def choose_folder(self, entries: Sequence[ListedFolder]) -> bytes:
        """Return the folder's name as the server writes it. Raises DraftsRefused if there is none."""
        usable = [entry for entry in entries if entry.can_open and entry.can_name]
        for is_wanted in self._ways_to_find():
            chosen_entry = next(filter(is_wanted, usable), None)
            if chosen_entry:
                return chosen_entry.wire_name
        raise DraftsRefused(
            "your mailbox has no folder for drafts that can be found; name it under account.folders.drafts"
        )

    def _ways_to_find(self) -> tuple[Callable[[ListedFolder], bool], ...]:
        """Return tests that find the folder: by the configured name, or else by its attribute, then by a usual name."""
        if self._configured_name:
            return (lambda entry: entry.name == self._configured_name,)
        return (
            lambda entry: b"\\drafts" in entry.attributes,
            lambda entry: entry.has_special_name(DRAFT_NAMES),
        )

    def list_drafts(self, folder: bytes) -> DraftListing:
        """Return the newest drafts."""
        uidvalidity = self._open_folder(folder)
        uids = sorted(self._client.search(["NOT", "DELETED"]))[-MAX_DRAFTS:]
        headers: list[DraftHeader] = []
        for start in range(0, len(uids), BATCH_SIZE):
            chunk = uids[start : start + BATCH_SIZE]
            answers = fetch_items(self._client, chunk, HEADER_ITEM)
            headers += [DraftHeader(uid, _read_section(answers[uid])) for uid in chunk if uid in answers]
        return DraftListing(uidvalidity, tuple(headers))

    def fetch_draft(self, folder: bytes, uid: int) -> bytes | None:
        """Return a draft, or None if it is gone."""
        self._open_folder(folder)
        answers = fetch_items(self._client, [uid], TEXT_ITEM)
        return _read_section(answers[uid]) if uid in answers else None

    def append_draft(self, folder: bytes, data: bytes, at: datetime) -> DraftPlace | None:
        """Write a draft."""
        with _refuse_drafts("your mailbox lets no draft be written"):
            answer = self._client.append(folder, data, flags=(rb"\Draft", rb"\Seen"), msg_time=at)
        match = _APPEND_UID.search(answer if isinstance(answer, bytes) else b"")
        return DraftPlace(int(match[1]), int(match[2])) if match else None

    def remove_draft(self, folder: bytes, place: DraftPlace) -> Removal:
        """Remove one draft, if the folder still has the UIDVALIDITY of the time when the draft was written."""
        try:
            answer = self._client.select_folder(folder)
            if int(answer[b"UIDVALIDITY"]) != place.uidvalidity:
                return Removal.REFUSED
            self._client.add_flags([place.uid], [_DELETED])
            if not self._client.has_capability("UIDPLUS"):
                return Removal.FLAGGED
            self._client.uid_expunge([place.uid])
        except IMAP4.readonly:
            return Removal.REFUSED
        except IMAPClientError as error:
            raise_if_dead(error)
            return Removal.REFUSED
        return Removal.GONE

    def _open_folder(self, folder: bytes) -> int:
        with _refuse_drafts("your folder for drafts cannot be opened"):
            return int(self._client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])


@contextmanager
def _refuse_drafts(what: str) -> Iterator[None]:
    """Turn a lasting refusal of the server into DraftsRefused; raise a temporary one again."""
    try:
        yield
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        reason = imap_connection.describe_error(error)
        if imap_connection.is_passing(reason):
            raise
        raise DraftsRefused(f"{what}: {reason}") from error


def _read_section(answer: dict[bytes, Any]) -> bytes:
    value = next((answer[key] for key in answer if key.startswith(b"BODY[")), b"")
    return value if isinstance(value, bytes) else b""
