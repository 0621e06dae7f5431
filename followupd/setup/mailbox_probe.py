"""Looks at a mailbox closer than the daemon does, for `init` and `doctor`: what it offers, whether it really pushes."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from followupd.adapters.mail import imap_connection, tls
from followupd.adapters.mail.imap import ImapSession
from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientError, Timeouts
from followupd.engine.ports import Role
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from followupd.config.account import Account
    from followupd.engine.ports import Folder, Login

PATIENCE = 15  # seconds for a push, or for a mail to oneself
SUBJECT = "followupd doctor: does this server push?"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a mailbox has."""

    folders: tuple[Folder, ...]  # those that will be read
    idle: bool

    @property
    def sent(self) -> str | None:
        """The name of the folder of sent mail."""
        return next((f.name for f in self.folders if f.role is Role.SENT), None)

    @property
    def trash(self) -> str | None:
        """The name of the folder of deleted mail."""
        return next((f.name for f in self.folders if f.role is Role.TRASH), None)


def named(folders: Iterable[Folder]) -> str:
    """Return the folders in words; what each is for, where its name does not say so."""
    return ", ".join(f.name if f.name.lower() == f.role else f"{f.name} ({f.role})" for f in folders)


@dataclass(frozen=True, slots=True)
class Push:
    """What came of a mail that was put into the INBOX and removed again."""

    came: bool  # the server said so by itself
    server_time: datetime | None  # INTERNALDATE, aware
    removed: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """What a mail to oneself showed: None where it did not arrive in time."""

    arrived: bool
    files_sent: bool  # the provider put a copy into Sent by itself
    keeps_id: bool  # the Message-ID is the one that was sent
    authserv_id: str | None  # who signs the Authentication-Results (RFC 8601)


@contextmanager
def _connected(account: Account, login: Callable[[], Login]) -> Iterator[IMAPClient]:
    """Yield a logged-in client. Raises Unreachable for whatever the library raises, LoginRefused."""
    timeouts = Timeouts()
    client = imap_connection.connect(account.imap, login, timeouts)
    try:
        yield client
    except (IMAPClientError, OSError, ValueError, KeyError) as error:
        raise Unreachable(f"{tls.place(account.imap)}: {imap_connection.words(error)}") from None
    finally:
        imap_connection.end(client, timeouts.end)


def offer(account: Account, login: Callable[[], Login]) -> Offer:
    """Log in and look, changing nothing. Raises Unreachable, LoginRefused, TryAgain."""
    with _connected(account, login) as client:
        return Offer(ImapSession(client, account).folders(), client.has_capability("IDLE"))


def push(account: Account, login: Callable[[], Login], message_id: str, now: datetime) -> Push | None:
    """Put a mail into the INBOX, see whether IDLE tells of it, and remove it. Raises as `offer`.

    None: not tried, since without UIDPLUS (RFC 4315) that one mail could not be removed.
    """
    mail = f"Date: {format_datetime(now)}\r\nFrom: <{account.address}>\r\nTo: <{account.address}>\r\n"
    mail += f"Subject: {SUBJECT}\r\nMessage-ID: {message_id}\r\n\r\nIt is removed again at once.\r\n"
    with _connected(account, login) as watching, _connected(account, login) as acting:
        if not acting.has_capability("UIDPLUS"):
            return None
        watching.select_folder("INBOX", readonly=True)
        watching.idle()
        acting.append("INBOX", mail.encode(), flags=(rb"\Seen",))
        came = any(_is_news(item) for _ in range(3) for item in watching.idle_check(PATIENCE / 3))
        with suppress(IMAPClientError, OSError):
            watching.idle_done()
        acting.select_folder("INBOX")
        uids = acting.search(["HEADER", "Message-ID", message_id])
        dates = [data[b"INTERNALDATE"] for data in acting.fetch(uids, ["INTERNALDATE"]).values()]
        return Push(came, dates[0] if dates else None, _removed(acting, uids))


def _is_news(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) > 1 and item[1] in (b"EXISTS", b"RECENT")


def _removed(client: IMAPClient, uids: list[int]) -> bool:
    """Remove these mails and no others (RFC 4315 §2.1)."""
    if not uids:
        return False
    client.delete_messages(uids)
    client.uid_expunge(uids)
    return True


def filed(account: Account, login: Callable[[], Login], mark: str, message_id: str) -> Filed:
    """Wait for a mail to oneself whose subject holds `mark`, and see what became of it. Raises as `offer`."""
    with _connected(account, login) as client:
        sent = next((f.name for f in ImapSession(client, account).folders() if f.role is Role.SENT), None)
        header = _awaited(client, mark)
        if header is None:
            return Filed(arrived=False, files_sent=False, keeps_id=False, authserv_id=None)
        copied = False
        if sent is not None:
            client.select_folder(sent, readonly=True)
            copied = bool(client.search(["SUBJECT", mark]))
        # RFC 8601 §2.2: a version may follow the name.
        results = re.search(rb"(?im)^authentication-results:\s*([^\s;]+)(?:\s+\d+)?\s*;", header)
        return Filed(
            arrived=True,
            files_sent=copied,
            keeps_id=message_id.encode() in header,
            authserv_id=results.group(1).decode("ascii", "replace") if results else None,
        )


def _awaited(client: IMAPClient, mark: str) -> bytes | None:
    """Return the header of the mail once it is in the INBOX; None when patience ends."""
    client.select_folder("INBOX", readonly=True)
    pause = threading.Event()
    for _ in range(PATIENCE):
        client.noop()
        if uids := client.search(["SUBJECT", mark]):
            data = client.fetch(uids[-1:], ["BODY.PEEK[HEADER]"])
            return next(bytes(found[b"BODY[HEADER]"]) for found in data.values())
        pause.wait(1)
    return None


def skew(server_time: datetime | None, now: datetime) -> float | None:
    """Return by how many seconds this machine's clock is ahead of the server's; None where that is not known."""
    return None if server_time is None else (now - server_time).total_seconds()
