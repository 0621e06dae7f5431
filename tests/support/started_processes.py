"""A pytest plugin that counts the processes of each test, and kills those of a test that times out.

pytest-timeout raises an error in the test. If the test has a `with Popen(...)`, it would then wait for that process
forever, and so would the whole run.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

_EARLIER_IN_TEST: set[int] = set()
_EARLIER_IN_PHASE: set[int] = set()


def child_pids() -> set[int]:
    """Return the child processes that still run."""
    pids: set[int] = set()
    for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end meanwhile
            pids.update(map(int, task.read_text().split()))
    return pids


def started_in_test() -> set[int]:
    """Return the running processes that this test and its fixtures have started."""
    return child_pids() - _EARLIER_IN_TEST


def _remember(earlier: set[int]) -> None:
    earlier.clear()
    earlier.update(child_pids())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    _remember(_EARLIER_IN_TEST)
    _remember(_EARLIER_IN_PHASE)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    _remember(_EARLIER_IN_PHASE)  # servers that a fixture has started are for the next tests, too


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer() -> Iterator[None]:
    """Kill the processes before the failure that pytest-timeout raises."""
    result: Any = yield
    fail = signal.getsignal(signal.SIGALRM)
    if callable(fail):

        def end_processes_and_fail(number: int, frame: FrameType | None) -> None:
            for pid in child_pids() - _EARLIER_IN_PHASE:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            fail(number, frame)

        signal.signal(signal.SIGALRM, end_processes_and_fail)
    return result
