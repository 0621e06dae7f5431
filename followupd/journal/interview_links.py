"""Finds which ids belong to one interview, and why: the links between the ids of files. Pure.

An interview's id is the name of its file. When a file is renamed, the dates and people in the journal show which id it
had before. Each link has a reason, and one walk over the dates finds them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.journal.company import company_of

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.journal.company import Company
    from followupd.journal.facts import Noted
    from followupd.journal.identities import Identities


class LinkReason(StrEnum):
    """The reason why an id belongs to an interview."""

    OWN = "its file has that name"
    SAME_DATE = "both had the same date, and the same people or company"
    THANKED = "its people were thanked under that name after it began"

    @property
    def is_certain(self) -> bool:
        """Whether the dates show it, and not only the thank-yous."""
        return self is not LinkReason.THANKED


@dataclass(slots=True)
class _LinkSearch:
    """One walk from an interview to the ids it had before."""

    identities: Identities
    interview: Interview
    configured_ids: frozenset[str]
    company: Company
    addresses: frozenset[str]
    links: dict[str, LinkReason] = field(default_factory=dict)
    open_starts: list[datetime] = field(default_factory=list)  # dates that it had, still to be looked up
    past_starts: set[datetime] = field(default_factory=set)

    def add_link(self, id_: str, reason: LinkReason) -> None:
        """Add an id. If no file has that id now, its dates were this interview's own."""
        self.links[id_] = reason
        if id_ not in self.configured_ids or id_ == self.interview.id:
            self.open_starts += self.identities.starts_of(id_)

    def follow_dates(self, reason: LinkReason) -> None:
        """Add every id that had one of the interview's dates: each correction leads to the one before it."""
        while self.open_starts:
            start = self.open_starts.pop()
            if start in self.past_starts:
                continue
            self.past_starts.add(start)
            for position, snapshot in self.identities.snapshots_at(start, self.addresses, self.company):
                if snapshot.interview not in self.links and self._is_former(position, snapshot):
                    self.add_link(snapshot.interview, reason)

    def _is_former(self, position: int, snapshot: Noted) -> bool:
        """Return whether an id with the same people or company was this interview's former one.

        It was if no file has that id now, or if another interview has taken it over since.
        """
        if snapshot.interview in self.configured_ids:
            is_older = position < self.identities.first_position(self.interview.id)
            return is_older and self.identities.has_new_start(snapshot)
        return True

    def add_thanked(self) -> None:
        """Add each id without a file whose people are these and were thanked after the interview began.

        Such a file was renamed and its date corrected at the same time. An id that goes on as another interview is left
        out.
        """
        snapshots = self.identities.snapshots_with_any(self.addresses)
        for id_ in dict.fromkeys(n.interview for n in snapshots):
            is_gone = id_ not in self.configured_ids and id_ not in self.links
            was_thanked = is_gone and self.identities.was_thanked_since(id_, self.interview.start_time)
            if was_thanked and not self._has_successor(id_):
                self.add_link(id_, LinkReason.THANKED)

    def _has_successor(self, removed_id: str) -> bool:
        """Return whether a removed interview goes on under another id, with its people and its date."""
        return any(
            later.interview in self.configured_ids and later.interview != self.interview.id
            for earlier in self.identities.snapshots_of_id(removed_id)
            for _, later in self.identities.snapshots_at(earlier.starts, earlier.addresses)
        )


def find_links(
    identities: Identities, interview: Interview, configured_ids: frozenset[str]
) -> dict[str, LinkReason]:
    """Return every id that an interview has or had, with the reason, even if another interview has it now."""
    addresses = frozenset(a for c in interview.contacts for a in c.addresses)
    search = _LinkSearch(identities, interview, configured_ids, company_of(interview), addresses)
    search.open_starts.append(interview.start_time)
    search.add_link(interview.id, LinkReason.OWN)
    search.follow_dates(LinkReason.SAME_DATE)
    search.add_thanked()
    search.follow_dates(LinkReason.THANKED)
    return search.links
