"""What the engine needs of the Drafts folder: the one place of the mailbox where followupd writes and removes mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from datetime import datetime


class DraftsRefused(FollowupdError):
    """The mailbox has no folder for drafts, or lets none be written. The rest of it can still be read."""

    exit_status = 69


class Removal(StrEnum):
    """What became of a draft that was to be removed."""

    GONE = "gone"
    # Marked as deleted: without UIDPLUS nothing more is done, other mail would go with it.
    FLAGGED = "flagged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DraftHeader:
    """The header block of one draft."""

    uid: int
    raw_header: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftListing:
    r"""The drafts of the folder, oldest first, without those that are marked `\Deleted`."""

    uidvalidity: int
    headers: tuple[DraftHeader, ...]


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a draft lies."""

    uidvalidity: int
    uid: int


class DraftFolder(Protocol):
    """The Drafts folder of a mailbox session."""

    def list_drafts(self) -> DraftListing:
        """Return what lies in the folder now; nothing is changed. Raises DraftsRefused, Unreachable."""

    def fetch_draft(self, uid: int) -> bytes | None:
        """Return a draft of the last listing, cut to 8 MB, or None if it is gone. Raises Unreachable."""

    def append_draft(self, data: bytes, at: datetime) -> DraftPlace | None:
        """Write a draft; return where it lies, if the server says it. Raises DraftsRefused, Unreachable.

        When it fails the draft may be there or not; look before trying again.
        """

    def remove_draft(self, place: DraftPlace) -> Removal:
        """Remove one draft and nothing else. Raises Unreachable."""
