"""How long the certificate of a mail server still holds; asked before any login, so no secret is at stake."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from followupd.config import Tls
from followupd.errors import Unreachable
from followupd.mail import tls

if TYPE_CHECKING:
    from followupd.config import Server

TIMEOUT = 15.0  # seconds for each step
LONGEST = 4096  # bytes of a line

# What asks for STARTTLS (RFC 3501 §6.2.1, RFC 3207 §4), and how the line begins that grants it.
_ASKS = {
    "imap": ((b"a STARTTLS\r\n", b"a OK"),),
    "smtp": ((b"EHLO localhost\r\n", b"250 "), (b"STARTTLS\r\n", b"220 ")),
}


def valid_until(server: Server, protocol: Literal["imap", "smtp"]) -> datetime | None:
    """Return when the certificate ends, UTC; None where there is no TLS.

    Raises Unreachable, with the remedy where the certificate is not to be trusted.
    """
    if server.tls is Tls.NONE:
        return None
    context = tls.context(server)
    try:
        with socket.create_connection((server.host, server.port), TIMEOUT) as plain:
            if server.tls is Tls.STARTTLS:
                _ask(plain, protocol)
            with context.wrap_socket(plain, server_hostname=server.host) as secure:
                certificate = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"{tls.place(server)}: {tls.why(error)}; {_remedy(error)}") from None
    except ssl.SSLError as error:
        raise Unreachable(
            f"{tls.place(server)}: {tls.why(error)}; does this port speak {server.tls} TLS?"
        ) from None
    except OSError as error:
        raise Unreachable(f"{tls.place(server)}: {tls.why(error)}; check host and port") from None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _remedy(error: ssl.SSLCertVerificationError) -> str:
    if "expired" in error.verify_message:
        return "the provider must renew it, or the clock of this machine is wrong"
    if "match" in error.verify_message:
        return "write the host name that stands in the certificate"
    return (
        "for a private authority name its certificate as ca_file; behind a captive portal log in there first"
    )


def _ask(plain: socket.socket, protocol: str) -> None:
    """Say what starts TLS. Raises OSError where the server does not play along."""
    with plain.makefile("rb") as lines:
        lines.readline(LONGEST)  # the greeting
        for ask, granted in _ASKS[protocol]:
            plain.sendall(ask)
            for _ in range(100):
                line = lines.readline(LONGEST)
                if line.startswith(granted):
                    break
                if not line or line.startswith((b"a ", b"5", b"4")):
                    raise ConnectionError("it offers no STARTTLS")
