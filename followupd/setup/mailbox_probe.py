"""Examines a mailbox more closely than the daemon does, for `init` and `doctor`."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from followupd.adapters.mail import imap_connection, tls
from followupd.adapters.mail.imap import ImapSession
from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientError, Timeouts
from followupd.engine.ports import FolderRole
from followupd.engine.scanning.folder_memory import shorten_list
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from followupd.config.account import Account
    from followupd.engine.ports import Folder, Login

WAIT_SECONDS = 15  # for a push, or for a mail to oneself
PROBE_SUBJECT = "followupd doctor: does this server push?"


@dataclass(frozen=True, slots=True)
class MailboxFeatures:
    """The features of a mailbox."""

    folders: tuple[Folder, ...]  # the folders that will be read
    has_idle: bool
    skipped: Mapping[str, str] = field(default_factory=dict)  # the folders that will not, with the reason

    @property
    def sent_folder(self) -> str | None:
        """The name of the folder of sent mail."""
        return next((f.name for f in self.folders if f.role is FolderRole.SENT), None)

    @property
    def trash_folder(self) -> str | None:
        """The name of the folder of deleted mail."""
        return next((f.name for f in self.folders if f.role is FolderRole.TRASH), None)


def describe_folders(folders: Sequence[Folder]) -> str:
    """Return the names of the folders as text; the role is added if the name does not show it."""
    special_names = [
        f.name if f.name.lower() == f.role else f"{f.name} ({f.role})"
        for f in folders
        if f.role is not FolderRole.OTHER
    ]
    return shorten_list([*special_names, *(f.name for f in folders if f.role is FolderRole.OTHER)])


def describe_skipped(skipped: Mapping[str, str]) -> str:
    """Return as text the folders that are not read, each with the reason."""
    return shorten_list([f"{name} ({why})" for name, why in sorted(skipped.items())])


@dataclass(frozen=True, slots=True)
class PushResult:
    """The result of a mail that was put into the INBOX and removed again."""

    was_pushed: bool  # the server reported it by itself
    server_time: datetime | None  # INTERNALDATE, aware
    was_removed: bool


@dataclass(frozen=True, slots=True)
class ProbeMailResult:
    """The result of a mail to oneself."""

    has_arrived: bool
    files_sent: bool  # the provider itself put a copy into Sent
    keeps_id: bool  # the provider did not change the Message-ID
    authserv_id: str | None  # the name in the Authentication-Results (RFC 8601)


@contextmanager
def _open_client(account: Account, login: Callable[[], Login]) -> Iterator[IMAPClient]:
    """Yield a logged-in client. Raises Unreachable for any error of the library, and LoginRefused."""
    timeouts = Timeouts()
    client = imap_connection.open_connection(account.imap, login, timeouts)
    try:
        yield client
    except (IMAPClientError, OSError, ValueError, KeyError) as error:
        raise Unreachable(
            f"{tls.server_address(account.imap)}: {imap_connection.describe_error(error)}"
        ) from None
    finally:
        imap_connection.end_connection(client, timeouts.end)


def inspect_mailbox(account: Account, login: Callable[[], Login]) -> MailboxFeatures:
    """Log in and read the features, without changing anything. Raises Unreachable, LoginRefused, TryAgain."""
    with _open_client(account, login) as client:
        session = ImapSession(client, account)
        folders = session.find_folders()
        return MailboxFeatures(folders, client.has_capability("IDLE"), session.skipped_folders)


def probe_push(
    account: Account, login: Callable[[], Login], message_id: str, now: datetime
) -> PushResult | None:
    """Put a mail into the INBOX, check whether IDLE reports it, and remove it. Raises as `inspect_mailbox`.

    None if this was not tried: without UIDPLUS (RFC 4315) that one mail could not be removed.
    """
    mail = f"Date: {format_datetime(now)}\r\nFrom: <{account.address}>\r\nTo: <{account.address}>\r\n"
    mail += f"Subject: {PROBE_SUBJECT}\r\nMessage-ID: {message_id}\r\n\r\nIt is removed again at once.\r\n"
    with _open_client(account, login) as watcher, _open_client(account, login) as writer:
        if not writer.has_capability("UIDPLUS"):
            return None
        watcher.select_folder("INBOX", readonly=True)
        watcher.idle()
        writer.append("INBOX", mail.encode(), flags=(rb"\Seen",))
        was_pushed = any(
            _is_new_mail(item) for _ in range(3) for item in watcher.idle_check(WAIT_SECONDS / 3)
        )
        with suppress(IMAPClientError, OSError):
            watcher.idle_done()
        writer.select_folder("INBOX")
        uids = writer.search(["HEADER", "Message-ID", message_id])
        dates = [data[b"INTERNALDATE"] for data in writer.fetch(uids, ["INTERNALDATE"]).values()]
        return PushResult(was_pushed, dates[0] if dates else None, _remove_mails(writer, uids))


def _is_new_mail(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) > 1 and item[1] in (b"EXISTS", b"RECENT")


def _remove_mails(client: IMAPClient, uids: list[int]) -> bool:
    """Remove these mails and no others (RFC 4315 §2.1)."""
    if not uids:
        return False
    client.delete_messages(uids)
    client.uid_expunge(uids)
    return True


def await_test_mail(
    account: Account, login: Callable[[], Login], marker: str, message_id: str
) -> ProbeMailResult:
    """Wait for a mail to oneself whose subject holds `marker`; return what the provider did with it.

    Raises as `inspect_mailbox`.
    """
    with _open_client(account, login) as client:
        sent_folder = next(
            (f.name for f in ImapSession(client, account).find_folders() if f.role is FolderRole.SENT), None
        )
        header = _wait_for_header(client, marker)
        if header is None:
            return ProbeMailResult(has_arrived=False, files_sent=False, keeps_id=False, authserv_id=None)
        has_copy = False
        if sent_folder is not None:
            client.select_folder(sent_folder, readonly=True)
            has_copy = bool(client.search(["SUBJECT", marker]))
        # RFC 8601 §2.2: a version may follow the name.
        signer_match = re.search(rb"(?im)^authentication-results:\s*([^\s;]+)(?:\s+\d+)?\s*;", header)
        return ProbeMailResult(
            has_arrived=True,
            files_sent=has_copy,
            keeps_id=message_id.encode() in header,
            authserv_id=signer_match.group(1).decode("ascii", "replace") if signer_match else None,
        )


def _wait_for_header(client: IMAPClient, marker: str) -> bytes | None:
    """Return the header of the mail once it is in the INBOX; None if it does not come in time."""
    client.select_folder("INBOX", readonly=True)
    timer = threading.Event()
    for _ in range(WAIT_SECONDS):
        client.noop()
        if uids := client.search(["SUBJECT", marker]):
            data = client.fetch(uids[-1:], ["BODY.PEEK[HEADER]"])
            return next(bytes(items[b"BODY[HEADER]"]) for items in data.values())
        timer.wait(1)
    return None


def measure_skew(server_time: datetime | None, now: datetime) -> float | None:
    """Return by how many seconds this machine's clock is ahead of the server's; None if that is not known."""
    return None if server_time is None else (now - server_time).total_seconds()
