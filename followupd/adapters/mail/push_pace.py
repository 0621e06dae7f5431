"""Decides how long the watcher rests after a push, so that no server can keep it busy.

A few pushes in a row are passed on almost at once: an answer often comes right after another mail. After that, one push
is passed on in each `min_gap` seconds. Quiet time earns new quick pushes at the same rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BURST = 5  # pushes in a row that are passed on almost at once
SHORT_SHARE = 0.1  # of `min_gap`: the rest after such a push


@dataclass(slots=True)
class PushPace:
    """Counts the pushes of one connection; times are seconds."""

    min_gap: float
    clock: Callable[[], float] = monotonic
    _credit: float = field(init=False)
    _counted_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._credit, self._counted_at = BURST * self.min_gap, self.clock()

    def count_push(self) -> float:
        """Count a push that is passed on now; return how many seconds to rest before the next one."""
        now = self.clock()
        earned = self._credit + now - self._counted_at
        self._credit, self._counted_at = min(earned, BURST * self.min_gap) - self.min_gap, now
        short_gap = SHORT_SHARE * self.min_gap
        return max(short_gap, min(-self._credit, self.min_gap))
