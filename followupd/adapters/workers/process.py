"""A worker process: it has no access to the daemon's data, and its memory is freed when it ends.

Questions are sent as pickles, since they come from the daemon. Answers come back as lines, since the worker has read a
stranger's bytes or run a template. It starts with the first question, and ends when it is stopped or when the daemon
ends. If a worker crashes or takes too long, another one gets the same question, once.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import followupd
from followupd.adapters.system.paths import PACKAGE
from followupd.errors import FollowupdError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWER_SECONDS = 30.0  # for one answer; even 0.1 is long
END_SECONDS = 10.0  # in which a process must end after it has closed its connection
START_SECONDS = 30.0  # until it has loaded what it needs: on a busy machine that is slow
CPU_SECONDS = 25  # of processor time for one answer
MAX_TRIES = 2
_MAX_ANSWER_BYTES = 1 << 26  # of an answer: a letter with its fonts
ANSWER_PREFIX, FAULT_PREFIX, BUG_PREFIX = b"+", b"-", b"!"
# These lead to secrets and to the service manager, so the worker does not get them.
_WITHHELD_VARIABLES = (
    "CREDENTIALS_DIRECTORY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "SSH_AUTH_SOCK", "NOTIFY_SOCKET",
)  # fmt: skip


def _program_stamp() -> list[object]:
    """Return values that differ if another followupd is installed in place of this one."""
    package_file = Path(followupd.__file__).resolve()
    try:
        stat = package_file.stat()
    except OSError:
        return [followupd.__version__, str(package_file), 0, 0]
    return [followupd.__version__, str(package_file), stat.st_mtime_ns, stat.st_size]


PROGRAM_STAMP = _program_stamp()  # as it was when this process began


class NoAnswer(Exception):
    """There is no answer; the message says what happened to the worker."""


class OverLimit(NoAnswer):
    """The question took too much processor time; a second attempt would take as much."""


class WorkerFault(FollowupdError):
    """The worker reports a fault: a sentence for the user."""


class ProgramReplaced(BaseException):
    """The program was replaced by another version: two versions must not work together, so this process ends."""


class WorkerProcess:
    """Asks a module in a process of its own, which it starts if there is none. For one thread."""

    def __init__(
        self,
        module: str,
        limit: float = ANSWER_SECONDS,
        alive: Callable[[], None] = lambda: None,
        cpu_seconds: int = CPU_SECONDS,
    ) -> None:
        """Store the settings. `limit` is the number of seconds from a question to its answer.

        `alive` is called before each wait for an answer. `cpu_seconds` is the processor time for one answer; it may be
        changed between two questions.
        """
        self._module, self._limit, self._alive = module, limit, alive
        self.cpu_seconds = cpu_seconds
        self._process: _ChildProcess | None = None
        self._early_question: tuple[tuple[object, ...], object] | None = None  # with its context

    def ask(self, *question: object, context: object = None) -> bytes:
        """Return the answer to a question; `context` is more data for it, which is sent only once.

        Raises WorkerFault with a sentence from the worker, NoAnswer (and OverLimit), Unreachable if no process can be
        started, and ProgramReplaced.
        """
        last_fault = NoAnswer()
        for _ in range(MAX_TRIES):
            self._alive()
            try:
                return self._ask_process(question, context)
            except OverLimit:
                self.stop()
                raise
            except (NoAnswer, OSError, ValueError, RecursionError) as error:
                last_fault = error if isinstance(error, NoAnswer) else NoAnswer(str(error))
                self.stop()
        raise last_fault

    def start_ahead(self) -> None:
        """Start the process if there is none, so that it loads what it needs meanwhile. Raises nothing."""
        with suppress(FollowupdError):  # the next question reports it
            self._process = self._process or _ChildProcess(self._module, self._limit)

    def ask_ahead(self, *question: object, context: object = None) -> None:
        """Send the next question now, so that it is answered meanwhile; if the process is new, only start it.

        The same question must be asked next. Raises nothing: a question that fails here is asked again then.
        """
        try:
            self._read_early_answer()
            if self._process is None:
                self._process = _ChildProcess(self._module, self._limit)
            elif self._process.is_checked:
                self._process.send_question(question, context, self.cpu_seconds)
                self._early_question = question, context
        except (NoAnswer, OSError, ValueError, RecursionError, FollowupdError):
            self.stop()

    def _ask_process(self, question: tuple[object, ...], context: object) -> bytes:
        """Return the answer, which may have been asked for ahead."""
        early_question = self._early_question
        if early_question and early_question[1] is context and early_question[0] == question:
            self._early_question = None
            assert self._process
            return self._process.read_answer()
        self._read_early_answer()
        self._process = self._process or _ChildProcess(self._module, self._limit)
        try:
            self._process.check_program()
        except BaseException:  # for example by a signal
            self.stop()
            raise
        self._process.send_question(question, context, self.cpu_seconds)
        return self._process.read_answer()

    def _read_early_answer(self) -> None:
        """Read and drop an answer that is no longer wanted."""
        is_waiting, self._early_question = self._early_question is not None, None
        if is_waiting and self._process:
            with suppress(WorkerFault):
                self._process.read_answer()

    def stop(self) -> None:
        """End the process; the next question starts another."""
        self._early_question = None
        if self._process:
            self._process.end_process()
            self._process = None


def ask_once(module: str, *question: object) -> bytes:
    """Return the answer to a single question. Raises what `WorkerProcess.ask` raises."""
    worker = WorkerProcess(module)
    try:
        return worker.ask(*question)
    finally:
        worker.stop()


class _ChildProcess:
    """One process, with the context that it got."""

    def __init__(self, module: str, limit: float) -> None:
        self._module, self._limit, self._unread = module, limit, bytearray()
        self.is_checked = False  # whether it is the same followupd
        self._cpu_seconds = 0
        self._context: object = None
        try:
            self._socket, child_socket = socket.socketpair()
            with child_socket:
                self._popen = self._start_process(module, child_socket.fileno())
        except OSError as error:
            raise Unreachable(f"no process can be started for {module} ({error})") from error

    def _start_process(self, module: str, fd: int) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if name not in _WITHHELD_VARIABLES}
        try:
            return subprocess.Popen(  # noqa: S603 - this Python
                interpreter_command(module), stdin=fd, stdout=fd, stderr=subprocess.PIPE, env=environment
            )
        except OSError:
            self._socket.close()
            raise

    def check_program(self) -> None:
        """Check that the process runs the same followupd: an update may have replaced the program.

        Waits until the process has loaded what it needs. Raises Unreachable, ProgramReplaced.
        """
        if self.is_checked:
            return
        module = self._module
        try:
            stamp = json.loads(self._read_line(START_SECONDS))
        except (NoAnswer, OSError, ValueError, RecursionError) as error:
            raise Unreachable(f"{module} does not start: {self._last_error_line() or error}") from error
        if not isinstance(stamp, list) or len(stamp) != len(PROGRAM_STAMP):
            raise Unreachable(f"{module} does not start: it talks nonsense")
        if stamp != PROGRAM_STAMP:
            raise ProgramReplaced(f"followupd {stamp[0]} was installed meanwhile; it must be started again")
        self.is_checked = True

    def _last_error_line(self) -> str:
        self._popen.kill()
        assert self._popen.stderr
        return self._popen.stderr.read().decode(errors="replace").strip().rpartition("\n")[2][:200]

    def send_question(self, question: tuple[object, ...], context: object, cpu_seconds: int) -> None:
        """Send one question; the answer to the last one must have been read. Raises OSError."""
        from followupd.adapters.workers.questions import dump_question

        self._socket.settimeout(self._limit)
        if cpu_seconds != self._cpu_seconds:
            self._socket.sendall(dump_question(("limit", cpu_seconds)))
            self._cpu_seconds = cpu_seconds
        if context is not None and context is not self._context:
            self._socket.sendall(dump_question(("know", context)))
            self._context = context
        self._socket.sendall(dump_question(("ask", *question), context))

    def read_answer(self) -> bytes:
        """Return the answer to the question. Raises WorkerFault, NoAnswer, OSError, ValueError."""
        line = self._read_line(self._limit)
        if line.startswith(ANSWER_PREFIX):
            return line[1:]
        if line.startswith(FAULT_PREFIX):
            raise WorkerFault(str(json.loads(line[1:])))
        raise NoAnswer(f"it failed inside followupd: {line[1:200].decode(errors='replace')}")

    def _read_line(self, limit: float) -> bytes:
        """Return a whole line without its end, within `limit` seconds. Raises NoAnswer."""
        deadline = time.monotonic() + limit
        while b"\n" not in self._unread[-65536:]:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                chunk = self._socket.recv(65536)
            except TimeoutError as error:
                raise NoAnswer(f"it was not done after {limit:.0f} seconds") from error
            if not chunk:
                raise self._explain_end()
            if len(self._unread) > _MAX_ANSWER_BYTES:
                raise NoAnswer("its process talks without end")
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return bytes(line)

    def _explain_end(self) -> NoAnswer:
        with suppress(subprocess.TimeoutExpired):
            if self._popen.wait(END_SECONDS) == -signal.SIGXCPU:
                return OverLimit(f"it takes more than {self._cpu_seconds} seconds of processor time")
        return NoAnswer("its process ended")

    def end_process(self) -> None:
        """End the process, whatever it is doing, and close everything."""
        self._popen.kill()
        self._popen.wait()
        self._socket.close()
        if self._popen.stderr:
            self._popen.stderr.close()


_LIBRARY_PATH = str(PACKAGE.parent)
# A system package may keep followupd and its libraries where Python does not look by itself. And where Python does
# look, there may be another followupd.
_START_CODE = (
    "import os, runpy, sys; from importlib.util import find_spec; library, module = sys.argv[1:];"
    " there = find_spec('followupd'); package = os.path.dirname(os.path.realpath(there.origin)) if there else '';"
    " os.path.dirname(package) == library or sys.path.insert(0, library);"
    " runpy.run_module(module, run_name='__main__')"
)


def interpreter_command(module: str) -> list[str]:
    """Return the command that runs a module.

    -P: Python must not import a stray file in the working directory.
    """
    return [sys.executable, "-P", "-c", _START_CODE, _LIBRARY_PATH, module]
