"""Real servers for every test that asks: mail (Dovecot, Postfix), keyring (gnome-keyring on a private D-Bus)."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from certificates import Authority
from daemon_stage import Stage
from doctor_env import Patient
from faulty_env import Trouble, troubled
from init_env import Newcomer
from mailhost import MailHost
from provider import Provider
from secretservice import SecretService
from server_sandbox import Premises
from warm_workers import use_warm_workers

pytest_plugins = ["started_processes"]

# A loaded machine is no fault of an example; what may take how long has tests of its own.
hypothesis.settings.register_profile("followupd", deadline=None)
hypothesis.settings.load_profile("followupd")
os.environ.pop("COLUMNS", None)  # the width of the terminal that runs the tests is not that of a user


@pytest.fixture(scope="module", autouse=True)
def freeze_earlier_objects() -> None:
    """Keep what earlier modules left behind from the garbage collector: a test of processor time pays for its own."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def restore_log() -> Iterator[None]:
    """Give the log back as it was: what one test silences, another one reads."""
    log = logging.getLogger("followupd")
    level, propagate, handlers = log.level, log.propagate, log.handlers[:]
    yield
    log.setLevel(level)
    log.propagate, log.handlers[:] = propagate, handlers


@pytest.fixture(scope="session")
def mail_premises() -> Iterator[Premises]:
    premises = Premises("mail")
    yield premises
    premises.close()


@pytest.fixture(scope="session")
def authority(mail_premises: Premises) -> Authority:
    """The certificate authority of this run; `authority.ca_file` is what to trust."""
    return Authority(mail_premises.directory("authority"))


@pytest.fixture(scope="session")
def running_mailhost(mail_premises: Premises, authority: Authority) -> Iterator[MailHost]:
    host = MailHost(mail_premises, authority)
    yield host
    host.stop()


@pytest.fixture
def mailhost(running_mailhost: MailHost, monkeypatch: pytest.MonkeyPatch) -> MailHost:
    """Both mail servers up, every mailbox empty, nobody there but the cast; daemons here have warm workers."""
    use_warm_workers(monkeypatch)
    running_mailhost.fresh()
    return running_mailhost


@pytest.fixture
def stage(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """A candidate whose interview with a panel of three and a helper has just ended."""
    stage = Stage(mailhost, tmp_path)
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


@pytest.fixture
def trouble(mailhost: MailHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trouble]:
    """Two people to thank, and servers that can go wrong."""
    with troubled(mailhost, tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture(scope="session")
def running_keyring() -> Iterator[SecretService]:
    service = SecretService()
    yield service
    service.close()


@pytest.fixture
def keyring_session(running_keyring: SecretService) -> SecretService:
    """A Secret Service with an unlocked, empty keyring; `keyring_session.env` is how to reach it."""
    running_keyring.fresh()
    return running_keyring


@pytest.fixture
def newcomer(keyring_session: SecretService, mailhost: MailHost, tmp_path: Path) -> Newcomer:
    """Somebody with a mailbox and a keyring, and nothing else."""
    return Newcomer(keyring_session, mailhost, tmp_path)


@pytest.fixture
def patient(keyring_session: SecretService, mailhost: MailHost, tmp_path: Path) -> Patient:
    """Somebody whose followupd is set up and healthy; `doctor` examines it."""
    return Patient(keyring_session, mailhost, tmp_path)


@pytest.fixture(scope="session")
def running_provider(authority: Authority) -> Iterator[Provider]:
    premises = Premises("provider")
    provider = Provider(premises, authority)
    yield provider
    provider.close()
    premises.close()


@pytest.fixture
def provider(
    running_provider: Provider, keyring_session: SecretService, monkeypatch: pytest.MonkeyPatch
) -> Provider:
    """Mail servers that take access tokens; the keyring of this process is `keyring_session`."""
    for name, value in keyring_session.env.items():
        monkeypatch.setenv(name, value)
    running_provider.fresh()
    return running_provider
