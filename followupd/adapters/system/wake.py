"""Wakes a waiting thread, also from a signal handler, by a pipe.

`threading.Event` does not work here, since its lock is not reentrant. A signal handler that sets the event while the
same thread waits for it or clears it would wait forever.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

PIPE_BYTES = 1 << 16  # the capacity of a pipe


class WakePipe:
    """A flag that any thread and any signal handler may set; one thread waits for it and clears it."""

    def __init__(self) -> None:
        self._read_end, self._write_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._poll = select.poll()
        self._poll.register(self._read_end, select.POLLIN)
        self._is_closed = False

    def set(self) -> None:
        """Wake the thread that waits now, or the next one that waits."""
        if not self._is_closed:
            with suppress(OSError):  # the pipe is full, so the flag is set; or it was closed at this moment
                os.write(self._write_end, b"!")

    def is_set(self) -> bool:
        """Return whether it was set since it was last cleared."""
        return self.wait(0)

    def wait(self, seconds: float) -> bool:
        """Wait until the flag is set, for at most `seconds`; return whether it is."""
        return bool(self._poll.poll(seconds * 1000))

    def clear(self) -> None:
        """Clear the flag."""
        with suppress(BlockingIOError):
            os.read(self._read_end, PIPE_BYTES)

    def close(self) -> None:
        """Close the pipe; setting the flag afterwards wakes nobody."""
        if not self._is_closed:
            self._is_closed = True
            os.close(self._read_end)
            os.close(self._write_end)
