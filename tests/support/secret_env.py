"""Places of a secret on this machine: a live keyring, or a machine without a session."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from secretservice import SecretService

from followupd.config.account import Account

MARK = "Grüße-an-Oma-4711"


def account(**more: object) -> Account:
    server = {"host": "mail.example.org", "port": 993}
    return Account.model_validate({"address": "sam@example.org", "imap": server, "smtp": server, **more})


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Return a function that sets the environment of this process, so that its children get it like a daemon's."""

    def _enter(env: dict[str, str]) -> None:
        for name in [*os.environ]:
            if name.startswith(("DBUS", "XDG", "PYTHON", "KEYRING", "CREDENTIALS", "GNOME", "KDE")):
                monkeypatch.delenv(name)
        for name, value in env.items():
            monkeypatch.setenv(name, value)

    return _enter


@pytest.fixture
def service(keyring_session: SecretService, enter: Callable[[dict[str, str]], None]) -> SecretService:
    enter(keyring_session.env)
    return keyring_session


@pytest.fixture
def nowhere(enter: Callable[[dict[str, str]], None], tmp_path: Path) -> Path:
    """A machine without a session: no bus, an empty home."""
    enter({"HOME": str(tmp_path)})
    return tmp_path


def chain(fault: BaseException) -> str:
    """Return everything that a traceback with all attributes could show."""
    shown = ""
    link: BaseException | None = fault
    while link is not None:
        shown += repr(link) + repr(vars(link))
        link = link.__cause__ or link.__context__
    return shown
