"""Proxies before the real servers: they forward everything, report each step of a conversation, and can have a fault.

They understand the faults of `faulty_smtp` and `imap_faults`, and decrypt the client's TLS, so that they can read. A
step has moments, at which `on` is called: "RCPT asked" (a command came and was not forwarded yet), "RCPT answered" (its
answer came and was not forwarded yet), "RCPT done". `on` may raise Cut to end the connection there.
"""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from select import select
from threading import Event

import faulty_smtp
import imap_visit
from faulty_socket import Cut, ListeningServer, Wire
from loopback import LOOPBACK

from followupd.adapters.mail.smtp_connection import CHUNK_BYTES

DOT = b".\r\n"
QUIET = 0.01  # seconds without a byte, after which the client has sent everything for now, unless it sent a whole chunk
LITERAL = re.compile(rb"\{(\d+)\}$")
Moment = Callable[[str], None]


def nothing(_: str) -> None:
    """Do nothing at a moment."""


def connect(port: int) -> Wire:
    """Connect to the real server, under TLS; its certificate is not checked here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        sock = context.wrap_socket(socket.create_connection((LOOPBACK, port), 120))
    except OSError as error:
        raise Cut from error
    return Wire(sock)


def hold_until(event: Event) -> Callable[[str], None]:
    """Return a function for `on` that blocks at each moment until an event is set."""

    def on(_moment: str) -> None:
        event.wait(120)

    return on


def until_quiet(wire: Wire, end: bytes) -> bytes:
    """Return everything that comes, until a pause after `end`."""
    data, wire.unread = wire.unread, b""
    wire.sock.settimeout(QUIET)
    try:
        while True:
            try:
                more = wire.sock.recv(65536)
            except TimeoutError:
                if data.endswith(end) and len(data) % CHUNK_BYTES:
                    return data
                continue
            if not more:
                raise Cut
            data += more
    except OSError as error:
        raise Cut from error
    finally:
        wire.sock.settimeout(120)


class Proxy(ListeningServer):
    """The common parts of both proxies: a certificate, a port, and the real server."""

    def __init__(self, behind: int, certificate: Path) -> None:
        self.behind, self.certificate = behind, certificate
        self.tls = "implicit"
        self.fault = None
        self.on: Moment = nothing
        self.faulted = 0  # how often the fault happened
        self.listen(self._converse)

    def spoil(self, fault: faulty_smtp.Fault | imap_visit.Fault) -> None:
        """Show this fault from now on."""
        self.fault, self.faulted = fault, 0

    def mend(self) -> None:
        """Behave normally from now on."""
        self.fault = None

    def _converse(self, wire: Wire) -> None:
        raise NotImplementedError


class SmtpProxy(Proxy):
    """A proxy before Postfix. Steps: greeting, ehlo, auth, mail, rcpt, data, body (all but the dot), dot, quit."""

    fault: faulty_smtp.Fault | None
    swallows = False  # whether it keeps the dot, and thereby the mail, so that a refusal is true

    def _converse(self, wire: Wire) -> None:
        if self.tls == "implicit":
            self._answer(wire, "handshake", b"")
            wire.secure(str(self.certificate))
        behind = connect(self.behind)
        try:
            self._answer(wire, "greeting", _reply(behind))
            while True:
                self._command(wire, behind, wire.line())
        finally:
            behind.close()
            self.on("client gone")

    def _command(self, wire: Wire, behind: Wire, line: bytes) -> None:
        step = line.split(b" ")[0].lower().decode()
        if step == "starttls":
            self._answer(wire, step, b"220 go ahead\r\n")
            wire.secure(str(self.certificate))
            return
        self.on(f"{step} asked")
        behind.say(line + b"\r\n")
        right = _reply(behind)
        if step == "ehlo" and not hasattr(wire.sock, "version"):
            right = b"250-mail.example\r\n250 STARTTLS\r\n"
        self._answer(wire, step, right)
        if step == "data" and right.startswith(b"354"):
            if self.fault and self.fault.at == "data" and not self.fault.goes_on:
                wire.hush()  # the real server waits for a mail, and the client does not know it
            self._mail(wire, behind)

    def _mail(self, wire: Wire, behind: Wire) -> None:
        body = until_quiet(wire, b"\r\n")
        if body.endswith(b"\r\n" + DOT):
            body, wire.unread = body.removesuffix(DOT), DOT
        behind.say(body)
        self.on("body asked")
        self._answer(wire, "body", b"")
        if wire.read(len(DOT)) != DOT:
            raise Cut
        self.on("dot asked")
        if self.swallows:
            behind.close()
            self._answer(wire, "dot", b"")
            return
        behind.say(DOT)
        self._answer(wire, "dot", _reply(behind))

    def _answer(self, wire: Wire, step: str, right: bytes) -> None:
        self.on(f"{step} answered")
        fault = self.fault
        if fault is None or fault.at != step:
            wire.say(right)
        else:
            self.faulted += 1
            self._go_wrong(fault, wire, step, right)
        self.on(f"{step} done")

    def _go_wrong(self, fault: faulty_smtp.Fault, wire: Wire, step: str, right: bytes) -> None:
        try:
            fault.act(wire, right)
        except Cut:
            wire.close()
            self.on(f"{step} done")
            raise


def _reply(behind: Wire) -> bytes:
    """Read a whole reply from the real server."""
    lines = [behind.line()]
    while lines[-1][3:4] == b"-":
        lines.append(behind.line())
    return b"".join(line + b"\r\n" for line in lines)


@dataclass
class Relayed(imap_visit.Visit):
    """One connection, with the one to the real server."""

    behind: Wire | None = None
    line: bytes = b""


class ImapProxy(Proxy):
    """A proxy before Dovecot. A step is a command, such as UID FETCH, or the greeting."""

    fault: imap_visit.Fault | None
    hidden = b"\0"  # a capability of the real server that it hides

    def __init__(self, behind: int, certificate: Path) -> None:
        self.heard: list[bytes] = []
        super().__init__(behind, certificate)

    def _converse(self, wire: Wire) -> None:
        if self.fault and self.fault.at == "handshake":
            self.faulted += 1
            self.fault.act(Relayed(self, wire))  # type: ignore[arg-type]
        wire.secure(str(self.certificate))
        visit = Relayed(self, wire, behind=connect(self.behind))  # type: ignore[arg-type]
        try:
            self._do("greeting", visit)
            while True:
                self._do(self._next(visit), visit)
        finally:
            visit.behind.close()

    def _next(self, visit: Relayed) -> str:
        """Read the next command and return its name."""
        visit.line = visit.wire.line()
        self.heard.append(visit.line)
        visit.tag, _, rest = visit.line.partition(b" ")
        uid, rest = (b"UID ", rest[4:]) if rest.upper().startswith(b"UID ") else (b"", rest)
        command, _, visit.words = rest.partition(b" ")
        return (uid + command).upper().decode()

    def _do(self, command: str, visit: Relayed) -> None:
        fault = self.fault
        if fault and fault.at == command and self.faulted < fault.times:
            self.faulted += 1
            fault.act(visit)
        else:
            self.obey(command, visit)

    def obey(self, command: str, visit: Relayed) -> None:
        """Forward the command to the real server, and its answer to the client."""
        if command == "greeting":
            visit.wire.say(_line(visit.behind).replace(b" " + self.hidden, b""))
            return
        self.on(f"{command} asked")
        visit.behind.say(visit.line + b"\r\n")
        while not (said := _line(visit.behind)).startswith(visit.tag + b" "):
            visit.wire.say(said.replace(b" " + self.hidden, b"") if b"CAPABILITY" in said else said)
            if said.startswith(b"+"):
                self._go_on(command, visit)
        self.on(f"{command} answered")
        visit.wire.say(said.replace(b" " + self.hidden, b""))
        self.on(f"{command} done")

    def _go_on(self, command: str, visit: Relayed) -> None:
        """After a `+`, forward the rest of the client's command."""
        if command == "IDLE":
            _idle(visit)
        elif literal := LITERAL.search(visit.line):
            visit.behind.say(visit.wire.read(int(literal[1])))
            visit.behind.say(visit.wire.line() + b"\r\n")
        else:
            visit.behind.say(visit.wire.line() + b"\r\n")


def _idle(visit: Relayed) -> None:
    """Forward the server's lines until the client sends DONE."""
    while b"\n" not in visit.wire.unread:
        ready, _, _ = select([visit.wire.sock, visit.behind.sock], [], [], 30)
        if visit.behind.sock in ready:
            visit.wire.say(_line(visit.behind))
            while b"\n" in visit.behind.unread:
                visit.wire.say(_line(visit.behind))
        if visit.wire.sock in ready:
            visit.wire._receive()
    visit.behind.say(visit.wire.line() + b"\r\n")


def _line(behind: Wire) -> bytes:
    """Read one response of the real server, with the literals in it."""
    line = behind.line() + b"\r\n"
    while literal := LITERAL.search(line.rstrip()):
        line += behind.read(int(literal[1])) + behind.line() + b"\r\n"
    return line
