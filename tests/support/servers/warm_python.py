"""Processes forked from an interpreter that has loaded everything: commands of followupd, and worker processes.

It imports nothing from the tests: each forked process imports the module of the function that it runs.
"""

import multiprocessing
import os
import runpy
import signal
import sys
from datetime import datetime
from multiprocessing.reduction import DupFd
from typing import Any

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(
    [
        "warm_python",
        "self_killing_daemon",
        "followupd.adapters.workers.classifier",
        "followupd.adapters.workers.composer",
        "followupd.adapters.workers.config_loader",
        "followupd.adapters.workers.public_holidays",
        "followupd.cli.main",
        "followupd.daemon.daemon",
        "followupd.inbound.classifier",
        "followupd.writing.composer",
        "holidays",
        "babel.dates",
        "jinja2.sandbox",
        "yaml",
    ]
)


def become(
    words: list[str], env: dict[str, str], files: list[str], directory: str, moment: str | None = None
) -> None:
    """Run that command on these files or this terminal, in a folder; `moment`: the time of its clock."""
    from followupd.cli.main import main
    from followupd.cli.session import current_clock

    if moment:
        current_clock.set(lambda: datetime.fromisoformat(moment))
    os.chdir(directory)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in a test run in the background it is ignored
    descriptors = [os.open(name, os.O_RDWR) for name in files]
    _take_over(descriptors, env)
    sys.argv = ["followupd", *words]
    main()


def serve(module: str, conversation: int, errors: int, env: dict[str, str]) -> None:
    """Run that worker: questions on standard input, answers on standard output."""
    _take_over([conversation, conversation, errors], env)
    runpy.run_module(module, run_name="__main__")


def _take_over(descriptors: list[int], env: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - numbers


class InheritedFile:
    """A file descriptor that is passed to the forked process, where it is a number."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def __reduce__(self) -> tuple[Any, ...]:
        return _receive_file, (DupFd(self.fd),)


def _receive_file(duplicate: Any) -> int:
    return int(duplicate.detach())
