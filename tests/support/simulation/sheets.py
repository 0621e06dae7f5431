"""The sheets that ask the candidate to call or to post a letter, and the candidate's answer "stop"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oracle import Oracle
    from rounds import Round


@dataclass(frozen=True, slots=True)
class Sheet:
    """A call or a letter that the candidate was asked for."""

    seq: int
    number: int  # the round's number
    step: str
    message_id: str


class Sheets:
    """The oracle's record of the sheets."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.given: list[Sheet] = []
        self.stops: list[tuple[int, Sheet]] = []  # moment at which the candidate answered a sheet with "stop"
        self._forgotten: set[str] = set()  # Message-IDs

    def restored(self, seq: int) -> None:
        """Note the sheets that an old store does not know."""
        self._forgotten |= {s.message_id for s in self.given if s.seq > seq}

    def last(self, one: Round) -> Sheet | None:
        """Return the last sheet for a round."""
        return next((s for s in reversed(self.given) if s.number == one.number), None)

    def stopped(self, one: Round, since: int = -1) -> bool:
        """Return whether an answer "stop" can be seen in Sent."""
        steps = {s.id for s in one.steps()}  # a restored store recognises a forgotten sheet by its step
        mine = [(seq, s) for seq, s in self.stops if s.number == one.number]
        known = [seq for seq, s in mine if s.message_id not in self._forgotten or s.step in steps]
        return any(since < seq < self.oracle.seen("Sent") for seq in known)
