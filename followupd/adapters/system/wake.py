"""What wakes a waiting thread, also from a signal handler: a pipe, since a lock may be held when the signal comes.

`threading.Event` has a lock that it does not share with itself. A handler that sets it while the same thread waits, or
clears it, waits forever.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

PIPE_BYTES = 1 << 16  # as many as a pipe holds


class WakePipe:
    """Is set from any thread and from signal handlers; one thread waits and clears."""

    def __init__(self) -> None:
        self._read_end, self._write_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._poll = select.poll()
        self._poll.register(self._read_end, select.POLLIN)
        self._is_closed = False

    def set(self) -> None:
        """Wake whoever waits, now or later."""
        if not self._is_closed:
            with suppress(OSError):  # it is full: it is set; or it was closed at this moment
                os.write(self._write_end, b"!")

    def is_set(self) -> bool:
        """Return whether it was set since it was last cleared."""
        return self.wait(0)

    def wait(self, seconds: float) -> bool:
        """Wait until it is set, at most so long; return whether it is."""
        return bool(self._poll.poll(seconds * 1000))

    def clear(self) -> None:
        """Forget that it was set."""
        with suppress(BlockingIOError):
            os.read(self._read_end, PIPE_BYTES)

    def close(self) -> None:
        """Give the pipe back; who sets it afterwards wakes nobody."""
        if not self._is_closed:
            self._is_closed = True
            os.close(self._read_end)
            os.close(self._write_end)
