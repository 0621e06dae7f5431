"""One visit to an IMAP server, its mailbox, and its possible fault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from faulty_socket import Wire

if TYPE_CHECKING:
    from faulty_imap import FaultyImap


@dataclass
class Message:
    """A mail in a folder."""

    raw: bytes = b"From: ana@acme.example\r\nSubject: Hello\r\n\r\nHello.\r\n"
    date: bytes = b"01-Nov-2026 12:00:00 +0100"
    flags: bytes = b""
    labels: bytes = b""  # Gmail's labels

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

    @property
    def uidnext(self) -> int:
        """The UID of the next mail."""
        return max(self.messages, default=0) + 1


@dataclass
class Visit:
    """One connection, with everything that a fault may need."""

    server: "FaultyImap"
    wire: Wire
    tag: bytes = b""
    words: bytes = b""  # the text after the command
    box: Box = field(default_factory=Box)

    def untagged(self, *lines: bytes) -> None:
        """Send untagged lines."""
        self.wire.say(b"".join(b"* " + line + b"\r\n" for line in lines))

    def ok(self, text: bytes = b"done") -> None:
        """Complete the command."""
        self.wire.say(self.tag + b" OK " + text + b"\r\n")

    def no(self, text: bytes) -> None:
        """Refuse the command."""
        self.wire.say(self.tag + b" NO " + text + b"\r\n")


Act = Callable[[Visit], None]


@dataclass(frozen=True)
class Fault:
    """At a command (or at `greeting`), do something else `times` times; after that, behave normally."""

    at: str
    act: Act
    times: int = 1_000_000
    keeps_waiting: bool = False  # the client notices it only when its timeout ends
