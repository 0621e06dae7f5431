"""Work done in a process of its own, which takes with it what it had to load, and holds nothing of the daemon's.

Questions go out as pickles, for they come from the daemon; answers come back as lines, for they come from whoever
read a stranger's bytes or ran a template. It starts with the first question and ends when it is told to, or when the
daemon ends. What was asked of one that dies or dawdles is asked of another, once.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from followupd import __version__, anew
from followupd.errors import FollowupdError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 30.0  # seconds for one answer: a tenth of one is long
MEMORY = 1 << 30  # bytes of data: what typesets a letter takes most, and a fraction of it
TRIES = 2
_LONGEST = 1 << 26  # bytes of an answer: a letter with its fonts
_WELL, _FAULT = b"+", b"-"


class Lost(Exception):
    """There is no answer: whoever was asked died, dawdled, or talked nonsense."""


class Updated(Unreachable):
    """Another followupd stands where this one was started from: what it is made of is not there any more."""


class Apart:
    """Asks a module in a process of its own, and starts one where there is none. For one thread."""

    updated: ClassVar[Updated | None] = None  # seen by any of them

    def __init__(self, module: str, limit: float = LIMIT, alive: Callable[[], None] = lambda: None) -> None:
        """Do nothing yet. `limit`: seconds for one answer; `alive` is called before each wait for one."""
        self._module, self._limit, self._alive = module, limit, alive
        self._process: _Process | None = None

    def ask(self, *question: object, knowing: object = None) -> bytes:
        """Return the answer to a question; `knowing`: what it must know besides, told once.

        Raises FollowupdError with what it says is wrong, Lost, and Unreachable: no process can be had.
        """
        for _ in range(TRIES):
            self._alive()
            try:
                self._process = self._process or _Process(self._module, self._limit)
                return self._process.answer(question, knowing)
            except Updated as fault:
                Apart.updated = fault
                raise
            except (OSError, EOFError, ValueError):  # a timeout is an OSError
                self.rest()
        raise Lost

    def rest(self) -> None:
        """End the process; the next question starts another."""
        if self._process:
            self._process.end()
            self._process = None


class _Process:
    """One process, and what it knows."""

    def __init__(self, module: str, limit: float) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(limit)
        self._socket, self._line = ours, ours.makefile("rwb")
        self._knowing: object = None
        try:
            with theirs:
                self._running = subprocess.Popen(  # noqa: S603 - this Python
                    anew.python(module),
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    stderr=subprocess.DEVNULL,
                )
        except OSError as error:
            self._hang_up()
            raise Unreachable(f"no process can be started for {module} ({error})") from error
        try:
            self._greet(module)
        except BaseException:  # a signal, for one
            self.end()
            raise

    def _greet(self, module: str) -> None:
        """See that it is the same followupd: an update puts another one into its place."""
        try:
            version = json.loads(self._line.readline(_LONGEST))
        except (OSError, ValueError):
            version = None
        if version is None:
            raise Unreachable(f"the process of {module} ends at once")
        if version != __version__:
            raise Updated(f"followupd {version} was installed meanwhile; it must be started anew")

    def answer(self, question: tuple[object, ...], knowing: object) -> bytes:
        """Return the answer to a question. Raises FollowupdError; OSError, EOFError, ValueError: there is none."""
        import pickle

        if knowing is not None and knowing is not self._knowing:
            pickle.dump(("know", knowing), self._line)
            self._knowing = knowing
        pickle.dump(("ask", *question), self._line)
        self._line.flush()
        said = self._line.readline(_LONGEST)
        if not said.endswith(b"\n"):
            raise EOFError
        if said.startswith(_FAULT):
            raise FollowupdError(str(json.loads(said[1:])))
        return said.removeprefix(_WELL)

    def end(self) -> None:
        """End it, whatever it is doing, and leave nothing behind."""
        self._running.kill()
        self._running.wait()
        self._hang_up()

    def _hang_up(self) -> None:
        with suppress(OSError):  # words that it did not read
            self._line.close()
        self._socket.close()


# --- the other side


def serve(answer: Callable[..., bytes]) -> None:
    """Answer until nobody asks any more: `answer` gets what must be known, and the question's parts."""
    _confine()
    with suppress(BrokenPipeError, ConnectionResetError, EOFError):
        _serve(answer, sys.stdin.buffer, sys.stdout.buffer)


def _confine() -> None:
    """It lives as long as the daemon wants, leaves no core dump, and takes no more memory than it can need."""
    import resource

    from followupd.keys.memory import keep_out_of_core_dumps

    for number in (signal.SIGINT, signal.SIGTERM):  # they are the daemon's
        signal.signal(number, signal.SIG_IGN)
    keep_out_of_core_dumps()
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _serve(answer: Callable[..., bytes], questions: BinaryIO, answers: BinaryIO) -> None:
    import pickle

    def say(line: bytes) -> None:
        answers.write(line + b"\n")
        answers.flush()

    knowing = None
    say(json.dumps(__version__).encode())
    while True:
        what, *question = pickle.load(questions)  # noqa: S301 - the daemon's own
        if what == "know":
            (knowing,) = question
            continue
        try:
            said = _WELL + answer(knowing, *question)
        except FollowupdError as fault:
            said = _FAULT + json.dumps(str(fault)).encode()
        say(said)
