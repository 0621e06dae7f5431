"""The daemon's only clock: the time, and waiting."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from followupd.adapters.system.wake import WakePipe


class DaemonClock(Protocol):
    """The time for the daemon: the present instant, the seconds since boot, and waiting."""

    def now(self) -> datetime:
        """Return the present instant, UTC."""

    def boot_seconds(self) -> float:
        """Return the seconds since boot, suspended time included."""

    def wait(self, wake_pipe: WakePipe, seconds: float) -> None:
        """Wait until the pipe is set, for at most `seconds`."""


class WallClock:
    """The real clock."""

    def now(self) -> datetime:
        """Return the present instant, UTC."""
        return datetime.now(UTC)

    def boot_seconds(self) -> float:
        """Return the seconds since boot, suspended time included."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def wait(self, wake_pipe: WakePipe, seconds: float) -> None:
        """Wait until the pipe is set, for at most `seconds`."""
        wake_pipe.wait(seconds)
