"""Nothing leaks: the whole service, with a marked secret and marked mails, looked at from every side."""

import base64
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from kill_candidate import Candidate
from loopback import wait_until
from mailhost import ANA, SAM, MailHost
from process_spy import Spy
from secretservice import SecretService

SECRET = "Grüße-an-Oma+4711/xy"
BODY = "unter-uns-gesagt-0815=die andere war besser"
KEYRING_PROCESS = "followupd.adapters.credentials.keyring_process"
MARKS = {"the secret": SECRET, "the body": BODY}


def forms(mark: str) -> set[bytes]:
    """Return what a mark looks like as it is, in base64 wherever it may begin, and URL-encoded."""
    raw = mark.encode()
    shifted = {base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)}
    named = {
        quote(mark).encode(),
        quote(mark, safe="").encode(),
        ascii(mark)[1:-1].encode(),
        raw.hex().encode(),
    }
    return {raw, mark.encode("utf-16-le"), *shifted, *named, *(form.lower() for form in named)}


def found(text: bytes) -> list[str]:
    """Return the names of the marks that are in it."""
    return [name for name, mark in MARKS.items() if any(form in text for form in forms(mark))]


SLOW_PROGRAM = 'until [ -e "$1" ]; do sleep 0.05; done; cat "$0"'


class Marked(Candidate):
    """A candidate whose password is marked."""

    def __init__(self, mailhost: MailHost, directory: Path, keyring: SecretService | None) -> None:
        self.keyring = keyring
        self.may_end = directory / "may-end"  # the program that prints the password waits for it
        self.may_end.touch()
        mailhost.add_user(SAM.address, SECRET)
        super().__init__(mailhost, directory, me=type(SAM)(SAM.name, SAM.address, SECRET), panel=(ANA,))
        if keyring:
            self._secret.unlink()
            keyring.store(SAM.address, SECRET)

    def _configuration(self, now: datetime) -> dict[str, Any]:
        whole = super()._configuration(now)
        slow = ["/bin/sh", "-c", SLOW_PROGRAM, str(self._secret), str(self.may_end)]
        whole["account"]["secret"] = {"keyring": "followupd"} if self.keyring else {"command": slow}
        return whole

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | (self.keyring.env if self.keyring else {})

    @property
    def words(self) -> list[str]:
        return [*super().words, "--verbose"]

    def start_with(self, *program: str, **more: Any) -> None:
        """Start something else in its place: a module and what comes before its words."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *program, *self.words],
                env=os.environ | self.environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
                stdout=log,
                stderr=log,
                **more,
            )

    def state_bytes(self) -> bytes:
        return b"\n".join(
            str(file).encode() + file.read_bytes() for file in self.state.rglob("*") if file.is_file()
        )

    def answer(self) -> None:
        self.mailhost.reply_as(ANA, body=f"We have decided.\n\n{BODY}\n", subject="Re: Thank you")

    def hear(self) -> None:
        """Let an answer come, and wait until followupd knows."""
        self.answer()
        wait_until(lambda: self.rows("SELECT 1 FROM fact WHERE body LIKE '%\"received\"%'"), "it heard of it")


@pytest.fixture(params=["from the keyring", "from a program"])
def marked(
    request: pytest.FixtureRequest, mailhost: MailHost, keyring_session: SecretService, tmp_path: Path
) -> Iterator[Marked]:
    candidate = Marked(mailhost, tmp_path, keyring_session if "keyring" in request.param else None)
    yield candidate
    candidate.close()


@pytest.fixture
def simple(mailhost: MailHost, tmp_path: Path) -> Iterator[Marked]:
    candidate = Marked(mailhost, tmp_path, None)
    yield candidate
    candidate.close()


def test_the_search_finds_what_it_looks_for() -> None:
    plain = b"\0sam@candidate.example\0" + SECRET.encode()

    for text in (plain, base64.b64encode(plain), base64.b64encode(b"x" + plain), quote(SECRET).encode()):
        assert found(b"AUTH PLAIN " + text + b"==") == ["the secret"]
    assert found(repr(ValueError(BODY)).encode()) == ["the body"]
    assert found(b"nothing of that kind") == []


def test_a_whole_life_shows_neither_secret_nor_body_anywhere(marked: Marked) -> None:
    if marked.keyring:
        marked.keyring.freeze()
        spy = Spy(f"FOLLOWUPD_STATE={marked.state}", KEYRING_PROCESS, marked.keyring.thaw)
    else:
        marked.may_end.unlink()
        spy = Spy(f"FOLLOWUPD_STATE={marked.state}", SLOW_PROGRAM, marked.may_end.touch)
    marked.start()
    marked.wait_until_settled()
    marked.hear()
    assert marked.stop() == 0

    life = spy.all()
    assert {"followupd", "run", "--verbose"} & spy.programs
    assert {KEYRING_PROCESS, "/bin/sh"} & spy.programs
    assert "acme/thank-you/ana-alvarez sent to" in marked.said()
    assert f"{ANA.address}" in marked.said()
    assert (found(life), found(marked.log.read_bytes()), found(marked.state_bytes())) == ([], [], [])
    assert BODY not in str(marked.status())


def test_setting_up_and_examining_show_the_secret_nowhere(
    mailhost: MailHost, keyring_session: SecretService, tmp_path: Path
) -> None:
    mailhost.add_user(SAM.address, SECRET)
    env = keyring_session.env | {"FOLLOWUPD_STATE": str(tmp_path / "state")}
    config = ["--config", str(tmp_path / "config.yaml")]
    servers = [
        "--imap",
        f"localhost:{mailhost.imaps_port}",
        "--smtp",
        f"localhost:{mailhost.submissions_port}",
    ]
    me = ["--name", SAM.name, "--zone", "Europe/Berlin", "--country", "DE", "--test-mail"]
    keyring_session.freeze()
    spy = Spy(f"FOLLOWUPD_STATE={tmp_path}", KEYRING_PROCESS, keyring_session.thaw)

    def followupd(given: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "followupd", *words, *config]
        return subprocess.run(
            command, env=env, input=given, capture_output=True, text=True, timeout=120, check=False
        )

    said = [
        followupd(
            f"{SECRET}\n",
            *("init", "--address", SAM.address, *servers, "--ca-file", str(mailhost.ca_file), *me, "--stdin"),
        ),
        followupd(f"{SECRET}\n", "login", "--stdin", "--test"),
        followupd(f"{SECRET} not\n", "login", "--stdin", "--test"),
        followupd("", "doctor"),
    ]

    assert [done.returncode for done in said] == [0, 0, 77, 0]
    assert {KEYRING_PROCESS, "init"} <= spy.programs
    files = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    shown = "".join(done.stdout + done.stderr for done in said).encode()
    assert (found(spy.all()), found(files), found(shown)) == ([], [], [])


def test_refused_and_put_off_logins_do_not_show_the_secret(simple: Marked) -> None:
    simple.mailhost.add_user(SAM.address, "another word")
    simple.start()

    wait_until(lambda: "was refused" in simple.said(), "the login was refused")

    assert simple.stop() == 0
    assert (found(simple.log.read_bytes()), found(simple.state_bytes())) == ([], [])


@pytest.mark.parametrize(
    ("bug", "shown"),
    [
        ("while judging", "builtins.ValueError"),
        ("while noting", "builtins.KeyError"),
        ("in the loop", "it ends by a bug"),
    ],
)
def test_a_bug_with_a_mail_in_hand_shows_where_it_is_and_not_the_mail(
    simple: Marked, bug: str, shown: str
) -> None:
    simple.answer()
    simple.start_with("bug_injector", bug)

    wait_until(lambda: shown in simple.said(), "the bug was shown")

    assert "bug_injector.py" in simple.said()
    assert found(simple.log.read_bytes()) == []
    assert found(simple.state_bytes()) == []
    if bug == "in the loop":
        assert simple.wait() == 1
        simple.process = None


def test_a_crash_leaves_no_core_dump(simple: Marked, tmp_path: Path) -> None:
    at_work = tmp_path / "work"
    at_work.mkdir()
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    simple.start_with("followupd", cwd=at_work)
    process = simple.process
    simple.wait_until_settled()
    limits = Path(f"/proc/{process.pid}/limits").read_text()

    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -signal.SIGABRT
    simple.process = None

    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert re.search(r"Max core file size +0 +0 ", limits)
    assert list(at_work.iterdir()) == []
    assert found(simple.log.read_bytes()) == []
