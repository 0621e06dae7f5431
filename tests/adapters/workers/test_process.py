"""Work in a process of its own: it has nothing of the daemon's, and whatever becomes of it, there is a clear word."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from loopback import wait_until
from worker_processes import HELLO, children, odd

import followupd
from followupd.adapters.workers import process
from followupd.adapters.workers.process import (
    PROGRAM_STAMP,
    NoAnswer,
    ProgramReplaced,
    WorkerFault,
    WorkerProcess,
)
from followupd.errors import Unreachable
from followupd.inbound.replies.reply_command import parse_reply_command

MODULE = "followupd.adapters.workers.classifier"
QUESTION = "word", b"From: me@me.example\r\nIn-Reply-To: <sheet@me.example>\r\n\r\nposted\r\n"
ANSWER = json.dumps(asdict(parse_reply_command(QUESTION[1])), default=str, ensure_ascii=False).encode()
SHORT = 1.0  # seconds to wait for what does not come
ALONE = f"""
import sys
from followupd.adapters.workers.process import WorkerProcess
child = WorkerProcess({MODULE!r})
child.ask(*{QUESTION!r})
print(open('/proc/thread-self/children').read(), flush=True)
sys.stdin.read()
"""
FULL = f"""
import os, resource
from followupd.adapters.workers.process import WorkerProcess
from followupd.errors import Unreachable
for free in range(6):
    used = len(os.listdir("/proc/self/fd")) - 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + free, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    try:
        WorkerProcess({MODULE!r}).ask(*{QUESTION!r})
    except Unreachable:
        print("Unreachable")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (99, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
"""


WARNING = """
import warnings
from followupd.adapters.workers.serving import serve_questions
def answer(_context, count):
    for number in range(count):
        warnings.warn(f"{number}: " + "x" * 1000)
    return b"done"
serve_questions(answer)
"""


@pytest.fixture
def child() -> Iterator[WorkerProcess]:
    made = WorkerProcess(MODULE)
    yield made
    made.stop()


def pid_of(child: WorkerProcess) -> int:
    assert child.ask(*QUESTION) == ANSWER
    (pid,) = children()
    return pid


def test_a_library_that_warns_again_and_again_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "warning.py").write_text(WARNING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = WorkerProcess("warning")
    try:
        assert [worker.ask(200), worker.ask(200)] == [b"done", b"done"]
    finally:
        worker.stop()


def signal_and_hurry(child: WorkerProcess, number: int) -> None:
    """Send its process a signal, and wait for this one only shortly; the next one has all its time."""
    os.kill(pid_of(child), number)
    assert child._process
    child._process._limit = SHORT


def hurry_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait only shortly for a process that does not start."""
    monkeypatch.setattr(process, "START_SECONDS", SHORT)


def test_it_has_none_of_the_daemons_files_and_connections(
    child: WorkerProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with (tmp_path / "secret").open("w") as mine:
        os.set_inheritable(mine.fileno(), True)
        pid = pid_of(child)
        # Only root may look into it; others see at least that.
        held = {int(fd.name) for fd in Path(f"/proc/{pid}/fd").iterdir()} if os.geteuid() == 0 else set()
        surroundings = Path(f"/proc/{pid}/environ").read_bytes() if os.geteuid() == 0 else b""
    assert held <= {0, 1, 2}
    assert b"CREDENTIALS_DIRECTORY" not in surroundings


def test_it_ends_when_it_is_not_needed_any_more_and_another_one_comes(child: WorkerProcess) -> None:
    pid = pid_of(child)
    child.stop()
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


def test_it_is_not_stopped_by_signals_that_are_the_daemons(child: WorkerProcess) -> None:
    pid = pid_of(child)
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(pid, number)
    assert child.ask(*QUESTION) == ANSWER
    assert pid in children()


def test_it_can_be_looked_into_by_root_alone(child: WorkerProcess) -> None:
    pid = pid_of(child)
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert "Max core file size        0                    0" in limits
    assert "Max data size             314572800            314572800 " in limits


# --- asked ahead


OTHER_QUESTION = "word", QUESTION[1].replace(b"posted", b"yes")


def test_a_process_is_started_and_not_waited_for(child: WorkerProcess) -> None:
    child.ask_ahead(*QUESTION)
    assert child._process
    assert not child._process.is_checked  # it may still be loading
    assert child.ask(*QUESTION) == ANSWER


def test_what_is_asked_ahead_is_answered_once(child: WorkerProcess) -> None:
    pid = pid_of(child)
    for _ in range(3):
        child.ask_ahead(*QUESTION)
        assert child.ask(*QUESTION) == ANSWER
    assert child.ask(*QUESTION) == ANSWER
    assert children() == {pid}


def test_another_question_in_between_gets_its_own_answer(child: WorkerProcess) -> None:
    assert child.ask(*OTHER_QUESTION) != ANSWER
    child.ask_ahead(*OTHER_QUESTION)
    assert child.ask(*QUESTION) == ANSWER
    child.ask_ahead(*OTHER_QUESTION)
    child.ask_ahead(*QUESTION)
    assert child.ask(*QUESTION) == ANSWER


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_one_that_dies_or_dawdles_over_an_early_question_is_asked_anew(number: int) -> None:
    child = WorkerProcess(MODULE)
    signal_and_hurry(child, number)
    child.ask_ahead(*QUESTION)
    assert child.ask(*QUESTION) == ANSWER
    child.stop()
    assert children() == set()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_where_it_dies_or_dawdles_another_one_answers(number: int) -> None:
    child = WorkerProcess(MODULE)
    signal_and_hurry(child, number)
    assert child.ask(*QUESTION) == ANSWER
    child.stop()
    assert children() == set()


def test_the_watchdog_is_fed_before_each_wait() -> None:
    fed: list[int] = []
    child = WorkerProcess(MODULE, alive=lambda: fed.append(len(children())))
    signal_and_hurry(child, signal.SIGSTOP)
    child.ask(*QUESTION)
    child.stop()
    assert fed == [0, 1, 0]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("exit 1", "its process ended|Broken pipe|reset by peer"),
        ("cat >/dev/null", "it was not done after 1 seconds"),
        ("yes | tr -d '\\n'", "talks without end|not done"),
    ],
)
def test_what_none_can_answer_is_lost(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str, said: str
) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    with pytest.raises(NoAnswer, match=said):
        WorkerProcess(MODULE, limit=1).ask(*QUESTION)
    assert children() == set()


def test_what_is_wrong_is_a_sentence_and_a_bug_shows_where_it_is_and_not_the_words(
    child: WorkerProcess,
) -> None:
    with pytest.raises(NoAnswer, match=r"it failed inside followupd: \w+Error in [\w.]+:\d+$"):
        child.ask("word", "no bytes, but a secret")
    config = "config.yaml", "live: ["
    with pytest.raises(WorkerFault, match="no such thing"):
        raise WorkerFault("no such thing")
    reader = WorkerProcess("followupd.adapters.workers.config_loader")
    assert reader.ask(config, [])
    reader.stop()


def test_one_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; while echo -n x; do sleep 0.2; done")
    with pytest.raises(NoAnswer, match="it was not done after 1 seconds"):  # it drips until then
        WorkerProcess(MODULE, limit=1).ask(*QUESTION)


@pytest.mark.parametrize("stamp", [["99.0", *PROGRAM_STAMP[1:]], [*PROGRAM_STAMP[:2], 1, 1]])
def test_after_an_update_of_the_program_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stamp: list[object]
) -> None:
    odd(monkeypatch, tmp_path, f"echo '{json.dumps(stamp)}'; cat >/dev/null")
    with pytest.raises(ProgramReplaced, match=rf"followupd {stamp[0]} was installed meanwhile"):
        WorkerProcess(MODULE).ask(*QUESTION)
    assert children() == set()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'Traceback: …\nModuleNotFoundError: no yaml' >&2; exit 1", "ModuleNotFoundError: no yaml"),
        ("exit 1", "its process ended"),
        ("echo nonsense", "Expecting value"),
        ("echo '[]'", "it talks nonsense"),
        ("exec cat", "it was not done after 1 seconds"),
    ],
)
def test_where_it_cannot_be_started_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, said: str
) -> None:
    odd(monkeypatch, tmp_path, script)
    if script == "exec cat":
        hurry_to_start(monkeypatch)
    with pytest.raises(Unreachable, match=rf"{MODULE} does not start: .*{said}"):
        WorkerProcess(MODULE).ask(*QUESTION)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(Unreachable, match=rf"no process can be started for {MODULE}"):
        WorkerProcess(MODULE).ask(*QUESTION)
    assert children() == set()


def test_where_no_more_files_may_be_open_it_is_told() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FULL], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert ended.stdout.split() == ["Unreachable"] * 6


def test_another_followupd_beside_it_is_not_taken_for_it(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    shutil.copytree(
        Path(followupd.__file__).parent, copy / "followupd", ignore=shutil.ignore_patterns("__pycache__")
    )
    code = f"from followupd.adapters.workers import process; c = process.WorkerProcess({MODULE!r}); print(c.ask(*{QUESTION!r}), process.__file__); c.stop()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, check=True)
    assert ended.stdout == f"{ANSWER} {copy}/followupd/adapters/workers/process.py\n"


CAGED = """
import os, sys
from followupd.adapters.workers import serving

def attempt(deed):
    try:
        deed()
    except OSError as error:
        return type(error).__name__
    return "done"

def start():
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)

def answer(context, *question):
    import resource, socket
    deeds = {
        "read": lambda: open("/etc/hostname").close(),
        "write": lambda: open("/tmp/followupd-caged", "w").close(),
        "connect": lambda: socket.socket().close(),
        "local": lambda: socket.socket(socket.AF_UNIX).close(),
        "pipe": os.pipe,
        "copy": lambda: os.dup(0),
        "start": start,
        "raise": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)),
    }
    said = []
    for name, deed in deeds.items():
        try:
            said.append(f"{name}: {attempt(deed)}")
        except ValueError as error:
            said.append(f"{name}: {type(error).__name__}")
    return "; ".join(said).encode()

def load():
    import resource, socket
    if os.geteuid() == 0:  # root may lift its own limits; a service is not root
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)

serving.serve_questions(answer, load)
"""


def test_once_loaded_a_worker_can_open_no_file_no_connection_and_no_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "caged.py"
    script.write_text(CAGED)
    odd(monkeypatch, tmp_path, f"exec {sys.executable} {script}")
    caged = WorkerProcess(MODULE)
    said = caged.ask("try").decode().split("; ")
    caged.stop()
    assert len(said) == 8
    assert [deed for deed in said if deed.endswith(": done")] == []
