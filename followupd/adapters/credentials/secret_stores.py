"""The places a secret may lie: the OS keyring, a systemd credential, the output of a program.

Each answers with a `Found` and raises nothing; `credentials` says in words what an answer means.
"""

from __future__ import annotations

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

QUOTED = 500  # characters of a program's stderr

Verb = Literal["get", "set", "delete", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """What `doctor` shows of a store. `backend`: its name in full, or the program; `why`: what it complained of."""

    state: State
    backend: str = ""
    why: str = ""

    @property
    def because(self) -> str:
        """The complaint as the end of a sentence."""
        return f" ({self.why.rstrip('.')})" if self.why else ""


@dataclass(frozen=True, slots=True)
class Found(Status):
    """A store's answer with the secret, which no repr shows."""

    secret: str = field(default="", repr=False)


class Source(Protocol):
    """One way to keep a secret."""

    writable: bool
    absent: str  # what to do where it holds no secret
    missing: str  # what to do where it is not there at all

    def ask(self, verb: Verb, secret: str = "") -> Found:
        """Do it and return what came of it; never raises for what a store may do."""


def source(account: Account, limit: float, command_limit: float, *, prompt: bool) -> Source:
    """Return the place that an account's configuration names; limits in seconds."""
    match account.secret:
        case KeyringSecret(keyring=service):
            return _Keyring(service, account.address, limit, prompt=prompt)
        case CredentialSecret(credential=name):
            return _Credential(name, account.address, limit)
        case CommandSecret(command=argv):
            return _Command(argv, command_limit)
        case never:
            assert_never(never)


class _Keyring:
    """The OS keyring, one child process for each question."""

    store = "keyring"
    writable = True
    absent = "store it: `followupd login`"
    missing = (
        "on a desktop start GNOME Keyring, KWallet or KeePassXC's Secret Service;"
        " on a server use `secret: {credential: NAME}` or `secret: {command: [...]}`"
    )

    def __init__(self, service: str, user: str, limit: float, *, prompt: bool = False) -> None:
        self._question = {"store": self.store, "service": service, "user": user, "prompt": prompt}
        self._limit = limit

    def ask(self, verb: Verb, secret: str = "") -> Found:
        """Ask the child; time that runs out means a prompt nobody answers: locked."""
        question = {**self._question, "verb": verb, "limit": math.ceil(self._limit) + 1}
        if secret:
            question["secret"] = secret
        ended = _run(
            process_.python("followupd.adapters.credentials.keyring_process"),
            self._limit,
            json.dumps(question),
        )
        if ended is None:
            return Found(
                State.LOCKED, why=f"it did not answer within {self._limit:g} s, perhaps behind a prompt"
            )
        return _parsed(ended.out) or Found(State.FAILED, why=f"its process ended with status {ended.status}")


class _Credential(_Keyring):
    """A systemd credential, through the same child and a read-only backend of our own."""

    store = "credential"
    writable = False

    def __init__(self, name: str, user: str, limit: float) -> None:
        super().__init__(name, user, limit)
        self.absent = f"the unit has no credential {name!r}: add LoadCredentialEncrypted={name}:FILE to it"
        self.missing = f"run followupd as a systemd unit with LoadCredentialEncrypted={name}:FILE"

    def ask(self, verb: Verb, secret: str = "") -> Found:
        """Read it; writing is systemd's affair."""
        _only_reads(verb, "systemd credentials are read-only; make a new one with `systemd-creds encrypt`")
        return super().ask(verb, secret)


class _Command:
    """A program that prints the secret on its first line; never a shell."""

    writable = False
    absent = "the program printed nothing"
    missing = "correct `account.secret.command` in the configuration"

    def __init__(self, argv: Sequence[str], limit: float) -> None:
        self._argv = list(argv)
        self._limit = limit

    def ask(self, verb: Verb, secret: str = "") -> Found:  # noqa: ARG002 - Source's signature
        """Run it. Its stderr explains a failure; its stdout is shown to nobody."""
        _only_reads(verb, "the secret comes from `account.secret.command`; change it there")
        try:
            ended = _run(self._argv, self._limit)
        except OSError as fault:
            return Found(State.MISSING, self._argv[0], f"cannot run {self._argv[0]}: {fault.strerror}")
        if ended is None:
            return Found(State.FAILED, self._argv[0], f"it did not end within {self._limit:g} s")
        if ended.status:
            return Found(State.FAILED, self._argv[0], f"status {ended.status}: {ended.complaint}")
        line = ended.out.partition("\n")[0].removesuffix("\r")
        state = State.UNLOCKED if line else State.ABSENT
        return Found(state, self._argv[0], secret=line if verb == "get" else "")


def _only_reads(verb: Verb, otherwise: str) -> None:
    if verb in {"set", "delete"}:
        raise UsageError(otherwise)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a program ended."""

    status: int
    out: str = field(repr=False)
    complaint: str  # the end of its stderr, one line


def _run(argv: Sequence[str], limit: float, text: str = "") -> _Ended | None:
    """Run a program in a session of its own, so that everything it starts ends with it. None: out of time.

    Raises OSError if it cannot be started.
    """
    with subprocess.Popen(  # noqa: S603 - the user's own program, or this Python
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            out, complaint = process.communicate(text.encode(), timeout=limit)
        except subprocess.TimeoutExpired:
            _end(process.pid)
            return None  # not re-raised: the exception carries what the program printed
        except BaseException:
            _end(process.pid)
            raise
    shown = " ".join(complaint.decode(errors="replace").split())[-QUOTED:]
    return _Ended(process.returncode, out.decode(errors="replace"), shown)


def _end(group: int) -> None:
    """Kill what is left of a process group: pinentry, ssh, whatever the program started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _parsed(text: str) -> Found | None:
    """Return the child's answer. A fault must not carry the text, which holds the secret: None."""
    try:
        answer: dict[str, Any] = json.loads(text)
        return Found(State(answer.pop("state")), **answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


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
