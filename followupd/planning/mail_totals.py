"""Counts the mails of each day over all interviews, for the daily cap while plans are played forward. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from followupd.config.model import Config
    from followupd.journal.history import History

# The number of mails that had been sent on that day; None: one more is sent.
MailStep = tuple["date", int | None]


class MailTotals:
    """The mails of the journal, and those of all plans that are played forward together."""

    def __init__(self, config: Config, history: History) -> None:
        self.zone = config.candidate.time_zone
        self._history, self._limit = history, config.sending.daily_cap
        self._played_counts: Counter[date] = Counter()
        self.played_count = 0

    def count_mails(self, day: date, zone: ZoneInfo) -> int:
        """Return how many mails were sent on a day."""
        return self._history.count_mails_on(day, zone) + self._played_counts[day]

    def add_mail(self, day: date) -> None:
        """Count one more."""
        self._played_counts[day] += 1
        self.played_count += 1

    def would_change(self, day: date, count: int) -> bool:
        """Return whether the cap would decide differently, or name another number, if that day had this count."""
        count_now = self.count_mails(day, self.zone)
        return count_now != count and max(count_now, count) >= self._limit


class MailCounts:
    """Records what one group of interviews asks the totals, and adds to them, in order."""

    def __init__(self, totals: MailTotals) -> None:
        self._totals = totals
        self._steps: list[MailStep] = []

    def count_mails(self, day: date, zone: ZoneInfo) -> int:
        """Return how many mails were sent on a day."""
        count = self._totals.count_mails(day, zone)
        self._steps.append((day, count))
        return count

    def add_mail(self, at: datetime) -> None:
        """Count one more."""
        day = at.astimezone(self._totals.zone).date()
        self._totals.add_mail(day)
        self._steps.append((day, None))

    def take_steps(self) -> tuple[MailStep, ...]:
        """Return what was asked and added since the last call."""
        steps, self._steps = tuple(self._steps), []
        return steps
