"""A read-only keyring backend over systemd's credentials (systemd.exec(5), LoadCredential=)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, NoReturn

from keyring.backend import KeyringBackend
from keyring.compat import properties

CREDENTIAL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MAX_CREDENTIAL_BYTES = 64 * 1024  # an OAuth token has a few thousand


def find_credentials_folder() -> Path:
    """Return the directory that systemd made for this unit. Raises RuntimeError outside of such a unit."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise RuntimeError("$CREDENTIALS_DIRECTORY is not set: systemd passed no credential to this process")
    return Path(folder)


class CredentialsDirectory(KeyringBackend):
    """A keyring backend whose service is the name of the credential; the user does not matter.

    It is not registered as an entry point: that would change the keyring of every program in the environment.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - a class property takes the class
        """9, above every desktop keyring, in a unit with credentials. Raises RuntimeError elsewhere."""
        find_credentials_folder()
        return 9

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002 - keyring's signature
        """Return the credential without its one trailing newline; None if the unit has no credential of that name.

        Raises RuntimeError if there is no directory of credentials, and ValueError if the name contains a path or the
        file is too large.
        """
        if not CREDENTIAL_NAME.fullmatch(service):
            raise ValueError(
                f"{service!r} cannot be the name of a credential: letters, digits, '.', '_', '-'"
            )
        try:
            with (find_credentials_folder() / service).open("rb") as file:
                data = file.read(MAX_CREDENTIAL_BYTES + 1)
        except FileNotFoundError:
            return None
        if len(data) > MAX_CREDENTIAL_BYTES:
            raise ValueError(f"credential {service!r} is larger than {MAX_CREDENTIAL_BYTES} bytes")
        return data.decode().removesuffix("\n").removesuffix("\r")

    def set_password(self, service: str, username: str, password: str) -> NoReturn:
        """Raise NotImplementedError: then keyring's chainer tries the next backend."""
        raise NotImplementedError(_READ_ONLY)

    def delete_password(self, service: str, username: str) -> NoReturn:
        """Raise NotImplementedError, like `set_password`."""
        raise NotImplementedError(_READ_ONLY)

    def get_credential(self, service: str, username: str | None) -> Any:
        """Return user and secret as keyring's credential, or None."""
        return super().get_credential(service, username or service)


_READ_ONLY = "systemd credentials cannot be changed while the unit runs"
