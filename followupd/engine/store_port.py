"""The engine's port to the store: the journal, the outbox, and how far the mailbox was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from followupd.engine.ports import Cursor, OutgoingMail, SentCopy
    from followupd.journal.facts import Entry, Fact, Touch
    from followupd.journal.states import TouchEvent, TouchState
    from followupd.planning.context import TextReport


class Store(Protocol):
    """The journal, the outbox and the cursors: one file, shared with the command line."""

    key: bytes  # secret of this store, from which ids and jitter are made

    def transaction(self) -> AbstractContextManager[None]:
        """Hold the write lock; commit at the end, or roll back on an exception. Nests."""

    def read_facts(self, after: int = 0) -> list[Entry]:
        """Return the journal's entries above a sequence number, oldest first."""

    def append(self, fact: Fact) -> None:
        """Add a fact to the journal."""

    def save_due_checkpoint(self) -> None:
        """Write the store's checkpoint beside it, if that was left for the end of the pass."""

    def find_mail(self, id_: str) -> OutgoingMail | None:
        """Return a mail of the outbox."""

    def list_mails(self, *states: TouchState) -> list[OutgoingMail]:
        """Return the mails in one of the states (all, if none is named), oldest first."""

    def find_mails(self, ids: set[str], token: str | None) -> list[OutgoingMail]:
        """Return the mails that have one of the Message-IDs, or the mark, oldest first."""

    def list_wanted_copies(self) -> list[OutgoingMail]:
        """Return the sent mails whose copy in Sent is still missing, oldest first."""

    def read_texts(self, message_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of the named mails to others, by Message-ID."""

    def add_mail(self, outgoing: OutgoingMail) -> bool:
        """Put a mail into the outbox; return False if one with its id (or step and address) is there already."""

    def apply_event(self, id_: str, event: TouchEvent, at: datetime, **fields: object) -> OutgoingMail | None:
        """Apply an event by the state table; return None if it changed nothing. `fields` are set with it."""

    def list_commits(self, since: datetime) -> list[tuple[str, datetime]]:
        """Return the ids of the mails whose dots were allowed after a moment, and when."""

    def set_copy_state(self, id_: str, copy: SentCopy, due: datetime | None) -> None:
        """Store the state of the copy in Sent, and when to look again."""

    def read_cursors(self) -> dict[str, Cursor]:
        """Return how far each folder has been read."""

    def set_cursor(self, folder: str, cursor: Cursor) -> None:
        """Store how far a folder has been read."""

    def forget_cursors(self, folder: str | None = None) -> None:
        """Clear how far a folder (or all of them) has been read: its next scan begins from the start."""

    def add_sight(self, digest: str) -> bool:
        """Store the digest of a mail; return False if it was known."""

    def has_sight(self, digest: str) -> bool:
        """Return whether `add_sight` has stored it before."""

    def read_text_reports(self) -> Mapping[Touch, TextReport]:
        """Return the lint's report on the text of each open touch."""

    def set_text_report(self, touch: Touch, report: TextReport) -> None:
        """Store the lint's report on the text of a touch."""

    def forget_text_report(self, touch: Touch) -> None:
        """Remove the lint's report on the text of a touch."""

    def get_value(self, name: str) -> str | None:
        """Return a stored value, or None."""

    def set_value(self, name: str, value: str) -> None:
        """Store a value."""
