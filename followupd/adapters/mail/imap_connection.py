"""Opens a logged-in IMAP connection, or raises an error that says why not; for the mailbox and its watcher."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from imaplib import IMAP4
from time import monotonic
from typing import TYPE_CHECKING, Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

from followupd.adapters.mail import tls
from followupd.adapters.mail.imap_login import (
    ExchangeBroken,
    describe_error,
    is_passing,
    secure_and_log_in,
)
from followupd.config.account import Tls
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLContext

    from followupd.config.account import Server
    from followupd.engine.ports import Login

__all__ = [
    "IMAPClient",
    "IMAPClientAbortError",
    "IMAPClientError",
    "Timeouts",
    "describe_error",
    "end_connection",
    "is_passing",
    "limit_wait",
    "open_connection",
]

# At DEBUG the library would log access tokens and mails.
logging.getLogger("imapclient").setLevel(logging.WARNING)

MAX_FETCH_BYTES = 16 * 1024 * 1024  # followupd never asks for more than 7 MB of mail at a time
MAX_ANSWER_BYTES = 1024 * 1024  # of any other answer: a list of 10,000 folders is that long


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Timeouts in seconds. After the first one that runs out, the connection is closed."""

    connect: float = 30.0
    read: float = 60.0
    answer: float = 600.0  # for one whole answer, even if data keeps coming; longer than an IDLE
    end: float = 3.0  # for the goodbye
    beat_interval: float = 5.0  # between two signs of life while answers come


class _BoundedConnection(IMAP4):
    """Limits how much a server can make imaplib read, over the hooks that imaplib documents for this.

    `alive` is called while answers come: a first look at a large mailbox may take many minutes.
    """

    def __init__(self, bounds: Timeouts, alive: Callable[[], None], *address: Any) -> None:
        self.seconds, self._beat_interval, self._alive = bounds.answer, bounds.beat_interval, alive
        self._last_beat = monotonic()
        self._deadline, self._bytes_left = self._last_beat + bounds.answer, MAX_ANSWER_BYTES
        super().__init__(*address)

    def send(self, data: Any) -> None:
        """Send a command, and start the limits of its answer."""
        is_fetch = re.match(rb"\S+ (?:UID )?FETCH ", data) is not None
        self._deadline = monotonic() + self.seconds
        self._bytes_left = MAX_FETCH_BYTES if is_fetch else MAX_ANSWER_BYTES
        super().send(data)

    def readline(self) -> bytes:
        self._check_bounds(0)
        line = super().readline()
        self._check_bounds(len(line))
        return line

    def read(self, size: int) -> bytes:
        self._check_bounds(size)
        return super().read(size)

    def _check_bounds(self, size: int) -> None:
        self._bytes_left -= size
        now = monotonic()
        if self._bytes_left < 0 or now > self._deadline:
            raise IMAPClientAbortError("its answer does not end")
        if now - self._last_beat >= self._beat_interval:
            self._last_beat = now
            self._alive()


class _PlainConnection(_BoundedConnection, IMAP4WithTimeout):  # type: ignore[misc]  # imapclient ships no types
    """A plain connection."""


class _TlsConnection(_BoundedConnection, IMAP4_TLS):  # type: ignore[misc]  # imapclient ships no types
    """A connection under TLS."""


class _BoundedClient(IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """An IMAPClient over a connection with limits."""

    def __init__(
        self, server: Server, context: SSLContext | None, timeouts: Timeouts, alive: Callable[[], None]
    ) -> None:
        self._bounds, self._alive = timeouts, alive
        super().__init__(
            server.host,
            server.port,
            ssl=server.tls is Tls.IMPLICIT,
            ssl_context=context,
            timeout=SocketTimeout(timeouts.connect, timeouts.read),
        )

    def request(self, command: str, kinds: str, *arguments: bytes | str) -> dict[str, list[Any]]:
        """Send a command that the library does not know; return the lines of these kinds, as imaplib keeps them.

        Arguments that are bytes are quoted. Raises IMAPClientError if the server declines.
        """
        lines = self._imap.untagged_responses
        for kind in kinds.split():  # what the server sent before, unasked, is no answer
            lines.pop(kind, None)
        words = [_quote_bytes(word) if isinstance(word, bytes) else word for word in arguments]
        verdict, data = self._imap._simple_command(command, *words)  # noqa: SLF001 - imaplib has no way to ask for two
        self._checkok(command, verdict, data)
        return {kind: lines.pop(kind, []) for kind in kinds.split()}

    def forget_answers(self) -> None:
        """Drop all answers so far: without TLS an attacker may have sent them (RFC 3501 §6.2.1)."""
        self._imap.untagged_responses.clear()

    def fetch_places(self, places: list[int], items: tuple[str, ...]) -> dict[int, dict[bytes, Any]]:
        """Fetch items of messages by their place in the folder, not by UID."""
        self.use_uid = False
        try:
            answers: dict[int, dict[bytes, Any]] = self.fetch(places, items)
            return answers
        finally:
            self.use_uid = True

    def _normalise_folder(self, folder_name: bytes | str) -> Any:
        """Quote a folder's name; a name in bytes is sent as the server wrote it."""
        if isinstance(folder_name, bytes):
            return _quote_bytes(folder_name)
        return super()._normalise_folder(folder_name)

    def _create_IMAP4(self) -> _PlainConnection | _TlsConnection:  # noqa: N802 - the name is IMAPClient's
        if self.ssl:
            address = (self.host, self.port, self.ssl_context, self._bounds.connect)
            return _TlsConnection(self._bounds, self._alive, *address)
        return _PlainConnection(self._bounds, self._alive, self.host, self.port, self._bounds.connect)


def _quote_bytes(word: bytes) -> bytes:
    """Quote a word (RFC 3501 §4.3). Raises ValueError for a control character, which could end the command."""
    if any(byte < 32 or byte == 127 for byte in word):  # noqa: PLR2004 - control characters
        raise ValueError(f"{word!r} holds a control character")
    return b'"' + word.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def open_connection(
    server: Server, login: Callable[[], Login], timeouts: Timeouts, alive: Callable[[], None] = lambda: None
) -> IMAPClient:
    """Connect, secure and log in; the client returns aware times. `alive` is called while answers come.

    Raises Unreachable, LoginRefused (only if the server refused name and secret), and what `login` raises.
    """
    login_data = login()
    try:
        return _open_and_log_in(server, login_data, timeouts, alive)
    except ExchangeBroken:
        return _open_and_log_in(server, login_data, timeouts, alive, use_sasl=False)


def _open_and_log_in(
    server: Server,
    login: Login,
    timeouts: Timeouts,
    alive: Callable[[], None],
    *,
    use_sasl: bool = True,
) -> IMAPClient:
    context = None if server.tls is Tls.NONE else tls.make_context(server)
    try:
        client = _BoundedClient(server, context, timeouts, alive)
    except Exception as error:  # noqa: BLE001 - a server can make the library raise anything
        raise Unreachable(f"{tls.server_address(server)}: {describe_error(error)}") from None
    try:
        secure_and_log_in(client, server, context, login, use_sasl=use_sasl)
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise
    return client


def limit_wait(client: IMAPClient, seconds: float) -> None:
    """Limit every wait on this connection to `seconds` from now on."""
    client.socket().settimeout(seconds)
    client._imap.seconds = seconds  # noqa: SLF001 - ours: see _BoundedClient


def end_connection(client: IMAPClient, seconds: float) -> None:
    """Log out within `seconds`, then close; errors are ignored."""
    with suppress(Exception):
        limit_wait(client, seconds)
        client.logout()
        return
    with suppress(Exception):
        client.shutdown()
