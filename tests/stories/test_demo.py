"""`followupd demo`, run as a newcomer runs it: a process with a home of its own."""

import fcntl
import os
import pty
import re
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from loopback import wait_until

FOLLOWUPD = Path(sys.executable).with_name("followupd")
STATIONS = (
    "Tue 6 Oct, 15:05  Sam's interview at Acme is over",
    "$ followupd plan acme",
    "Everyone is thanked, each in other words",
    "Thank you for our conversation about the Data Engineer role",
    "It was good to meet you",
    "Thank you for your help",
    "4 mails",
    "Call Ana Ruiz, Acme GmbH",
    "[attached: call.ics]",
    "in the thread of the thank-you of 6 October",
    "Re: Thank you for our conversation",
    "I am out of the office until Tuesday, 27 October",
    "$ followupd why acme",
    "Ana Ruiz is away until 27 October",
    "Wed 28 Oct",
    "[attached: letter.pdf]",
    "Fri 30 Oct, 10:00  Ana answers, and followupd falls silent",
    "Acme GmbH: ana.ruiz@acme.example wrote to you",
    "The follow-up for acme is stopped",
    "It never went out",
    "Closed acme.",
    "Six weeks in",
    "README.md",
    "followupd check",
)
LISTENING = "0A"


@dataclass
class Demo:
    """One newcomer: an empty home, an empty folder for temporary files, an empty environment."""

    home: Path
    temporary: Path

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PATH": "/usr/bin:/bin",
            "TERM": "dumb",
        } | more

    def start(self, *command: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command or (str(FOLLOWUPD), "demo"), env=self.environment(**more), cwd=self.home, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def play(self, *command: str, **more: str) -> tuple[int, str, str]:
        """Run it to its end, and see that it has left nothing."""
        with self.start(*command, **more) as process:
            said, complained = process.communicate(timeout=120)
        self.assert_gone(process)
        return process.returncode, said, complained

    def assert_gone(self, process: subprocess.Popen[str]) -> None:
        assert list(self.home.rglob("*")) == []
        assert list(self.temporary.rglob("*")) == []
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return newcomer(tmp_path)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a whole demo prints, without its running time; played once, whichever processes share the tests."""
    ours = tmp_path_factory.getbasetemp()
    file = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / "played-demo"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_text(play_whole(tmp_path_factory.mktemp("played")))
    return file.read_text()


def play_whole(directory: Path) -> str:
    used = processor_seconds()
    status, said, complained = newcomer(directory).play()
    assert (status, complained) == (0, "")
    assert processor_seconds() - used < 60  # on a busy machine it is shown for longer
    return timeless(said)


def processor_seconds() -> float:
    """Return the processor time of all processes that have ended here."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def newcomer(directory: Path) -> Demo:
    demo = Demo(directory / "home", directory / "tmp")
    demo.home.mkdir()
    demo.temporary.mkdir()
    return demo


def timeless(said: str) -> str:
    return re.sub(r"in \d+ seconds", "in some seconds", said)


def until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout
    assert any(words in line for line in process.stdout), f"it never said {words!r}"


def ports(process: subprocess.Popen[str]) -> Iterator[tuple[str, int]]:
    """Yield the addresses that a process listens on, as Linux knows them."""
    mine = set()
    for descriptor in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            mine.add(str(descriptor.readlink()))
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = row.split()[:10]
            if state == LISTENING and f"socket:[{inode}]" in mine:
                address, _, port = local.partition(":")
                yield address, int(port, 16)


def test_at_80_columns_no_line_is_longer_and_no_column_is_cut(played: str) -> None:
    assert max(map(len, played.splitlines())) <= 80
    table = [line for line in played.splitlines() if line.startswith("  │ ") and "thank-you  email" in line]
    assert [line.split()[-1] for line in table] == ["planned"] * 4


def test_the_story_goes_from_the_interview_to_silence_in_less_than_a_minute(played: str) -> None:
    place = 0
    for station in STATIONS:
        found = played.find(station, place)
        assert found >= 0, f"{station!r} is missing after {played[place - 80 : place]!r}"
        place = found


def test_nobody_gets_the_same_words_as_another(played: str) -> None:
    thanks = played[played.index("Everyone is thanked") : played.index("Sam finds a copy")]
    lines = [line for line in re.findall(r"│ (.+)", thanks) if len(line) > 20]
    assert [line for line in set(lines) if lines.count(line) > 1] == []


def test_after_the_answer_no_mail_is_told(played: str) -> None:
    silence = played[played.index("Not another word") :]
    assert "inbox" not in silence
    assert "dropped: last note to Ana Ruiz (email)" in silence


def test_without_a_terminal_the_text_is_plain_and_fits_eighty_columns(played: str) -> None:
    assert "\x1b" not in played
    told = played[: played.index("What to do next")]
    assert max(len(line) for line in told.splitlines()) <= 80


def test_it_is_the_same_story_every_time_and_no_keyring_is_even_loaded(demo: Demo, played: str) -> None:
    status, said, loaded = demo.play(sys.executable, "-X", "importtime", str(FOLLOWUPD), "demo")
    assert status == 0
    assert timeless(said) == played
    assert "followupd.daemon.daemon" in loaded
    assert not re.search(r"\|\s+(keyring|secretstorage|jeepney)\b", loaded)


def test_a_terminal_without_unicode_can_show_it(demo: Demo) -> None:
    status, said, complained = demo.play(PYTHONIOENCODING="ascii")
    assert (status, complained) == (0, "")
    assert said.isascii()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_leaves_nothing_behind(demo: Demo, number: signal.Signals) -> None:
    with demo.start() as process:
        until(process, "Everyone is thanked")
        assert [p.name.startswith("followupd-demo-") for p in demo.temporary.iterdir()] == [True]
        listening = list(ports(process))
        process.send_signal(number)
        _, complained = process.communicate(timeout=120)
    assert (process.returncode, complained) == (128 + number, "")
    demo.assert_gone(process)
    assert [address for address, _ in listening] == ["0100007F"] * 2  # 127.0.0.1: SMTP and IMAP
    for _, port in listening:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_reader_who_leaves_leaves_nothing_behind(demo: Demo) -> None:
    with demo.start() as process:
        until(process, "Everyone is thanked")
        assert process.stdout
        process.stdout.close()
        process.wait(timeout=120)
    demo.assert_gone(process)


@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_shows_colours_unless_told_otherwise(
    demo: Demo, more: dict[str, str], coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    environment = demo.environment(**{"TERM": "xterm-256color"} | more)
    with subprocess.Popen((str(FOLLOWUPD), "demo"), env=environment, cwd=demo.home, stdout=theirs) as process:
        said = b""
        while b"followupd plan acme" not in said:
            said += os.read(ours, 4096)
        process.terminate()
    assert (b"\x1b[32m" in said) is coloured
    os.close(ours)
    os.close(theirs)
    wait_until(lambda: not list(demo.temporary.iterdir()), "it had cleaned up")


def test_without_its_mail_server_it_says_what_to_install(demo: Demo) -> None:
    code = "import sys; sys.modules['aiosmtpd'] = None; from followupd.cli.main import main; sys.argv[1:] = ['demo']; main()"
    status, said, complained = demo.play(sys.executable, "-c", code)
    assert (status, said) == (1, "")
    assert "aiosmtpd is not installed: " in complained


def test_somebody_at_the_terminal_is_offered_the_page_of_the_story(tmp_path: Path) -> None:
    import http.client

    import pexpect

    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    demo = Demo(home, temporary)
    terminal = pexpect.spawn(
        str(FOLLOWUPD), ["demo"], env=demo.environment(), cwd=str(home), encoding="utf-8", timeout=120
    )
    terminal.expect("Look at this story on the page")
    terminal.sendline("y")
    terminal.expect(r"http://127\.0\.0\.1:(\d+)(/enter/[\w-]+)")
    port, path = int(terminal.match[1]), terminal.match[2]
    terminal.expect("Enter ends the page")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    folder = re.search(r"url=(/p/[0-9a-f]{32}/)", answer.read().decode())[1]
    connection.request(
        "GET", f"{folder}interview/acme", headers={"Cookie": answer.headers["set-cookie"].split(";")[0]}
    )
    page = connection.getresponse().read().decode()
    connection.close()
    assert "Acme GmbH" in page
    assert 'class="sign answer"' in page
    terminal.sendline("")
    terminal.expect("What to do next")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert list(temporary.rglob("*")) == []
