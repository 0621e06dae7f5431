"""One keyring call in a process of its own: `python -m followupd.adapters.credentials.keyring_process`, JSON in, JSON out.

A keyring may wait for ever for a person to type a password into a prompt, and it looks for its backends only once
per process. So each call gets a fresh process, which its parent ends when the time is up. The secret travels
through the pipes, never through arguments or environment.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import keyring.core
from keyring.backends import SecretService, chainer, fail, null
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from followupd.adapters.credentials.secret_stores import State
from followupd.adapters.system.memory import keep_out_of_core_dumps

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Answer = dict[str, Any]


class Insecure(Exception):
    """The chosen backend would keep the secret in the clear, or not at all."""


def choose(store: str) -> KeyringBackend:
    """Return the backend for `keyring` or `credential`. Raises NoKeyringError, Insecure, or what a backend raises."""
    if store == "credential":
        from followupd.adapters.credentials.systemd_credentials import CredentialsDirectory, directory

        directory()
        return CredentialsDirectory()
    keyring.core.init_backend(limit=keyring.core.recommended)
    ring = keyring.core.get_keyring()
    # $PYTHON_KEYRING_BACKEND and keyringrc.cfg bypass the limit, so what came out is looked at again.
    for each in members(ring):
        refuse_insecure(each)
    return ring


def members(ring: KeyringBackend) -> list[KeyringBackend]:
    """Return the backends behind a chainer, or the one backend itself."""
    return list(ring.backends) if isinstance(ring, chainer.ChainerBackend) else [ring]


def refuse_insecure(ring: KeyringBackend) -> None:
    """Raise Insecure or NoKeyringError unless the backend protects what it keeps."""
    if isinstance(ring, fail.Keyring):
        raise NoKeyringError(no_keyring())
    if isinstance(ring, null.Keyring):
        raise Insecure("keeps nothing: it answers every question with 'no such secret'")
    if any(c.__module__.startswith("keyrings.alt") for c in type(ring).__mro__):
        raise Insecure("belongs to keyrings.alt, whose files anybody who copies them can read")
    if type(ring).priority < 1:  # the class: $KEYRING_PROPERTY_PRIORITY would fool the object
        raise Insecure(f"is not recommended by its own author (priority {type(ring).priority:g}, below 1)")


def no_keyring() -> str:
    """Return why the usual backend does not work here."""
    try:
        SecretService.Keyring.priority  # noqa: B018 - raises the reason
    except Exception as reason:  # noqa: BLE001 - whatever it is, it is the reason
        return str(reason)
    return "no backend of the keyring library works here"


def locked(ring: KeyringBackend) -> bool:
    """Tell whether a Secret Service is locked, without the prompt that keyring would put up."""
    return any(_collection_locked() for each in members(ring) if isinstance(each, SecretService.Keyring))


def _collection_locked() -> bool:
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return secretstorage.Collection(bus).is_locked()
        except secretstorage.ItemNotFoundException:  # no default collection yet: a first `set` makes it
            return False


def perform(ring: KeyringBackend, request: dict[str, Any]) -> Answer:
    """Carry out `get`, `set`, `delete` or `status`. Raises what the backend raises."""
    service, user = request["service"], request["user"]
    match request["verb"]:
        case "set":
            ring.set_password(service, user, request["secret"])
            return {"state": State.UNLOCKED}
        case "delete":
            ring.delete_password(service, user)
            return {"state": State.UNLOCKED}
        case verb:
            secret = ring.get_password(service, user)
            found = {"state": State.ABSENT if secret is None else State.UNLOCKED}
            return {**found, "secret": secret} if verb == "get" else found


def answer(request: dict[str, Any]) -> Answer:
    """Return what the keyring had to say; never raises for what a keyring may do."""
    try:
        ring = choose(request["store"])
    except Insecure as reason:
        return {"state": State.INSECURE, "backend": name(keyring.core.get_keyring()), "why": str(reason)}
    except Exception as reason:  # noqa: BLE001 - a backend named in the environment may raise anything
        return {"state": State.MISSING, "backend": "", "why": str(reason) or type(reason).__name__}
    try:
        if not request["prompt"] and locked(ring):
            return {"state": State.LOCKED, "backend": name(ring)}
        return {"backend": name(ring), **perform(ring, request)}
    except Exception as reason:  # noqa: BLE001 - same
        return {"backend": name(ring), **explain(reason, request.get("secret"))}


def explain(reason: Exception, secret: str | None) -> Answer:
    """Return what an exception of a backend's means."""
    if isinstance(reason, KeyringLocked) or type(reason).__name__ in {
        "LockedException",
        "PromptDismissedException",
    }:
        return {"state": State.LOCKED}
    if isinstance(reason, PasswordDeleteError):
        return {"state": State.ABSENT}
    # Only the known ones are quoted, and only without the secret in them; of the others, the kind says enough.
    quotable = isinstance(
        reason, KeyringError | RuntimeError | OSError | ValueError | subprocess.SubprocessError
    )
    text = str(reason) if quotable and not isinstance(reason, UnicodeError) else ""
    if secret and secret in text:
        text = ""
    return {"state": State.FAILED, "why": f"{type(reason).__name__}: {text}".removesuffix(": ")}


def name(ring: KeyringBackend) -> str:
    """Return the full name of the backend's class, as keyring's own settings want it."""
    return f"{type(ring).__module__}.{type(ring).__qualname__}"


def main() -> None:
    """Read one request from stdin and write one answer to stdout."""
    keep_out_of_core_dumps()
    # Whatever a backend or the programs it starts print must not end up in the answer, nor show a secret.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = json.load(sys.stdin)
    signal.alarm(request["limit"])  # outlives no parent that was killed
    with os.fdopen(out, "w") as pipe:
        json.dump(answer(request), pipe)


if __name__ == "__main__":
    main()
