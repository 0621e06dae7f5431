"""What all mail connections share: trust in certificates, the rule for plain connections, and texts for errors."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.config.account import Tls
from followupd.errors import Unreachable
from followupd.inbound.verdict import show_safely

if TYPE_CHECKING:
    from followupd.config.account import Server


def server_address(server: Server) -> str:
    """Return `host:port`, which begins every sentence about a server."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"{host}:{server.port}"


def make_context(server: Server) -> ssl.SSLContext:
    """Return a context that checks chain, host name and dates, with TLS 1.2 at least (RFC 8997).

    The `ca_file` of the server is trusted beside the authorities of the system. Raises Unreachable if a file cannot be
    read.

    All connections share one context until one of these files changes: the authorities of a system take megabytes.
    """
    system = ssl.get_default_verify_paths()
    files = tuple(filter(None, (system.cafile, system.capath, server.ca_file)))
    try:
        return _cached_context(server.ca_file, tuple((file, *_file_state(file)) for file in files))
    except OSError as error:
        source = f"ca_file {server.ca_file}" if server.ca_file else "the authorities of the system"
        raise Unreachable(f"{server_address(server)}: {source}: {explain_connection_error(error)}") from error


@lru_cache(maxsize=2)
def _cached_context(ca_file: str | None, _file_states: tuple[object, ...]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _file_state(file: str) -> tuple[int, ...]:
    """Return values that change when the file changes, or the names in a directory. Raises OSError."""
    stat = Path(file).stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def require_local_if_plain(server: Server, sock: socket.socket) -> None:
    """Raise Unreachable for a plain connection that leaves this machine, regardless of the server's name."""
    if server.tls is not Tls.NONE:
        return
    peer = str(sock.getpeername()[0]).partition("%")[0]
    if not ipaddress.ip_address(peer).is_loopback:
        raise Unreachable(f"{server_address(server)}: tls: none is for this machine only, and this is {peer}")


def tune_socket(sock: socket.socket) -> None:
    """Make the kernel notice within two minutes that the other end is gone, and send small packets at once.

    The final dot of a mail is a small packet. To wait for the receipt of the body first would only make the moment of
    doubt longer.
    """
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", 60),  # seconds of silence before the first probe
        ("TCP_KEEPINTVL", 15),  # seconds between probes
        ("TCP_KEEPCNT", 4),  # probes
        ("TCP_USER_TIMEOUT", 90_000),  # milliseconds that sent bytes may stay unconfirmed
    ):
        if option := getattr(socket, name, None):  # not every system has them all
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


def explain_connection_error(error: BaseException) -> str:
    """Return in a few words what went wrong on a connection."""
    words = to_one_line(str(error))
    match error:
        case ssl.SSLCertVerificationError():
            words = f"its certificate is not to be trusted: {error.verify_message.rstrip('.')}; {_certificate_advice(error)}"
        case ssl.SSLEOFError():
            words = "it closed the connection"
        case ssl.SSLError():
            words = f"TLS failed: {error.reason or error}"
        case socket.gaierror():
            words = "no such host, or no network"
        case TimeoutError():
            words = "it did not answer in time"
        case OSError() if error.strerror:
            words = error.strerror[:1].lower() + error.strerror[1:]
    return words or type(error).__name__


def _certificate_advice(error: ssl.SSLCertVerificationError) -> str:
    message = error.verify_message
    if "expired" in message or "not yet valid" in message:
        return "the provider must renew it, or the clock of this machine is wrong"
    if "match" in message or "not valid for" in message:
        return "write the host name that stands in the certificate"
    return (
        "for a private authority name its certificate as ca_file; behind a captive portal log in there first"
    )


def to_one_line(text: str, limit: int = 2000) -> str:
    """Return a server's words in a form to show: one line, no control characters, `limit` characters at most."""
    return " ".join(show_safely(text[: 4 * limit]).split())[:limit]
