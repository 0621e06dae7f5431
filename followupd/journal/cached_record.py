"""Keeps the results for an interview until a fact is added that concerns them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from followupd.config.interview import Interview
    from followupd.journal.fact_index import FactIndex, Reader
    from followupd.journal.history import History
    from followupd.journal.interview_links import LinkReason
    from followupd.journal.memo import CachedResults


class CachedRecord:
    """One interview, its ids, and the results that were computed for it.

    The results are kept until a fact is added that concerns them. Then the history renews the record. A new object
    would have to become a reader of every topic again, even of those without a new fact for months.
    """

    __slots__ = (
        "_configured_ids", "_dependents", "_is_outdated", "cached_results", "history", "ids", "interview", "links",
    )  # fmt: skip

    def __init__(
        self,
        history: History,
        interview: Interview,
        links: Mapping[str, LinkReason],
    ) -> None:
        self.history = history
        self.interview = interview
        self.set_links(links)
        self.cached_results: CachedResults = {}
        self._dependents: set[Reader] = set()
        self.renew(frozenset())

    def renew(self, configured_ids: frozenset[str]) -> None:
        """Clear the results, and set the ids that the configuration has now; the links are searched among them."""
        self.cached_results.clear()
        self._configured_ids = configured_ids
        self._is_outdated = False

    def set_links(self, links: Mapping[str, LinkReason]) -> None:
        """Set the ids of the interview, each with its reason."""
        self.links = links
        self.ids = frozenset(links)

    @property
    def index(self) -> FactIndex:
        """The facts from which the results are computed."""
        return self.history.index

    def is_current(self, interview: Interview, configured_ids: frozenset[str]) -> bool:
        """Return whether the record is for that interview, and no fact has been added since that concerns it."""
        return (
            not self._is_outdated
            and self.interview is interview
            and (self._configured_ids is configured_ids or self._configured_ids == configured_ids)
        )

    def add_dependent(self, reader: Reader) -> None:
        """Add an object whose results depend on this record."""
        self._dependents.add(reader)

    def forget(self) -> None:
        """Clear the results, and those of all dependents."""
        self.cached_results.clear()
        self._is_outdated = True
        dependents, self._dependents = self._dependents, set()
        for dependent in dependents:
            dependent.forget()
