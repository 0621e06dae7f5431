"""A submission server with one chosen fault, which records every mail of which it saw the final dot."""

import base64
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faulty_socket import Cut, ListeningServer, Wire

# The last line of every mail in these tests, so that the server knows when only the dot is missing.
LAST_LINE = b"\r\nGoodbye.\r\n"
DOT = b".\r\n"
QUEUED = b"250 2.0.0 Ok: queued as 4FrX\r\n"
EXTENSIONS = ("SIZE 100000", "8BITMIME", "AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER")
ERROR_CHALLENGE = base64.b64encode(json.dumps({"status": "401", "scope": "https://mail.example/"}).encode())
# The steps of a conversation; a fault happens at one of them.
STEPS = ("greeting", "ehlo", "auth", "mail", "rcpt", "data", "body", "dot", "quit")
SECURE_STEPS = ("starttls", "handshake", "second ehlo")


@dataclass(frozen=True)
class Fault:
    """At a step of the conversation, do something else; `act` gets the wire and the right answer."""

    at: str
    act: Callable[[Wire, bytes], None]
    goes_on: bool = True  # the client may go on with this step
    keeps_waiting: bool = False  # the client notices it only when its timeout ends
    awaits_dot: bool = False  # it happens only once the client goes on


def cut(at: str) -> Fault:
    """Hang up instead of answering."""
    return Fault(at, lambda wire, _: wire.cut())


def silence(at: str) -> Fault:
    """Stay connected and send nothing more."""
    return Fault(at, lambda wire, _: wire.hush(), keeps_waiting=True)


def says(at: str, answer: bytes) -> Fault:
    """Send another answer."""
    return Fault(at, lambda wire, _: wire.say(answer), goes_on=answer.startswith(b"354"))


def drips(at: str) -> Fault:
    """Send the right answer, one byte in each packet."""
    return Fault(at, Wire.drip)


def split(at: str, after: int) -> Fault:
    """Send the right answer in two packets."""

    def act(wire: Wire, right: bytes) -> None:
        wire.say(right[:after])
        threading.Event().wait(0.002)
        wire.say(right[after:])

    return Fault(at, act)


def stops_after(at: str, count: int) -> Fault:
    """Send this number of bytes of the right answer, and hang up."""

    def act(wire: Wire, right: bytes) -> None:
        wire.say(right[:count])
        wire.cut()

    return Fault(at, act)


def reads_of_the_dot(count: int) -> Fault:
    """Hang up once this number of bytes of the dot have come."""

    def act(wire: Wire, _: bytes) -> None:
        wire.read(count)
        wire.cut()

    return Fault("body", act, awaits_dot=True)


def never_ends(at: str) -> Fault:
    """Answer with line after line, without a last one."""

    def act(wire: Wire, _: bytes) -> None:
        while True:
            wire.say(b"250-and another thing\r\n" * 100)

    return Fault(at, act)


def talks_in_the_clear() -> Fault:
    """Add an answer after that to STARTTLS, so that a bad client reads it as one under TLS (CVE-2011-0411)."""
    return Fault("starttls", lambda wire, right: wire.say(right + b"250 trust me\r\n"))


def asks_for_ever() -> Fault:
    """Reply to every answer to AUTH with another challenge."""

    def act(wire: Wire, _: bytes) -> None:
        while True:
            wire.say(b"334 \r\n")
            wire.line()

    return Fault("auth", act)


def refuses_the_token() -> Fault:
    """Send a challenge with the token's fault, and refuse the login once that is acknowledged."""

    def act(wire: Wire, _: bytes) -> None:
        wire.say(b"334 " + ERROR_CHALLENGE + b"\r\n")
        acknowledged = base64.b64decode(wire.line()) in (b"", b"\1")
        wire.say(b"535 5.7.8 no such token\r\n" if acknowledged else b"501 5.5.2 that was no answer\r\n")

    return Fault("auth", act)


@dataclass
class FaultySmtp(ListeningServer):
    """A server that takes mail on loopback; `certificate` is a PEM file with its key."""

    fault: Fault | None = None
    tls: str = "none"  # none, implicit, starttls
    certificate: Path | None = None
    extensions: Sequence[str] = EXTENSIONS
    taken: list[bytes] = field(default_factory=list)  # mails whose dot was seen
    torn: list[bytes] = field(default_factory=list)  # the received parts of mails whose dot was not seen
    heard: list[bytes] = field(default_factory=list)  # command lines
    reached: threading.Event = field(default_factory=threading.Event)  # the fault begins
    faulted: threading.Event = field(default_factory=threading.Event)  # the fault has happened
    released: threading.Event = field(default_factory=threading.Event)  # a fault at `body` waits for this

    def __post_init__(self) -> None:
        self.released.set()
        self.listen(self._converse)

    def forget(self) -> None:
        """Clear the records of all clients so far."""
        for seen in (self.taken, self.torn, self.heard):
            seen.clear()

    def _converse(self, wire: Wire) -> None:
        if self.tls == "implicit":
            self._secure(wire)
        self._answer(wire, "greeting", b"220 mail.example ESMTP\r\n")
        secured = False
        while True:
            line = wire.line()
            self.heard.append(line)
            verb = line.split(b" ")[0].upper()
            if verb == b"EHLO":
                self._answer(wire, "second ehlo" if secured else "ehlo", self._greet(secured))
            elif verb == b"STARTTLS":
                self._answer(wire, "starttls", b"220 go ahead\r\n")
                self._secure(wire)
                secured = True
            elif verb == b"AUTH":
                self._authenticate(wire, line)
            elif verb == b"DATA":
                self._take_mail(wire)
            elif verb == b"QUIT":
                self._answer(wire, "quit", b"221 bye\r\n")
                wire.cut()
            else:
                self._answer(wire, verb.decode().lower(), b"250 2.1.0 fine\r\n")

    def _greet(self, secured: bool) -> bytes:
        offered = [*self.extensions]
        if self.tls == "starttls" and not secured:
            offered = ["STARTTLS"]
        lines = ["mail.example", *offered]
        return b"".join(
            b"250%c%s\r\n" % (b" " if line is lines[-1] else b"-", line.encode()) for line in lines
        )

    def _secure(self, wire: Wire) -> None:
        self._answer(wire, "handshake", b"")
        wire.secure(str(self.certificate))

    def _authenticate(self, wire: Wire, line: bytes) -> None:
        words = line.split(b" ")
        if words[1] == b"LOGIN":
            for question in (b"Username:", b"Password:"):
                wire.say(b"334 " + base64.b64encode(question) + b"\r\n")
                self.heard.append(wire.line())
        self._answer(wire, "auth", b"235 2.7.0 welcome\r\n")

    def _take_mail(self, wire: Wire) -> None:
        self._answer(wire, "data", b"354 go ahead\r\n")
        if self.fault and self.fault.at == "data" and not self.fault.goes_on:
            return
        mail = bytearray()
        try:
            self._read_mail(wire, mail)
        except Cut:
            self.torn.append(bytes(mail))
            raise
        self.taken.append(bytes(mail).removesuffix(DOT))
        self._answer(wire, "dot", QUEUED)

    def _read_mail(self, wire: Wire, mail: bytearray) -> None:
        while not mail.endswith(LAST_LINE):
            mail += wire.read(1)
        self.released.wait(120)
        self._answer(wire, "body", b"")
        while not mail.endswith(b"\r\n" + DOT):
            mail += wire.read(1)

    def _answer(self, wire: Wire, step: str, right: bytes) -> None:
        if self.fault is None or self.fault.at != step:
            wire.say(right)
            return
        self.reached.set()
        try:
            self.fault.act(wire, right)
        finally:
            self.faulted.set()
