"""Keeps the watchlist during one look at the mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followupd.inbound.matching.watchlist import Watchlist

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger


@dataclass(slots=True)
class WatchlistCache:
    """The watchlist of one look: built for the first mail, and again when the journal has grown."""

    ledger: Ledger
    now: datetime
    fact_count: int = -1  # the facts from which it was built
    watchlist: Watchlist = field(default_factory=Watchlist)

    @property
    def is_outdated(self) -> bool:
        """Whether the journal has grown since the watchlist was built."""
        return len(self.ledger.history.facts) != self.fact_count

    def get_watchlist(self) -> Watchlist:
        """Return the watchlist for the present journal."""
        if self.is_outdated:
            self.fact_count = len(self.ledger.history.facts)
            self.watchlist = self.ledger.gather_watchlist()
        return self.watchlist
