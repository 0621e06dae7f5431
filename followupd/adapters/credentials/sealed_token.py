"""A writable copy of a read-only secret: it keeps a rotated refresh token if a systemd credential has the first.

The copy is a file with mode 0600. Its key is derived from the credential itself: a person who cannot read the
credential cannot read the copy. A new credential makes an old copy unreadable, so the old copy no longer counts.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from followupd.adapters.system import files
from followupd.errors import TryAgain

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.fernet import Fernet

    from followupd.adapters.credentials.secret_stores import SecretStore


class SealedToken:
    """A store that returns the original until a newer secret was stored in `file`."""

    is_writable = True

    def __init__(self, original: SecretStore, file: Path) -> None:
        self._original = original
        self._file = file

    def read_secret(self) -> str:
        """Return the copy, or the original if no copy belongs to it. Raises what the original raises."""
        from cryptography.fernet import InvalidToken

        original = self._original.read_secret()
        try:
            return _make_cipher(original).decrypt(self._file.read_bytes()).decode()
        except (FileNotFoundError, InvalidToken):  # no copy yet, or the copy of an earlier credential
            return original
        except OSError as fault:
            raise TryAgain(f"cannot read {self._file}: {fault.strerror}") from None

    def write_secret(self, secret: str) -> None:
        """Write the copy as a whole, for its owner only. Raises TryAgain and what the original raises."""
        ciphertext = _make_cipher(self._original.read_secret()).encrypt(secret.encode())
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.replace_file(self._file, ciphertext, mode=0o600, durable=True)
        except OSError as fault:
            raise TryAgain(f"cannot write {self._file}: {fault.strerror}") from None

    def drop_cached(self) -> None:
        """Drop the original from memory, so that it is read afresh next time."""
        self._original.drop_cached()


def _make_cipher(original: str) -> Fernet:
    """Return a cipher whose key is derived from the original (HKDF, RFC 5869): a token has enough entropy."""
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(SHA256(), length=32, salt=None, info=b"followupd rotated token").derive(original.encode())
    return Fernet(base64.urlsafe_b64encode(key))
