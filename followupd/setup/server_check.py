"""Knocks at a mail server before any login: who answers there, and how long the certificate holds.

No secret is at stake yet, so the door may be looked at from every side. Whatever does not fit is one sentence, and
its remedy behind a semicolon.
"""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from followupd.adapters.mail import tls
from followupd.config.account import Tls
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from followupd.config.account import Server

Protocol = Literal["imap", "smtp"]

TIMEOUT = 15.0  # seconds for each step
LISTENING = 3.0  # seconds for whoever should have spoken first
LONGEST = 4096  # bytes of a line

# What asks for STARTTLS (RFC 3501 §6.2.1, RFC 3207 §4), and how the line begins that grants it.
_ASKS: dict[str, tuple[tuple[bytes, bytes], ...]] = {
    "imap": ((b"a STARTTLS\r\n", b"a OK"),),
    "smtp": ((b"EHLO localhost\r\n", b"250 "), (b"STARTTLS\r\n", b"220 ")),
}
_USUAL = {
    "imap": "IMAP is usually on port 993 (tls: implicit) or 143 (tls: starttls)",
    "smtp": "mail is usually handed over on port 465 (tls: implicit) or 587 (tls: starttls)",
}
# How they greet, or answer to what is not theirs.
_VOICES = (
    (re.compile(rb"\* "), "imap"),
    (re.compile(rb"\d{3}[ -]"), "smtp"),
    (re.compile(rb"\+OK"), "POP3"),
    (re.compile(rb"HTTP/|<"), "web"),
    (re.compile(rb"SSH-"), "SSH"),
)
_NAMES = {"imap": "IMAP", "smtp": "SMTP"}
_PORTAL = "check host and port; in a hotel or on a train open a web page and log in to the network first"


def knock(server: Server, protocol: Protocol, timeout: float = TIMEOUT) -> datetime | None:
    """Return when the certificate ends, UTC; None where there is no TLS. `timeout` in seconds, for each step.

    Raises Unreachable where somebody else answers there, nobody does, or the certificate is not to be trusted.
    """
    context = tls.context(server)  # a ca_file that cannot be read is told at once
    try:
        return _entered(server, protocol, context, timeout)
    except ssl.SSLCertVerificationError as error:
        said = tls.why(error)
    except ssl.SSLError as error:
        said = _in_the_clear(server, protocol, timeout) or f"{tls.why(error)}; {_USUAL[protocol]}"
    except OSError as error:
        said = _unheard(error, protocol)
    raise Unreachable(f"{tls.place(server)}: {said}")


class _Stranger(OSError):
    """Somebody answers, and it is not who should."""


def _entered(server: Server, protocol: Protocol, context: ssl.SSLContext, timeout: float) -> datetime | None:
    with socket.create_connection((server.host, server.port), timeout) as plain:
        if server.tls is not Tls.IMPLICIT:
            greeting = _greeting(plain)
            if not greeting:
                raise _Stranger(_silence(server, protocol, timeout))
            _greeted(greeting, protocol)
        if server.tls is Tls.NONE:
            return None
        if server.tls is Tls.STARTTLS:
            _ask(plain, protocol)
        with context.wrap_socket(plain, server_hostname=server.host) as secure:
            certificate = secure.getpeercert() or {}
            if server.tls is Tls.IMPLICIT:
                _greeted(_greeting(secure), protocol)
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _greeted(greeting: bytes, protocol: Protocol) -> None:
    """Raise _Stranger unless that is how this protocol says hello."""
    voice = _voice(greeting)
    good = greeting.startswith(b"220") if protocol == "smtp" else greeting.startswith(b"* OK")
    if good or (protocol == "imap" and greeting.startswith(b"* PREAUTH")):
        return
    said = tls.plain(greeting.decode("utf-8", "replace"), 120)
    if voice == protocol:
        raise _Stranger(f"it wants no visitors now: {said}; try again later")
    if voice:
        raise _Stranger(_other(voice, protocol))
    raise _Stranger(f"it does not speak {_NAMES[protocol]}: {said or 'it says nothing'}; {_USUAL[protocol]}")


def _other(voice: str, protocol: Protocol) -> str:
    if voice == "web":
        return f"a web page answers there, no mail server; {_PORTAL}"
    return f"{_NAMES.get(voice, voice)} answers there, not {_NAMES[protocol]}; {_USUAL[protocol]}"


def _voice(said: bytes) -> str | None:
    return next((name for pattern, name in _VOICES if pattern.match(said)), None)


def _greeting(sock: socket.socket) -> bytes:
    """Return the first line that somebody says unasked; b"" for silence and for a web server, which waits."""
    with suppress(TimeoutError), sock.makefile("rb") as lines:
        return lines.readline(LONGEST)
    return b""


def _silence(server: Server, protocol: Protocol, timeout: float) -> str:
    """Return why nobody speaks first in the clear."""
    if _speaks_tls(server, timeout):
        return f"it wants TLS from the first byte on; write tls: implicit ({_USUAL[protocol]})"
    return _in_the_clear(server, protocol, timeout) or f"it says nothing; {_USUAL[protocol]}"


def _speaks_tls(server: Server, timeout: float) -> bool:
    context = ssl.create_default_context()
    # Nothing is said to it and nothing believed: only whether TLS is spoken counts.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with suppress(OSError), socket.create_connection((server.host, server.port), timeout) as plain:
        context.wrap_socket(plain, server_hostname=server.host).close()
        return True
    return False


def _in_the_clear(server: Server, protocol: Protocol, timeout: float) -> str | None:
    """Return who answers where TLS from the first byte on failed; None where nobody says so."""
    with suppress(OSError), socket.create_connection((server.host, server.port), timeout) as plain:
        plain.settimeout(min(LISTENING, timeout))
        said = _greeting(plain)
        if not said:
            plain.sendall(b"HELP\r\n\r\n")  # to which a web server says that this is no request
            said = _greeting(plain)
        voice = _voice(said)
        if voice == protocol:
            return f"it begins in the clear, without TLS; write tls: starttls ({_USUAL[protocol]})"
        return _other(voice, protocol) if voice else None
    return None


def _unheard(error: OSError, protocol: Protocol) -> str:
    """Return why there was no conversation, and what to do."""
    match error:
        case _Stranger():
            return str(error)
        case socket.gaierror():
            return f"{tls.why(error)}; check the spelling of the host, and the network"
        case ConnectionRefusedError():
            return f"nobody listens there; {_USUAL[protocol]}"
        case TimeoutError():
            return f"{tls.why(error)}; check host and port: some networks let no mail through"
        case _:
            return f"{tls.why(error)}; check host and port"


def _ask(plain: socket.socket, protocol: Protocol) -> None:
    """Say what starts TLS. Raises OSError where the server does not play along."""
    with plain.makefile("rb") as lines:
        for ask, granted in _ASKS[protocol]:
            plain.sendall(ask)
            for _ in range(100):
                line = lines.readline(LONGEST)
                if line.startswith(granted):
                    break
                if not line or line.startswith((b"a ", b"5", b"4")):
                    raise _Stranger(
                        f"it offers no STARTTLS, and no password is sent over an open line; {_USUAL[protocol]}"
                    )
