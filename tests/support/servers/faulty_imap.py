"""An IMAP server with one chosen fault.

Its mailbox is a dictionary. It knows the commands that followupd uses, and records every command line, and every
command that would have changed something.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from faulty_socket import Cut, ListeningServer, Wire
from imap_visit import Box, Fault, Message, Visit

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


def _quoted(name: str) -> bytes:
    """Return a folder's name as it is sent. A test gives it in the server's encoding."""
    return b'"' + name.encode("utf-8", "surrogateescape").replace(b"\\", rb"\\").replace(b'"', rb"\"") + b'"'


def _unquoted(words: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", words.strip()[1:-1]).decode("utf-8", "surrogateescape")


@dataclass
class FaultyImap(ListeningServer):
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
    namespaces: bytes = b'(("" "/")) NIL NIL'

    def __post_init__(self) -> None:
        self._faults_left = self.fault.times if self.fault else 0
        self.listen(self._converse)

    def push(self, *lines: bytes) -> None:
        """Send lines to every connection that is in IDLE."""
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
        """Carry out a command."""
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
        with_status = b"RETURN" in visit.words
        if with_status and "LIST-STATUS" not in self.capabilities:
            visit.wire.say(visit.tag + b" BAD what?\r\n")
            return
        for name, box in self.boxes.items():
            visit.untagged(b'LIST (%s) "/" %s' % (box.attributes, _quoted(name)))
            if with_status and b"\\noselect" not in box.attributes.lower():
                visit.untagged(self._status_line(name, box))
        visit.ok()

    def _status(self, visit: Visit) -> None:
        name = _unquoted(visit.words.rpartition(b" (")[0])
        if name not in self.boxes:
            visit.no(b"no such folder")
            return
        visit.untagged(self._status_line(name, self.boxes[name]))
        visit.ok()

    def _status_line(self, name: str, box: Box) -> bytes:
        numbers = len(box.messages), box.uidnext, box.uidvalidity
        return b"STATUS %s (MESSAGES %d UIDNEXT %d UIDVALIDITY %d)" % (_quoted(name), *numbers)

    def _namespace(self, visit: Visit) -> None:
        visit.untagged(b"NAMESPACE " + self.namespaces)
        visit.ok()

    def _examine(self, visit: Visit) -> None:
        name = _unquoted(visit.words)
        if name not in self.boxes:
            visit.no(b"no such folder")
            return
        visit.box = box = self.boxes[name]
        visit.untagged(
            b"%d EXISTS" % len(box.messages),
            b"0 RECENT",
            b"FLAGS (\\Seen)",
            b"OK [UIDVALIDITY %d] fine" % box.uidvalidity,
            b"OK [UIDNEXT %d] fine" % box.uidnext,
        )
        visit.ok(b"[READ-ONLY] open")

    def _uid_search(self, visit: Visit) -> None:
        found = sorted(visit.box.messages)
        if ranged := re.match(rb"UID (\d+):\*", visit.words):
            # RFC 3501 §6.4.8: n:* always includes the last message
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

    def _fetch(self, visit: Visit) -> None:
        places, _, items = visit.words.partition(b" ")
        order = sorted(visit.box.messages)
        for place in map(int, places.split(b",")):
            if 0 < place <= len(order):
                said = self._said(visit.box.messages[order[place - 1]], items)
                visit.untagged(b"%d FETCH (UID %d %s)" % (place, order[place - 1], said))
        visit.ok()

    def _said(self, message: Message, items: bytes) -> bytes:
        found = []
        if b"INTERNALDATE" in items:
            found.append(b'INTERNALDATE "%s"' % message.date)
        if b"FLAGS" in items:
            found.append(b"FLAGS (%s)" % message.flags)
        if b"X-GM-LABELS" in items:
            found.append(b"X-GM-LABELS (%s)" % message.labels)
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
