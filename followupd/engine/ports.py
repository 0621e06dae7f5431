"""The engine's ports to the outside: one Protocol for each, and the values that pass through it.

Adapters have the same methods; the engine imports no adapter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING, Protocol

from followupd.config.frozen import frozen_value
from followupd.engine.drafts.folder_port import DraftFolder
from followupd.errors import LoginRefused, Unreachable
from followupd.journal.states import TouchState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from followupd.config.cadence import Channel
    from followupd.engine.sending.outcomes import Outcome
    from followupd.errors import FollowupdError
    from followupd.inbound.matching.watchlist import Watchlist
    from followupd.inbound.replies.draft_text import DraftText
    from followupd.inbound.verdict import ReplyCommand, Verdict
    from followupd.journal.facts import Receipt, Touch


class Clock(Protocol):
    """The only source of time. Its values are aware datetimes in UTC."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""


class Mechanism(StrEnum):
    """How a login is authenticated (families of SASL mechanisms)."""

    PASSWORD = "password"  # noqa: S105 - the name of a mechanism
    XOAUTH2 = "xoauth2"
    OAUTHBEARER = "oauthbearer"


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and its secret (password or access token). The secret is never shown in a repr."""

    user: str
    secret: str = field(repr=False)
    mechanism: Mechanism = Mechanism.PASSWORD
    lifetime: float = inf  # seconds after which a connection should be replaced


# --- sending


class SentCopy(StrEnum):
    """The state of the copy in the Sent folder. Filing it is a job of its own, after `sent`."""

    NONE = "none"
    WANTED = "wanted"
    FILED = "filed"


@frozen_value
class FrozenMail:
    """The final bytes of a mail (CRLF line ends, not dot-stuffed) with their envelope: one recipient."""

    sender: str
    recipient: str
    data: bytes = field(repr=False)


_STOPPABLE_STATES = (TouchState.PLANNED, TouchState.RENDERED, TouchState.TRANSMITTING)


@frozen_value
class OutgoingMail:
    """A mail of the outbox: its final bytes and its state. `touch` is None for a notice to the candidate."""

    id: str  # the touch, or the notice's key; at most one mail for each
    touch: Touch | None
    mail: FrozenMail
    message_id: str
    token: str  # the mark in its Message-ID
    subject: str
    text: str = field(repr=False)  # the text, to tell a quotation from an answer
    state: TouchState = TouchState.RENDERED
    attempts: int = 0
    next_try: datetime | None = None  # UTC; None: at once
    changed: datetime | None = None  # UTC: when the state last changed
    receipt: Receipt | None = None  # of the scan that allowed the mail
    copy: SentCopy = SentCopy.NONE
    copy_due: datetime | None = None
    channel: Channel | None = None  # of the step when it was written; None: a notice, or an older store

    @property
    def may_be_stopped(self) -> bool:
        """Whether a command of the user can still stop it. The last check before the dot reads the user's commands."""
        return self.state in _STOPPABLE_STATES


class Transport(Protocol):
    """Hands one mail to the submission server."""

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        """Send all but the final dot, ask `may_commit`, send the dot, read the answer.

        Raises Unreachable and LoginRefused for faults of the account, not of the mail. Then nothing was delivered.
        """


# --- reading


class FolderRole(StrEnum):
    """The purpose of a folder that is read (RFC 6154). `other` is any folder of the candidate's own."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"
    ALL = "all"
    OTHER = "other"
    ARCHIVE = "archive"
    TRASH = "trash"


@frozen_value
class FolderStatus:
    """The server's report on a folder that is not open. If two are equal, no mail has come in between."""

    uidvalidity: int
    uidnext: int
    message_count: int


@frozen_value
class Folder:
    """A folder of the mailbox, by its decoded name. `status` is None if the server does not report it."""

    name: str
    role: FolderRole
    status: FolderStatus | None = field(default=None, compare=False)


@frozen_value
class Cursor:
    """How far a folder has been read: every UID up to and including `uid`."""

    uidvalidity: int
    uid: int


@frozen_value
class MailHeader:
    """The header block of one message, and the server's data about the message."""

    folder: Folder
    uid: int
    received: datetime  # INTERNALDATE, UTC
    size: int  # bytes
    raw_header: bytes = field(repr=False)
    # Marked \Draft: it is in All Mail while it is written, and in Trash after it was discarded.
    is_draft: bool = False


@frozen_value
class Batch:
    """Some new messages of a folder, UIDs ascending. `cursor` is valid once they have been judged."""

    folder: Folder
    cursor: Cursor
    headers: tuple[MailHeader, ...]
    is_rescan: bool = False  # the scan began from the start: there was no cursor, or UIDVALIDITY changed
    uidnext: int = field(default=0, compare=False)  # when the folder was opened; 0: not known
    remaining: int = field(default=0, compare=False)  # messages of the folder that are still to be read


class NoLoginOffered(LoginRefused):
    """The server offers no login method that followupd supports. Another password would not help."""


class FolderRefused(Unreachable):
    """The server does not open a folder; the other folders can still be read."""


class MailboxSession(DraftFolder, Protocol):
    """One logged-in look at the mailbox. It uses only EXAMINE and PEEK, except for the copy in Sent and the drafts."""

    @property
    def skipped_folders(self) -> Mapping[str, str]:
        """The folders that `find_folders` found but left out, by name, with the reason."""

    def find_folders(self) -> tuple[Folder, ...]:
        """Return the folders that must be read before anything may be sent, each with its present status."""

    def walk_folder(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        """Yield every message above the cursor; without one (or with a changed UIDVALIDITY), all since `since`.

        Always yields at least one batch, which may be empty. Its cursor shows how far the folder has been read. Raises
        FolderRefused if the server does not open the folder.
        """

    def expect_fetches(self, headers: Sequence[MailHeader]) -> None:
        """Announce which messages of a folder will be fetched next, in this order. Several may come in one answer."""

    def fetch(self, folder: Folder, uid: int) -> bytes | None:
        """Return the message, cut to 256 kB, or None if it is gone."""

    def append_sent(self, data: bytes, at: datetime) -> None:
        """File a copy in the Sent folder, flagged as seen."""


class Mailbox(Protocol):
    """The candidate's mailbox."""

    def open_session(self) -> AbstractContextManager[MailboxSession]:
        """Connect and log in afresh. Raises Unreachable, LoginRefused, TryAgain."""


# --- judging


class Unclassifiable(Exception):
    """No judge could process a mail."""


class Classifier(Protocol):
    """Decides what an incoming mail is. It may run in a separate process."""

    def announce_headers(self, headers: Sequence[bytes], watchlist: Watchlist) -> None:
        """Announce the next question to `need_bodies`, so that a judge can begin to work on it. Raises nothing."""

    def need_bodies(self, headers: Sequence[bytes], watchlist: Watchlist) -> list[bool]:
        """Return for the header block of each mail whether the whole mail must be judged.

        Raises Unreachable if no judge is available.
        """

    def classify(self, raw: bytes, watchlist: Watchlist, received: datetime, *, in_sent: bool) -> Verdict:
        """Judge one whole mail. Raises Unclassifiable, Unreachable."""

    def parse_reply_command(self, raw: bytes) -> ReplyCommand | None:
        """Return the command in an own mail, if there is one. Raises Unclassifiable, Unreachable."""

    def read_draft(self, raw: bytes) -> DraftText:
        """Return the text of a draft of the candidate. Raises Unclassifiable, Unreachable."""


# --- telling


class PushService(Protocol):
    """Sends short messages to the candidate's phone. The mail beside each contains the full text."""

    @property
    def last_fault(self) -> FollowupdError | None:
        """The fault of the last message, or None."""

    def push(self, addresses: Sequence[Callable[[], str]], title: str, body: str) -> None:
        """Queue a message. Returns at once and raises nothing."""


class Printer(Protocol):
    """Prints a letter."""

    def __call__(self, argv: Sequence[str], pdf: bytes) -> str | None:
        """Pass a PDF to a program of the user and wait for its end. Return why that failed, or None."""
