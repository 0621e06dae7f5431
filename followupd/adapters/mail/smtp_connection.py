"""One SMTP conversation by smtplib, with an exact reader of replies and with timeouts that suit a watchdog.

smtplib's own reader makes up codes (-1, and a 500 for an overlong line) that look like the server's. This one raises
OSError for anything that is no reply. It never returns a code that the server did not send.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from followupd.adapters.mail import tls
from followupd.config.account import Tls

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.config.account import Server

MAX_LINE_BYTES = 8192  # RFC 5321 §4.5.3.1.5 allows 512, but some servers write long texts
MAX_REPLY_BYTES = 65_536  # bytes
BEAT_INTERVAL = 5.0  # seconds between two signs of life while waiting
CHUNK_BYTES = 16_384  # bytes
CHUNK_TIMEOUT = 60.0  # seconds for sending a chunk
QUIT_TIMEOUT = 5.0
# Used until the connection is open: otherwise smtplib would look up this machine's name and send it.
_NO_NAME = "[127.0.0.1]"
# RFC 5321 §4.2. Seen in practice: a bare LF as line end.
REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?\n")


@dataclass(frozen=True, slots=True)
class SmtpReply:
    """A whole reply: its code, and its lines without code and line end."""

    code: int
    lines: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The text of the reply, in one line."""
        return tls.to_one_line(b" ".join(self.lines).decode("utf-8", "replace"))

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


def format_address_literal(address: str) -> str:
    """Return the name for EHLO, as Thunderbird forms it: the local IP address (RFC 5321 §4.1.3), no host name."""
    plain_address = address.partition("%")[0]  # without the interface
    return f"[IPv6:{plain_address}]" if ":" in plain_address else f"[{plain_address}]"


class GarbledReply(OSError):
    """The received data is no SMTP reply."""


class SmtpConnection(smtplib.SMTP):
    """A connection to a submission server.

    Every method raises OSError if the connection is lost or the server breaks the protocol.
    """

    sock: socket.socket | None

    def __init__(
        self, server: Server, alive: Callable[[], None], connect_timeout: float, command_timeout: float
    ) -> None:
        super().__init__(local_hostname=_NO_NAME, timeout=connect_timeout)
        self._server = server
        self._alive = alive
        self._command_timeout = command_timeout
        self._unread_bytes = bytearray()

    def open_securely(self) -> SmtpReply | None:
        """Connect, greet and secure the connection; return the server's reply if it refuses one of these, else None.

        Raises Unreachable if a password would be sent in plain text.
        """
        server = self._server
        context = None if server.tls is Tls.NONE else tls.make_context(server)
        self.sock = socket.create_connection((server.host, server.port), self.timeout)
        tls.require_local_if_plain(server, self.sock)
        tls.tune_socket(self.sock)
        self.local_hostname = format_address_literal(self.sock.getsockname()[0])
        if context and server.tls is Tls.IMPLICIT:
            self._wrap_socket(context)
        if (greeting := self.read_reply()).code != 220:  # noqa: PLR2004 - RFC 5321 §4.3.2
            return greeting
        refusal = self._send_ehlo()
        if refusal is None and context and server.tls is Tls.STARTTLS:
            refusal = (
                self._start_tls(context) or self._send_ehlo()
            )  # RFC 3207 §4.2: what was said before TLS is dropped
        return refusal

    @property
    def tls_version(self) -> str | None:
        """The TLS version in use, or None without TLS."""
        return self.sock.version() if isinstance(self.sock, ssl.SSLSocket) else None

    def send_command(self, command: str) -> SmtpReply:
        """Send one command line and return the reply. Raises ValueError for a line break in the command."""
        if re.search(r"[\0\r\n]", command):
            raise ValueError("a line break in an SMTP command")
        self.send_bytes(command.encode() + b"\r\n")
        return self.read_reply()

    def send_bytes(self, data: bytes) -> None:
        """Send bytes unchanged, with a sign of life between the chunks."""
        sock = self._require_socket()
        for start in range(0, len(data), CHUNK_BYTES):
            self._alive()
            sock.settimeout(min(CHUNK_TIMEOUT, self._command_timeout))
            sock.sendall(data[start : start + CHUNK_BYTES])

    def send_at_once(self, data: bytes) -> None:
        """Send a few bytes; nothing else is done before."""
        self._require_socket().sendall(data)

    def read_reply(self, within: float | None = None) -> SmtpReply:
        """Read one reply, all its lines (RFC 5321 §4.2.1), in `within` seconds."""
        deadline = monotonic() + (self._command_timeout if within is None else within)
        code, lines, size = b"", [], 0
        while True:
            line = self._read_line(deadline)
            size += len(line)
            line_match = REPLY_LINE.fullmatch(line)
            if not line_match or (code and line_match[1] != code):
                raise GarbledReply(
                    f"it answered in no known way: {tls.to_one_line(line.decode('utf-8', 'replace'), 80)!r}"
                )
            if size > MAX_REPLY_BYTES:
                raise GarbledReply("its answer does not end")
            code = line_match[1]
            lines.append(line_match[3] or b"")
            if line_match[2] != b"-":
                return SmtpReply(int(code), tuple(lines))

    def read_unasked_reply(self) -> SmtpReply | None:
        """Return a reply that came without a command, or None. Raises OSError if the connection is lost."""
        if not self._unread_bytes:
            sock = self._require_socket()
            sock.settimeout(0)
            try:
                self._buffer_bytes(sock.recv(4096))
            except (BlockingIOError, ssl.SSLWantReadError):
                return None
        return self.read_reply()

    def quit_and_close(self) -> None:
        """Send QUIT and close. The server's answer does not matter: the outcome is known already."""
        with suppress(Exception):
            self.send_bytes(b"QUIT\r\n")
            self.read_reply(min(QUIT_TIMEOUT, self._command_timeout))
        self.close()

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply for smtplib's own use."""
        reply = self.read_reply()
        return reply.code, b"\n".join(reply.lines)

    def _send_ehlo(self) -> SmtpReply | None:
        code, words = self.ehlo()
        return None if code == 250 else SmtpReply(code, (words,))  # noqa: PLR2004 - RFC 5321 §4.3.2

    def _start_tls(self, context: ssl.SSLContext) -> SmtpReply | None:
        if not self.has_extn("starttls"):
            # An attacker may have removed STARTTLS to get the password.
            raise GarbledReply("it offers no STARTTLS; no password is sent over an open line")
        if (reply := self.send_command("STARTTLS")).code != 220:  # noqa: PLR2004 - RFC 3207 §4
            return reply
        if self._unread_bytes:
            # Words that came before TLS must not count as words under TLS (CVE-2011-0411).
            raise GarbledReply("it went on talking in the clear after STARTTLS")
        self._wrap_socket(context)
        return None

    def _wrap_socket(self, context: ssl.SSLContext) -> None:
        sock = self._require_socket()
        sock.settimeout(self.timeout)
        self.sock = context.wrap_socket(sock, server_hostname=self._server.host)

    def _read_line(self, deadline: float) -> bytes:
        while (end := self._unread_bytes.find(b"\n") + 1) == 0 and len(self._unread_bytes) <= MAX_LINE_BYTES:
            self._buffer_bytes(self._receive_bytes(deadline))
        if not 0 < end <= MAX_LINE_BYTES:
            raise GarbledReply("its answer is overlong")
        line = bytes(self._unread_bytes[:end])
        del self._unread_bytes[:end]
        return line

    def _receive_bytes(self, deadline: float) -> bytes:
        sock = self._require_socket()
        while (seconds_left := deadline - monotonic()) > 0:
            self._alive()
            sock.settimeout(min(BEAT_INTERVAL, seconds_left))
            with suppress(TimeoutError):
                return sock.recv(4096)
        raise TimeoutError

    def _buffer_bytes(self, data: bytes) -> None:
        if not data:
            raise ConnectionError("it closed the connection")
        self._unread_bytes += data

    def _require_socket(self) -> socket.socket:
        if self.sock is None:
            raise ConnectionError("the connection is closed")
        return self.sock
