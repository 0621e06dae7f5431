"""The candidate's mailbox, read without leaving a trace: EXAMINE and BODY.PEEK only.

Reading fails closed. Whatever the server or the library does that is not understood surfaces as Unreachable, the
connection is thrown away, and nothing is sent until a later look has succeeded. A SEARCH that finds nothing is not
believed where messages must be; they are then looked for by number.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from followupd.adapters.mail import imap_connection, imap_folders, tls
from followupd.adapters.mail.imap_connection import (
    IMAPClient,
    IMAPClientAbortError,
    IMAPClientError,
    Timeouts,
)
from followupd.engine.ports import Batch, Cursor, FolderRole, MailHeader
from followupd.errors import FollowupdError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from followupd.config.account import Account
    from followupd.engine.ports import Folder, Login, MailboxSession

HEADER_LIMIT = 65_536  # bytes of a header block that are read
MESSAGE_LIMIT = 262_144  # bytes of a message that are read
BATCH_SIZE = 100  # UIDs in a command; servers cap the length of a line
# UIDs that are looked up one by one, where SEARCH fails: 200 commands.
MAX_NUMBERS_SCANNED = 20_000
HEADER_ITEM, SIZE_ITEM, DATE_ITEM = f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>", "RFC822.SIZE", "INTERNALDATE"
FLAGS_ITEM = "FLAGS"
# What somebody moves here brings its date along: old mail by the thousand, when a folder is cleared.
MOVE_TARGET_ROLES = (FolderRole.ARCHIVE, FolderRole.TRASH)

FetchResult = dict[int, dict[bytes, Any]]


class ImapMailbox:
    """The mailbox of an account. `login` is asked for every connection, `alive` called while answers come."""

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


@dataclass(frozen=True, slots=True)
class _OpenFolder:
    """What EXAMINE said, this moment."""

    folder: Folder
    uidvalidity: int
    uidnext: int  # 0 where the server does not say it
    exists: int


class ImapSession:
    """One look at the mailbox. After the first Unreachable it is over."""

    def __init__(self, client: IMAPClient, account: Account) -> None:
        self._client = client
        self._account = account
        self._open_folder: _OpenFolder | None = None
        self._is_over = False

    # --- what the engine asks for

    def find_folders(self) -> tuple[Folder, ...]:
        """Return the folders that count, see `imap_folders.watched`. Raises Unreachable.

        Listed anew each time: a server makes the folder for junk when the first junk comes.
        """
        with self._close_on_failure("the list of folders"):
            entries = [
                imap_folders.ListedFolder(
                    frozenset(mark.lower() for mark in marks),
                    _decode_text(delimiter),
                    _check_folder_name(_decode_text(name)),
                )
                for marks, delimiter, name in self._client.list_folders()
            ]
            return imap_folders.choose_folders(entries, self._account.folders)

    def walk_folder(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        """Yield every message above the cursor, or since `since` where the cursor does not hold; see `ports`.

        Messages that vanish meanwhile are left out, and old ones that come to Archive or Trash a hundred at a time.
        Raises Unreachable.
        """
        with self._close_on_failure(folder.name):
            open_folder = self._examine_folder(folder)
            # A number never given out: another mailbox that counts its UIDVALIDITY the same way, often from 1.
            is_foreign = cursor is not None and 0 < open_folder.uidnext <= cursor.uid
            rescan = cursor is None or cursor.uidvalidity != open_folder.uidvalidity or is_foreign
            first = self._first_uid_since(open_folder, since) if cursor is None or rescan else cursor.uid + 1
            uids = self._uids_from(open_folder, first)
        if not uids:
            yield Batch(folder, Cursor(open_folder.uidvalidity, first - 1), (), rescan)
        for start in range(0, len(uids), BATCH_SIZE):
            chunk = uids[start : start + BATCH_SIZE]
            with self._close_on_failure(folder.name):
                self._reopen_folder(open_folder)
                headers = tuple(
                    self._fetch_headers(folder, self._uids_worth_reading(open_folder, chunk, since))
                )
            yield Batch(folder, Cursor(open_folder.uidvalidity, chunk[-1]), headers, rescan)

    def fetch(self, folder: Folder, uid: int) -> bytes | None:
        """Return the first 256 kB of a message, None if it is gone. Raises Unreachable."""
        with self._close_on_failure(f"{folder.name}, message {uid}"):
            if self._open_folder is None or self._open_folder.folder != folder:
                self._examine_folder(folder)
            answers = self._fetch_items([uid], f"BODY.PEEK[]<0.{MESSAGE_LIMIT}>")
            return _section_bytes(answers[uid], b"BODY[]")[:MESSAGE_LIMIT] if uid in answers else None

    def append_sent(self, data: bytes, at: datetime) -> None:
        """File a copy, CRLF line ends, in the Sent folder: seen, dated `at` (aware). Raises Unreachable.

        When it fails the copy may be there or not; look before trying again.
        """
        sent_folder = next((folder for folder in self.find_folders() if folder.role is FolderRole.SENT), None)
        with self._close_on_failure("the folder of sent mail"):
            if sent_folder is None:
                raise imap_folders.NoSuchFolder("no folder looks like it; name it under account.folders.sent")
            self._client.append(_check_folder_name(sent_folder.name), data, flags=(rb"\Seen",), msg_time=at)

    # --- the folder

    def _examine_folder(self, folder: Folder) -> _OpenFolder:
        """Open a folder read-only, anew even if it is open: a server may have kept its old picture."""
        self._open_folder = None
        answer = self._client.select_folder(_check_folder_name(folder.name), readonly=True)
        self._open_folder = _OpenFolder(
            folder, int(answer[b"UIDVALIDITY"]), int(answer.get(b"UIDNEXT", 0)), int(answer[b"EXISTS"])
        )
        return self._open_folder

    def _reopen_folder(self, open_folder: _OpenFolder) -> None:
        """Open the folder of a walk again if something else was opened in between."""
        if self._open_folder is not None and self._open_folder.folder == open_folder.folder:
            return
        if self._examine_folder(open_folder.folder).uidvalidity != open_folder.uidvalidity:
            raise ValueError("it was renumbered while it was read")

    # --- which messages

    def _first_uid_since(self, open_folder: _OpenFolder, since: datetime) -> int:
        """Return the lowest UID that may have come since then; everything above it is read, whatever its date.

        Server dates have no zone (RFC 3501 §6.4.4), hence a day more.
        """
        day = since - timedelta(days=1)
        uids = self._search_uids("SINCE", day.date())
        if (
            not uids
            and open_folder.exists
            and self._uids_by_number(open_folder, max(open_folder.uidnext - BATCH_SIZE, 1), day)
        ):
            # A SEARCH that overlooks one message of that age may have overlooked more.
            uids = self._uids_by_number(open_folder, 1, day)
        # Nothing found: the last message is read all the same, as an index may lag behind.
        return min(uids, default=max(open_folder.uidnext - 1, 1))

    def _uids_from(self, open_folder: _OpenFolder, first: int) -> list[int]:
        uids = self._search_uids("UID", f"{first}:*")
        if not uids and open_folder.exists:
            # RFC 3501 §6.4.8: `n:*` always names the last message, so an empty answer is none.
            uids = self._uids_by_number(open_folder, first)
        elif open_folder.exists and (above := max(uids, default=0) + 1) < open_folder.uidnext:
            # Numbers were given out above the last one found: deleted since, or the index of SEARCH lags behind.
            uids += self._uids_by_number(open_folder, max(above, first, open_folder.uidnext - BATCH_SIZE))
        # For the same reason the last message comes even if it lies below `first`.
        return sorted({uid for uid in uids if uid >= first})

    def _uids_worth_reading(self, open_folder: _OpenFolder, chunk: list[int], since: datetime) -> list[int]:
        """Return which of them to read: from a whole chunk in Archive or Trash only those that came since then."""
        if open_folder.folder.role not in MOVE_TARGET_ROLES or len(chunk) < BATCH_SIZE:
            return chunk
        answers, day = self._fetch_items(chunk, DATE_ITEM), since - timedelta(days=1)
        return [uid for uid in chunk if _has_come_since(answers.get(uid, {}), day)]

    def _search_uids(self, key: str, value: str | date) -> list[int]:
        """Return what SEARCH finds: nothing if the server declines, or says it in a way that cannot be read."""
        try:
            return list(self._client.search([key, value]))
        except IMAPClientError as error:
            _raise_if_dead(error)  # Seen in practice: Yahoo says NO [SERVERBUG] and stays healthy
        except ValueError:
            pass  # the numbers came in several lines, which the library does not put together
        return []

    def _uids_by_number(self, open_folder: _OpenFolder, first: int, day: datetime | None = None) -> list[int]:
        """Ask for each number in turn, and a hundred beyond: UIDNEXT may be old."""
        end = max(open_folder.uidnext, first) + BATCH_SIZE
        if not open_folder.uidnext or end - first > MAX_NUMBERS_SCANNED:
            raise ValueError("its SEARCH fails, and there are too many messages to ask for each one")
        uids: list[int] = []
        for start in range(first, end, BATCH_SIZE):
            answers = self._fetch_items(range(start, min(start + BATCH_SIZE, end)), DATE_ITEM)
            uids += [uid for uid in answers if day is None or _has_come_since(answers[uid], day)]
        return uids

    # --- what they say

    def _fetch_headers(self, folder: Folder, uids: Sequence[int]) -> Iterator[MailHeader]:
        try:
            answers = self._fetch_items(uids, HEADER_ITEM, DATE_ITEM, SIZE_ITEM, FLAGS_ITEM) if uids else {}
        except IMAPClientError as error:
            _raise_if_dead(error)
            answers = {}  # Seen in practice: one message that the server cannot read spoils the whole command
        for uid in uids:
            answer = answers.get(uid, {})
            if not _is_whole(answer):
                answer = self._fetch_alone(uid)
            if answer:
                yield _build_header(folder, uid, answer)

    def _fetch_alone(self, uid: int) -> dict[bytes, Any]:
        """Ask once more for one message: nothing if it is gone, an empty header if the server cannot read it."""
        try:
            return self._fetch_items([uid], HEADER_ITEM, DATE_ITEM, SIZE_ITEM, FLAGS_ITEM).get(uid, {})
        except IMAPClientError as error:
            _raise_if_dead(error)
        return self._fetch_items([uid], DATE_ITEM, SIZE_ITEM).get(uid, {})

    def _fetch_items(self, uids: Sequence[int], *items: str) -> FetchResult:
        result: FetchResult = self._client.fetch([int(uid) for uid in uids], items)
        return result

    # --- failing closed

    @contextmanager
    def _close_on_failure(self, subject: str) -> Iterator[None]:
        if self._is_over:
            raise Unreachable(f"{tls.server_address(self._account.imap)}: the connection was given up")
        try:
            yield
        except FollowupdError:
            self._is_over = True
            raise
        except Exception as error:
            # Over garbage the library raises TypeError and AttributeError as well; after any, nothing it reads counts.
            self._is_over = True
            reason = imap_connection.describe_error(error)
            raise Unreachable(f"{tls.server_address(self._account.imap)}: {subject}: {reason}") from error


def _build_header(folder: Folder, uid: int, answer: dict[bytes, Any]) -> MailHeader:
    """Raises ValueError where the server does not know when the message came."""
    received_at, size = answer.get(b"INTERNALDATE"), answer.get(b"RFC822.SIZE")
    if not isinstance(received_at, datetime) or received_at.tzinfo is None:
        raise ValueError(f"message {uid} has no date that can be read")
    header = _section_bytes(answer, b"BODY[HEADER]")[:HEADER_LIMIT]
    length = size if isinstance(size, int) else len(header)
    return MailHeader(folder, uid, received_at.astimezone(UTC), length, header, is_draft=_is_draft(answer))


def _is_draft(answer: dict[bytes, Any]) -> bool:
    """Tell whether it is marked as one."""
    flags = answer.get(b"FLAGS")
    return isinstance(flags, tuple) and any(isinstance(f, bytes) and f.lower() == b"\\draft" for f in flags)


def _has_come_since(answer: dict[bytes, Any], day: datetime) -> bool:
    """Tell whether a message came since then; one without a date might have."""
    received_at = answer.get(b"INTERNALDATE")
    return not isinstance(received_at, datetime) or received_at >= day


def _is_whole(answer: dict[bytes, Any]) -> bool:
    """Tell whether all is there that was asked for: an unasked FETCH brings flags alone."""
    return b"INTERNALDATE" in answer and any(key.startswith(b"BODY[HEADER]") for key in answer)


def _section_bytes(answer: dict[bytes, Any], item: bytes) -> bytes:
    """Return a section, whatever offset its name carries. Seen in practice: NIL, and numbers that were text."""
    value = next((answer[key] for key in answer if key.startswith(item)), b"")
    return value if isinstance(value, bytes) else b"" if value is None else str(value).encode()


def _raise_if_dead(error: IMAPClientError) -> None:
    """Let pass what the server merely declined; raise again what ended the connection."""
    if isinstance(error, IMAPClientAbortError):
        raise error


def _decode_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _check_folder_name(name: str) -> str:
    """Refuse a folder name that could end a command (CR, LF). Raises ValueError."""
    if any(ord(c) < 32 or ord(c) == 127 for c in name):  # noqa: PLR2004 - control characters
        raise ValueError(f"the folder name {name!r} holds a control character")
    return name
