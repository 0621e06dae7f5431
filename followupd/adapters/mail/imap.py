"""Reads the candidate's mailbox without leaving a trace: EXAMINE and BODY.PEEK only.

If the server or the library does anything that is not understood, Unreachable is raised and the connection is closed.
Nothing is sent until a later look has succeeded. There is one exception: a server may decline to open a single folder.
Then the engine decides whether that folder may be left out.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from imapclient import imap_utf7

from followupd.adapters.mail import imap_connection, imap_folders, tls
from followupd.adapters.mail.imap_answers import (
    HEADER_LIMIT,
    LABELS_ITEM,
    build_header,
    is_whole,
)
from followupd.adapters.mail.imap_bodies import BodyFetcher
from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientError, Timeouts
from followupd.adapters.mail.imap_drafts import DraftCommands, ImapDrafts
from followupd.adapters.mail.imap_listing import FolderListing
from followupd.adapters.mail.imap_search import (
    BATCH_SIZE,
    DATE_ITEM,
    FLAGS_ITEM,
    MessageSearch,
    OpenFolder,
    fetch_items,
    has_come_since,
    raise_if_dead,
)
from followupd.engine.drafts.folder_port import DraftsRefused
from followupd.engine.ports import Batch, Cursor, FolderRefused, FolderRole
from followupd.errors import FollowupdError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from followupd.config.account import Account
    from followupd.engine.ports import Folder, FolderStatus, Login, MailboxSession, MailHeader

HEADER_ITEM, SIZE_ITEM = f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>", "RFC822.SIZE"
# A message that is moved here keeps its date. When a user clears a folder, thousands of old messages may come at once.
MOVE_TARGET_ROLES = (FolderRole.ARCHIVE, FolderRole.TRASH, FolderRole.OTHER)


class ImapMailbox:
    """The mailbox of an account.

    `login` is called for every connection, and `alive` while answers come.
    """

    def __init__(
        self, account: Account, login: Callable[[], Login], *,
        timeouts: Timeouts | None = None, alive: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._account, self._login = account, login
        self._timeouts, self._alive = timeouts or Timeouts(), alive

    @contextmanager
    def open_session(self) -> Iterator[MailboxSession]:
        """Connect and log in; log out at the end. Raises Unreachable, LoginRefused, and what `login` raises."""
        client = imap_connection.open_connection(self._account.imap, self._login, self._timeouts, self._alive)
        try:
            yield ImapSession(client, self._account)
        finally:
            imap_connection.end_connection(client, self._timeouts.end)


class ImapSession(DraftCommands):
    """One look at the mailbox. After the first Unreachable it cannot be used any more."""

    def __init__(self, client: IMAPClient, account: Account) -> None:
        self._client = client
        self._account = account
        self._listing = FolderListing(client)
        self._search = MessageSearch(client)
        self._wire_names: dict[str, bytes] = {}  # by the name that is shown to the user
        self._skipped_folders: dict[str, str] = {}
        self._open_folder: OpenFolder | None = None
        self._drafts = ImapDrafts(client, account.folders.drafts)
        self._drafts_folder: bytes | None = None  # its name as the server writes it
        self._bodies = BodyFetcher(client)
        self._is_over = False

    # --- what the engine asks for

    @property
    def skipped_folders(self) -> Mapping[str, str]:
        """The folders in the last list that are not read, with the reason."""
        return self._skipped_folders

    def find_folders(self) -> tuple[Folder, ...]:
        """Return the folders that are read, each with its status, see `imap_folders`. Raises Unreachable.

        They are listed each time: the user may make a folder, and a server makes the folder for junk when it needs one.
        """
        with self._close_on_failure("the list of folders"):
            folders, status_by_name = self._list_folders()
            return tuple(
                replace(folder, status=self._read_status(folder, status_by_name)) for folder in folders
            )

    def walk_folder(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        """Yield every message above the cursor, or since `since` if the cursor is not valid; see `ports`.

        Messages that vanish meanwhile are left out. So are old ones if a hundred messages were moved to the folder.
        Raises Unreachable, and FolderRefused if the server does not open the folder.
        """
        with self._close_on_failure(folder.name):
            open_folder = self._examine_folder(folder)
            # This UID was never given out: it is another mailbox with the same UIDVALIDITY, which often starts at 1.
            is_foreign = cursor is not None and 0 < open_folder.uidnext <= cursor.uid
            rescan = cursor is None or cursor.uidvalidity != open_folder.uidvalidity or is_foreign
            first = (
                self._search.find_first_uid(open_folder, since)
                if cursor is None or rescan
                else cursor.uid + 1
            )
            uids = self._search.find_uids(open_folder, first)
        if not uids:
            yield Batch(folder, Cursor(open_folder.uidvalidity, first - 1), (), rescan, open_folder.uidnext)
        for start in range(0, len(uids), BATCH_SIZE):
            chunk = uids[start : start + BATCH_SIZE]
            with self._close_on_failure(folder.name):
                self._reopen_folder(open_folder)
                headers = tuple(
                    self._fetch_headers(folder, self._uids_worth_reading(open_folder, chunk, since))
                )
            remaining = len(uids) - start - len(chunk)
            cursor = Cursor(open_folder.uidvalidity, chunk[-1])
            yield Batch(folder, cursor, headers, rescan, open_folder.uidnext, remaining)

    def fetch(self, folder: Folder, uid: int) -> bytes | None:
        """Return the first 256 kB of a message, or None if it is gone. Raises Unreachable.

        The bytes are empty if the server lists the message but does not show it.
        """
        with self._close_on_failure(f"{folder.name}, message {uid}"):
            if self._open_folder is None or self._open_folder.folder.name != folder.name:
                self._examine_folder(folder)
            body = self._bodies.fetch_expected(folder.name, uid)
            if body is None:
                body = self._bodies.fetch_body(uid)
            if body is None and self._is_listed(folder, uid):
                return self._bodies.fetch_body(uid) or b""
            return body

    def expect_fetches(self, headers: Sequence[MailHeader]) -> None:
        """See `ports`."""
        self._bodies.expect_fetches(headers)

    def append_sent(self, data: bytes, at: datetime) -> None:
        """Store a copy in the Sent folder, as read and dated `at` (aware); its lines end with CRLF. Raises Unreachable.

        After a failure the copy may be there or not; look before trying again.
        """
        with self._close_on_failure("the folder of sent mail"):
            folders, _ = self._list_folders()
            sent_folder = next((folder for folder in folders if folder.role is FolderRole.SENT), None)
            if sent_folder is None:
                raise imap_folders.NoSuchFolder("no folder looks like it; name it under account.folders.sent")
            self._client.append(self._wire_name(sent_folder), data, flags=(rb"\Seen",), msg_time=at)

    @contextmanager
    def _in_drafts(self) -> Iterator[tuple[ImapDrafts, bytes]]:
        with self._close_on_failure("the folder of drafts"):
            if self._drafts_folder is None:
                entries, _ = self._listing.list_folders()
                self._drafts_folder = self._drafts.choose_folder(entries)
            self._open_folder = None
            yield self._drafts, self._drafts_folder

    # --- the folder

    def _list_folders(self) -> tuple[tuple[Folder, ...], Mapping[bytes, FolderStatus]]:
        entries, status_by_name = self._listing.list_folders()
        choice = imap_folders.choose_folders(entries, self._account.folders, self._listing.read_namespaces())
        self._wire_names = {entry.name: entry.wire_name for entry in entries}
        self._skipped_folders = choice.skipped
        return choice.folders, status_by_name

    def _read_status(
        self, folder: Folder, status_by_name: Mapping[bytes, FolderStatus]
    ) -> FolderStatus | None:
        """Return the status, or None for the folder that is open: its status may be outdated (RFC 3501 §6.3.10)."""
        if self._open_folder is not None and self._open_folder.folder == folder:
            return None
        if self._listing.has_list_status:
            return status_by_name.get(self._wire_name(folder))
        return self._listing.read_status(self._wire_name(folder))

    def _wire_name(self, folder: Folder) -> bytes:
        """Return a folder's name as the server wrote it. Raises ValueError if the name could end a command."""
        if any(ord(c) < 32 or ord(c) == 127 for c in folder.name):  # noqa: PLR2004 - control characters
            raise ValueError(f"the folder name {folder.name!r} holds a control character")
        return self._wire_names.get(folder.name) or bytes(imap_utf7.encode(folder.name))

    def _examine_folder(self, folder: Folder) -> OpenFolder:
        """Open a folder read-only, even if it is open already: a server may still show its old state."""
        self._open_folder = None
        try:
            answer = self._client.select_folder(self._wire_name(folder), readonly=True)
        except IMAPClientError as error:
            raise_if_dead(error)
            reason = imap_connection.describe_error(error)
            if imap_connection.is_passing(reason):
                raise
            raise FolderRefused(
                f"{tls.server_address(self._account.imap)}: {folder.name}: {reason}"
            ) from error
        self._open_folder = OpenFolder(
            folder, int(answer[b"UIDVALIDITY"]), int(answer.get(b"UIDNEXT", 0)), int(answer[b"EXISTS"])
        )
        return self._open_folder

    def _reopen_folder(self, open_folder: OpenFolder) -> None:
        """Open the folder again if another one was opened in between."""
        if self._open_folder is not None and self._open_folder.folder == open_folder.folder:
            return
        if self._examine_folder(open_folder.folder).uidvalidity != open_folder.uidvalidity:
            raise ValueError("it was renumbered while it was read")

    def _uids_worth_reading(self, open_folder: OpenFolder, chunk: list[int], since: datetime) -> list[int]:
        """Return which messages to read. In a folder to which mail is moved, skip the old ones of a full chunk."""
        if open_folder.folder.role not in MOVE_TARGET_ROLES or len(chunk) < BATCH_SIZE:
            return chunk
        answers, day = fetch_items(self._client, chunk, DATE_ITEM), since - timedelta(days=1)
        return [uid for uid in chunk if has_come_since(answers.get(uid, {}), day)]

    # --- what they say

    def _fetch_headers(self, folder: Folder, uids: Sequence[int]) -> Iterator[MailHeader]:
        try:
            answers = fetch_items(self._client, uids, *self._header_items(folder)) if uids else {}
        except IMAPClientError as error:
            raise_if_dead(error)
            answers = {}  # Seen in practice: one message that the server cannot read makes the whole command fail
        for uid in uids:
            answer = answers.get(uid, {})
            if not is_whole(answer):
                answer = self._fetch_alone(folder, uid)
            if answer:
                yield build_header(folder, uid, answer)
            elif self._is_listed(folder, uid):
                raise ValueError(f"message {uid} is there, but the server does not show it")

    def _header_items(self, folder: Folder) -> tuple[str, ...]:
        """Return the items of a header request; in a folder of all mail the labels too, which show what was sent."""
        has_labels = folder.role is FolderRole.ALL and self._client.has_capability("X-GM-EXT-1")
        return (HEADER_ITEM, DATE_ITEM, SIZE_ITEM, FLAGS_ITEM, *((LABELS_ITEM,) if has_labels else ()))

    def _fetch_alone(self, folder: Folder, uid: int) -> dict[bytes, Any]:
        """Ask once more for one message. Nothing comes if it is gone, and no header if the server cannot read it."""
        try:
            return fetch_items(self._client, [uid], *self._header_items(folder)).get(uid, {})
        except IMAPClientError as error:
            raise_if_dead(error)
        return fetch_items(self._client, [uid], DATE_ITEM, SIZE_ITEM).get(uid, {})

    def _is_listed(self, folder: Folder, uid: int) -> bool:
        """Return whether a message that was not shown exists: an OK without it does not prove that it is gone.

        The folder is opened again, since the old state may still show what another program has deleted.
        """
        return self._search.has_uid(self._examine_folder(folder), uid)

    # --- failing closed

    @contextmanager
    def _close_on_failure(self, subject: str) -> Iterator[None]:
        if self._is_over:
            raise Unreachable(f"{tls.server_address(self._account.imap)}: the connection was given up")
        try:
            yield
        except (FolderRefused, DraftsRefused):
            raise
        except FollowupdError:
            self._is_over = True
            raise
        except Exception as error:
            # On garbage the library raises TypeError and AttributeError as well. After any error, nothing it reads
            # counts.
            self._is_over = True
            reason = imap_connection.describe_error(error)
            raise Unreachable(f"{tls.server_address(self._account.imap)}: {subject}: {reason}") from error
