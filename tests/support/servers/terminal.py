"""A person at a terminal: followupd on a pseudo-terminal, forked from an interpreter that has loaded everything."""

import os
import pty
import re
import select
import signal
import termios
import time
from pathlib import Path
from typing import Self

from loopback import wait_until
from warm_python import WARM, become

# The kernel functions in which a process sleeps while it reads from a terminal, with and without readline.
ASLEEP = ("wait_woken", "n_tty_read", "poll_schedule_timeout", "do_select")


class Terminal:
    """One command with a person at its terminal."""

    def __init__(self, words: list[str], env: dict[str, str], width: int = 300) -> None:
        self.shown = ""
        self._unread = ""
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (50, width))
        self._process = WARM.Process(
            target=become, args=(words, env, [os.ttyname(theirs)] * 3, str(Path.cwd()))
        )
        self._process.start()
        self._theirs = theirs  # kept open, so that nothing is lost before the child opens it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._ours)
        os.close(self._theirs)

    @property
    def pid(self) -> int:
        """Its process id."""
        return int(self._process.pid)

    def sees(self, text: str, timeout: float = 120.0) -> None:
        """Wait until this text is shown, after all that was seen before."""
        deadline = time.monotonic() + timeout
        while text not in self._unread:
            if time.monotonic() > deadline or not (self._read() or self._process.is_alive()):
                message = f"{text!r} was not shown, but: {self._unread!r} after {self.shown!r}"
                raise AssertionError(message)
        before, _, self._unread = self._unread.partition(text)
        self.shown += before + text

    def types(self, answer: str) -> None:
        """Type a line once the command waits for it; by then the terminal hides a secret."""
        self._wait_until_it_reads()
        os.write(self._ours, answer.encode() + b"\n")

    def answers(self, *script: tuple[str, str]) -> None:
        """Wait for each question and answer it."""
        for question, answer in script:
            self.sees(question)
            self.types(answer)

    def interrupts(self) -> None:
        """Press Ctrl-C, once it waits for an answer."""
        self._wait_until_it_reads()
        os.write(self._ours, b"\x03")

    def kill(self) -> None:
        """Kill it, if it still runs."""
        if self._process.is_alive():
            os.kill(self.pid, signal.SIGKILL)
        self._process.join()

    def ends(self, timeout: float = 120.0) -> int:
        """Wait until it has ended; return its exit status."""
        deadline = time.monotonic() + timeout
        while self._process.is_alive() and time.monotonic() < deadline:
            self._read()
        self._process.join(1)
        while self._read():
            pass
        self.shown += self._unread
        self._unread = ""
        assert self._process.exitcode is not None, self.shown
        return int(self._process.exitcode)

    def _wait_until_it_reads(self) -> None:
        """Wait until the process sleeps in the kernel as a reader does. Its question has been seen by then."""
        wait_until(self._is_asleep, "it waited for an answer")

    def _is_asleep(self) -> bool:
        try:
            place = Path(f"/proc/{self.pid}/wchan").read_text()
        except OSError:  # it has ended, which the next call notices
            return True
        return place.startswith(ASLEEP)

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], 0.1)[0]:
            return False
        read = os.read(self._ours, 4096).decode(errors="replace")
        self._unread += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", read).replace("\r\n", "\n")
        return True
