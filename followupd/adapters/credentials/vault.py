"""What a place for secrets promises, whatever it is: the words that the login shares with its stores."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from followupd.errors import LoginRefused, TryAgain


class State(StrEnum):
    """What a secret store had to say."""

    UNLOCKED = "unlocked"  # it answered, and the secret is there
    ABSENT = "absent"  # it answered: no such secret
    LOCKED = "locked"  # it is there, but a person has to unlock it
    MISSING = "missing"  # there is no store
    INSECURE = "insecure"  # there is one, and it would keep the secret in the clear or not at all
    FAILED = "failed"  # it broke


class Locked(TryAgain):
    """The store waits for a person to unlock it. Nothing is wrong with the account: ask again later."""


class NoStore(TryAgain):
    """No store answers in this session (75): no D-Bus, no keyring daemon, no credentials directory."""


class LoginNeeded(LoginRefused):
    """There is no secret, or the provider has revoked it: only `followupd login` helps (77)."""


class Vault(Protocol):
    """Keeps one secret: one line of text."""

    @property
    def writable(self) -> bool:
        """Whether `store` can work here at all."""

    def read(self) -> str:
        """Return the secret. Raises Locked, NoStore, LoginNeeded, TryAgain, ConfigError."""

    def store(self, secret: str) -> None:
        """Keep a secret in place of the one before. Raises what `read` raises, and UsageError if read-only."""

    def forget(self) -> None:
        """Drop what is in memory, so that `read` asks the store again."""
