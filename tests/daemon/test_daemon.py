"""The daemon as a process: ready, woken, steered, reloaded, stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from kill_candidate import Candidate
from loopback import wait_until
from mailhost import ANA, SAM, MailHost
from proxy import ImapProxy
from service_manager import Manager

from followupd.daemon.daemon import POLL_SECONDS, TICK_SECONDS


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(tmp_path / "notify")
    yield manager
    manager.close()


@pytest.fixture
def candidate(
    mailhost: MailHost, tmp_path: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Candidate]:
    monkeypatch.setenv("NOTIFY_SOCKET", str(manager.path))
    candidate = Candidate(mailhost, tmp_path / "sam")
    yield candidate
    candidate.close()


def say(candidate: Candidate, *words: str) -> str:
    """Call followupd beside the daemon, as the candidate does."""
    command = [sys.executable, "-m", "followupd", *words, "--config", str(candidate.config)]
    done = subprocess.run(
        command, env=os.environ | candidate.environment, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def test_it_is_ready_says_how_it_stands_and_stops_when_told(candidate: Candidate, manager: Manager) -> None:
    candidate.start()
    manager.wait_for("READY=1")
    assert manager.wait_for("STATUS=")
    assert candidate.stop() == 0
    manager.wait_for("STOPPING=1")


def test_the_watchdog_is_fed_with_every_pass(candidate: Candidate, manager: Manager) -> None:
    candidate.start()
    manager.wait_for("WATCHDOG=1")
    manager.wait_for("WATCHDOG=1", timeout=40)


def test_idle_wakes_it_long_before_the_poll(
    candidate: Candidate, manager: Manager, mailhost: MailHost
) -> None:
    with ImapProxy(mailhost.imaps_port, mailhost.authority.good()) as proxy:
        config = yaml.safe_load(candidate.config.read_text())
        config["account"]["imap"]["port"] = proxy.port
        candidate.config.write_text(yaml.safe_dump(config))
        candidate.start()
        candidate.wait_until_ready()
        manager.wait_for("READY=1")
        wait_until(lambda: any(line.endswith(b" IDLE") for line in proxy.heard), "the watcher idled")
        mailhost.reply_as(ANA)
        manager.wait_for("STATUS=acme: ana@acme.example wrote", timeout=POLL_SECONDS / 2)


def test_a_pause_from_the_command_line_is_heard_with_the_next_tick(
    candidate: Candidate, manager: Manager
) -> None:
    config = yaml.safe_load(candidate.config.read_text())
    candidate.config.write_text(yaml.safe_dump(config | {"live": False}))
    candidate.start()
    manager.wait_for("READY=1")
    say(candidate, "pause", "acme")
    manager.wait_for("STATUS=acme: paused", timeout=POLL_SECONDS / 2)
    assert TICK_SECONDS <= 20


def test_a_hangup_reads_the_configuration_at_once(candidate: Candidate, manager: Manager) -> None:
    candidate.start()
    manager.wait_for("READY=1")
    good = candidate.config.read_text()
    candidate.config.write_text("live: [")
    candidate.process.send_signal(signal.SIGHUP)
    manager.wait_for("STATUS=configuration: config.yaml:", timeout=120)
    candidate.config.write_text(good)
    candidate.process.send_signal(signal.SIGHUP)
    wait_until(
        lambda: "configuration: works again" in candidate.log.read_text(),
        "the configuration was good again",
    )
    assert candidate.process.poll() is None


def test_a_mail_server_that_is_away_is_said_and_waited_for(
    candidate: Candidate, manager: Manager, mailhost: MailHost
) -> None:
    mailhost.dovecot.stop()
    candidate.start()
    manager.wait_for("READY=1")
    manager.wait_for("STATUS=mailbox: ")
    assert "mailbox" in subprocess.run(
        [sys.executable, "-m", "followupd", "status", "--config", str(candidate.config)],
        env=os.environ | candidate.environment, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    assert mailhost.dovecot.start() is None
    assert mailhost.dovecot.messages(ANA.address) == []


def test_it_tells_the_log_nothing_that_was_written_in_a_mail(
    candidate: Candidate, mailhost: MailHost
) -> None:
    mailhost.reply_as(ANA, body="xyzzy is our secret word\n")
    candidate.start()
    candidate.wait_until_ready()
    assert candidate.stop() == 0
    said = candidate.log.read_text()
    assert ANA.address in said
    assert "xyzzy" not in said
    assert SAM.password not in said


HEAVY = (
    "PIL authlib babel cryptography dns holidays icalendar jinja2 keyring phonenumbers publicsuffixlist"
    " requests rich typst vobject zxingcpp"
)


def test_it_starts_without_the_libraries_that_it_may_never_need() -> None:
    code = f"import sys, followupd.cli.main, followupd.daemon.daemon; print(*set(sys.modules) & set({HEAVY.split()}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []
