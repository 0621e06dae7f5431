"""Hands one mail to the submission server, so that it is never in doubt who answers for it.

The protocol, once and for all:

1. Connect, secure, log in. MAIL, one RCPT, DATA, and the whole mail, but for its last line: a lone dot.
   RFC 5321 §4.1.1.10: a server that loses the connection before the dot must forget the mail.
   So everything up to here may fail, be killed, and be tried again: nothing was delivered.
2. Ask `may_commit`. There the caller looks into the mailbox once more and writes down that the dot is about to leave.
   If it says no, or fails, the socket is closed without the dot. Nothing was delivered. The same if more than LAST_LOOK
   passes until then: the machine slept, perhaps, and an answer came that nobody has seen.
3. Send the dot, and read the answer. An exact 2xx: the server has taken the mail over. 4xx or 5xx: it has not.
   Anything else (no answer, half an answer, one that is none): nobody can say. RFC 5321 §3.8 would have us try again;
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
from followupd.adapters.mail.smtp_commands import Unfit, commands, fault, size_limit, stuffed
from followupd.adapters.mail.smtp_connection import Line, Reply
from followupd.engine.outcomes import Accepted, Deferred, Outcome, Refused, Unknown, Withheld
from followupd.errors import LoginRefused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.config.account import Server
    from followupd.engine.ports import Login, Mail

DOT = b".\r\n"
LAST_LOOK = 120.0  # seconds from the question to the dot, sleep included; reading the mailbox is among them
AUTH_OK, AUTH_CHALLENGE = 235, 334
# RFC 4954 §6. Seen in practice: Microsoft says the same by 550 5.7.30 and 5.7.57, after MAIL.
NEEDS_LOGIN = (530, 534, 535, 538)
SECURITY = re.compile(r"5\.7\.\d+\b")  # RFC 3463 §3.8
MICROSOFT_NEEDS_LOGIN = re.compile(r"5\.7\.(30|57)\b")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a server said of itself once the login was done."""

    extensions: frozenset[str]  # EHLO keywords, lower case
    size: int | None  # bytes that a mail may have; None: not said
    tls: str | None  # for example TLSv1.3; None: plain


def since_boot() -> float:
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
        elapsed: Callable[[], float] = since_boot,
        answer_timeout: float = 600.0,  # RFC 5321 §4.5.3.2.6: ten minutes, lest a mail be sent twice
        command_timeout: float = 300.0,  # RFC 5321 §4.5.3.2.2 and .3
        connect_timeout: float = 30.0,
    ) -> None:
        self._server = server
        self._login = login
        self._alive = alive
        self._elapsed = elapsed
        self._answer_timeout = answer_timeout
        self._command_timeout = command_timeout
        self._connect_timeout = connect_timeout

    def check(self) -> Capabilities:
        """Connect, log in and leave. Raises Unreachable, LoginRefused, and what `login` raises."""
        with closing(self._logged_in()) as line:
            found = Capabilities(frozenset(line.esmtp_features), size_limit(line), line.tls_version)
            line.leave()
            return found

    def deliver(self, mail: Mail, may_commit: Callable[[], bool]) -> Outcome:
        """Send all but the dot, ask, send the dot: see the top of this module.

        Raises Unreachable and LoginRefused, and what `login` and `may_commit` raise: nothing was delivered then.
        """
        if wrong := fault(mail):
            return Refused(0, wrong)
        with closing(self._logged_in()) as line:
            if outcome := self._opening(line, mail):
                line.leave()
                return outcome
            if outcome := self._body(line, mail):
                return outcome  # no QUIT from here to the dot: it would be a line of the mail
            asked = self._elapsed()
            if not may_commit():
                return Withheld()
            if outcome := self._interruption(line) or self._too_late(asked):
                return outcome
            outcome = self._the_dot(line)
            if not isinstance(outcome, Unknown):
                line.leave()
            return outcome

    # --- the parts of a delivery; each returns the outcome if it ends there

    def _opening(self, line: Line, mail: Mail) -> Outcome | None:
        """MAIL, RCPT, DATA."""
        try:
            for command, good in commands(line, mail):
                reply = line.ask(command)
                if reply.code not in good:
                    return self._declined(reply, command[:4])
        except Unfit as unfit:
            return Refused(0, f"{self._place}: {unfit}")
        except OSError as error:
            return self._lost(line, error)
        return None

    def _body(self, line: Line, mail: Mail) -> Outcome | None:
        """Everything but the dot."""
        try:
            line.transmit(stuffed(mail.data))
        except OSError as error:
            return self._lost(line, error)
        return self._interruption(line)

    def _interruption(self, line: Line) -> Outcome | None:
        """Look whether the server spoke or left before the dot: its words could pass for the answer to it."""
        try:
            reply = line.unasked()
        except OSError as error:
            return self._lost(line, error)
        return self._declined(reply, "the mail") if reply else None

    def _too_late(self, asked: float) -> Outcome | None:
        """Look whether the last look at the mailbox is still the last."""
        took = self._elapsed() - asked
        if took <= LAST_LOOK:
            return None
        return Deferred(
            0, f"the machine slept, or the look at the mailbox took {took:.0f} s; it is looked again first"
        )

    def _the_dot(self, line: Line) -> Outcome:
        """Send the dot and judge the answer."""
        try:
            line.transmit(DOT)
            reply = line.reply(self._answer_timeout)
        except Exception as error:  # noqa: BLE001 - whatever fails now says nothing about the mail
            return Unknown(f"{self._place}: no answer to the end of the mail: {tls.why(error)}")
        match reply.code // 100:
            case 2:
                return Accepted(reply.code, reply.text)
            case 4:
                return Deferred(reply.code, reply.text)
            case 5:
                return Refused(reply.code, reply.text, address=_address_refused(reply, "the dot"))
            case _:
                return Unknown(f"{self._place}: the end of the mail was answered by {reply}")

    def _lost(self, line: Line, error: OSError) -> Deferred:
        line.close()
        return Deferred(0, f"{self._place}: {tls.why(error)}; the mail was not handed over")

    def _declined(self, reply: Reply, to: str) -> Outcome:
        """Judge a reply that ends the attempt before the dot. Raises LoginRefused where a login is demanded."""
        if reply.code in NEEDS_LOGIN or MICROSOFT_NEEDS_LOGIN.match(reply.text):
            raise LoginRefused(f"{self._place}: {reply}")
        match reply.code // 100:
            case 4:
                return Deferred(reply.code, reply.text)
            case 5:
                return Refused(reply.code, reply.text, address=_address_refused(reply, to))
            case _:
                return Deferred(0, f"{self._place}: {to} was answered by {reply}")

    # --- the login

    @property
    def _place(self) -> str:
        return tls.place(self._server)

    def _logged_in(self) -> Line:
        login = self._login()
        line = Line(self._server, self._alive, self._connect_timeout, self._command_timeout)
        try:
            self._enter(line, login)
        except BaseException:
            line.close()
            raise
        return line

    def _enter(self, line: Line, login: Login) -> None:
        try:
            refusal = line.open()
            reason = str(refusal) if refusal else self._authenticate(line, login)
        except (OSError, ValueError) as error:
            reason = tls.why(error)
        if reason:
            raise Unreachable(f"{self._place}: {sasl.redact(reason, login)}") from None

    def _authenticate(self, line: Line, login: Login) -> str | None:
        """Log in; return why there was no verdict. Raises LoginRefused."""
        offered = line.esmtp_features.get("auth", "").upper().split()
        exchange = sasl.choose(login, offered)
        if exchange is None:
            names = ", ".join(offered) or "none at all"
            raise LoginRefused(f"{self._place}: no way to log in that followupd knows; it offers {names}")
        # RFC 4954 §4: the first answer goes with the command, in base64.
        first = f" {b64encode(exchange(b'')).decode()}" if exchange.speaks_first else ""
        reply = line.ask(f"AUTH {exchange.name}{first}")
        while reply.code == AUTH_CHALLENGE:
            challenge = b64decode(b"".join(reply.lines))
            reply = line.ask(b64encode(exchange(challenge)).decode())
        if reply.code == AUTH_OK:
            return None
        words = f"{reply} ({exchange.reason})" if exchange.reason else str(reply)
        if reply.code in NEEDS_LOGIN or SECURITY.match(reply.text):
            said = sasl.redact(words, login)
            raise LoginRefused(f"{self._place}: the login of {login.user} was refused: {said}")
        return f"the login got no verdict: {words}"


def _address_refused(reply: Reply, to: str) -> bool:
    """Tell whether a refusal means that nobody is there, rather than that we may not."""
    if enhanced := re.match(r"5\.(\d+)\.(\d+)\b", reply.text):  # RFC 3463 §3.2, §3.3
        # 5.1.7 and 5.1.8 blame the sender's address; 5.2.1 is a mailbox that was closed.
        return enhanced.groups() == ("2", "1") or (enhanced[1] == "1" and enhanced[2] not in ("7", "8"))
    return to == "RCPT" and reply.code in (550, 551, 553)
