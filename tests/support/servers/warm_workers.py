"""Worker processes of a daemon in the test's own process, forked from an interpreter that has loaded everything.

To start interpreters took most of the processor time of the stories. These are the same processes, with the same
protocol and limits, but their imports are already done. tests/adapters/workers, the daemons of kill_candidate and the
booted Debian start them as users do.
"""

import os
import sys
from typing import Any

import pytest
from warm_python import WARM, InheritedFile, serve

from followupd.adapters.workers import process

PYTHON = sys.executable
_start_cold = process._ChildProcess._start_process


class WarmProcess:
    """The part of a Popen that a worker process needs."""

    def __init__(self, module: str, conversation: int, environment: dict[str, str]) -> None:
        read_end, write_end = os.pipe()
        self.stderr = os.fdopen(read_end, "rb")
        files = InheritedFile(conversation), InheritedFile(write_end)
        self._process = WARM.Process(target=serve, args=(module, *files, environment))
        self._process.start()
        os.close(write_end)

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> None:
        self._process.join()
        self._process.close()


def start_warm(child: process._ChildProcess, module: str, fd: int) -> Any:
    """Start a worker; as users do, if a test has replaced the Python interpreter."""
    if sys.executable != PYTHON:
        return _start_cold(child, module, fd)
    environment = {
        name: value for name, value in os.environ.items() if name not in process._WITHHELD_VARIABLES
    }
    return WarmProcess(module, fd, environment)


def use_warm_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the workers of this test from the warm interpreter."""
    monkeypatch.setattr(process._ChildProcess, "_start_process", start_warm)
