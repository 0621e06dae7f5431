"""A pytest plugin: processes are counted for each test, and a test whose time is over takes its own along.

pytest-timeout raises in the test. A test that holds `with Popen(...)` then waits for that process without end,
and the whole run waits with it.
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
    """Return the processes that this one has started, and that still run."""
    pids: set[int] = set()
    for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while it is looked at
            pids.update(map(int, task.read_text().split()))
    return pids


def started_in_test() -> set[int]:
    """Return the processes that the present test and its fixtures have started."""
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
    _remember(_EARLIER_IN_PHASE)  # servers that a fixture has started serve the next tests as well


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer() -> Iterator[None]:
    """Put the end of the processes before the failure that pytest-timeout raises."""
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
