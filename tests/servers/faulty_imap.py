r"""An IMAP server that goes wrong in one chosen way.

Its mailbox is a dictionary; it knows the commands that followupd speaks, and remembers every command line and every
command that would have changed something.
"""

import base64
import json
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from wire import Cut, Listener, Wire

ERROR_CHALLENGE = base64.b64encode(json.dumps({"status": "400", "schemes": "Bearer"}).encode())
CAPABILITIES = (
    "IMAP4rev1",
    "AUTH=PLAIN",
    "AUTH=XOAUTH2",
    "AUTH=OAUTHBEARER",
    "SASL-IR",
    "IDLE",
    "SPECIAL-USE",
)
CHANGING = {"SELECT", "STORE", "EXPUNGE", "CLOSE", "DELETE", "RENAME", "CREATE", "COPY", "MOVE"}


@dataclass
class Message:
    """A mail in a folder."""

    raw: bytes = b"From: ana@acme.example\r\nSubject: Hello\r\n\r\nHello.\r\n"
    date: bytes = b"01-Nov-2026 12:00:00 +0100"
    flags: bytes = b""

    @property
    def header(self) -> bytes:
        """The header block, with the empty line."""
        return self.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


@dataclass
class Box:
    """A folder."""

    messages: dict[int, Message] = field(default_factory=dict)
    uidvalidity: int = 1
    attributes: bytes = b""


@dataclass
class Visit:
    """One connection: what a fault may use."""

    server: "FaultyImap"
    wire: Wire
    tag: bytes = b""
    words: bytes = b""  # what follows the command
    box: Box = field(default_factory=Box)

    def untagged(self, *lines: bytes) -> None:
        """Send lines that nobody may have asked for."""
        self.wire.say(b"".join(b"* " + line + b"\r\n" for line in lines))

    def ok(self, text: bytes = b"done") -> None:
        """Complete the command."""
        self.wire.say(self.tag + b" OK " + text + b"\r\n")

    def no(self, text: bytes) -> None:
        """Decline the command."""
        self.wire.say(self.tag + b" NO " + text + b"\r\n")


Act = Callable[[Visit], None]


@dataclass(frozen=True)
class Fault:
    """At a command (or at `greeting`), do something else; `times` times, then behave."""

    at: str
    act: Act
    times: int = 1_000_000


# --- faults


def cut(at: str) -> Fault:
    """Hang up instead of answering."""
    return Fault(at, lambda visit: visit.wire.cut())


def silence(at: str) -> Fault:
    """Stay connected and say nothing more."""
    return Fault(at, lambda visit: visit.wire.hush())


def says(at: str, *lines: bytes, times: int = 1_000_000) -> Fault:
    """Answer with these lines; TAG stands for the tag of the command."""
    return Fault(
        at,
        lambda visit: visit.wire.say(b"".join(n.replace(b"TAG", visit.tag) + b"\r\n" for n in lines)),
        times,
    )


def bye(at: str, text: bytes = b"Session invalidated - AccessTokenExpired") -> Fault:
    """Say goodbye and hang up."""

    def act(visit: Visit) -> None:
        visit.untagged(b"BYE " + text)
        visit.wire.cut()

    return Fault(at, act)


def drips(at: str) -> Fault:
    """Give the right answer, one byte a packet."""

    def act(visit: Visit) -> None:
        wire, right = visit.wire, bytearray()
        visit.wire = Recorder(wire.sock, right)
        visit.server.obey(at, visit)
        visit.wire = wire
        wire.drip(bytes(right))

    return Fault(at, act)


def first(at: str, *lines: bytes) -> Fault:
    """Say something unasked, then give the right answer."""

    def act(visit: Visit) -> None:
        visit.untagged(*lines)
        visit.server.obey(at, visit)

    return Fault(at, act)


def refuses_the_token(visit: Visit) -> None:
    """Say in a challenge what is wrong with the token, and refuse once that is acknowledged."""
    visit.wire.say(b"+ \r\n")
    visit.server.heard.append(visit.wire.line())
    visit.wire.say(b"+ " + ERROR_CHALLENGE + b"\r\n")
    acknowledged = base64.b64decode(visit.wire.line()) in (b"", b"\1")
    visit.no(b"AUTHENTICATE failed." if acknowledged else b"[LIMIT] that was no answer")


def asks_for_ever(visit: Visit) -> None:
    """Answer every answer to AUTHENTICATE with another challenge."""
    while True:
        visit.wire.say(b"+ \r\n")
        visit.wire.line()


def idle_then(act: Act) -> Fault:
    """Begin IDLE as one should, then go wrong."""

    def go(visit: Visit) -> None:
        visit.wire.say(b"+ idling\r\n")
        threading.Event().wait(
            0.05
        )  # what comes in one packet with the `+` is told by the hint that follows it
        act(visit)

    return Fault("IDLE", go)


def cut_in_idle() -> Fault:
    """Hang up: the library then reports nothing, for ever, at full speed."""
    return idle_then(lambda visit: visit.wire.cut())


def bye_in_idle() -> Fault:
    """Say goodbye and hang up."""
    return idle_then(bye("IDLE").act)


def bye_with_a_bracket_in_idle() -> Fault:
    """Say goodbye in a way that the library cannot take apart."""
    return idle_then(bye("IDLE", b"closing (too old").act)


def deaf_in_idle() -> Fault:
    """Neither push anything nor react to DONE."""
    return idle_then(lambda visit: visit.wire.hush())


def never_pushes() -> Fault:
    """Accept IDLE and end it properly, but announce nothing."""
    return idle_then(lambda visit: (visit.wire.line(), visit.ok())[1])


def split_line_in_idle() -> Fault:
    """Push a line in two packets."""

    def act(visit: Visit) -> None:
        visit.wire.say(b"* 5 EXI")
        threading.Event().wait(0.3)
        visit.wire.say(b"STS\r\n")
        visit.wire.line()
        visit.ok()

    return idle_then(act)


def literal_in_idle() -> Fault:
    """Push a FETCH with a literal."""

    def act(visit: Visit) -> None:
        visit.untagged(b"1 FETCH (BODY[HEADER] {5}\r\nHello)")
        visit.wire.line()
        visit.ok()

    return idle_then(act)


def floods_in_idle() -> Fault:
    """Push without a pause."""

    def act(visit: Visit) -> None:
        while True:
            visit.untagged(b"OK still here", b"5 EXISTS")
            threading.Event().wait(0.01)

    return idle_then(act)


def ends_idle_by_itself() -> Fault:
    """Complete IDLE without being asked."""
    return idle_then(lambda visit: visit.ok(b"IDLE terminated"))


def exists_before_the_plus() -> Fault:
    """Announce a mail between IDLE and the `+`."""
    return first("IDLE", b"5 EXISTS")


# --- the server


class Recorder(Wire):
    """A wire that keeps what it should send."""

    def __init__(self, sock: object, kept: bytearray) -> None:
        self.sock, self.kept, self.unread = sock, kept, b""

    def say(self, data: bytes) -> None:
        """Keep it."""
        self.kept += data


@dataclass
class FaultyImap:
    """Serves `boxes` on loopback; `certificate` is a PEM file with its key."""

    fault: Fault | None = None
    boxes: dict[str, Box] = field(default_factory=lambda: {"INBOX": Box({1: Message()})})
    tls: str = "none"  # none, implicit, starttls
    certificate: Path | None = None
    capabilities: Sequence[str] = CAPABILITIES
    heard: list[bytes] = field(default_factory=list)  # command lines, and the answers to challenges
    changed: list[bytes] = field(default_factory=list)  # commands that would have changed something
    appended: list[tuple[bytes, bytes]] = field(default_factory=list)  # command line, mail
    idling: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._faults_left = self.fault.times if self.fault else 0
        self.listener = Listener(self._converse)
        self.port = self.listener.port

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def push(self, *lines: bytes) -> None:
        """Announce something to everybody who idles."""
        for visit in self.idling:
            with suppress(Cut):
                visit.untagged(*lines)

    def _converse(self, wire: Wire) -> None:
        visit = Visit(self, wire)
        if self.tls == "implicit":
            wire.secure(str(self.certificate))
        self._do("greeting", visit)
        while True:
            line = wire.line()
            self.heard.append(line)
            visit.tag, _, rest = line.partition(b" ")
            uid, rest = (b"UID ", rest[4:]) if rest.upper().startswith(b"UID ") else (b"", rest)
            command, _, visit.words = rest.partition(b" ")
            if command.upper().decode() in CHANGING:
                self.changed.append(line)
            self._do((uid + command).upper().decode(), visit)

    def _do(self, command: str, visit: Visit) -> None:
        if self.fault and self.fault.at == command and self._faults_left > 0:
            self._faults_left -= 1
            self.fault.act(visit)
        else:
            self.obey(command, visit)

    def obey(self, command: str, visit: Visit) -> None:
        """Do what the command wants."""
        handler = getattr(self, "_" + command.lower().replace(" ", "_"), None)
        if handler is None:
            visit.wire.say(visit.tag + b" BAD what?\r\n")
        else:
            handler(visit)

    def _greeting(self, visit: Visit) -> None:
        visit.untagged(b"OK at your service")

    def _capability(self, visit: Visit) -> None:
        offered = [*self.capabilities]
        if self.tls == "starttls" and not hasattr(visit.wire.sock, "version"):
            offered = ["IMAP4rev1", "STARTTLS", "LOGINDISABLED"]
        visit.untagged(b"CAPABILITY " + " ".join(offered).encode())
        visit.ok()

    def _starttls(self, visit: Visit) -> None:
        visit.ok()
        visit.wire.secure(str(self.certificate))

    def _authenticate(self, visit: Visit) -> None:
        visit.wire.say(b"+ \r\n")
        self.heard.append(visit.wire.line())
        visit.ok()

    def _login(self, visit: Visit) -> None:
        visit.ok()

    def _list(self, visit: Visit) -> None:
        for name, box in self.boxes.items():
            visit.untagged(b'LIST (%s) "/" "%s"' % (box.attributes, name.encode()))
        visit.ok()

    def _examine(self, visit: Visit) -> None:
        name = visit.words.strip(b'"').decode()
        if name not in self.boxes:
            visit.no(b"no such folder")
            return
        visit.box = box = self.boxes[name]
        visit.untagged(
            b"%d EXISTS" % len(box.messages),
            b"0 RECENT",
            b"FLAGS (\\Seen)",
            b"OK [UIDVALIDITY %d] fine" % box.uidvalidity,
            b"OK [UIDNEXT %d] fine" % (max(box.messages, default=0) + 1),
        )
        visit.ok(b"[READ-ONLY] open")

    def _uid_search(self, visit: Visit) -> None:
        found = sorted(visit.box.messages)
        if ranged := re.match(rb"UID (\d+):\*", visit.words):
            # RFC 3501 §6.4.8: the last message always belongs to n:*
            found = [uid for uid in found if uid >= int(ranged[1])] or found[-1:]
        visit.untagged(b"SEARCH " + b" ".join(b"%d" % uid for uid in found))
        visit.ok()

    def _uid_fetch(self, visit: Visit) -> None:
        numbers, _, items = visit.words.partition(b" ")
        order = sorted(visit.box.messages)
        for uid in map(int, numbers.split(b",")):
            if message := visit.box.messages.get(uid):
                said = self._said(message, items)
                visit.untagged(b"%d FETCH (UID %d %s)" % (order.index(uid) + 1, uid, said))
        visit.ok()

    def _said(self, message: Message, items: bytes) -> bytes:
        found = []
        if b"INTERNALDATE" in items:
            found.append(b'INTERNALDATE "%s"' % message.date)
        if b"FLAGS" in items:
            found.append(b"FLAGS (%s)" % message.flags)
        if b"RFC822.SIZE" in items:
            found.append(b"RFC822.SIZE %d" % len(message.raw))
        for name, whole in ((b"BODY[HEADER]", message.header), (b"BODY[]", message.raw)):
            if part := re.search(re.escape(name.replace(b"BODY", b"BODY.PEEK")) + rb"<0\.(\d+)>", items):
                text = whole[: int(part[1])]
                found.append(b"%s<0> {%d}\r\n%s" % (name, len(text), text))
        return b" ".join(found)

    def _append(self, visit: Visit) -> None:
        size = int(re.search(rb"\{(\d+)\}$", visit.words)[1])
        visit.wire.say(b"+ go on\r\n")
        self.appended.append((visit.words, visit.wire.read(size)))
        visit.wire.line()
        visit.ok()

    def _noop(self, visit: Visit) -> None:
        visit.ok()

    def _idle(self, visit: Visit) -> None:
        visit.wire.say(b"+ idling\r\n")
        self.idling.append(visit)
        try:
            self.heard.append(visit.wire.line())
        finally:
            self.idling.remove(visit)
        visit.ok()

    def _logout(self, visit: Visit) -> None:
        visit.untagged(b"BYE bye")
        visit.ok()
        visit.wire.cut()
