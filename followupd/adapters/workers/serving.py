"""The main loop of a worker process: it limits itself, answers questions, and reports what failed."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from followupd.adapters.system.memory import keep_out_of_core_dumps, set_process_option
from followupd.adapters.workers.jail import PR_SET_NO_NEW_PRIVS, confine_process
from followupd.adapters.workers.process import (
    ANSWER_PREFIX,
    BUG_PREFIX,
    CPU_SECONDS,
    FAULT_PREFIX,
    PROGRAM_STAMP,
)
from followupd.adapters.workers.questions import load_question
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Callable

# Bytes of data: a letter takes a quarter of it; the systemd units allow a little more for all processes together.
MAX_MEMORY_BYTES = 300 << 20
PR_SET_PDEATHSIG = 1  # prctl(2)


def serve_questions(
    answer: Callable[..., bytes], load: Callable[[], None] | None = None, *, is_confined: bool = True
) -> None:
    """Answer questions until no more come; `answer` gets the context and the parts of the question.

    The process may read files. It cannot write any, and cannot connect or start a program. If `load` is given, it must
    load all that the answers need: afterwards the process cannot open any file. Only a process that has to write or
    connect is not confined.
    """
    _limit_process()
    if is_confined:
        confine_process(may_read_files=True)
    if load:
        load()
        _close_doors()
    with suppress(BrokenPipeError, ConnectionResetError, EOFError):
        _answer_questions(answer, sys.stdin.buffer, sys.stdout.buffer)


def _limit_process() -> None:
    """Make this process end with the daemon, leave no core dump, and use limited memory."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are for the daemon
        signal.signal(number, signal.SIG_IGN)
    with suppress(
        OSError, ValueError
    ):  # nobody reads stderr before the end: a warning of a library must not block this process
        os.set_blocking(sys.stderr.fileno(), False)
    # A worker that waits for a question notices the daemon's end by itself; this is for one that computes.
    set_process_option(PR_SET_PDEATHSIG, signal.SIGKILL)
    keep_out_of_core_dumps()
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def _close_doors() -> None:
    """Take away what this process no longer needs: new files, sockets and processes, and rights from programs."""
    set_process_option(PR_SET_NO_NEW_PRIVS, 1)
    for limit in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (0, 0))
    confine_process(may_read_files=False)


def _limit_processor_time(seconds: int) -> None:
    """Make the kernel end this process if the next answer takes longer than `seconds`."""
    _, hard_limit = resource.getrlimit(resource.RLIMIT_CPU)
    soft_limit = int(time.process_time()) + seconds + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft_limit, hard_limit))


def _answer_questions(answer: Callable[..., bytes], questions: BinaryIO, answers: BinaryIO) -> None:
    def send_line(line: bytes) -> None:
        answers.write(line + b"\n")
        answers.flush()

    context, cpu_seconds = None, CPU_SECONDS
    send_line(json.dumps(PROGRAM_STAMP).encode())
    while True:
        kind, *question = load_question(questions, context)
        if kind == "know":
            (context,) = question
            continue
        if kind == "limit":
            (cpu_seconds,) = question
            continue
        _limit_processor_time(cpu_seconds)
        try:
            answer_line = ANSWER_PREFIX + answer(context, *question)
        except FollowupdError as fault:
            answer_line = FAULT_PREFIX + json.dumps(str(fault)).encode()
        except Exception as error:  # noqa: BLE001 - where it is, and not with which words
            frame = traceback.extract_tb(error.__traceback__)[-1]
            answer_line = (
                BUG_PREFIX + f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}".encode()
            )
        send_line(answer_line)
