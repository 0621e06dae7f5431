"""The login of the account: its user name and its password or token, from the place that the configuration names.

The keyring library is called in a child process (`keyring_process`). So nothing here can block forever, and a keyring that
appears later is found without a restart. The secret is kept in memory only, until `forget()`.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol, assert_never

from followupd.adapters.credentials.oauth import OAuthLogin
from followupd.adapters.credentials.sealed_token import SealedToken
from followupd.adapters.credentials.secret_stores import (
    LoginNeeded,
    NoSecretStore,
    SecretAnswer,
    SecretLocked,
    SecretState,
    SecretStatus,
    choose_source,
)
from followupd.adapters.desktop import ADDRESS as DESKTOP_ADDRESS
from followupd.config.account import CommandSecret
from followupd.engine.ports import Login, Mechanism
from followupd.errors import ConfigError, FollowupdError, TryAgain, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from followupd.adapters.credentials.secret_stores import SecretStore
    from followupd.config.account import Account, Secret
    from followupd.config.model import Config

KEYRING_LIMIT = 20.0  # seconds
COMMAND_LIMIT = 30.0
MAX_SECRET_CHARS = 64 * 1024  # characters of a secret; an OAuth token is a few thousand

UNLOCK_ADVICE = "log in at the desktop, or unlock it by hand: `followupd login --unlock`"
SECURE_STORE_ADVICE = (
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
        self._source = choose_source(account, limit, command_limit, prompt=prompt)
        self._cached_secret: str | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Login:
        """Return the login: a password, or with `auth: oauth2` the access token that a program prints.

        Raises Locked and NoStore (both TryAgain), TryAgain, LoginNeeded (a LoginRefused), ConfigError.
        """
        if self._account.auth == "password":
            return Login(self._account.login_name, self.read_secret())
        self.drop_cached()  # an access token ages: the program is asked before each connect
        return Login(self._account.login_name, self.read_secret(), Mechanism.XOAUTH2)

    @property
    def is_writable(self) -> bool:
        """Whether `store` can work: only a keyring takes secrets from us."""
        return self._source.is_writable

    def read_secret(self) -> str:
        """Return the secret, from memory if it was read before. Raises as the call does."""
        with self._lock:
            if self._cached_secret is None:
                self._cached_secret = _require_usable(
                    self._require_good(self._source.perform_action("get")).secret
                )
            return self._cached_secret

    def write_secret(self, secret: str) -> None:
        """Keep a secret in place of the one before.

        Raises UsageError for a secret of no or several lines or a read-only store, else as the call does.
        """
        if not _is_one_line(secret):
            raise UsageError("a secret is one line of text, not empty; nothing was stored")
        with self._lock:
            self._require_good(self._source.perform_action("set", secret))
            self._cached_secret = secret

    def delete_secret(self) -> bool:
        """Remove the secret and tell whether there was one. Raises UsageError if read-only, else as the call does."""
        with self._lock:
            self._cached_secret = None
            answer = self._source.perform_action("delete")
            if answer.state is SecretState.ABSENT:
                return False
            self._require_good(answer)
            return True

    def drop_cached(self) -> None:
        """Drop the secret from memory: after a refused login, the next call reads it afresh."""
        with self._lock:
            self._cached_secret = None

    def query_status(self) -> SecretStatus:
        """Ask the store how it is; never raises and never fetches the secret."""
        answer = self._source.perform_action("status")
        return SecretStatus(answer.state, answer.backend, answer.why)

    def _require_good(self, answer: SecretAnswer) -> SecretAnswer:
        """Return a good answer; raise what a bad one means, with the remedy."""
        match answer.state:
            case SecretState.UNLOCKED:
                return answer
            case SecretState.ABSENT:
                raise LoginNeeded(
                    f"no secret is stored for {self._account.address}; {self._source.absent_advice}"
                )
            case SecretState.LOCKED:
                raise SecretLocked(f"the keyring is locked{answer.reason_suffix}; {UNLOCK_ADVICE}")
            case SecretState.MISSING:
                raise NoSecretStore(
                    f"there is nothing to keep a secret in{answer.reason_suffix}; {self._source.missing_advice}"
                )
            case SecretState.INSECURE:
                raise ConfigError([f"{answer.backend} is refused: it {answer.why}; {SECURE_STORE_ADVICE}"])
            case SecretState.FAILED:
                raise TryAgain(f"{answer.backend or 'the keyring'} gave no answer{answer.reason_suffix}")
            case never:
                assert_never(never)


def _is_one_line(secret: str) -> bool:
    return len(secret) <= MAX_SECRET_CHARS and secret.splitlines() == [secret] and "\0" not in secret


def _require_usable(secret: str) -> str:
    """Return a secret that a login can use. Raises LoginNeeded without quoting it."""
    if not _is_one_line(secret):
        raise LoginNeeded(
            "the stored secret is empty or not one line of text; store it again: `followupd login`"
        )
    return secret


class LoginSource(Protocol):
    """Gives the login for each new connection."""

    def __call__(self) -> Login:
        """Return a fresh one. Raises Locked and NoStore (TryAgain), LoginNeeded (LoginRefused), Unreachable, ConfigError."""

    def drop_cached(self) -> None:
        """Drop what is in memory: the server refused it."""


def make_login_source(
    account: Account, state_folder: Path, now: Callable[[], datetime], credentials: Credentials | None = None
) -> LoginSource:
    """Return what gives the logins of an account.

    `state_folder` is for a rotated token that its read-only store cannot take; `now` gives the instant in UTC.
    """
    credentials = credentials or Credentials(account)
    if account.oauth is None or isinstance(account.secret, CommandSecret):
        return credentials
    secret_store: SecretStore = (
        credentials if credentials.is_writable else SealedToken(credentials, state_folder / "login.sealed")
    )
    return OAuthLogin(account.login_name, account.oauth, secret_store, now)


def push_address_store(account: Account, secret_setting: Secret) -> Credentials:
    """Return what keeps one address for pushes."""
    return Credentials(
        account.model_copy(update={"secret": secret_setting, "auth": "password", "oauth": None})
    )


def caldav_password_store(account: Account, secret_setting: Secret) -> Credentials:
    """Return what keeps the password of the calendar server."""
    return push_address_store(account, secret_setting)


def push_address_readers(config: Config) -> list[Callable[[], str]]:
    """Return what gives each address when it is called; that may take as long as a keyring takes."""
    stores = (push_address_store(config.account, setting) for setting in config.notifications.push)
    screens = [lambda: DESKTOP_ADDRESS] if config.notifications.desktop else []
    return [*screens, *map(_PushAddress, stores)]


class _PushAddress:
    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def __call__(self) -> str:
        """Return the address. Raises FollowupdError that says what to do."""
        try:
            return self._credentials.read_secret()
        except LoginNeeded:
            raise FollowupdError("nothing is stored there; store it: followupd login --push NAME") from None
