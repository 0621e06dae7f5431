"""Notifies the candidate, by mail and push, that the mailbox could not be read for hours, once each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.engine.notifying.notifier import notify
from followupd.errors import LoginRefused, TryAgain
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.errors import FollowupdError

# Shorter failures are usual: the provider is down, or a laptop is on a journey.
UNREAD_LIMIT = timedelta(hours=6)


@dataclass(slots=True)
class UnreadMailbox:
    """Since when the mailbox could not be read."""

    failing_since: datetime | None = None

    def end(self) -> None:
        """End the failure, since the mailbox was read."""
        self.failing_since = None

    def note_failure(self, ledger: Ledger, fault: FollowupdError, now: datetime) -> None:
        """Record a failure, and notify if it has lasted. A refused login has a notice of its own."""
        if isinstance(fault, LoginRefused | TryAgain):
            return
        self.failing_since = self.failing_since or now
        if now - self.failing_since >= UNREAD_LIMIT:
            notice = notices.describe_unread_mailbox(ledger.words, str(fault), self.failing_since)
            notify(ledger, notice, now)
