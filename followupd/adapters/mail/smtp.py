"""Hands mails to the submission server one by one, and makes sure that it is clear who is responsible for each.

The protocol of a mail:

1. Connect, secure, log in. Send MAIL, one RCPT, DATA, and the whole mail except for its last line: a lone dot.
   RFC 5321 §4.1.1.10: a server that loses the connection before the dot must drop the mail.
   So everything up to here may fail, be killed, and be tried again: nothing was delivered.
2. Call `may_commit`. There the caller looks into the mailbox once more and records that the dot is about to leave.
   If it returns False, or fails, the socket is closed without the dot, and nothing was delivered.
   The same happens if more than MAX_COMMIT_SECONDS pass until the dot. Perhaps the machine slept meanwhile, and an
   answer came that nobody has seen.
3. Send the dot, and read the answer. An exact 2xx: the server has accepted the mail. 4xx or 5xx: it has not.
   Anything else means that the outcome is unknown: no answer, half an answer, a garbled one, or a 4xx that reports a
   lost connection. RFC 5321 §3.8 asks to try again. followupd does not, since a mail that is sent twice cannot be taken
   back.

What happens afterwards, above all QUIT, changes nothing. The next mail of a pass may use the same connection.
"""

from __future__ import annotations

import re
import time
from base64 import b64decode, b64encode
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.adapters.mail import sasl, tls
from followupd.adapters.mail.smtp_commands import (
    UnsupportedMail,
    envelope_commands,
    size_limit,
    stuff_dots,
    why_unsendable,
)
from followupd.adapters.mail.smtp_connection import SmtpConnection
from followupd.adapters.mail.smtp_replies import NEEDS_LOGIN, judge_last_reply, judge_reply
from followupd.adapters.mail.smtp_reuse import OpenConnection
from followupd.engine.ports import NoLoginOffered
from followupd.engine.sending.outcomes import (
    Accepted,
    Deferred,
    Outcome,
    Refused,
    Unknown,
    Withheld,
)
from followupd.errors import LoginRefused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.config.account import Server
    from followupd.engine.ports import FrozenMail, Login

DOT = b".\r\n"
# Seconds from the call of `may_commit` to the dot; they include sleep and the reading of the mailbox.
MAX_COMMIT_SECONDS = 120.0
AUTH_OK, AUTH_CHALLENGE = 235, 334
SECURITY_CODE = re.compile(r"5\.7\.\d+\b")  # RFC 3463 §3.8


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The capabilities that a server announced after the login."""

    extensions: frozenset[str]  # EHLO keywords, lower case
    size: int | None  # bytes that a mail may have; None: not announced
    tls: str | None  # for example TLSv1.3; None: plain


def seconds_since_boot() -> float:
    """Return the seconds since the machine was started, including sleep."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Submission:
    """A submission server (RFC 6409). Times are in seconds; `alive` is called every few seconds while it waits."""

    def __init__(
        self,
        server: Server,
        login: Callable[[], Login],
        *,
        alive: Callable[[], None] = lambda: None,
        uptime: Callable[[], float] = seconds_since_boot,
        answer_timeout: float = 600.0,  # RFC 5321 §4.5.3.2.6: ten minutes, so that no mail is sent twice
        command_timeout: float = 300.0,  # RFC 5321 §4.5.3.2.2 and .3
        connect_timeout: float = 30.0,
        keeps_connection: bool = False,
    ) -> None:
        """Store the settings. With `keeps_connection` the next mails use the same one, until `close_connection`."""
        self._server = server
        self._login = login
        self._alive = alive
        self._uptime = uptime
        self._answer_timeout = answer_timeout
        self._command_timeout = command_timeout
        self._connect_timeout = connect_timeout
        self._keeps_connection = keeps_connection
        self._open: OpenConnection | None = None

    def check_login(self) -> Capabilities:
        """Connect, log in and disconnect. Raises Unreachable, LoginRefused, and what `login` raises."""
        with closing(self._open_and_log_in(self._login())) as connection:
            capabilities = Capabilities(
                frozenset(connection.esmtp_features), size_limit(connection), connection.tls_version
            )
            connection.quit_and_close()
            return capabilities

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        """Send all but the dot, call `may_commit`, send the dot: see the top of this module.

        Raises Unreachable and LoginRefused, and what `login` and `may_commit` raise. In these cases nothing was
        delivered.
        """
        if fault_text := why_unsendable(mail):
            return Refused(0, fault_text)
        opened = self._begin_on_open_connection(mail)
        if opened is None:
            opened = self._open_connection()
            if outcome := self._begin_mail(opened.connection, mail):
                opened.connection.quit_and_close()
                return outcome
        with ExitStack() as stack:
            stack.callback(opened.connection.close)
            outcome = self._finish_mail(opened.connection, mail, may_commit)
            if isinstance(outcome, Accepted) and self._keeps_connection:
                opened.note_mail(self._uptime())
                self._open = opened
                stack.pop_all()
            elif isinstance(outcome, Accepted):
                opened.connection.quit_and_close()
            return outcome

    def close_connection(self) -> None:
        """Close the connection that is kept open for another mail, if there is one."""
        opened, self._open = self._open, None
        if opened:
            opened.connection.quit_and_close()

    def _begin_on_open_connection(self, mail: FrozenMail) -> OpenConnection | None:
        """Return a reply that came without a command, or None. Raises OSError if the connection is lost."""
        opened, self._open = self._open, None
        if opened is None:
            return None
        try:
            if opened.is_ready(self._uptime()) and self._begin_mail(opened.connection, mail) is None:
                return opened
        except LoginRefused:
            pass
        except BaseException:
            opened.connection.close()
            raise
        opened.connection.quit_and_close()
        return None

    def _begin_mail(self, connection: SmtpConnection, mail: FrozenMail) -> Outcome | None:
        """Send the envelope; close the connection if that raises."""
        try:
            return self._send_envelope(connection, mail)
        except BaseException:
            connection.close()
            raise

    def _finish_mail(
        self, connection: SmtpConnection, mail: FrozenMail, may_commit: Callable[[], bool]
    ) -> Outcome:
        """Send the rest of a mail, call `may_commit`, send the dot; a QUIT before it would become a line of the mail."""
        if outcome := self._send_body(connection, mail):
            return outcome
        asked_at = self._uptime()
        if not may_commit():
            return Withheld()
        if outcome := self._check_interruption(connection):
            return outcome
        return self._send_dot(connection, asked_at)

    # --- the parts of a delivery; each returns an outcome if the delivery ends there

    def _send_envelope(self, connection: SmtpConnection, mail: FrozenMail) -> Outcome | None:
        """Send MAIL, RCPT and DATA."""
        try:
            for command, good_codes in envelope_commands(connection, mail):
                reply = connection.send_command(command)
                if reply.code not in good_codes:
                    return judge_reply(reply, command[:4], self._server_address)
        except UnsupportedMail as unfit:
            return Refused(0, f"{self._server_address}: {unfit}")
        except OSError as error:
            return self._defer_lost(connection, error)
        return None

    def _send_body(self, connection: SmtpConnection, mail: FrozenMail) -> Outcome | None:
        """Send everything but the dot."""
        try:
            connection.send_bytes(stuff_dots(mail.data))
        except OSError as error:
            return self._defer_lost(connection, error)
        return self._check_interruption(connection)

    def _check_interruption(self, connection: SmtpConnection) -> Outcome | None:
        """Check whether the server spoke or left before the dot: its words could look like the answer to the dot."""
        try:
            reply = connection.read_unasked_reply()
        except OSError as error:
            return self._defer_lost(connection, error)
        return judge_reply(reply, "the mail", self._server_address) if reply else None

    def _check_delay(self, asked_at: float) -> Outcome | None:
        """Check whether the last look at the mailbox is recent enough."""
        delay = self._uptime() - asked_at
        if delay <= MAX_COMMIT_SECONDS:
            return None
        return Deferred(
            0, f"the machine slept, or the look at the mailbox took {delay:.0f} s; it is looked again first"
        )

    def _send_dot(self, connection: SmtpConnection, asked_at: float) -> Outcome:
        """Send the dot, unless it is too late for it, and judge the answer."""
        self._alive()  # this may take a while; between reading the clock and the dot nothing else may happen
        if outcome := self._check_delay(asked_at):
            connection.close()  # without QUIT: it would become a line of the mail
            return outcome
        try:
            connection.send_at_once(DOT)
            reply = connection.read_reply(self._answer_timeout)
        except Exception as error:  # noqa: BLE001 - whatever fails now says nothing about the mail
            return Unknown(
                f"{self._server_address}: no answer to the end of the mail: {tls.explain_connection_error(error)}"
            )
        outcome = judge_last_reply(reply, self._server_address)
        if not isinstance(outcome, Unknown | Accepted):
            connection.quit_and_close()
        return outcome

    def _defer_lost(self, connection: SmtpConnection, error: OSError) -> Deferred:
        connection.close()
        return Deferred(
            0, f"{self._server_address}: {tls.explain_connection_error(error)}; the mail was not handed over"
        )

    # --- the login

    @property
    def _server_address(self) -> str:
        return tls.server_address(self._server)

    def _open_connection(self) -> OpenConnection:
        login = self._login()
        now = self._uptime() if self._keeps_connection else 0.0
        return OpenConnection(self._open_and_log_in(login), now + login.lifetime, now)

    def _open_and_log_in(self, login: Login) -> SmtpConnection:
        connection = SmtpConnection(self._server, self._alive, self._connect_timeout, self._command_timeout)
        try:
            self._secure_and_log_in(connection, login)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure_and_log_in(self, connection: SmtpConnection, login: Login) -> None:
        try:
            refusal = connection.open_securely()
            reason = str(refusal) if refusal else self._log_in(connection, login)
        except (OSError, ValueError) as error:
            reason = tls.explain_connection_error(error)
        if reason:
            raise Unreachable(f"{self._server_address}: {sasl.redact_secret(reason, login)}") from None

    def _log_in(self, connection: SmtpConnection, login: Login) -> str | None:
        """Log in; return the reason if there was no verdict, else None. Raises LoginRefused."""
        mechanisms = connection.esmtp_features.get("auth", "").upper().split()
        exchange = sasl.choose_exchange(login, mechanisms)
        if exchange is None:
            names = ", ".join(mechanisms) or "none at all"
            raise NoLoginOffered(
                f"{self._server_address}: no way to log in that followupd knows; it offers {names}"
            )
        # RFC 4954 §4: the first answer goes with the command, in base64.
        first_answer = f" {b64encode(exchange(b'')).decode()}" if exchange.speaks_first else ""
        reply = connection.send_command(f"AUTH {exchange.name}{first_answer}")
        while reply.code == AUTH_CHALLENGE:
            challenge = b64decode(b"".join(reply.lines))
            reply = connection.send_command(b64encode(exchange(challenge)).decode())
        if reply.code == AUTH_OK:
            return None
        words = f"{reply} ({exchange.reason})" if exchange.reason else str(reply)
        if reply.code in NEEDS_LOGIN or SECURITY_CODE.match(reply.text):
            server_text = sasl.redact_secret(words, login)
            raise LoginRefused(
                f"{self._server_address}: the login of {login.user} was refused: {server_text}"
            )
        return f"the login got no verdict: {words}"
