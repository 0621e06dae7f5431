"""What a mail is matched against, kept during one look at the mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followupd.inbound.watchlist import Watchlist

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger


@dataclass(slots=True)
class WatchlistCache:
    """What a mail is matched against: put together when the first one comes, and again when the journal has grown."""

    ledger: Ledger
    now: datetime
    fact_count: int = -1  # that it was made from
    watchlist: Watchlist = field(default_factory=Watchlist)

    @property
    def is_outdated(self) -> bool:
        """Whether the journal has grown since."""
        return len(self.ledger.history.facts) != self.fact_count

    def get_watchlist(self) -> Watchlist:
        """Return it as of this moment."""
        if self.is_outdated:
            self.fact_count = len(self.ledger.history.facts)
            self.watchlist = self.ledger.gather_watchlist()
        return self.watchlist
