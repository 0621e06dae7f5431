"""What runs in a worker process: it limits itself, answers questions, and names what went wrong."""

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

# Bytes of data: a letter takes a quarter; the units allow a little more to all together.
MAX_MEMORY_BYTES = 300 << 20
PR_SET_PDEATHSIG = 1  # prctl(2)


def serve_questions(
    answer: Callable[..., bytes], load: Callable[[], None] | None = None, *, is_confined: bool = True
) -> None:
    """Answer until nobody asks any more: `answer` gets what must be known, and the question's parts.

    The process may read files; it can write none, and start no connection and no program. With `load`, which loads all
    that the answers need, it can afterwards open no file at all. Only a process whose work is to write or to connect
    is not confined.
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
    """It ends with the daemon, leaves no core dump, and takes no more memory than it can need."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are the daemon's
        signal.signal(number, signal.SIG_IGN)
    with suppress(
        OSError, ValueError
    ):  # nobody reads it before the end: a library that warns must not wait for that
        os.set_blocking(sys.stderr.fileno(), False)
    # A worker that waits for a question notices the daemon's end; this is for one that computes.
    set_process_option(PR_SET_PDEATHSIG, signal.SIGKILL)
    keep_out_of_core_dumps()
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def _close_doors() -> None:
    """Take from this process what it no longer needs: new files, sockets and processes, and other rights by a program."""
    set_process_option(PR_SET_NO_NEW_PRIVS, 1)
    for limit in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (0, 0))
    confine_process(may_read_files=False)


def _limit_processor_time(seconds: int) -> None:
    """Let the kernel end this process, should the next answer take longer."""
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
