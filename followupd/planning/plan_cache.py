"""The last question to the planner, and its answer: it need not be asked again within a pass. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.planning.context import Rule
from followupd.planning.planner import Verb

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.planning.context import Situation
    from followupd.planning.planner import Outlook


@dataclass(frozen=True, slots=True)
class Planned:
    """All that the planner knows, and what it made of it."""

    now: datetime
    config: Config
    history: History
    facts: int  # how many the history had: it only grows
    situation: Situation
    outlooks: tuple[Outlook, ...]

    def still(
        self, now: datetime, config: Config, history: History, situation: Situation
    ) -> dict[str, Outlook]:
        """Return the outlooks that are the answer to another question too, by interview: all, if it is the same.

        A fresh receipt allows what waits for nothing else, and changes nothing for the others.
        """
        known = config is self.config and history is self.history and len(history.facts) == self.facts
        if not known or now != self.now or situation.beside_receipt != self.situation.beside_receipt:
            return {}
        same = situation.receipt == self.situation.receipt
        return {o.interview: o for o in self.outlooks if same or not _waits_for_a_receipt(o)}


def _waits_for_a_receipt(outlook: Outlook) -> bool:
    return any(m.rule is Rule.RECEIPT or m.verb in (Verb.SEND, Verb.REHEARSE) for m in outlook.moves)
