"""Work done in a process of its own, which takes with it what it had to load, and holds nothing of the daemon's.

Questions go out as pickles, for they come from the daemon; answers come back as lines, for they come from whoever
read a stranger's bytes or ran a template. It starts with the first question and ends when it is told to, or when the
daemon ends. What was asked of one that dies or dawdles is asked of another, once.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import followupd
from followupd.adapters.system.paths import PACKAGE
from followupd.errors import FollowupdError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 30.0  # seconds for one answer: a tenth of one is long
MEMORY = 300 << 20  # bytes of data: a letter takes a quarter; the units allow a little more to all together
TRIES = 2
PR_SET_PDEATHSIG = 1  # prctl(2)
_LONGEST = 1 << 26  # bytes of an answer: a letter with its fonts
_WELL, _FAULT, _BUG = b"+", b"-", b"!"
# What leads to secrets and to the service manager is none of its business.
_KEPT_BACK = (
    "CREDENTIALS_DIRECTORY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "SSH_AUTH_SOCK", "NOTIFY_SOCKET",
)  # fmt: skip


def _stamp() -> list[object]:
    """Return what tells this followupd from one that is installed in its place."""
    here = Path(followupd.__file__).resolve()
    try:
        there = here.stat()
    except OSError:
        return [followupd.__version__, str(here), 0, 0]
    return [followupd.__version__, str(here), there.st_mtime_ns, there.st_size]


_STAMP = _stamp()  # as it was when this process began


class Lost(Exception):
    """There is no answer; the message says what became of whoever was asked."""


class Fault(FollowupdError):
    """What the other side says is wrong: a sentence for the user."""


class Updated(BaseException):
    """Another followupd stands where this one was started from: the parts of two must not meet, so this one ends."""


class Apart:
    """Asks a module in a process of its own, and starts one where there is none. For one thread."""

    def __init__(self, module: str, limit: float = LIMIT, alive: Callable[[], None] = lambda: None) -> None:
        """Do nothing yet. `limit`: seconds for one answer; `alive` is called before each wait for one."""
        self._module, self._limit, self._alive = module, limit, alive
        self._process: _Process | None = None

    def ask(self, *question: object, knowing: object = None) -> bytes:
        """Return the answer to a question; `knowing`: what it must know besides, told once.

        Raises Fault with what it says is wrong, Lost, Unreachable: no process can be had; Updated.
        """
        why = Lost()
        for _ in range(TRIES):
            self._alive()
            try:
                self._process = self._process or _Process(self._module, self._limit)
                return self._process.answer(question, knowing)
            except (Lost, OSError, ValueError, RecursionError) as error:
                why = error if isinstance(error, Lost) else Lost(str(error))
                self.rest()
        raise why

    def rest(self) -> None:
        """End the process; the next question starts another."""
        if self._process:
            self._process.end()
            self._process = None


def ask_once(module: str, *question: object) -> bytes:
    """Return the answer to a single question. Raises as `Apart.ask`."""
    asked = Apart(module)
    try:
        return asked.ask(*question)
    finally:
        asked.rest()


class _Process:
    """One process, and what it knows."""

    def __init__(self, module: str, limit: float) -> None:
        self._limit, self._unread = limit, bytearray()
        self._knowing: object = None
        try:
            self._socket, theirs = socket.socketpair()
            with theirs:
                self._running = self._start(module, theirs.fileno())
        except OSError as error:
            raise Unreachable(f"no process can be started for {module} ({error})") from error
        try:
            self._greet(module)
        except BaseException:  # a signal, for one
            self.end()
            raise

    def _start(self, module: str, line: int) -> subprocess.Popen[bytes]:
        surroundings = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
        try:
            return subprocess.Popen(  # noqa: S603 - this Python
                python(module), stdin=line, stdout=line, stderr=subprocess.PIPE, env=surroundings
            )
        except OSError:
            self._socket.close()
            raise

    def _greet(self, module: str) -> None:
        """See that it is the same followupd: an update puts another one into its place."""
        try:
            stamp = json.loads(self._line())
        except (Lost, OSError, ValueError, RecursionError) as error:
            raise Unreachable(f"{module} does not start: {self._last_words() or error}") from error
        if not isinstance(stamp, list) or len(stamp) != len(_STAMP):
            raise Unreachable(f"{module} does not start: it talks nonsense")
        if stamp != _STAMP:
            raise Updated(f"followupd {stamp[0]} was installed meanwhile; it must be started anew")

    def _last_words(self) -> str:
        self._running.kill()
        assert self._running.stderr
        return self._running.stderr.read().decode(errors="replace").strip().rpartition("\n")[2][:200]

    def answer(self, question: tuple[object, ...], knowing: object) -> bytes:
        """Return the answer to a question. Raises Fault, Lost, OSError, ValueError."""
        import pickle

        self._socket.settimeout(self._limit)
        if knowing is not None and knowing is not self._knowing:
            self._socket.sendall(pickle.dumps(("know", knowing)))
            self._knowing = knowing
        self._socket.sendall(pickle.dumps(("ask", *question)))
        said = self._line()
        if said.startswith(_WELL):
            return said[1:]
        if said.startswith(_FAULT):
            raise Fault(str(json.loads(said[1:])))
        raise Lost(f"it failed inside followupd: {said[1:200].decode(errors='replace')}")

    def _line(self) -> bytes:
        """Return a whole line without its end. Raises Lost."""
        deadline = time.monotonic() + self._limit
        while b"\n" not in self._unread[-65536:]:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                more = self._socket.recv(65536)
            except TimeoutError as error:
                raise Lost(f"it was not done after {self._limit:.0f} seconds") from error
            if not more or len(self._unread) > _LONGEST:
                raise Lost("its process ended" if not more else "its process talks without end")
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return bytes(line)

    def end(self) -> None:
        """End it, whatever it is doing, and leave nothing behind."""
        self._running.kill()
        self._running.wait()
        self._socket.close()
        if self._running.stderr:
            self._running.stderr.close()


# --- the other side


def serve(answer: Callable[..., bytes]) -> None:
    """Answer until nobody asks any more: `answer` gets what must be known, and the question's parts."""
    _confine()
    with suppress(BrokenPipeError, ConnectionResetError, EOFError):
        _serve(answer, sys.stdin.buffer, sys.stdout.buffer)


def _confine() -> None:
    """It lives as long as the daemon wants, leaves no core dump, and takes no more memory than it can need."""
    import resource

    from followupd.adapters.system.memory import keep_out_of_core_dumps, prctl

    for number in (signal.SIGINT, signal.SIGTERM):  # they are the daemon's
        signal.signal(number, signal.SIG_IGN)
    # Whoever waits for a question sees the daemon's end; this is for one that computes.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    keep_out_of_core_dumps()
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _serve(answer: Callable[..., bytes], questions: BinaryIO, answers: BinaryIO) -> None:
    import pickle

    def say(line: bytes) -> None:
        answers.write(line + b"\n")
        answers.flush()

    knowing = None
    say(json.dumps(_STAMP).encode())
    while True:
        what, *question = pickle.load(questions)  # noqa: S301 - the daemon's own
        if what == "know":
            (knowing,) = question
            continue
        try:
            said = _WELL + answer(knowing, *question)
        except FollowupdError as fault:
            said = _FAULT + json.dumps(str(fault)).encode()
        except Exception as error:  # noqa: BLE001 - where it is, and not with which words
            place = traceback.extract_tb(error.__traceback__)[-1]
            said = _BUG + f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}".encode()
        say(said)


_LIBRARY = str(PACKAGE.parent)
# A package of the system's may keep followupd, and all that it leans on, where Python does not look by itself; and where
# it does, another followupd may stand.
_START = (
    "import os, runpy, sys; from importlib.util import find_spec; library, module = sys.argv[1:];"
    " there = find_spec('followupd'); package = os.path.dirname(os.path.realpath(there.origin)) if there else '';"
    " os.path.dirname(package) == library or sys.path.insert(0, library);"
    " runpy.run_module(module, run_name='__main__')"
)


def python(module: str) -> list[str]:
    """Return the command that runs a module. -P: no stray file in the working directory is taken for one of its own."""
    return [sys.executable, "-P", "-c", _START, _LIBRARY, module]
