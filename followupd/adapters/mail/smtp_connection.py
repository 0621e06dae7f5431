"""One SMTP conversation: smtplib underneath, with an exact reader of replies and time limits that let a watchdog breathe.

smtplib's own reader makes up codes (-1, and a 500 for an overlong line) that cannot be told from the server's.
This one raises OSError for whatever is no reply, and never returns a code that the server did not send.
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

LONGEST_LINE = 8192  # bytes; RFC 5321 §4.5.3.1.5 allows 512, some servers write poems
LONGEST_REPLY = 65_536  # bytes
BREATH = 5.0  # seconds between two signs of life while waiting
CHUNK = 16_384  # bytes
CHUNK_TIMEOUT = 60.0  # seconds that a chunk may take to leave
QUIT_TIMEOUT = 5.0
# Names no machine: smtplib would look up this one's and put it into the Received header.
EHLO_NAME = "[127.0.0.1]"
# RFC 5321 §4.2. Seen in practice: a bare LF as line end.
REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?\n")


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: its code, and its lines without code and line end."""

    code: int
    lines: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The words of the reply, one line."""
        return tls.plain(b" ".join(self.lines).decode("utf-8", "replace"))

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class Garbled(OSError):
    """What came is no SMTP reply."""


class Line(smtplib.SMTP):
    """A connection to a submission server; every method raises OSError when it is lost or not in its protocol."""

    sock: socket.socket | None

    def __init__(
        self, server: Server, alive: Callable[[], None], connect_timeout: float, command_timeout: float
    ) -> None:
        super().__init__(local_hostname=EHLO_NAME, timeout=connect_timeout)
        self._server = server
        self._alive = alive
        self._command_timeout = command_timeout
        self._unread = bytearray()

    def open(self) -> Reply | None:
        """Connect, greet, secure the connection; return the reply that forbids to go on, if one does.

        Raises Unreachable where a password would be sent in the clear.
        """
        server = self._server
        context = None if server.tls is Tls.NONE else tls.context(server)
        self.sock = socket.create_connection((server.host, server.port), self.timeout)
        tls.require_shelter(server, self.sock)
        tls.tune(self.sock)
        if context and server.tls is Tls.IMPLICIT:
            self._secure(context)
        if (greeting := self.reply()).code != 220:  # noqa: PLR2004 - RFC 5321 §4.3.2
            return greeting
        refusal = self._hello()
        if refusal is None and context and server.tls is Tls.STARTTLS:
            refusal = (
                self._starttls(context) or self._hello()
            )  # RFC 3207 §4.2: what was said before is forgotten
        return refusal

    @property
    def tls_version(self) -> str | None:
        """The TLS version in use, None when plain."""
        return self.sock.version() if isinstance(self.sock, ssl.SSLSocket) else None

    def ask(self, command: str) -> Reply:
        """Send one command line and return the reply. Raises ValueError for a line break in the command."""
        if re.search(r"[\0\r\n]", command):
            raise ValueError("a line break in an SMTP command")
        self.transmit(command.encode() + b"\r\n")
        return self.reply()

    def transmit(self, data: bytes) -> None:
        """Send bytes as they are, with a sign of life between the chunks."""
        sock = self._socket()
        for start in range(0, len(data), CHUNK):
            self._alive()
            sock.settimeout(min(CHUNK_TIMEOUT, self._command_timeout))
            sock.sendall(data[start : start + CHUNK])

    def reply(self, within: float | None = None) -> Reply:
        """Read one reply, all its lines (RFC 5321 §4.2.1), in `within` seconds."""
        deadline = monotonic() + (self._command_timeout if within is None else within)
        code, lines, size = b"", [], 0
        while True:
            line = self._read_line(deadline)
            size += len(line)
            found = REPLY_LINE.fullmatch(line)
            if not found or (code and found[1] != code):
                raise Garbled(
                    f"it answered in no known way: {tls.plain(line.decode('utf-8', 'replace'), 80)!r}"
                )
            if size > LONGEST_REPLY:
                raise Garbled("its answer does not end")
            code = found[1]
            lines.append(found[3] or b"")
            if found[2] != b"-":
                return Reply(int(code), tuple(lines))

    def unasked(self) -> Reply | None:
        """Return a reply that nothing has asked for, None when all is quiet. Raises OSError if the line is cut."""
        if not self._unread:
            sock = self._socket()
            sock.settimeout(0)
            try:
                self._take(sock.recv(4096))
            except (BlockingIOError, ssl.SSLWantReadError):
                return None
        return self.reply()

    def leave(self) -> None:
        """Say goodbye. What the server makes of it matters to nobody: the outcome stands already."""
        with suppress(Exception):
            self.transmit(b"QUIT\r\n")
            self.reply(min(QUIT_TIMEOUT, self._command_timeout))
        self.close()

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply for smtplib's own use."""
        reply = self.reply()
        return reply.code, b"\n".join(reply.lines)

    def _hello(self) -> Reply | None:
        code, words = self.ehlo()
        return None if code == 250 else Reply(code, (words,))  # noqa: PLR2004 - RFC 5321 §4.3.2

    def _starttls(self, context: ssl.SSLContext) -> Reply | None:
        if not self.has_extn("starttls"):
            # Somebody on the way may have struck it out to get at the password.
            raise Garbled("it offers no STARTTLS; no password is sent over an open line")
        if (reply := self.ask("STARTTLS")).code != 220:  # noqa: PLR2004 - RFC 3207 §4
            return reply
        if self._unread:
            # Words that came in the clear must not pass for words said under TLS (CVE-2011-0411).
            raise Garbled("it went on talking in the clear after STARTTLS")
        self._secure(context)
        return None

    def _secure(self, context: ssl.SSLContext) -> None:
        sock = self._socket()
        sock.settimeout(self.timeout)
        self.sock = context.wrap_socket(sock, server_hostname=self._server.host)

    def _read_line(self, deadline: float) -> bytes:
        while (end := self._unread.find(b"\n") + 1) == 0 and len(self._unread) <= LONGEST_LINE:
            self._take(self._receive(deadline))
        if not 0 < end <= LONGEST_LINE:
            raise Garbled("its answer is overlong")
        line = bytes(self._unread[:end])
        del self._unread[:end]
        return line

    def _receive(self, deadline: float) -> bytes:
        sock = self._socket()
        while (left := deadline - monotonic()) > 0:
            self._alive()
            sock.settimeout(min(BREATH, left))
            with suppress(TimeoutError):
                return sock.recv(4096)
        raise TimeoutError

    def _take(self, data: bytes) -> None:
        if not data:
            raise ConnectionError("it closed the connection")
        self._unread += data

    def _socket(self) -> socket.socket:
        if self.sock is None:
            raise ConnectionError("the connection is closed")
        return self.sock
