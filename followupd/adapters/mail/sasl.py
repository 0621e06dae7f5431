"""Logs in for SMTP and IMAP alike: computes the answers of a SASL mechanism to a server's challenges.

PLAIN (RFC 4616) and LOGIN for passwords, XOAUTH2 and OAUTHBEARER (RFC 7628) for access tokens.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING

from followupd.adapters.mail.tls import to_one_line
from followupd.engine.ports import Mechanism
from followupd.errors import LoginRefused

if TYPE_CHECKING:
    from collections.abc import Collection

    from followupd.engine.ports import Login

# The best first. Either mechanism for tokens will do, since the token is the same.
PREFERRED_MECHANISMS = {
    Mechanism.PASSWORD: ("PLAIN", "LOGIN"),
    Mechanism.XOAUTH2: ("XOAUTH2", "OAUTHBEARER"),
    Mechanism.OAUTHBEARER: ("OAUTHBEARER", "XOAUTH2"),
}
MAX_CHALLENGES = 5
SENDABLE_TEXT = re.compile("[^\0\r\n\ud800-\udfff]*")  # half a surrogate pair cannot be encoded in UTF-8


class SaslExchange:
    """One conversation of one mechanism: call it with a challenge, send what it returns (bytes, not yet base64).

    `reason` is the text of the server's error challenge.
    """

    def __init__(self, name: str, login: Login) -> None:
        self.name = name
        self.reason = ""
        self._answers = _build_answers(name, login)
        self._challenge_count = 0

    @property
    def speaks_first(self) -> bool:
        """Whether the first answer may go with the command (RFC 4954 §4)."""
        return self.name != "LOGIN"

    def __call__(self, challenge: bytes) -> bytes:
        """Return the answer to a challenge. Raises ValueError if the server does not stop asking."""
        self._challenge_count += 1
        if self._challenge_count > MAX_CHALLENGES:
            raise ValueError("the server did not stop asking for the login")
        if self.name == "LOGIN":
            return self._answers[min(self._challenge_count, 2) - 1]
        if challenge and len(self._answers) > 1:
            self.reason = _challenge_words(challenge)
        # An empty challenge asks for the first answer, perhaps again: some servers ignore the initial one.
        return self._answers[-1 if challenge else 0]


def choose_exchange(login: Login, mechanisms: Collection[str]) -> SaslExchange | None:
    """Return an exchange for the best mechanism among those offered (upper case); None if none is supported.

    Raises LoginRefused for a user name or secret that no server could accept.
    """
    if not SENDABLE_TEXT.fullmatch(login.user + login.secret):
        raise LoginRefused(
            f"the secret of {login.user!r} holds a line break or NUL; store it again with `followupd login`"
        )
    name = next((name for name in PREFERRED_MECHANISMS[login.mechanism] if name in mechanisms), None)
    return SaslExchange(name, login) if name else None


def redact_secret(text: str, login: Login) -> str:
    """Replace the secret in a server's words, in every form in which it was sent."""
    forms = {login.secret}
    for name in ("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"):
        forms.update(
            b64encode(answer).decode() for answer in _build_answers(name, login)[-2:] if len(answer) > 1
        )
    forms.discard(b64encode(login.user.encode("utf-8", "replace")).decode())
    for form in filter(None, forms):
        text = text.replace(form, "***")
    return text


def _build_answers(name: str, login: Login) -> tuple[bytes, ...]:
    user, secret = login.user.encode("utf-8", "replace"), login.secret.encode("utf-8", "replace")
    match name:
        case "PLAIN":
            return (b"\0" + user + b"\0" + secret,)
        case "LOGIN":
            return (user, secret)
        case "XOAUTH2":
            return (b"user=" + user + b"\1auth=Bearer " + secret + b"\1\1", b"")
        case _:
            name_only = user.replace(b"=", b"=3D").replace(b",", b"=2C")  # RFC 5801 §4, saslname
            # RFC 7628 §3.2.3: the error challenge is answered with a lone 0x01.
            return (b"n,a=" + name_only + b",\1auth=Bearer " + secret + b"\1\1", b"\1")


def _challenge_words(challenge: bytes) -> str:
    """Return the JSON of an error challenge (RFC 7628 §3.2.2) as text; anything else unchanged."""
    text = challenge.decode("utf-8", "replace")
    try:
        details = json.loads(text)
    except (ValueError, RecursionError):
        details = None
    if isinstance(details, dict):
        text = ", ".join(f"{key} {value}" for key, value in details.items())
    return to_one_line(text, 300)
