"""The sheets that ask the candidate to call or to post, and the one word with which they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oracle import Oracle
    from rounds import Round


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the candidate was asked to do: a call, a letter."""

    seq: int
    number: int  # of the round
    step: str
    message_id: str


class Sheets:
    """What the oracle knows of them."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.given: list[Sheet] = []
        self.stops: list[tuple[int, Sheet]] = []  # moment at which the candidate answered one: stop
        self._forgotten: set[str] = set()  # Message-IDs

    def restored(self, seq: int) -> None:
        """The store is an old one."""
        self._forgotten |= {s.message_id for s in self.given if s.seq > seq}

    def last(self, one: Round) -> Sheet | None:
        """Return the last sheet for a round."""
        return next((s for s in reversed(self.given) if s.number == one.number), None)

    def stopped(self, one: Round, since: int = -1) -> bool:
        """Tell whether an answer that says "stop" lies in Sent, for all to see."""
        steps = {s.id for s in one.steps()}  # by these, a restored store knows a sheet that it forgot
        mine = [(seq, s) for seq, s in self.stops if s.number == one.number]
        known = [seq for seq, s in mine if s.message_id not in self._forgotten or s.step in steps]
        return any(since < seq < self.oracle.seen("Sent") for seq in known)
