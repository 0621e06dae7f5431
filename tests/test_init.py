"""`followupd init` as a newcomer runs it: by options, at a terminal, twice, and with everything that goes wrong."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from mailhost import SAM, MailHost
from secretservice import SecretService
from warm import followupd

from followupd.configfile import load


class Newcomer:
    """Somebody with a mailbox and nothing else."""

    def __init__(self, service: SecretService, host: MailHost, directory: Path) -> None:
        self.service, self.host = service, host
        self.config = directory / "followupd" / "config.yaml"
        self.env = {**service.env, "FOLLOWUPD_STATE": str(directory / "state")}

    def command(self, *options: str) -> list[str]:
        return ["init", "--config", str(self.config), *options]

    def answers(self) -> list[str]:
        return [
            *("--address", SAM.address, "--name", SAM.name, "--zone", "Europe/Berlin", "--country", "DE"),
            *(
                "--imap",
                f"localhost:{self.host.imaps_port}",
                "--smtp",
                f"localhost:{self.host.submissions_port}",
            ),
            *("--ca-file", str(self.host.ca_file), "--stdin"),
        ]

    def init(self, *options: str, given: str = SAM.password + "\n") -> subprocess.CompletedProcess[str]:
        done = followupd(self.command(*options), self.env, given)
        assert "Traceback" not in done.stderr, done.stderr
        assert SAM.password not in done.stderr + done.stdout
        return done


@pytest.fixture
def newcomer(keyring_session: SecretService, mailhost: MailHost, tmp_path: Path) -> Newcomer:
    return Newcomer(keyring_session, mailhost, tmp_path)


def test_by_options_alone_everything_is_set_up(newcomer: Newcomer) -> None:
    done = newcomer.init(
        *newcomer.answers(),
        *("--company", "Acme GmbH", "--position", "Data Engineer", "--at", "2026-11-12 14:00"),
        *("--contact", "Ana Alvarez <ana@acme.example>"),
    )

    assert done.returncode == 0, done.stderr
    interview = newcomer.config.parent / "interviews/acme-gmbh.yaml"
    loaded = load(
        ("config.yaml", newcomer.config.read_text()), [("interviews/acme-gmbh.yaml", interview.read_text())]
    )
    assert loaded.faults == ()
    assert loaded.config is not None
    assert not loaded.config.live
    assert loaded.config.account.imap.port == newcomer.host.imaps_port
    assert loaded.config.interviews[0].lead.name == "Ana Alvarez"
    assert newcomer.config.stat().st_mode & 0o777 == 0o600
    assert SAM.password not in newcomer.config.read_text()
    assert "Push (IDLE): yes" in done.stderr
    assert "Sent mail: Sent" in done.stderr
    assert newcomer.service.stored(SAM.address) == SAM.password


def test_a_test_mail_measures_what_the_provider_does(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--test-mail")

    assert done.returncode == 0, done.stderr
    assert "The provider files sent mail itself: no; followupd does it" in done.stderr
    assert "It keeps the Message-ID: yes" in done.stderr
    [mail] = newcomer.host.dovecot.messages(SAM.address)
    assert b"Subject: followupd test " in mail
    assert newcomer.host.dovecot.flags(SAM.address) == [set()]


def test_a_second_run_keeps_what_is_there_and_asks_for_nothing_again(newcomer: Newcomer) -> None:
    newcomer.init(*newcomer.answers())
    newcomer.config.write_text(newcomer.config.read_text() + "# mine\n")

    again = newcomer.init(given="")

    assert again.returncode == 0, again.stderr
    assert "is there already and is kept" in again.stderr
    assert "SMTP localhost" in again.stderr
    assert newcomer.config.read_text().endswith("# mine\n")


def test_a_refused_password_keeps_the_answers_and_says_how_to_go_on(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), given="wrong horse\n")

    assert done.returncode == 77
    assert "followupd login --test" in done.stderr
    assert newcomer.config.exists()
    assert newcomer.init("--stdin").returncode == 0


def test_an_unreachable_server_keeps_the_answers_too(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--smtp", "localhost:1")

    assert done.returncode == 69
    assert "localhost:1" in done.stderr
    assert newcomer.config.exists()


def test_a_locked_keyring_is_told_before_the_newcomer_gives_up(newcomer: Newcomer) -> None:
    newcomer.service.lock()

    done = newcomer.init(*newcomer.answers())

    assert done.returncode == 75
    assert "the keyring is locked" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--address", "sam", "is no e-mail address"),
        ("--zone", "Europe/Berlim", "did you mean Europe/Berlin?"),
        ("--country", "Germany", "two capital letters"),
        ("--imap", "localhost:imap", "write host or host:port"),
        ("--imap", "localhost:99999", "65535"),
        ("--contact", "Ana", "needs a name and an address"),
    ],
)
def test_an_answer_that_cannot_be_is_named_with_what_would_be_right(
    newcomer: Newcomer, option: str, value: str, said: str
) -> None:
    first = (
        "--company",
        "Acme",
        "--position",
        "Engineer",
        "--at",
        "2026-11-12 14:00",
        "--contact",
        "A <a@b.example>",
    )

    done = newcomer.init(*newcomer.answers(), *first, option, value)

    assert done.returncode == 64
    assert said in done.stderr


def test_without_a_terminal_the_missing_option_is_named(newcomer: Newcomer) -> None:
    done = newcomer.init("--address", SAM.address, "--imap", "a.example", "--smtp", "b.example", given="")

    assert done.returncode == 64
    assert "give --name" in done.stderr


def test_a_known_provider_is_taken_offline_with_its_advice(newcomer: Newcomer) -> None:
    done = newcomer.init("--address", "sam@hotmail.com", "--offline", "--yes", given="")

    assert "Found by the built-in table" in done.stderr
    assert "Outlook.com: passwords no longer work" in done.stderr
    assert "give --client-id" in done.stderr


def test_at_a_terminal_a_wrong_answer_is_asked_again(newcomer: Newcomer) -> None:
    ours, theirs = pty.openpty()
    server = (
        "--imap",
        f"localhost:{newcomer.host.imaps_port}",
        "--smtp",
        f"localhost:{newcomer.host.submissions_port}",
    )
    options = ("--ca-file", str(newcomer.host.ca_file), "--no-test-mail", "--zone", "Europe/Berlin")
    process = subprocess.Popen(
        [sys.executable, "-m", "followupd", *newcomer.command(*server, *options)],
        env=newcomer.env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = talk_to(
        ours,
        [
            ("Your e-mail address: ", "sam at candidate"),
            ("is no e-mail address", ""),
            ("Your e-mail address: ", SAM.address),
            ("Your name: ", "Sam Sample"),
            ("Your country", "DE"),
            ("Password for", SAM.password),
            ("Write your first interview now?", "n"),
        ],
    )
    assert process.wait(timeout=30) == 0, shown
    os.close(ours)

    assert SAM.password not in shown
    assert yaml.safe_load(newcomer.config.read_text())["candidate"]["name"] == "Sam Sample"


def talk_to(terminal: int, script: list[tuple[str, str]]) -> str:
    """Wait for each question and type its answer; return all that was shown."""
    import time

    shown = read = ""
    for question, answer in script:
        while question not in read:
            read += os.read(terminal, 4096).decode()
        shown += read
        read = read.partition(question)[2]
        if answer:
            time.sleep(0.3)  # until the terminal hides what is typed, where it does
            os.write(terminal, answer.encode() + b"\n")
    try:
        while part := os.read(terminal, 4096):
            shown += part.decode()
    except OSError:  # the other end is closed
        pass
    return shown
