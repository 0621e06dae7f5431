"""The moment of a plan, and until when the plan stays the same. Pure.

The planner compares its moment with others only through this class. Each comparison that will have another result later
shortens the time for which the plan is valid.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_FOREVER = datetime.max.replace(tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)  # the clock's resolution


class Moment:
    """A moment (UTC) for which a plan is made."""

    __slots__ = ("at", "good_until")

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.good_until = _FOREVER  # the first moment at which a comparison may have another result

    def watch(self, other: datetime | None) -> None:
        """Note that the plan may change at that moment, if it is in the future."""
        if other is not None and self.at < other < self.good_until:
            self.good_until = other

    def is_before(self, other: datetime) -> bool:
        """Return whether the moment is earlier than another."""
        self.watch(other)
        return self.at < other

    def is_after(self, other: datetime) -> bool:
        """Return whether the moment is later than another."""
        if self.at > other:
            return True
        self.watch(other + _INSTANT)
        return False

    def no_earlier_than(self, other: datetime) -> datetime:
        """Return the later of the moment and another."""
        if self.is_before(other):
            return other
        return self.exact()

    def exact(self) -> datetime:
        """Return the moment itself; the plan is then valid for no other one."""
        self.watch(self.at + _INSTANT)
        return self.at
