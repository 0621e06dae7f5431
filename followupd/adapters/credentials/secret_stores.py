"""The places that may hold a secret: the OS keyring, a systemd credential, the output of a program.

Each returns a `SecretAnswer` and raises nothing for a failure; `credentials` turns an answer into an error message.
"""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Protocol, assert_never

from followupd.adapters.workers import process as process_
from followupd.config.account import CommandSecret, CredentialSecret, KeyringSecret
from followupd.errors import LoginRefused, TryAgain, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.config.account import Account

SecretAction = Literal["get", "set", "delete", "status"]


@dataclass(frozen=True, slots=True)
class SecretStatus:
    """The state of a store, for `doctor`.

    `backend` is its full name or the program; `why` is its error message.
    """

    state: SecretState
    backend: str = ""
    why: str = ""

    @property
    def reason_suffix(self) -> str:
        """The error message in brackets, for the end of a sentence."""
        return f" ({self.why.rstrip('.')})" if self.why else ""


@dataclass(frozen=True, slots=True)
class SecretAnswer(SecretStatus):
    """A store's answer with the secret, which no repr shows."""

    secret: str = field(default="", repr=False)


class SecretSource(Protocol):
    """One way to keep a secret."""

    is_writable: bool
    absent_advice: str  # what to do if it holds no secret
    missing_advice: str  # what to do if the store itself is not there

    def perform_action(self, action: SecretAction, secret: str = "") -> SecretAnswer:
        """Perform the action and return the result; never raises for a failure of the store."""


def choose_source(account: Account, limit: float, command_limit: float, *, prompt: bool) -> SecretSource:
    """Return the place that an account's configuration names; limits in seconds."""
    match account.secret:
        case KeyringSecret(keyring=service):
            return _KeyringSource(service, account.address, limit, prompt=prompt)
        case CredentialSecret(credential=name):
            return _CredentialSource(name, account.address, limit)
        case CommandSecret(command=argv):
            return _CommandSource(argv, command_limit)
        case never:
            assert_never(never)


class _KeyringSource:
    """The OS keyring: one child process for each question."""

    store_kind = "keyring"
    is_writable = True
    absent_advice = "store it: `followupd login`"
    missing_advice = (
        "on a desktop start GNOME Keyring, KWallet or KeePassXC's Secret Service;"
        " on a server use `secret: {credential: NAME}` or `secret: {command: [...]}`"
    )

    def __init__(self, service: str, user: str, limit: float, *, prompt: bool = False) -> None:
        self._request = {"store": self.store_kind, "service": service, "user": user, "prompt": prompt}
        self._limit = limit

    def perform_action(self, action: SecretAction, secret: str = "") -> SecretAnswer:
        """Ask the child process. If the time runs out, a prompt waits and nobody answers it: return LOCKED."""
        request = {**self._request, "verb": action, "limit": math.ceil(self._limit) + 1}
        if secret:
            request["secret"] = secret
        result = _run_program(
            process_.interpreter_command("followupd.adapters.credentials.keyring_process"),
            self._limit,
            json.dumps(request),
        )
        if result is None:
            return SecretAnswer(
                SecretState.LOCKED, why=f"it did not answer within {self._limit:g} s, perhaps behind a prompt"
            )
        return _parse_answer(result.output) or SecretAnswer(
            SecretState.FAILED, why=f"its process ended with status {result.status}"
        )


class _CredentialSource(_KeyringSource):
    """A systemd credential, read by the same child process with followupd's own read-only backend."""

    store_kind = "credential"
    is_writable = False

    def __init__(self, name: str, user: str, limit: float) -> None:
        super().__init__(name, user, limit)
        self.absent_advice = (
            f"the unit has no credential {name!r}: add LoadCredentialEncrypted={name}:FILE to it"
        )
        self.missing_advice = f"run followupd as a systemd unit with LoadCredentialEncrypted={name}:FILE"

    def perform_action(self, action: SecretAction, secret: str = "") -> SecretAnswer:
        """Read the credential; only systemd writes credentials."""
        _refuse_writes(
            action, "systemd credentials are read-only; make a new one with `systemd-creds encrypt`"
        )
        return super().perform_action(action, secret)


_SHORTAGES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)


class _CommandSource:
    """A program that prints the secret on its first line; never a shell."""

    is_writable = False
    absent_advice = "the program printed nothing"
    missing_advice = "correct `account.secret.command` in the configuration"

    def __init__(self, argv: Sequence[str], limit: float) -> None:
        self._argv = list(argv)
        self._limit = limit

    def perform_action(self, action: SecretAction, secret: str = "") -> SecretAnswer:  # noqa: ARG002 - Source's signature
        """Run the program. Its output is never shown or logged: it may hold the secret."""
        _refuse_writes(action, "the secret comes from `account.secret.command`; change it there")
        try:
            result = _run_program(self._argv, self._limit)
        except OSError as fault:
            # Without file descriptors or memory no program can start, so this one is not to blame.
            state = SecretState.FAILED if fault.errno in _SHORTAGES else SecretState.MISSING
            return SecretAnswer(state, self._argv[0], f"cannot run {self._argv[0]}: {fault.strerror}")
        if result is None:
            return SecretAnswer(SecretState.FAILED, self._argv[0], f"it did not end within {self._limit:g} s")
        if result.status:
            return SecretAnswer(
                SecretState.FAILED,
                self._argv[0],
                f"status {result.status}; run it yourself to see what it says",
            )
        line = result.output.partition("\n")[0].removesuffix("\r")
        state = SecretState.UNLOCKED if line else SecretState.ABSENT
        return SecretAnswer(state, self._argv[0], secret=line if action == "get" else "")


def _refuse_writes(action: SecretAction, advice: str) -> None:
    if action in {"set", "delete"}:
        raise UsageError(advice)


@dataclass(frozen=True, slots=True)
class _ProgramResult:
    """How a program ended."""

    status: int
    output: str = field(repr=False)


def _run_program(argv: Sequence[str], limit: float, text: str = "") -> _ProgramResult | None:
    """Run a program in its own session, so that everything it starts ends with it; None if the time ran out.

    Raises OSError if it cannot be started.
    """
    with subprocess.Popen(  # noqa: S603 - the user's own program, or this Python
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            output, _ = process.communicate(text.encode(), timeout=limit)
        except subprocess.TimeoutExpired:
            _kill_group(process.pid)
            return None  # not raised again: the exception holds what the program printed
        except BaseException:
            _kill_group(process.pid)
            raise
    return _ProgramResult(process.returncode, output.decode(errors="replace"))


def _kill_group(group: int) -> None:
    """Kill what is left of a process group: pinentry, ssh, or what else the program started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _parse_answer(text: str) -> SecretAnswer | None:
    """Return the child's answer, or None if it cannot be read: an error would hold the text with the secret."""
    try:
        answer: dict[str, Any] = json.loads(text)
        return SecretAnswer(SecretState(answer.pop("state")), **answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


class SecretState(StrEnum):
    """What a secret store answered."""

    UNLOCKED = "unlocked"  # it answered, and the secret is there
    ABSENT = "absent"  # it answered: no such secret
    LOCKED = "locked"  # it is there, but a person has to unlock it
    MISSING = "missing"  # there is no store
    INSECURE = "insecure"  # there is one, but it would keep the secret as plain text or not at all
    FAILED = "failed"  # it broke


class SecretLocked(TryAgain):
    """The store waits for a person to unlock it. The account itself is in order: ask again later."""


class NoSecretStore(TryAgain):
    """No store answers in this session (75): no D-Bus, no keyring daemon, no credentials directory."""


class LoginNeeded(LoginRefused):
    """There is no secret, or the provider has revoked it: only `followupd login` helps (77)."""


class SecretStore(Protocol):
    """A store that keeps one secret: one line of text."""

    @property
    def is_writable(self) -> bool:
        """Whether `write_secret` can work here at all."""

    def read_secret(self) -> str:
        """Return the secret. Raises SecretLocked, NoSecretStore, LoginNeeded, TryAgain, ConfigError."""

    def write_secret(self, secret: str) -> None:
        """Store a secret in place of the last one. Raises what `read_secret` raises, and UsageError if read-only."""

    def drop_cached(self) -> None:
        """Drop the secret from memory, so that `read_secret` asks the store again."""
