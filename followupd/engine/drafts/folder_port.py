"""The port to the Drafts folder, the only folder of the mailbox in which followupd writes and removes mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from datetime import datetime


class DraftsRefused(FollowupdError):
    """The mailbox has no folder for drafts, or refuses to store one. The other folders can still be read."""

    exit_status = 69


class Removal(StrEnum):
    """The result of the removal of a draft."""

    GONE = "gone"
    # Marked as deleted. Without UIDPLUS nothing more is done, since an EXPUNGE would remove other mail too.
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
    """The place of a draft in the mailbox."""

    uidvalidity: int
    uid: int


class DraftFolder(Protocol):
    """The Drafts folder of a mailbox session."""

    def list_drafts(self) -> DraftListing:
        """Return the drafts in the folder; nothing is changed. Raises DraftsRefused, Unreachable."""

    def fetch_draft(self, uid: int) -> bytes | None:
        """Return a draft of the last listing, cut to 8 MB, or None if it is gone. Raises Unreachable."""

    def append_draft(self, data: bytes, at: datetime) -> DraftPlace | None:
        """Write a draft; return its place, if the server reports it. Raises DraftsRefused, Unreachable.

        After an error the draft may have been written or not; look before you try again.
        """

    def remove_draft(self, place: DraftPlace) -> Removal:
        """Remove exactly this draft. Raises Unreachable."""
