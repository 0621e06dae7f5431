"""A journal that goes on into the future: the real facts, followed by played ones. Pure.

It shows what would happen if no more mail came in. The real journal stays unchanged, and none of its facts is copied.
The player becomes a reader of each topic that it reads there. So a new real fact that concerns the played ones makes
them outdated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from followupd.config.cadence import Channel
from followupd.journal.fact_index import FactIndex
from followupd.journal.facts import Taken
from followupd.journal.history import History
from followupd.journal.status_folds import StatusFolds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from followupd.journal.fact_index import PositionedFact, Reader, Topic
    from followupd.journal.facts import Fact

_MAIL_COUNT: Topic = ("mail-count", "")  # read by each plan that asked for the number of sent mails


class MailCounter(Protocol):
    """Counts the mails of a day, including those of other interviews that are played at the same time."""

    def count_mails(self, day: date, zone: ZoneInfo) -> int:
        """Return how many mails have left on a day."""

    def add_mail(self, at: datetime) -> None:
        """Count one more."""


class _PlayedIndex(FactIndex):
    """The facts of another index, followed by its own."""

    def __init__(self, base: FactIndex, player: Reader) -> None:
        super().__init__()
        self._base, self._player = base, player

    def read(self, topic: Topic) -> Sequence[PositionedFact]:
        """Return the facts of a topic, in the order of the journal."""
        base_facts, facts = self._base.read_as(self._player, topic), super().read(topic)
        return [*base_facts, *facts] if facts else base_facts


class PlayedHistory(History):
    """A journal in which time passes, added after another journal."""

    def __init__(self, base: History, player: Reader, counter: MailCounter) -> None:
        super().__init__(index=_PlayedIndex(base.index, player))
        self.touch_results = base.touch_results  # no played mail comes back or is refused
        self.print_results = base.print_results
        self.status_folds = StatusFolds(base.status_folds)
        self._base_count, self._counter = len(base.facts), counter

    def add(self, fact: Fact) -> None:
        """Append one fact. Only the results that it concerns are cleared."""
        self.facts.append(fact)
        self.index.add((self._base_count + len(self.facts), fact))
        if isinstance(fact, Taken) and fact.channel is Channel.EMAIL:
            self._counter.add_mail(fact.at)
            self.forget_mail_count()

    def count_mails_on(self, day: date, zone: ZoneInfo) -> int:
        """Return how many mails went to contacts on a day, including those of the other played interviews."""
        self.index.read(_MAIL_COUNT)
        return self._counter.count_mails(day, zone)

    def forget_mail_count(self) -> None:
        """Clear every plan that asked for the number of mails: other interviews have sent some."""
        self.index.forget_topic(_MAIL_COUNT)
