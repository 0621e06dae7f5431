"""Work in a process of its own: it has nothing of the daemon's, and whatever becomes of it, there is a clear word."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from loopback import wait_until

from followupd import __version__
from followupd.apart import Apart, Lost, Updated
from followupd.errors import Unreachable

MODULE = "followupd.judge_child"
QUESTION = "word", b"From: me@me.example\r\nIn-Reply-To: <sheet@me.example>\r\n\r\nposted\r\n"
ANSWER = b'{"verb": "posted", "days": 0, "about": ["<sheet@me.example>"]}\n'
HELLO = f"echo '\"{__version__}\"'"
ALONE = f"""
import sys
from followupd.apart import Apart
child = Apart({MODULE!r})
child.ask(*{QUESTION!r})
print(open('/proc/thread-self/children').read(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def child() -> Iterator[Apart]:
    made = Apart(MODULE)
    yield made
    made.rest()


def children() -> set[int]:
    """Return the processes that were started to work apart, and that still run."""
    mine = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    found = {int(pid) for tasks in mine for pid in tasks.read_text().split()}
    return {pid for pid in found if b"followupd." in words_of(pid)}


def words_of(pid: int) -> bytes:
    """Return the command line of a process; nothing if it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def pid_of(child: Apart) -> int:
    assert child.ask(*QUESTION) == ANSWER
    (pid,) = children()
    return pid


def odd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Have another program answer in its place."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_it_has_none_of_the_daemons_files_and_connections(child: Apart, tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as mine:
        os.set_inheritable(mine.fileno(), True)
        pid = pid_of(child)
        held = {int(fd.name) for fd in Path(f"/proc/{pid}/fd").iterdir()}
    assert held <= {0, 1, 2}


def test_it_ends_when_it_is_not_needed_any_more_and_another_one_comes(child: Apart) -> None:
    pid = pid_of(child)
    child.rest()
    assert pid not in children()
    assert child.ask(*QUESTION) == ANSWER


def test_it_ends_when_the_daemon_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ALONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as daemon:
        assert daemon.stdout
        pid = int(daemon.stdout.readline())
        daemon.kill()
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), "the child has ended")


def test_it_is_not_stopped_by_signals_that_are_the_daemons(child: Apart) -> None:
    pid = pid_of(child)
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(pid, number)
    assert child.ask(*QUESTION) == ANSWER
    assert pid in children()


def test_it_can_be_looked_into_by_root_alone(child: Apart) -> None:
    limits = Path(f"/proc/{pid_of(child)}/limits").read_text()
    assert "Max core file size        0                    0" in limits
    assert "Max data size             1073741824           1073741824" in limits


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_where_it_dies_or_dawdles_another_one_answers(number: int) -> None:
    child = Apart(MODULE, limit=5)
    os.kill(pid_of(child), number)
    assert child.ask(*QUESTION) == ANSWER
    child.rest()
    assert children() == set()


def test_the_watchdog_is_fed_before_each_wait() -> None:
    fed: list[int] = []
    child = Apart(MODULE, limit=5, alive=lambda: fed.append(len(children())))
    os.kill(pid_of(child), signal.SIGSTOP)
    child.ask(*QUESTION)
    child.rest()
    assert fed == [0, 1, 0]


@pytest.mark.parametrize("rest", ["exit 1", "cat >/dev/null", "yes | tr -d '\\n'"])
def test_what_none_can_answer_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    with pytest.raises(Lost):
        Apart(MODULE, limit=1).ask(*QUESTION)
    assert children() == set()


def test_after_an_update_of_the_program_nothing_is_asked_and_the_user_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd(monkeypatch, tmp_path, "echo '\"99.0\"'; cat >/dev/null")
    monkeypatch.setattr(Apart, "updated", None)
    with pytest.raises(
        Updated, match=r"followupd 99\.0 was installed meanwhile; it must be started anew"
    ) as told:
        Apart(MODULE).ask(*QUESTION)
    assert Apart.updated is told.value
    assert children() == set()


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "exec cat"])
def test_where_it_cannot_be_started_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    odd(monkeypatch, tmp_path, script)
    with pytest.raises(Unreachable, match=rf"the process of {MODULE} ends at once"):
        Apart(MODULE, limit=1).ask(*QUESTION)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(Unreachable, match=rf"no process can be started for {MODULE}"):
        Apart(MODULE, limit=1).ask(*QUESTION)
    assert children() == set()
