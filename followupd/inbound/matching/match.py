"""A match: the interviews that a mail concerns, and the relation to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview


@dataclass(frozen=True, slots=True)
class Match:
    """The interviews that a mail concerns, nearest first, and its relation to them.

    It also has the contact, the ids of the sent mails that the mail names, and the evidence.
    """

    relation: Relation = Relation.NONE
    interviews: tuple[WatchedInterview, ...] = ()
    contact: WatchedContact | None = None
    our_ids: tuple[str, ...] = ()
    why: str = ""
    relay: str = ""
    thread_contact: str | None = None  # the recipient of the sent mail that the thread names

    @property
    def open_interviews(self) -> tuple[WatchedInterview, ...]:
        """Return the interviews that are not closed."""
        return tuple(interview for interview in self.interviews if not interview.is_closed)

    @property
    def is_close(self) -> bool:
        """Whether the mail comes from the thread, a contact or the company, and does not merely name them."""
        return self.relation in (Relation.THREAD, Relation.PERSON, Relation.COMPANY)

    @property
    def is_certain(self) -> bool:
        """Whether the mail comes from the thread or a contact."""
        return self.relation in (Relation.THREAD, Relation.PERSON)


def drop_duplicates(interviews: Iterable[WatchedInterview]) -> tuple[WatchedInterview, ...]:
    """Return each interview once, in order."""
    return tuple({interview.id: interview for interview in interviews}.values())
