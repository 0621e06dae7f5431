"""The only clock of the daemon, and how it waits."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from followupd.adapters.system.wake import WakePipe


class DaemonClock(Protocol):
    """The time as the daemon sees it: what it is, how much has passed, and waiting."""

    def now(self) -> datetime:
        """Return the present instant, UTC."""

    def boot_seconds(self) -> float:
        """Return the seconds since boot, suspended time included."""

    def wait(self, wake_pipe: WakePipe, seconds: float) -> None:
        """Wait until somebody wakes us, at most so long."""


class WallClock:
    """The real one."""

    def now(self) -> datetime:
        """Return the present instant, UTC."""
        return datetime.now(UTC)

    def boot_seconds(self) -> float:
        """Return the seconds since boot, suspended time included."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def wait(self, wake_pipe: WakePipe, seconds: float) -> None:
        """Wait until somebody wakes us, at most so long."""
        wake_pipe.wait(seconds)
