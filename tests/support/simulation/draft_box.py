"""The simulated Drafts folder, with the drafts of followupd and of the candidate's program."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mail_writer import list_labels

from followupd.engine.drafts.folder_port import DraftHeader, DraftListing, DraftPlace, DraftsRefused, Removal

if TYPE_CHECKING:
    from datetime import datetime

    from postoffice import PostOffice
    from rounds import Round


@dataclass(slots=True)
class StoredDraft:
    """A draft in the folder."""

    uid: int
    data: bytes
    is_own: bool = True  # followupd wrote it
    seq: int = 0  # moment of the world at which it was saved
    saved_at: datetime | None = None  # when the candidate's program saved it, by the machine's clock
    is_forgotten: bool = False  # the store was restored, and may not know it

    @property
    def label(self) -> tuple[str, ...]:
        """The position, the step and the name of the person."""
        return list_labels(self.data)[0]

    @property
    def recipient(self) -> str:
        """The address of its recipient."""
        return (
            self.data.partition(b"\r\nTo: ")[2].partition(b"\r\n")[0].decode().rpartition("<")[2].rstrip(">")
        )

    @property
    def words(self) -> str:
        """Its text, with single spaces for all spaces and line ends."""
        return " ".join(re.split(rb"\r\n\r\n", self.data, maxsplit=1)[1].decode().split())


@dataclass(slots=True)
class DraftBox:
    """The Drafts folder."""

    uidvalidity: int = 1
    uidnext: int = 1
    drafts: list[StoredDraft] = field(default_factory=list)
    listed: int = -1  # moment of the world at which followupd listed it last
    is_refused: bool = False  # the mailbox allows no drafts
    tells_uids: bool = True

    def add(self, data: bytes, seq: int, *, is_own: bool) -> StoredDraft:
        """Put a draft into the folder."""
        draft = StoredDraft(self.uidnext, data, is_own, seq)
        self.uidnext += 1
        self.drafts.append(draft)
        return draft

    def find(self, one: Round) -> StoredDraft | None:
        """Return the newest draft of an interview."""
        return next((d for d in reversed(self.drafts) if d.label[0] == one.position), None)


class DraftSession:
    """The part of a mailbox session that reads and writes drafts."""

    _office: PostOffice

    def list_drafts(self) -> DraftListing:
        self._office.world.reach("draft")
        self._office.check()
        box = self._box()
        self._office.world.seq += 1
        box.listed = self._office.world.seq
        heads = (DraftHeader(d.uid, d.data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n") for d in box.drafts)
        return DraftListing(box.uidvalidity, tuple(heads))

    def fetch_draft(self, uid: int) -> bytes | None:
        self._office.check()
        return next((d.data for d in self._box().drafts if d.uid == uid), None)

    def append_draft(self, data: bytes, at: datetime) -> DraftPlace | None:  # noqa: ARG002 - the server's clock counts
        world = self._office.world
        world.reach("draft")
        self._office.check()
        box = self._box()
        draft = box.add(data, world.seq, is_own=True)
        world.reach("drafted")
        return DraftPlace(box.uidvalidity, draft.uid) if box.tells_uids else None

    def remove_draft(self, place: DraftPlace) -> Removal:
        world = self._office.world
        world.reach("draft")
        self._office.check()
        box = self._box()
        if place.uidvalidity != box.uidvalidity:
            return Removal.REFUSED
        for draft in [d for d in box.drafts if d.uid == place.uid]:
            if not draft.is_own:
                world.oracle.complain(10, f"a draft that the candidate changed was removed: {draft.label}")
            box.drafts.remove(draft)
        world.reach("drafted")
        return Removal.GONE

    def _box(self) -> DraftBox:
        if self._office.drafts.is_refused:
            raise DraftsRefused("your mailbox lets no draft be written")
        return self._office.drafts
