"""A mail server on loopback for one mailbox: SMTP by aiosmtpd, IMAP by pymap, in one event loop in its own thread.

mail-devel is built from the same two libraries. Without mail-devel, they need no web server, they push new mail in
IDLE, and each message has the date of the story's clock.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from argparse import Namespace
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime
    from email.message import EmailMessage

    from aiosmtpd.smtp import Envelope, Session

HOST = "127.0.0.1"
SERVER_NAME = "mail.example.org"  # the name that it gives; the real name would need a lookup
LOOP_TIMEOUT = 10  # seconds for anything that the loop is asked to do
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that the server accepted, for one recipient."""

    at: datetime
    recipient: str
    message: EmailMessage


class MailServer:
    """Accepts mail for everybody, and keeps the mail for its one user in a mailbox that can be read by IMAP."""

    def __init__(self, user: str, secret: str, now: Callable[[], datetime]) -> None:
        """Start to serve; `now` gives the date of received mail."""
        self.arrivals: list[Arrival] = []
        self._user, self._secret, self._now = user, secret, now
        self._mailboxes = MailboxSet()
        self._connections: set[asyncio.Task[None] | None] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo-mail", daemon=True)
        self._thread.start()
        self._servers = self._run_in_loop(self._start_listening())
        self.imap_port, self.smtp_port = (s.sockets[0].getsockname()[1] for s in self._servers)

    def close(self) -> None:
        """Stop listening, close every connection, end the thread."""
        self._run_in_loop(self._stop_listening())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LOOP_TIMEOUT)
        self._loop.close()

    def count_copies(self) -> int:
        """Return how many mails are in the folder of sent mail."""
        return self._run_in_loop(self._count_mails("Sent"))

    # --- inside the loop

    def _run_in_loop(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(LOOP_TIMEOUT)

    async def _start_listening(self) -> list[asyncio.Server]:
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's, which warns of AUTH without TLS
        config = _ImapConfig(self._user, self._secret)
        login = Login(config)
        await login.demo_user_identity.set(UserMetadata(config, self._user, password=self._secret))
        await self._mailboxes.add_mailbox("Sent")
        config.set_cache[self._user] = (self._mailboxes, FilterSet())
        self._serve_imap = IMAPServer(login, config)
        return [
            await asyncio.start_server(self._serve_connection, HOST, 0),
            await self._loop.create_server(self._make_smtp, HOST, 0),
        ]

    async def _stop_listening(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, and hold its task meanwhile, since the event loop alone would not keep it alive."""
        connection = asyncio.current_task()
        self._connections.add(connection)
        try:
            await self._serve_imap(reader, writer, SocketInfo.get(writer, None))
        finally:
            self._connections.discard(connection)

    async def _count_mails(self, name: str) -> int:
        mailbox = await self._mailboxes.get_mailbox(name)
        return len([message async for message in mailbox.messages()])

    # --- SMTP

    def _make_smtp(self) -> SMTP:
        return SMTP(
            self,
            hostname=SERVER_NAME,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=self._check_login,
            loop=self._loop,
        )

    def _check_login(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, credentials: Any
    ) -> AuthResult:
        expected_login = LoginPassword(self._user.encode(), self._secret.encode())
        return AuthResult(success=credentials == expected_login, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Accept mail for the user from everybody, and mail for others only from the user."""
        if address != self._user and not session.authenticated:
            return "550 5.7.1 not here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """File the mail with the date of the story's clock."""
        content, now = envelope.content, self._now()
        assert isinstance(content, bytes)
        for address in envelope.rcpt_tos:
            if address == self._user:
                inbox = await self._mailboxes.get_mailbox("INBOX")
                return_path = f"Return-Path: <{envelope.mail_from or ''}>\r\n".encode()  # RFC 5321 §4.4
                await inbox.append(AppendMessage(return_path + content, now), recent=True)
            self.arrivals.append(Arrival(now, address, message_from_bytes(content, policy=policy.default)))
        return "250 2.0.0 OK"


class _ImapConfig(Config):
    """Settings of pymap: no TLS on loopback, the secret in memory, no name lookup."""

    def __init__(self, user: str, secret: str) -> None:
        super().__init__(
            Namespace(proxy_protocol=None),
            host=HOST,
            port=0,
            demo_data=False,
            demo_user=user,
            demo_password=secret,
            tls_enabled=False,
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
        )

    @property
    def greeting(self) -> bytes:
        return b"Server ready " + SERVER_NAME.encode()
