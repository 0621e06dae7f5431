"""What the engine needs of the outside world: one Protocol for each thing, and the values that cross it.

Adapters match these by shape; the engine imports no adapter.
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
    from followupd.engine.outcomes import Outcome
    from followupd.errors import FollowupdError
    from followupd.inbound.draft_text import DraftText
    from followupd.inbound.verdict import ReplyCommand, Verdict
    from followupd.inbound.watchlist import Watchlist
    from followupd.journal.facts import Receipt, Touch


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
    lifetime: float = inf  # seconds, after which a connection should be replaced


# --- sending


class SentCopy(StrEnum):
    """How the copy in the Sent folder stands: a job of its own, after `sent`."""

    NONE = "none"
    WANTED = "wanted"
    FILED = "filed"


@frozen_value
class FrozenMail:
    """Frozen bytes (CRLF line ends, not dot-stuffed) with their envelope: one recipient."""

    sender: str
    recipient: str
    data: bytes = field(repr=False)


_STOPPABLE_STATES = (TouchState.PLANNED, TouchState.RENDERED, TouchState.TRANSMITTING)


@frozen_value
class OutgoingMail:
    """A mail of the outbox: its frozen bytes, and how far it has come. `touch` is None for a notice to the candidate."""

    id: str  # the touch, or the notice's own key: at most one mail for each
    touch: Touch | None
    mail: FrozenMail
    message_id: str
    token: str  # the mark in its Message-ID
    subject: str
    text: str = field(repr=False)  # the words, to tell a quotation from an answer
    state: TouchState = TouchState.RENDERED
    attempts: int = 0
    next_try: datetime | None = None  # UTC; None: at once
    changed: datetime | None = None  # UTC: when the state was last changed
    receipt: Receipt | None = None  # the scan that allowed it
    copy: SentCopy = SentCopy.NONE
    copy_due: datetime | None = None
    channel: Channel | None = None  # of the step when it was written; None: a notice, or an older store

    @property
    def may_be_stopped(self) -> bool:
        """Whether a word of the user still stops it: the last look before the dot reads what the user said."""
        return self.state in _STOPPABLE_STATES


class Transport(Protocol):
    """Hands one mail to the submission server."""

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        """Send all but the final dot, ask `may_commit`, send the dot, read the answer.

        Raises Unreachable and LoginRefused (nothing was delivered) for what concerns the account, not the mail.
        """


# --- reading


class FolderRole(StrEnum):
    """What a folder that is read is for (RFC 6154); `other` is any folder of the candidate's own."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"
    ALL = "all"
    OTHER = "other"
    ARCHIVE = "archive"
    TRASH = "trash"


@frozen_value
class FolderStatus:
    """What the server says of a folder that is not open. If two are equal, nothing has come in between."""

    uidvalidity: int
    uidnext: int
    message_count: int


@frozen_value
class Folder:
    """A folder of the mailbox, by its decoded name; `status` is None where the server does not say it."""

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
    """The header block of one message, and what the server says of it."""

    folder: Folder
    uid: int
    received: datetime  # INTERNALDATE, UTC
    size: int  # bytes
    raw_header: bytes = field(repr=False)
    # Marked \Draft: it lies in All Mail while it is written, in Trash when it is thrown away.
    is_draft: bool = False


@frozen_value
class Batch:
    """Some of a folder's new messages, UIDs ascending; `cursor` holds once they have been judged."""

    folder: Folder
    cursor: Cursor
    headers: tuple[MailHeader, ...]
    is_rescan: bool = False  # the scan began from the start: no cursor, or UIDVALIDITY changed
    uidnext: int = field(default=0, compare=False)  # as it was when the folder was opened; 0: not known
    remaining: int = field(default=0, compare=False)  # messages of the folder that are still to be read


class NoLoginOffered(LoginRefused):
    """The server offers no login that followupd knows: another password would change nothing."""


class FolderRefused(Unreachable):
    """The server does not let a folder be opened; the others can still be read."""


class MailboxSession(DraftFolder, Protocol):
    """One logged-in look at the mailbox: EXAMINE and PEEK only, but for the copy in Sent and the drafts."""

    @property
    def skipped_folders(self) -> Mapping[str, str]:
        """The folders that `find_folders` found and left out, by name, with the reason."""

    def find_folders(self) -> tuple[Folder, ...]:
        """Return the folders that must be read before anything may be sent, each with its status at this moment."""

    def walk_folder(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        """Yield every message above the cursor; without one (or with a changed UIDVALIDITY), all since `since`.

        Always yields at least one batch (perhaps empty), whose cursor says how far the folder has been seen. Raises
        FolderRefused where the server does not open the folder.
        """

    def expect_fetches(self, headers: Sequence[MailHeader]) -> None:
        """Say which messages of a folder will be fetched next, in this order: several may come in one answer."""

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
    """No judge could cope with a mail."""


class Classifier(Protocol):
    """Says what an incoming mail is; it may sit in a process of its own."""

    def announce_headers(self, headers: Sequence[bytes], watchlist: Watchlist) -> None:
        """Say what `need_bodies` will be asked next: the answer may be worked out meanwhile. Raises nothing."""

    def need_bodies(self, headers: Sequence[bytes], watchlist: Watchlist) -> list[bool]:
        """Say from the header block of each mail whether the whole mail must be judged.

        Raises Unreachable: no judge can be had.
        """

    def classify(self, raw: bytes, watchlist: Watchlist, received: datetime, *, in_sent: bool) -> Verdict:
        """Judge one whole mail. Raises Unclassifiable, Unreachable."""

    def parse_reply_command(self, raw: bytes) -> ReplyCommand | None:
        """Return the one word that an own mail consists of. Raises Unclassifiable, Unreachable."""

    def read_draft(self, raw: bytes) -> DraftText:
        """Return what a draft of the candidate's says. Raises Unclassifiable, Unreachable."""


# --- telling


class PushService(Protocol):
    """Passes short messages on to the candidate's telephone; the mail beside each holds the whole of it."""

    @property
    def last_fault(self) -> FollowupdError | None:
        """What failed with the last message."""

    def push(self, addresses: Sequence[Callable[[], str]], title: str, body: str) -> None:
        """Pass a message on, later: it returns at once and raises nothing."""


class Printer(Protocol):
    """Puts a letter on paper."""

    def __call__(self, argv: Sequence[str], pdf: bytes) -> str | None:
        """Hand a PDF to a program of the user's and wait for its end; return why that failed, or None."""
