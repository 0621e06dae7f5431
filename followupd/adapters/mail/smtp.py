"""Hands one mail to the submission server, so that it is never in doubt who answers for it.

The protocol, once and for all:

1. Connect, secure, log in. MAIL, one RCPT, DATA, and the whole mail, but for its last line: a lone dot.
   RFC 5321 §4.1.1.10: a server that loses the connection before the dot must forget the mail.
   So everything up to here may fail, be killed, and be tried again: nothing was delivered.
2. Ask `may_commit`. There the caller looks into the mailbox once more and writes down that the dot is about to leave.
   If it says no, or fails, the socket is closed without the dot. Nothing was delivered. The same if more than LAST_LOOK
   passes until then: the machine slept, perhaps, and an answer came that nobody has seen.
3. Send the dot, and read the answer. An exact 2xx: the server has taken the mail over. 4xx or 5xx: it has not.
   Anything else (no answer, half an answer, one that is none; a 4xx that speaks of a line that was lost): nobody can say. RFC 5321 §3.8 would have us try again;
   we do not, since a mail that is sent twice cannot be taken back.

What happens afterwards, QUIT above all, changes nothing.
"""

from __future__ import annotations

import re
import time
from base64 import b64decode, b64encode
from contextlib import closing
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
from followupd.adapters.mail.smtp_connection import SmtpConnection, SmtpReply
from followupd.engine.outcomes import (
    Accepted,
    Deferred,
    Outcome,
    Refused,
    Unknown,
    Withheld,
    is_quota_refusal,
)
from followupd.errors import LoginRefused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.config.account import Server
    from followupd.engine.ports import FrozenMail, Login

DOT = b".\r\n"
MAX_COMMIT_SECONDS = (
    120.0  # seconds from the question to the dot, sleep included; reading the mailbox is among them
)
AUTH_OK, AUTH_CHALLENGE = 235, 334
# RFC 4954 §6. Seen in practice: Microsoft says the same by 550 5.7.30 and 5.7.57, after MAIL.
NEEDS_LOGIN = (530, 534, 535, 538)
SECURITY_CODE = re.compile(r"5\.7\.\d+\b")  # RFC 3463 §3.8
# RFC 3463 §3.5: trouble on the line, between this server and the next. A filter or a proxy that has passed the mail on
# and waited in vain says so, and the mail arrives.
LOST_LINK = re.compile(
    r"^4\.4\.\d+\b|time[sd]?[ -]?out|connection (?:was )?(?:lost|dropped|closed|reset)", re.IGNORECASE
)
MICROSOFT_NEEDS_LOGIN = re.compile(r"5\.7\.(30|57)\b")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a server said of itself once the login was done."""

    extensions: frozenset[str]  # EHLO keywords, lower case
    size: int | None  # bytes that a mail may have; None: not said
    tls: str | None  # for example TLSv1.3; None: plain


def seconds_since_boot() -> float:
    """Return the seconds since the machine was started, those asleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Submission:
    """A submission server (RFC 6409). Times are seconds; `alive` is called every few seconds while it waits."""

    def __init__(
        self,
        server: Server,
        login: Callable[[], Login],
        *,
        alive: Callable[[], None] = lambda: None,
        uptime: Callable[[], float] = seconds_since_boot,
        answer_timeout: float = 600.0,  # RFC 5321 §4.5.3.2.6: ten minutes, lest a mail be sent twice
        command_timeout: float = 300.0,  # RFC 5321 §4.5.3.2.2 and .3
        connect_timeout: float = 30.0,
    ) -> None:
        self._server = server
        self._login = login
        self._alive = alive
        self._uptime = uptime
        self._answer_timeout = answer_timeout
        self._command_timeout = command_timeout
        self._connect_timeout = connect_timeout

    def check_login(self) -> Capabilities:
        """Connect, log in and leave. Raises Unreachable, LoginRefused, and what `login` raises."""
        with closing(self._open_and_log_in()) as connection:
            capabilities = Capabilities(
                frozenset(connection.esmtp_features), size_limit(connection), connection.tls_version
            )
            connection.quit_and_close()
            return capabilities

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        """Send all but the dot, ask, send the dot: see the top of this module.

        Raises Unreachable and LoginRefused, and what `login` and `may_commit` raise: nothing was delivered then.
        """
        if fault_text := why_unsendable(mail):
            return Refused(0, fault_text)
        with closing(self._open_and_log_in()) as connection:
            if outcome := self._send_envelope(connection, mail):
                connection.quit_and_close()
                return outcome
            if outcome := self._send_body(connection, mail):
                return outcome  # no QUIT from here to the dot: it would be a line of the mail
            asked_at = self._uptime()
            if not may_commit():
                return Withheld()
            if outcome := self._check_interruption(connection):
                return outcome
            return self._send_dot(connection, asked_at)

    # --- the parts of a delivery; each returns the outcome if it ends there

    def _send_envelope(self, connection: SmtpConnection, mail: FrozenMail) -> Outcome | None:
        """MAIL, RCPT, DATA."""
        try:
            for command, good_codes in envelope_commands(connection, mail):
                reply = connection.send_command(command)
                if reply.code not in good_codes:
                    return self._judge_reply(reply, command[:4])
        except UnsupportedMail as unfit:
            return Refused(0, f"{self._server_address}: {unfit}")
        except OSError as error:
            return self._defer_lost(connection, error)
        return None

    def _send_body(self, connection: SmtpConnection, mail: FrozenMail) -> Outcome | None:
        """Everything but the dot."""
        try:
            connection.send_bytes(stuff_dots(mail.data))
        except OSError as error:
            return self._defer_lost(connection, error)
        return self._check_interruption(connection)

    def _check_interruption(self, connection: SmtpConnection) -> Outcome | None:
        """Look whether the server spoke or left before the dot: its words could pass for the answer to it."""
        try:
            reply = connection.read_unasked_reply()
        except OSError as error:
            return self._defer_lost(connection, error)
        return self._judge_reply(reply, "the mail") if reply else None

    def _check_delay(self, asked_at: float) -> Outcome | None:
        """Look whether the last look at the mailbox is still the last."""
        delay = self._uptime() - asked_at
        if delay <= MAX_COMMIT_SECONDS:
            return None
        return Deferred(
            0, f"the machine slept, or the look at the mailbox took {delay:.0f} s; it is looked again first"
        )

    def _send_dot(self, connection: SmtpConnection, asked_at: float) -> Outcome:
        """Send the dot, unless it is too late for it, and judge the answer."""
        self._alive()  # it may take a while: from the reading of the clock to the dot nothing else is done
        if outcome := self._check_delay(asked_at):
            connection.close()  # without QUIT: it would be a line of the mail
            return outcome
        try:
            connection.send_at_once(DOT)
            reply = connection.read_reply(self._answer_timeout)
        except Exception as error:  # noqa: BLE001 - whatever fails now says nothing about the mail
            return Unknown(
                f"{self._server_address}: no answer to the end of the mail: {tls.explain_connection_error(error)}"
            )
        outcome = self._judge_last_reply(reply)
        if not isinstance(outcome, Unknown):
            connection.quit_and_close()
        return outcome

    def _judge_last_reply(self, reply: SmtpReply) -> Outcome:
        """Judge the answer to the dot."""
        match reply.code // 100:
            case 2:
                return Accepted(reply.code, reply.text)
            case 4 if LOST_LINK.search(reply.text):
                return Unknown(
                    f"{self._server_address}: it may have passed the mail on, and answered {reply}"
                )
            case 4:
                return Deferred(reply.code, reply.text)
            case 5:
                return _judge_refusal(reply, "the dot")
            case _:
                return Unknown(f"{self._server_address}: the end of the mail was answered by {reply}")

    def _defer_lost(self, connection: SmtpConnection, error: OSError) -> Deferred:
        connection.close()
        return Deferred(
            0, f"{self._server_address}: {tls.explain_connection_error(error)}; the mail was not handed over"
        )

    def _judge_reply(self, reply: SmtpReply, command: str) -> Outcome:
        """Judge a reply that ends the attempt before the dot. Raises LoginRefused where a login is demanded."""
        if reply.code in NEEDS_LOGIN or MICROSOFT_NEEDS_LOGIN.match(reply.text):
            raise LoginRefused(f"{self._server_address}: {reply}")
        match reply.code // 100:
            case 4:
                return Deferred(reply.code, reply.text)
            case 5:
                return _judge_refusal(reply, command)
            case _:
                return Deferred(0, f"{self._server_address}: {command} was answered by {reply}")

    # --- the login

    @property
    def _server_address(self) -> str:
        return tls.server_address(self._server)

    def _open_and_log_in(self) -> SmtpConnection:
        login = self._login()
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
        """Log in; return why there was no verdict. Raises LoginRefused."""
        mechanisms = connection.esmtp_features.get("auth", "").upper().split()
        exchange = sasl.choose_exchange(login, mechanisms)
        if exchange is None:
            names = ", ".join(mechanisms) or "none at all"
            raise LoginRefused(
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


def _judge_refusal(reply: SmtpReply, command: str) -> Outcome:
    """Judge a 5xx reply: for good, unless the account has only sent too much for now."""
    if is_quota_refusal(reply.text):
        return Deferred(reply.code, reply.text)
    return Refused(reply.code, reply.text, is_bad_address=_is_address_refusal(reply, command))


def _is_address_refusal(reply: SmtpReply, command: str) -> bool:
    """Tell whether a refusal means that nobody is there, rather than that we may not."""
    if code_match := re.match(r"5\.(\d+)\.(\d+)\b", reply.text):  # RFC 3463 §3.2, §3.3
        # 5.1.7 and 5.1.8 blame the sender's address; 5.2.1 is a mailbox that was closed.
        return code_match.groups() == ("2", "1") or (code_match[1] == "1" and code_match[2] not in ("7", "8"))
    return command == "RCPT" and reply.code in (550, 551, 553)
