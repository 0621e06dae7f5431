"""Worker processes: those that run, and one that behaves oddly."""

import json
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from started_processes import started_in_test

from followupd.adapters.workers.process import PROGRAM_STAMP

HELLO = f"echo '{json.dumps(PROGRAM_STAMP)}'"


def children() -> set[int]:
    """Return the running worker processes that this test has started."""
    return {
        pid
        for pid in started_in_test()
        if re.search(rb"\0followupd\.adapters\.workers\.\w+\0", words_of(pid))
    }


def words_of(pid: int) -> bytes:
    """Return the command line of a process; nothing if it has ended.

    When Popen returns, the kernel may not have written the command line yet. So it is read until it is there.
    """
    with suppress(OSError):
        while _is_running(pid):
            if words := Path(f"/proc/{pid}/cmdline").read_bytes():
                return words
            time.sleep(0.001)
    return b""


def _is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state not in {"Z", "X"}


def odd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Replace the Python interpreter of workers by a shell script."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
