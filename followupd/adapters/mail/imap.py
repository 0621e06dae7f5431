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
from followupd.engine.ports import Batch, Cursor, Header, Role
from followupd.errors import FollowupdError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from followupd.config.account import Account
    from followupd.engine.ports import Folder, Login, MailboxSession

HEADER_LIMIT = 65_536  # bytes of a header block that are read
MESSAGE_LIMIT = 262_144  # bytes of a message that are read
AT_ONCE = 100  # UIDs in a command; servers cap the length of a line
# UIDs that are looked up one by one, where SEARCH fails: 200 commands.
FARTHEST_SCAN = 20_000
HEADER_ITEM, SIZE_ITEM, DATE_ITEM = f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>", "RFC822.SIZE", "INTERNALDATE"
FLAGS_ITEM = "FLAGS"
# What somebody moves here brings its date along: old mail by the thousand, when a folder is cleared.
DUMPS = (Role.ARCHIVE, Role.TRASH)

Fetched = dict[int, dict[bytes, Any]]


class ImapMailbox:
    """The mailbox of an account. `login` is asked for every connection, `alive` called while answers come."""

    def __init__(
        self, account: Account, login: Callable[[], Login], *,
        timeouts: Timeouts | None = None, alive: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._account, self._login = account, login
        self._timeouts, self._alive = timeouts or Timeouts(), alive

    @contextmanager
    def session(self) -> Iterator[MailboxSession]:
        """Connect and log in; log out at the end. Raises Unreachable, LoginRefused, and what `login` raises."""
        client = imap_connection.connect(self._account.imap, self._login, self._timeouts, self._alive)
        try:
            yield ImapSession(client, self._account)
        finally:
            imap_connection.end(client, self._timeouts.end)


@dataclass(frozen=True, slots=True)
class _Examined:
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
        self._open: _Examined | None = None
        self._over = False

    # --- what the engine asks for

    def folders(self) -> tuple[Folder, ...]:
        """Return the folders that count, see `imap_folders.watched`. Raises Unreachable.

        Listed anew each time: a server makes the folder for junk when the first junk comes.
        """
        with self._closed_on_failure("the list of folders"):
            listed = [
                imap_folders.Listed(
                    frozenset(mark.lower() for mark in marks), _text(delimiter), _harmless(_text(name))
                )
                for marks, delimiter, name in self._client.list_folders()
            ]
            return imap_folders.watched(listed, self._account.folders)

    def walk(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        """Yield every message above the cursor, or since `since` where the cursor does not hold; see `ports`.

        Messages that vanish meanwhile are left out, and old ones that come to Archive or Trash a hundred at a time.
        Raises Unreachable.
        """
        with self._closed_on_failure(folder.name):
            box = self._examine(folder)
            # A number never given out: another mailbox that counts its UIDVALIDITY the same way, often from 1.
            foreign = cursor is not None and 0 < box.uidnext <= cursor.uid
            rescan = cursor is None or cursor.uidvalidity != box.uidvalidity or foreign
            first = self._first_since(box, since) if cursor is None or rescan else cursor.uid + 1
            uids = self._uids_from(box, first)
        if not uids:
            yield Batch(folder, Cursor(box.uidvalidity, first - 1), (), rescan)
        for start in range(0, len(uids), AT_ONCE):
            chunk = uids[start : start + AT_ONCE]
            with self._closed_on_failure(folder.name):
                self._back_to(box)
                headers = tuple(self._headers(folder, self._worth(box, chunk, since)))
            yield Batch(folder, Cursor(box.uidvalidity, chunk[-1]), headers, rescan)

    def fetch(self, folder: Folder, uid: int) -> bytes | None:
        """Return the first 256 kB of a message, None if it is gone. Raises Unreachable."""
        with self._closed_on_failure(f"{folder.name}, message {uid}"):
            if self._open is None or self._open.folder != folder:
                self._examine(folder)
            found = self._fetched([uid], f"BODY.PEEK[]<0.{MESSAGE_LIMIT}>")
            return _bytes_of(found[uid], b"BODY[]")[:MESSAGE_LIMIT] if uid in found else None

    def append_sent(self, data: bytes, at: datetime) -> None:
        """File a copy, CRLF line ends, in the Sent folder: seen, dated `at` (aware). Raises Unreachable.

        When it fails the copy may be there or not; look before trying again.
        """
        sent = next((folder for folder in self.folders() if folder.role is Role.SENT), None)
        with self._closed_on_failure("the folder of sent mail"):
            if sent is None:
                raise imap_folders.NoSuchFolder("no folder looks like it; name it under account.folders.sent")
            self._client.append(_harmless(sent.name), data, flags=(rb"\Seen",), msg_time=at)

    # --- the folder

    def _examine(self, folder: Folder) -> _Examined:
        """Open a folder read-only, anew even if it is open: a server may have kept its old picture."""
        self._open = None
        said = self._client.select_folder(_harmless(folder.name), readonly=True)
        self._open = _Examined(
            folder, int(said[b"UIDVALIDITY"]), int(said.get(b"UIDNEXT", 0)), int(said[b"EXISTS"])
        )
        return self._open

    def _back_to(self, box: _Examined) -> None:
        """Open the folder of a walk again if something else was opened in between."""
        if self._open is not None and self._open.folder == box.folder:
            return
        if self._examine(box.folder).uidvalidity != box.uidvalidity:
            raise ValueError("it was renumbered while it was read")

    # --- which messages

    def _first_since(self, box: _Examined, since: datetime) -> int:
        """Return the lowest UID that may have come since then; everything above it is read, whatever its date.

        Server dates have no zone (RFC 3501 §6.4.4), hence a day more.
        """
        day = since - timedelta(days=1)
        found = self._searched("SINCE", day.date())
        if not found and box.exists and self._uids_by_number(box, max(box.uidnext - AT_ONCE, 1), day):
            # A SEARCH that overlooks one message of that age may have overlooked more.
            found = self._uids_by_number(box, 1, day)
        # Nothing found: the last message is read all the same, as an index may lag behind.
        return min(found, default=max(box.uidnext - 1, 1))

    def _uids_from(self, box: _Examined, first: int) -> list[int]:
        found = self._searched("UID", f"{first}:*")
        if not found and box.exists:
            # RFC 3501 §6.4.8: `n:*` always names the last message, so an empty answer is none.
            found = self._uids_by_number(box, first)
        elif box.exists and (above := max(found, default=0) + 1) < box.uidnext:
            # Numbers were given out above the last one found: deleted since, or the index of SEARCH lags behind.
            found += self._uids_by_number(box, max(above, first, box.uidnext - AT_ONCE))
        # For the same reason the last message comes even if it lies below `first`.
        return sorted({uid for uid in found if uid >= first})

    def _worth(self, box: _Examined, chunk: list[int], since: datetime) -> list[int]:
        """Return which of them to read: from a whole chunk in Archive or Trash only those that came since then."""
        if box.folder.role not in DUMPS or len(chunk) < AT_ONCE:
            return chunk
        said, day = self._fetched(chunk, DATE_ITEM), since - timedelta(days=1)
        return [uid for uid in chunk if _came_since(said.get(uid, {}), day)]

    def _searched(self, key: str, value: str | date) -> list[int]:
        """Return what SEARCH finds: nothing if the server declines, or says it in a way that cannot be read."""
        try:
            return list(self._client.search([key, value]))
        except IMAPClientError as error:
            _raise_if_dead(error)  # Seen in practice: Yahoo says NO [SERVERBUG] and stays healthy
        except ValueError:
            pass  # the numbers came in several lines, which the library does not put together
        return []

    def _uids_by_number(self, box: _Examined, first: int, day: datetime | None = None) -> list[int]:
        """Ask for each number in turn, and a hundred beyond: UIDNEXT may be old."""
        end = max(box.uidnext, first) + AT_ONCE
        if not box.uidnext or end - first > FARTHEST_SCAN:
            raise ValueError("its SEARCH fails, and there are too many messages to ask for each one")
        found: list[int] = []
        for start in range(first, end, AT_ONCE):
            said = self._fetched(range(start, min(start + AT_ONCE, end)), DATE_ITEM)
            found += [uid for uid in said if day is None or _came_since(said[uid], day)]
        return found

    # --- what they say

    def _headers(self, folder: Folder, uids: Sequence[int]) -> Iterator[Header]:
        try:
            found = self._fetched(uids, HEADER_ITEM, DATE_ITEM, SIZE_ITEM, FLAGS_ITEM) if uids else {}
        except IMAPClientError as error:
            _raise_if_dead(error)
            found = {}  # Seen in practice: one message that the server cannot read spoils the whole command
        for uid in uids:
            said = found.get(uid, {})
            if not _is_whole(said):
                said = self._alone(uid)
            if said:
                yield _header(folder, uid, said)

    def _alone(self, uid: int) -> dict[bytes, Any]:
        """Ask once more for one message: nothing if it is gone, an empty header if the server cannot read it."""
        try:
            return self._fetched([uid], HEADER_ITEM, DATE_ITEM, SIZE_ITEM, FLAGS_ITEM).get(uid, {})
        except IMAPClientError as error:
            _raise_if_dead(error)
        return self._fetched([uid], DATE_ITEM, SIZE_ITEM).get(uid, {})

    def _fetched(self, uids: Sequence[int], *items: str) -> Fetched:
        found: Fetched = self._client.fetch([int(uid) for uid in uids], items)
        return found

    # --- failing closed

    @contextmanager
    def _closed_on_failure(self, about: str) -> Iterator[None]:
        if self._over:
            raise Unreachable(f"{tls.place(self._account.imap)}: the connection was given up")
        try:
            yield
        except FollowupdError:
            self._over = True
            raise
        except Exception as error:
            # Over garbage the library raises TypeError and AttributeError as well; after any, nothing it reads counts.
            self._over = True
            reason = imap_connection.words(error)
            raise Unreachable(f"{tls.place(self._account.imap)}: {about}: {reason}") from error


def _header(folder: Folder, uid: int, said: dict[bytes, Any]) -> Header:
    """Raises ValueError where the server does not know when the message came."""
    received, size = said.get(b"INTERNALDATE"), said.get(b"RFC822.SIZE")
    if not isinstance(received, datetime) or received.tzinfo is None:
        raise ValueError(f"message {uid} has no date that can be read")
    header = _bytes_of(said, b"BODY[HEADER]")[:HEADER_LIMIT]
    length = size if isinstance(size, int) else len(header)
    return Header(folder, uid, received.astimezone(UTC), length, header, draft=_is_draft(said))


def _is_draft(said: dict[bytes, Any]) -> bool:
    """Tell whether it is marked as one."""
    flags = said.get(b"FLAGS")
    return isinstance(flags, tuple) and any(isinstance(f, bytes) and f.lower() == b"\\draft" for f in flags)


def _came_since(said: dict[bytes, Any], day: datetime) -> bool:
    """Tell whether a message came since then; one without a date might have."""
    received = said.get(b"INTERNALDATE")
    return not isinstance(received, datetime) or received >= day


def _is_whole(said: dict[bytes, Any]) -> bool:
    """Tell whether all is there that was asked for: an unasked FETCH brings flags alone."""
    return b"INTERNALDATE" in said and any(key.startswith(b"BODY[HEADER]") for key in said)


def _bytes_of(said: dict[bytes, Any], item: bytes) -> bytes:
    """Return a section, whatever offset its name carries. Seen in practice: NIL, and numbers that were text."""
    value = next((said[key] for key in said if key.startswith(item)), b"")
    return value if isinstance(value, bytes) else b"" if value is None else str(value).encode()


def _raise_if_dead(error: IMAPClientError) -> None:
    """Let pass what the server merely declined; raise again what ended the connection."""
    if isinstance(error, IMAPClientAbortError):
        raise error


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _harmless(name: str) -> str:
    """Refuse a folder name that could end a command (CR, LF). Raises ValueError."""
    if any(ord(c) < 32 or ord(c) == 127 for c in name):  # noqa: PLR2004 - control characters
        raise ValueError(f"the folder name {name!r} holds a control character")
    return name
