"""The login of the account: its user name with the secret, from wherever the configuration says it lies.

The keyring library itself is asked in a child process (`keyring_process`), so nothing here can block for ever, and a
keyring that appears later is found without a restart. The secret is kept in memory only, until `forget()`.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol, assert_never

from followupd.adapters.credentials.oauth import OAuthLogin
from followupd.adapters.credentials.sealed_token import RotatedCopy
from followupd.adapters.credentials.secret_stores import (
    Found,
    Locked,
    LoginNeeded,
    NoStore,
    State,
    Status,
    source,
)
from followupd.config.account import CommandSecret
from followupd.engine.ports import Login, Mechanism
from followupd.errors import ConfigError, FollowupdError, TryAgain, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from followupd.adapters.credentials.secret_stores import Vault
    from followupd.config.account import Account, Secret
    from followupd.config.model import Config

KEYRING_LIMIT = 20.0  # seconds
COMMAND_LIMIT = 30.0
LARGEST = 64 * 1024  # characters of a secret; an OAuth token is a few thousand

UNLOCK = "log in at the desktop, or unlock it by hand: `followupd login --unlock`"
SECURE = (
    "remove it from $PYTHON_KEYRING_BACKEND or keyringrc.cfg; a Secret Service (GNOME Keyring, KeePassXC), KWallet"
    " or pass protects secrets, and a server has `secret: {credential: NAME}`"
)


class Credentials:
    """The login of an account, from wherever its configuration says the secret lies. Safe to call from any thread.

    `limit` and `command_limit` in seconds. `prompt=False` never makes a desktop put up an unlock prompt: the daemon
    must not nag. A person at a terminal may be asked (`prompt=True`), and then needs a longer limit.
    """

    def __init__(
        self,
        account: Account,
        *,
        limit: float = KEYRING_LIMIT,
        command_limit: float = COMMAND_LIMIT,
        prompt: bool = False,
    ) -> None:
        self._account = account
        self._source = source(account, limit, command_limit, prompt=prompt)
        self._kept: str | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Login:
        """Return the login: a password, or with `auth: oauth2` the access token that a program prints.

        Raises Locked and NoStore (both TryAgain), TryAgain, LoginNeeded (a LoginRefused), ConfigError.
        """
        if self._account.auth == "password":
            return Login(self._account.login_name, self.read())
        self.forget()  # an access token ages: the program is asked before each connect
        return Login(self._account.login_name, self.read(), Mechanism.XOAUTH2)

    @property
    def writable(self) -> bool:
        """Whether `store` can work: only a keyring takes secrets from us."""
        return self._source.writable

    def read(self) -> str:
        """Return the secret, from memory if it was read before. Raises as the call does."""
        with self._lock:
            if self._kept is None:
                self._kept = _sound(self._checked(self._source.ask("get")).secret)
            return self._kept

    def store(self, secret: str) -> None:
        """Keep a secret in place of the one before.

        Raises UsageError for a secret of no or several lines or a read-only store, else as the call does.
        """
        if not _one_line(secret):
            raise UsageError("a secret is one line of text, not empty; nothing was stored")
        with self._lock:
            self._checked(self._source.ask("set", secret))
            self._kept = secret

    def delete(self) -> bool:
        """Remove the secret and tell whether there was one. Raises UsageError if read-only, else as the call does."""
        with self._lock:
            self._kept = None
            answer = self._source.ask("delete")
            if answer.state is State.ABSENT:
                return False
            self._checked(answer)
            return True

    def forget(self) -> None:
        """Drop the secret from memory: after a refused login, the next call reads it afresh."""
        with self._lock:
            self._kept = None

    def status(self) -> Status:
        """Ask the store how it is; never raises and never fetches the secret."""
        answer = self._source.ask("status")
        return Status(answer.state, answer.backend, answer.why)

    def _checked(self, answer: Found) -> Found:
        """Return a good answer; raise what a bad one means, with the remedy."""
        match answer.state:
            case State.UNLOCKED:
                return answer
            case State.ABSENT:
                raise LoginNeeded(f"no secret is stored for {self._account.address}; {self._source.absent}")
            case State.LOCKED:
                raise Locked(f"the keyring is locked{answer.because}; {UNLOCK}")
            case State.MISSING:
                raise NoStore(f"there is nothing to keep a secret in{answer.because}; {self._source.missing}")
            case State.INSECURE:
                raise ConfigError([f"{answer.backend} is refused: it {answer.why}; {SECURE}"])
            case State.FAILED:
                raise TryAgain(f"{answer.backend or 'the keyring'} gave no answer{answer.because}")
            case never:
                assert_never(never)


def _one_line(secret: str) -> bool:
    return len(secret) <= LARGEST and secret.splitlines() == [secret] and "\0" not in secret


def _sound(secret: str) -> str:
    """Return a secret that a login can use. Raises LoginNeeded without quoting it."""
    if not _one_line(secret):
        raise LoginNeeded(
            "the stored secret is empty or not one line of text; store it again: `followupd login`"
        )
    return secret


class LoginSource(Protocol):
    """Gives the login for each new connection."""

    def __call__(self) -> Login:
        """Return a fresh one. Raises Locked and NoStore (TryAgain), LoginNeeded (LoginRefused), Unreachable, ConfigError."""

    def forget(self) -> None:
        """Drop what is in memory: the server refused it."""


def login_source(
    account: Account, state: Path, now: Callable[[], datetime], credentials: Credentials | None = None
) -> LoginSource:
    """Return what gives the logins of an account.

    `state` is the directory for a rotated token that its read-only store cannot take; `now` gives the instant in UTC.
    """
    credentials = credentials or Credentials(account)
    if account.oauth is None or isinstance(account.secret, CommandSecret):
        return credentials
    vault: Vault = credentials if credentials.writable else RotatedCopy(credentials, state / "login.sealed")
    return OAuthLogin(account.login_name, account.oauth, vault, now)


def vault(account: Account, place: Secret) -> Credentials:
    """Return what keeps one address for pushes."""
    return Credentials(account.model_copy(update={"secret": place, "auth": "password", "oauth": None}))


def push_addresses(config: Config) -> list[Callable[[], str]]:
    """Return what gives each address when it is called; that may take as long as a keyring takes."""
    return [_Address(vault(config.account, place)) for place in config.notifications.push]


class _Address:
    def __init__(self, kept: Credentials) -> None:
        self._kept = kept

    def __call__(self) -> str:
        """Return the address. Raises FollowupdError that says what to do."""
        try:
            return self._kept.read()
        except LoginNeeded:
            raise FollowupdError("nothing is stored there; store it: followupd login --push NAME") from None
