"""Checks a mail server before any login: what answers there, and how long its certificate is valid.

No secret is sent, so the server may be tried in several ways. Each fault is one sentence, with its remedy after a
semicolon.
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

MailProtocol = Literal["imap", "smtp"]

STEP_TIMEOUT = 15.0  # seconds for each step
GREETING_TIMEOUT = 3.0  # seconds to wait for the greeting of the server
MAX_LINE_BYTES = 4096  # bytes of a line

# The commands that start TLS (RFC 3501 §6.2.1, RFC 3207 §4), and how the answer begins if they succeed.
_STARTTLS_COMMANDS: dict[str, tuple[tuple[bytes, bytes], ...]] = {
    "imap": ((b"a STARTTLS\r\n", b"a OK"),),
    "smtp": ((b"EHLO localhost\r\n", b"250 "), (b"STARTTLS\r\n", b"220 ")),
}
_USUAL_PORTS = {
    "imap": "IMAP is usually on port 993 (tls: implicit) or 143 (tls: starttls)",
    "smtp": "mail is usually handed over on port 465 (tls: implicit) or 587 (tls: starttls)",
}
# How servers greet, or how they answer to a foreign protocol.
_GREETING_PATTERNS = (
    (re.compile(rb"\* "), "imap"),
    (re.compile(rb"\d{3}[ -]"), "smtp"),
    (re.compile(rb"\+OK"), "POP3"),
    (re.compile(rb"HTTP/|<"), "web"),
    (re.compile(rb"SSH-"), "SSH"),
)
_PROTOCOL_NAMES = {"imap": "IMAP", "smtp": "SMTP"}
_PORTAL_ADVICE = (
    "check host and port; in a hotel or on a train open a web page and log in to the network first"
)


def check_server(server: Server, protocol: MailProtocol, timeout: float = STEP_TIMEOUT) -> datetime | None:
    """Return when the certificate ends, UTC; None if the server uses no TLS.

    `timeout` is in seconds, for each step. Raises Unreachable if another kind of server answers there, if nothing
    answers, or if the certificate cannot be trusted.
    """
    context = tls.make_context(server)  # raises at once if the ca_file cannot be read
    try:
        return _find_certificate_end(server, protocol, context, timeout)
    except ssl.SSLCertVerificationError as error:
        problem = tls.explain_connection_error(error)
    except ssl.SSLError as error:
        problem = (
            _describe_plaintext_answer(server, protocol, timeout)
            or f"{tls.explain_connection_error(error)}; {_USUAL_PORTS[protocol]}"
        )
    except OSError as error:
        problem = _explain_failure(error, protocol)
    raise Unreachable(f"{tls.server_address(server)}: {problem}")


class _WrongServer(OSError):
    """A server answers, but it is not the expected one."""


def _find_certificate_end(
    server: Server, protocol: MailProtocol, context: ssl.SSLContext, timeout: float
) -> datetime | None:
    with socket.create_connection((server.host, server.port), timeout) as connection:
        if server.tls is not Tls.IMPLICIT:
            greeting = _read_greeting(connection)
            if not greeting:
                raise _WrongServer(_explain_silence(server, protocol, timeout))
            _check_greeting(greeting, protocol)
        if server.tls is Tls.NONE:
            return None
        if server.tls is Tls.STARTTLS:
            _start_tls(connection, protocol)
        with context.wrap_socket(connection, server_hostname=server.host) as tls_connection:
            certificate = tls_connection.getpeercert() or {}
            if server.tls is Tls.IMPLICIT:
                _check_greeting(_read_greeting(tls_connection), protocol)
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _check_greeting(greeting: bytes, protocol: MailProtocol) -> None:
    """Raise _WrongServer unless this is a greeting of the protocol."""
    actual_protocol = _identify_protocol(greeting)
    is_good = greeting.startswith(b"220") if protocol == "smtp" else greeting.startswith(b"* OK")
    if is_good or (protocol == "imap" and greeting.startswith(b"* PREAUTH")):
        return
    greeting_text = tls.to_one_line(greeting.decode("utf-8", "replace"), 120)
    if actual_protocol == protocol:
        raise _WrongServer(f"it wants no visitors now: {greeting_text}; try again later")
    if actual_protocol:
        raise _WrongServer(_describe_other(actual_protocol, protocol))
    raise _WrongServer(
        f"it does not speak {_PROTOCOL_NAMES[protocol]}: {greeting_text or 'it says nothing'}; {_USUAL_PORTS[protocol]}"
    )


def _describe_other(actual_protocol: str, protocol: MailProtocol) -> str:
    if actual_protocol == "web":
        return f"a web page answers there, no mail server; {_PORTAL_ADVICE}"
    return f"{_PROTOCOL_NAMES.get(actual_protocol, actual_protocol)} answers there, not {_PROTOCOL_NAMES[protocol]}; {_USUAL_PORTS[protocol]}"


def _identify_protocol(line: bytes) -> str | None:
    return next((name for pattern, name in _GREETING_PATTERNS if pattern.match(line)), None)


def _read_greeting(sock: socket.socket) -> bytes:
    """Return the first line that a server sends by itself; b"" if it sends none, like a web server."""
    with suppress(TimeoutError), sock.makefile("rb") as reader:
        return reader.readline(MAX_LINE_BYTES)
    return b""


def _explain_silence(server: Server, protocol: MailProtocol, timeout: float) -> str:
    """Return why the server sends no greeting if there is no TLS."""
    if _speaks_tls(server, timeout):
        return f"it wants TLS from the first byte on; write tls: implicit ({_USUAL_PORTS[protocol]})"
    return (
        _describe_plaintext_answer(server, protocol, timeout) or f"it says nothing; {_USUAL_PORTS[protocol]}"
    )


def _speaks_tls(server: Server, timeout: float) -> bool:
    context = ssl.create_default_context()
    # Nothing is sent and nothing is trusted: this only tries whether the server speaks TLS.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with suppress(OSError), socket.create_connection((server.host, server.port), timeout) as connection:
        context.wrap_socket(connection, server_hostname=server.host).close()
        return True
    return False


def _describe_plaintext_answer(server: Server, protocol: MailProtocol, timeout: float) -> str | None:
    """Return what answers without TLS after TLS has failed; None if that cannot be recognised."""
    with suppress(OSError), socket.create_connection((server.host, server.port), timeout) as connection:
        connection.settimeout(min(GREETING_TIMEOUT, timeout))
        answer = _read_greeting(connection)
        if not answer:
            connection.sendall(b"HELP\r\n\r\n")  # a web server answers that this is no request
            answer = _read_greeting(connection)
        actual_protocol = _identify_protocol(answer)
        if actual_protocol == protocol:
            return f"it begins in the clear, without TLS; write tls: starttls ({_USUAL_PORTS[protocol]})"
        return _describe_other(actual_protocol, protocol) if actual_protocol else None
    return None


def _explain_failure(error: OSError, protocol: MailProtocol) -> str:
    """Return why there was no conversation, and what to do."""
    match error:
        case _WrongServer():
            return str(error)
        case socket.gaierror():
            return f"{tls.explain_connection_error(error)}; check the spelling of the host, and the network"
        case ConnectionRefusedError():
            return f"nobody listens there; {_USUAL_PORTS[protocol]}"
        case TimeoutError():
            return f"{tls.explain_connection_error(error)}; check host and port: some networks let no mail through"
        case _:
            return f"{tls.explain_connection_error(error)}; check host and port"


def _start_tls(connection: socket.socket, protocol: MailProtocol) -> None:
    """Send the commands that start TLS. Raises OSError if the server declines."""
    with connection.makefile("rb") as reader:
        for command, success_prefix in _STARTTLS_COMMANDS[protocol]:
            connection.sendall(command)
            for _ in range(100):
                line = reader.readline(MAX_LINE_BYTES)
                if line.startswith(success_prefix):
                    break
                if not line or line.startswith((b"a ", b"5", b"4")):
                    raise _WrongServer(
                        f"it offers no STARTTLS, and no password is sent over an open line; {_USUAL_PORTS[protocol]}"
                    )
