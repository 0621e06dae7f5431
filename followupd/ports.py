"""What the engine needs of the outside world: one Protocol for each thing, and the values that cross it.

Adapters match these by shape; the engine imports no adapter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime


class Clock(Protocol):
    """The only source of time: aware instants in UTC."""

    def now(self) -> datetime:
        """Return the present instant, UTC."""


class Mechanism(StrEnum):
    """How a login proves itself (SASL mechanism families)."""

    PASSWORD = "password"  # noqa: S105 - the name of a mechanism
    XOAUTH2 = "xoauth2"
    OAUTHBEARER = "oauthbearer"


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and its secret (password or access token); the secret never shows in a repr."""

    user: str
    secret: str = field(repr=False)
    mechanism: Mechanism = Mechanism.PASSWORD


# --- sending


@dataclass(frozen=True, slots=True)
class Mail:
    """Frozen bytes (CRLF line ends, not dot-stuffed) with their envelope: one recipient."""

    sender: str
    recipient: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took responsibility: an exact 2xx after the final dot."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Definitely not delivered, may work later: 4xx, or the connection broke before the dot."""

    code: int  # 0: no reply of the server's
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely not delivered, and will not be: 5xx. `address`: it was the recipient that was refused."""

    code: int
    text: str
    address: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The dot may have left and no valid answer came: nobody can say."""

    text: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """`may_commit` said no: the connection was closed without the dot, nothing was delivered."""


Outcome = Accepted | Deferred | Refused | Unknown | Withheld


class Transport(Protocol):
    """Hands one mail to the submission server."""

    def deliver(self, mail: Mail, may_commit: Callable[[], bool]) -> Outcome:
        """Send all but the final dot, ask `may_commit`, send the dot, read the answer.

        Raises Unreachable and LoginRefused (nothing was delivered) for what concerns the account, not the mail.
        """


# --- reading


class Role(StrEnum):
    """What a watched folder is for (RFC 6154)."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"
    ALL = "all"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the mailbox, by its decoded name."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder has been read: every UID up to and including `uid`."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Header:
    """The header block of one message, and what the server says of it."""

    folder: Folder
    uid: int
    received: datetime  # INTERNALDATE, UTC
    size: int  # bytes
    header: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of a folder's new messages, UIDs ascending; `cursor` holds once they have been judged."""

    folder: Folder
    cursor: Cursor
    headers: tuple[Header, ...]
    rescan: bool = False  # the walk began anew: no cursor, or UIDVALIDITY changed


class MailboxSession(Protocol):
    """One logged-in look at the mailbox: EXAMINE and PEEK only."""

    def folders(self) -> tuple[Folder, ...]:
        """Return the folders that must be read before anything may be sent."""

    def walk(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        """Yield every message above the cursor; without one (or with a changed UIDVALIDITY), all since `since`.

        Always yields at least one batch (perhaps empty), whose cursor says how far the folder has been seen.
        """

    def fetch(self, folder: Folder, uid: int) -> bytes | None:
        """Return the message, cut to 256 kB, or None if it is gone."""

    def append_sent(self, data: bytes, at: datetime) -> None:
        """File a copy in the Sent folder, flagged as seen."""


class Mailbox(Protocol):
    """The candidate's mailbox."""

    def session(self) -> AbstractContextManager[MailboxSession]:
        """Connect and log in afresh. Raises Unreachable, LoginRefused, TryAgain."""
