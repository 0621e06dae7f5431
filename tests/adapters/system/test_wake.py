"""Waking a thread from a signal handler: at whatever line the signal comes, nobody waits for ever."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from followupd.adapters.system import wake
from followupd.adapters.system.wake import WakePipe


@pytest.fixture
def pipe() -> Iterator[WakePipe]:
    pipe = WakePipe()
    yield pipe
    pipe.close()


def signalled_at_each_line(pipe: WakePipe, action: Callable[[], object]) -> int:
    """Do something, and have a signal handler set the pipe at each line of it; return at how many."""
    lines = 0
    before = signal.signal(signal.SIGHUP, lambda *_: pipe.set())

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        if event == "line" and frame.f_code.co_filename == wake.__file__:
            lines += 1
            signal.raise_signal(signal.SIGHUP)
        return trace

    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(None)
        signal.signal(signal.SIGHUP, before)
    return lines


@pytest.mark.parametrize("name", ["set", "is_set", "clear", "wait"])
def test_a_signal_at_any_line_is_kept_and_hangs_nothing(pipe: WakePipe, name: str) -> None:
    arguments = (0.01,) if name == "wait" else ()
    lines = signalled_at_each_line(pipe, lambda: getattr(pipe, name)(*arguments))
    assert lines
    assert name == "clear" or pipe.is_set()


def test_it_wakes_another_thread(pipe: WakePipe) -> None:
    threading.Timer(0.05, pipe.set).start()
    assert pipe.wait(120)
    pipe.clear()
    assert not pipe.wait(0)


def test_set_a_hundred_thousand_times_it_is_set_and_cleared_once(pipe: WakePipe) -> None:
    for _ in range(100_000):
        pipe.set()
    pipe.clear()
    assert not pipe.is_set()


def test_who_sets_it_after_its_end_writes_into_nobodys_file(tmp_path: Any) -> None:
    pipe = WakePipe()
    pipe.close()
    with (tmp_path / "other").open("wb", buffering=0) as first, (tmp_path / "second").open("wb"):
        pipe.set()
        assert first.tell() == 0
    assert (tmp_path / "other").read_bytes() == b""
