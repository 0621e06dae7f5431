"""The login of the account: user name and password or token, from the place that the configuration names.

The keyring library is called in a child process (`keyring_process`). So nothing here can block forever, and a keyring
that appears later is found without a restart. The secret is kept in memory only, until `drop_cached()`.
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
MAX_SECRET_CHARS = 64 * 1024  # an OAuth token has a few thousand

UNLOCK_ADVICE = "log in at the desktop, or unlock it by hand: `followupd login --unlock`"
SECURE_STORE_ADVICE = (
    "remove it from $PYTHON_KEYRING_BACKEND or keyringrc.cfg; a Secret Service (GNOME Keyring, KeePassXC), KWallet"
    " or pass protects secrets, and a server has `secret: {credential: NAME}`"
)


class Credentials:
    """The login of an account, from the place that its configuration names. Safe to call from any thread.

    `limit` and `command_limit` are in seconds. With `prompt=False` the desktop never shows an unlock prompt: the daemon
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

        Raises SecretLocked and NoSecretStore (both TryAgain), TryAgain, LoginNeeded (a LoginRefused), ConfigError.
        """
        if self._account.auth == "password":
            return Login(self._account.login_name, self.read_secret())
        self.drop_cached()  # an access token expires: the program is asked before each connect
        return Login(self._account.login_name, self.read_secret(), Mechanism.XOAUTH2)

    @property
    def is_writable(self) -> bool:
        """Whether `write_secret` can work: followupd can store secrets only in a keyring."""
        return self._source.is_writable

    def read_secret(self) -> str:
        """Return the secret, from memory if it was read before. Raises what `__call__` raises."""
        with self._lock:
            if self._cached_secret is None:
                self._cached_secret = _require_usable(
                    self._require_good(self._source.perform_action("get")).secret
                )
            return self._cached_secret

    def write_secret(self, secret: str) -> None:
        """Store a secret in place of the last one.

        Raises UsageError for a secret that is empty or has several lines and for a read-only store, else what
        `__call__` raises.
        """
        if not _is_one_line(secret):
            raise UsageError("a secret is one line of text, not empty; nothing was stored")
        with self._lock:
            self._require_good(self._source.perform_action("set", secret))
            self._cached_secret = secret

    def delete_secret(self) -> bool:
        """Remove the secret and return whether there was one.

        Raises UsageError if the store is read-only, else what `__call__` raises.
        """
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
        """Ask the store for its state; never raises and never returns the secret."""
        answer = self._source.perform_action("status")
        return SecretStatus(answer.state, answer.backend, answer.why)

    def _require_good(self, answer: SecretAnswer) -> SecretAnswer:
        """Return a good answer; for a bad one, raise the error that explains it and how to correct it."""
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
    """Return a secret if it can be used for a login. Raises LoginNeeded, which does not quote it."""
    if not _is_one_line(secret):
        raise LoginNeeded(
            "the stored secret is empty or not one line of text; store it again: `followupd login`"
        )
    return secret


class LoginSource(Protocol):
    """Gives the login for each new connection."""

    def __call__(self) -> Login:
        """Return a fresh login.

        Raises SecretLocked and NoSecretStore (both TryAgain), LoginNeeded (a LoginRefused), Unreachable, ConfigError.
        """

    def drop_cached(self) -> None:
        """Drop the login from memory: the server refused it."""


def make_login_source(
    account: Account, state_folder: Path, now: Callable[[], datetime], credentials: Credentials | None = None
) -> LoginSource:
    """Return the source of an account's logins.

    `state_folder` gets a rotated token if the secret store is read-only; `now` returns the instant in UTC.
    """
    credentials = credentials or Credentials(account)
    if account.oauth is None or isinstance(account.secret, CommandSecret):
        return credentials
    secret_store: SecretStore = (
        credentials if credentials.is_writable else SealedToken(credentials, state_folder / "login.sealed")
    )
    return OAuthLogin(account.login_name, account.oauth, secret_store, now)


def push_address_store(account: Account, secret_setting: Secret) -> Credentials:
    """Return the store of one address for pushes."""
    return Credentials(
        account.model_copy(update={"secret": secret_setting, "auth": "password", "oauth": None})
    )


def caldav_password_store(account: Account, secret_setting: Secret) -> Credentials:
    """Return the store of the password for the calendar server."""
    return push_address_store(account, secret_setting)


def push_address_readers(config: Config) -> list[Callable[[], str]]:
    """Return a function for each address that returns it; a call may take as long as the keyring."""
    stores = (push_address_store(config.account, setting) for setting in config.notifications.push)
    screens = [lambda: DESKTOP_ADDRESS] if config.notifications.desktop else []
    return [*screens, *map(_PushAddress, stores)]


class _PushAddress:
    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def __call__(self) -> str:
        """Return the address. Raises FollowupdError with a sentence that says what to do."""
        try:
            return self._credentials.read_secret()
        except LoginNeeded:
            raise FollowupdError("nothing is stored there; store it: followupd login --push NAME") from None
