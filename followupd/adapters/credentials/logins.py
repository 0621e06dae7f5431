"""Which login an account gets: a password or a program's token as it is, or an OAuth token that is refreshed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.oauth import OAuthLogin
from followupd.adapters.credentials.sealed_token import RotatedCopy
from followupd.config.account import CommandSecret

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from followupd.adapters.credentials.vault import Vault
    from followupd.config.account import Account
    from followupd.engine.ports import Login


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
