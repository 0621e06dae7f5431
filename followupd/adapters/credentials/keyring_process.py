"""One keyring call in a process of its own, by `python -m` with this module's name: JSON in, JSON out.

A keyring may wait forever for a person to type a password into a prompt. It also looks for its backends only once per
process. So each call gets a process of its own, which its parent ends when the time is up. The secret is passed through
pipes, never through arguments or environment.
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

from followupd.adapters.credentials.secret_stores import SecretState
from followupd.adapters.system.memory import keep_out_of_core_dumps

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KeyringAnswer = dict[str, Any]


class InsecureBackend(Exception):
    """The chosen backend would keep the secret as plain text, or not at all."""


def choose_backend(store_kind: str) -> KeyringBackend:
    """Return the backend for a kind of store: keyring or credential.

    Raises NoKeyringError, InsecureBackend, or what a backend raises.
    """
    if store_kind == "credential":
        from followupd.adapters.credentials.systemd_credentials import (
            CredentialsDirectory,
            find_credentials_folder,
        )

        find_credentials_folder()
        return CredentialsDirectory()
    keyring.core.init_backend(limit=keyring.core.recommended)
    backend = keyring.core.get_keyring()
    # $PYTHON_KEYRING_BACKEND and keyringrc.cfg bypass the limit, so the chosen backend is checked again.
    for member in list_backends(backend):
        refuse_insecure(member)
    return backend


def list_backends(backend: KeyringBackend) -> list[KeyringBackend]:
    """Return the backends that a chainer combines, or the one backend itself."""
    return list(backend.backends) if isinstance(backend, chainer.ChainerBackend) else [backend]


def refuse_insecure(backend: KeyringBackend) -> None:
    """Raise InsecureBackend or NoKeyringError unless the backend protects what it keeps."""
    if isinstance(backend, fail.Keyring):
        raise NoKeyringError(why_no_keyring())
    if isinstance(backend, null.Keyring):
        raise InsecureBackend("keeps nothing: it answers every question with 'no such secret'")
    if any(c.__module__.startswith("keyrings.alt") for c in type(backend).__mro__):
        raise InsecureBackend("belongs to keyrings.alt, whose files anybody who copies them can read")
    if type(backend).priority < 1:  # of the class: $KEYRING_PROPERTY_PRIORITY changes it for the object
        raise InsecureBackend(
            f"is not recommended by its own author (priority {type(backend).priority:g}, below 1)"
        )


def why_no_keyring() -> str:
    """Return why the usual backend does not work here."""
    try:
        SecretService.Keyring.priority  # noqa: B018 - raises the reason
    except Exception as reason:  # noqa: BLE001 - whatever it is, it is the reason
        return str(reason)
    return "no backend of the keyring library works here"


def is_keyring_locked(backend: KeyringBackend) -> bool:
    """Return whether a Secret Service is locked, without the prompt that the keyring would show."""
    return any(
        _is_collection_locked()
        for member in list_backends(backend)
        if isinstance(member, SecretService.Keyring)
    )


def _is_collection_locked() -> bool:
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return secretstorage.Collection(bus).is_locked()
        except secretstorage.ItemNotFoundException:  # no default collection yet: the first `set` makes it
            return False


def perform_request(backend: KeyringBackend, request: dict[str, Any]) -> KeyringAnswer:
    """Carry out `get`, `set`, `delete` or `status`. Raises what the backend raises."""
    service, user = request["service"], request["user"]
    match request["verb"]:
        case "set":
            backend.set_password(service, user, request["secret"])
            return {"state": SecretState.UNLOCKED}
        case "delete":
            backend.delete_password(service, user)
            return {"state": SecretState.UNLOCKED}
        case verb:
            secret = backend.get_password(service, user)
            response = {"state": SecretState.ABSENT if secret is None else SecretState.UNLOCKED}
            return {**response, "secret": secret} if verb == "get" else response


def answer_request(request: dict[str, Any]) -> KeyringAnswer:
    """Return the keyring's answer; never raises, whatever the keyring does."""
    try:
        backend = choose_backend(request["store"])
    except InsecureBackend as reason:
        return {
            "state": SecretState.INSECURE,
            "backend": backend_name(keyring.core.get_keyring()),
            "why": str(reason),
        }
    except Exception as reason:  # noqa: BLE001 - a backend named in the environment may raise anything
        return {"state": SecretState.MISSING, "backend": "", "why": str(reason) or type(reason).__name__}
    try:
        if not request["prompt"] and is_keyring_locked(backend):
            return {"state": SecretState.LOCKED, "backend": backend_name(backend)}
        return {"backend": backend_name(backend), **perform_request(backend, request)}
    except Exception as reason:  # noqa: BLE001 - same
        return {"backend": backend_name(backend), **explain_backend_error(reason, request.get("secret"))}


def explain_backend_error(reason: Exception, secret: str | None) -> KeyringAnswer:
    """Return the answer that describes an exception of a backend."""
    if isinstance(reason, KeyringLocked) or type(reason).__name__ in {
        "LockedException",
        "PromptDismissedException",
    }:
        return {"state": SecretState.LOCKED}
    if isinstance(reason, PasswordDeleteError):
        return {"state": SecretState.ABSENT}
    # Only known kinds are quoted, and only if the text does not hold the secret; of others only the kind is reported.
    quotable = isinstance(
        reason, KeyringError | RuntimeError | OSError | ValueError | subprocess.SubprocessError
    )
    text = str(reason) if quotable and not isinstance(reason, UnicodeError) else ""
    if secret and secret in text:
        text = ""
    return {"state": SecretState.FAILED, "why": f"{type(reason).__name__}: {text}".removesuffix(": ")}


def backend_name(backend: KeyringBackend) -> str:
    """Return the full name of the backend's class, as keyring's own settings want it."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def main() -> None:
    """Read one request from stdin and write one answer to stdout."""
    keep_out_of_core_dumps()
    # Nothing that a backend or its programs print may get into the answer or show a secret.
    output_fd = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = json.load(sys.stdin)
    signal.alarm(request["limit"])  # so that this process ends even if its parent was killed
    with os.fdopen(output_fd, "w") as pipe:
        json.dump(answer_request(request), pipe)


if __name__ == "__main__":
    main()
