"""The judge in a process of its own: the same verdicts, and whatever becomes of it, no mail is lost and none is sent."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from judged import KNOWN, NOW, mail
from loopback import wait_until

from followupd import __version__
from followupd.errors import Unreachable
from followupd.inbound.judge import judge, needs_body
from followupd.inbound.known import Known
from followupd.inbound.verdict import Word
from followupd.judge_child import JudgeChild
from followupd.ports import Unjudged

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
MAIL = mail()
SNOOZE = b"From: me@me.example\r\nIn-Reply-To: <sheet@me.example>\r\n\r\nsnooze 3d\r\n"
HELLO = f"echo '\"{__version__}\"'"
ALONE = """
import sys
from datetime import datetime, UTC
from followupd.inbound.known import Known
from followupd.judge_child import JudgeChild
child = JudgeChild()
said = child.judge(b"From: Ana <ana@acme.example>\\n\\nThank you.\\n", Known(), datetime.now(UTC), in_sent=False)
print(said.kind, any(m.startswith("followupd.inbound.intent") for m in sys.modules))
"""


@pytest.fixture
def child() -> Iterator[JudgeChild]:
    made = JudgeChild()
    yield made
    made.rest()


def children() -> list[int]:
    """Return the processes that this one has started and that still run."""
    mine = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for tasks in mine for pid in tasks.read_text().split()]


def pid_of(child: JudgeChild) -> int:
    before = set(children())
    child.needs_body(MAIL, KNOWN)
    (pid,) = set(children()) - before
    return pid


def odd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Have another program answer in its place."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_it_says_of_every_mail_what_the_judge_here_says(child: JudgeChild) -> None:
    for path in CORPUS:
        raw = path.read_bytes()
        head = raw.partition(b"\n\n")[0]
        for known in (KNOWN, Known()):
            assert child.needs_body(head, known) == needs_body(head, known), path.name
            assert child.judge(raw, known, NOW, in_sent=False) == judge(raw, known, NOW), path.name


def test_it_hears_the_candidates_one_word(child: JudgeChild) -> None:
    assert child.word(SNOOZE) == Word("snooze", 3, ("<sheet@me.example>",))
    assert child.word(MAIL) is None


def test_what_is_known_changes_between_two_mails(child: JudgeChild) -> None:
    assert child.judge(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)
    assert child.judge(MAIL, replace(KNOWN, interviews=()), NOW, in_sent=False).interviews == ()
    assert child.judge(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)


def test_it_has_none_of_the_daemons_files_and_connections(child: JudgeChild, tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as mine:
        os.set_inheritable(mine.fileno(), True)
        pid = pid_of(child)
        held = {int(fd.name) for fd in Path(f"/proc/{pid}/fd").iterdir()}
    assert held <= {0, 1, 2}


def test_it_takes_with_it_what_it_had_to_load() -> None:
    ended = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    assert ended.stdout == "reply False\n"


def test_it_ends_when_it_is_not_needed_any_more_and_another_one_comes(child: JudgeChild) -> None:
    pid = pid_of(child)
    child.rest()
    assert pid not in children()
    assert child.needs_body(MAIL, KNOWN)


def test_it_ends_when_the_daemon_is_killed() -> None:
    code = f"{ALONE}\nprint(open('/proc/thread-self/children').read(), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as daemon:
        assert daemon.stdout
        daemon.stdout.readline()
        pid = int(daemon.stdout.readline())
        daemon.kill()
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), "the child has ended")


def test_it_is_not_stopped_by_signals_that_are_the_daemons(child: JudgeChild) -> None:
    pid = pid_of(child)
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(pid, number)
    assert child.judge(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)
    assert pid in children()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_where_it_dies_or_dawdles_another_one_answers(number: int) -> None:
    child = JudgeChild(limit=5)
    os.kill(pid_of(child), number)
    assert child.judge(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)
    child.rest()
    assert children() == []


@pytest.mark.parametrize(
    "rest",
    ["exit 1", "cat >/dev/null", "yes", "echo '{}'; cat >/dev/null", "printf '\\377\\n'; cat >/dev/null"],
)
def test_a_mail_with_which_none_can_cope_is_unjudged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str
) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    child = JudgeChild(limit=1)
    with pytest.raises(Unjudged):
        child.judge(MAIL, KNOWN, NOW, in_sent=False)
    assert child.needs_body(b"", KNOWN)
    child.rest()
    assert children() == []


def test_after_an_update_of_the_program_nothing_is_judged_and_the_daemon_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd(monkeypatch, tmp_path, "echo '\"99.0\"'; cat >/dev/null")
    with pytest.raises(Unreachable, match=r"followupd 99\.0 was installed meanwhile; restart it"):
        JudgeChild().needs_body(MAIL, KNOWN)
    assert children() == []


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "exec cat"])
def test_where_no_judge_can_be_had_the_mailbox_counts_as_not_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    odd(monkeypatch, tmp_path, script)
    with pytest.raises(Unreachable, match="incoming mail cannot be judged"):
        JudgeChild(limit=1).needs_body(MAIL, KNOWN)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(Unreachable, match="no process can be started"):
        JudgeChild(limit=1).needs_body(MAIL, KNOWN)
    assert children() == []
