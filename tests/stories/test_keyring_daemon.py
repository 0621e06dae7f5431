"""The daemon and its keyring: locked at boot, unlocked later, vanishing while it runs, not there at all."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from daemon_stage import Stage
from kill_candidate import Candidate
from loopback import wait_until
from mailhost import ANA, SAM, MailHost
from secretservice import SecretService

from followupd.daemon.daemon import Daemon

MINUTE = timedelta(minutes=1)


class Session(Stage):
    """A candidate whose followupd gets its secret from the keyring of the session."""

    def start(self) -> None:
        self.daemon = Daemon(self.places, self.clock)

    @property
    def account(self) -> str | None:
        assert self.daemon
        return self.daemon.store.get_value("account")


class Keyed(Candidate):
    """A candidate whose secret lies in the keyring."""

    def __init__(self, mailhost: MailHost, directory: Path, keyring: SecretService | None) -> None:
        self.keyring = keyring
        super().__init__(mailhost, directory, panel=(ANA,))

    def _configuration(self, now):
        whole = super()._configuration(now)
        whole["account"]["secret"] = {"keyring": "followupd"}
        return whole

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | (self.keyring.env if self.keyring else {})


@pytest.fixture
def session(
    mailhost: MailHost, keyring_session: SecretService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    for name, value in keyring_session.env.items():
        monkeypatch.setenv(name, value)
    keyring_session.store(SAM.address, SAM.password)
    session = Session(mailhost, tmp_path)
    session.write_interview()
    yield session
    session.stop()


def test_locked_at_boot_it_is_told_once_asked_each_minute_and_nothing_is_sent(
    session: Session, keyring_session: SecretService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "followupd")
    keyring_session.lock()
    session.start()

    for _ in range(4):  # it is long past the time for the thank-yous
        session.look()
        session.clock.instant += timedelta(minutes=40)

    assert session.account == "locked"
    assert caplog.text.count("mailbox: the keyring is locked") == 1
    assert session.followups(ANA.address) == []

    keyring_session.unlock()
    session.look()
    assert session.account == "good"
    assert len(session.followups(ANA.address)) == 1


def test_a_keyring_that_was_just_asked_is_left_in_peace_for_a_minute(
    session: Session, keyring_session: SecretService
) -> None:
    keyring_session.lock()
    session.start()
    session.look()
    keyring_session.unlock()

    session.clock.instant += MINUTE / 2
    session.look()
    too_early = session.account
    session.clock.instant += MINUTE / 2
    session.look()

    assert (too_early, session.account) == ("locked", "good")


def test_a_keyring_that_vanishes_while_running_does_not_stop_the_cadence(
    session: Session, keyring_session: SecretService
) -> None:
    session.start()
    session.look()
    keyring_session.stop()

    session.advance_by(4)

    assert session.account == "good"
    assert len(session.followups(ANA.address)) == 1


def test_a_keyring_that_is_gone_when_the_password_changes_means_silence_until_it_is_back(
    session: Session, keyring_session: SecretService, caplog: pytest.LogCaptureFixture
) -> None:
    session.start()
    session.look()
    keyring_session.stop()
    session.mailhost.add_user(SAM.address, "a new word")

    for _ in range(5):
        session.clock.instant += timedelta(minutes=20)
        session.look()
    assert session.account in {"no secret", "locked"}
    assert session.followups(ANA.address) == []

    keyring_session.unlock()
    keyring_session.store(SAM.address, "a new word")
    for _ in range(3):
        session.clock.instant += timedelta(minutes=20)
        session.look()
    assert session.account == "good"
    assert len(session.followups(ANA.address)) == 1
    assert "a pass failed" not in caplog.text


def test_without_any_keyring_the_service_ends_in_75_and_says_what_else_there_is(
    mailhost: MailHost, tmp_path: Path
) -> None:
    candidate = Keyed(mailhost, tmp_path, None)
    nowhere = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS", "XDG", "GNOME"))}

    done = subprocess.run(
        [sys.executable, "-m", "followupd", *candidate.words],
        env=nowhere | candidate.environment | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 75, done.stderr
    assert "on a desktop start GNOME Keyring" in done.stderr
    assert "`secret: {credential: NAME}`" in done.stderr
    assert "Traceback" not in done.stderr


def test_locked_at_boot_the_real_service_stays_and_goes_on_after_login_unlock(
    mailhost: MailHost, keyring_session: SecretService, tmp_path: Path
) -> None:
    keyring_session.store(SAM.address, SAM.password)
    keyring_session.lock()
    candidate = Keyed(mailhost, tmp_path, keyring_session)
    candidate.start()
    wait_until(lambda: candidate.status()["account"] == "locked", "it knew")
    wait_until(lambda: "the keyring is locked" in candidate.status()["sentence"], "it said so")

    keyring_session.unlock()
    done = subprocess.run(
        [sys.executable, "-m", "followupd", "login", "--unlock", "--config", str(candidate.config)],
        env=os.environ | candidate.environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    candidate.process.send_signal(signal.SIGHUP)

    assert done.returncode == 0, done.stderr
    candidate.wait_until_settled()
    assert candidate.stop() == 0
