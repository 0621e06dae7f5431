"""Submission servers that answer in different ways: a script with the words of each server that was seen."""

from collections.abc import Callable
from dataclasses import dataclass, field

from faulty_socket import ListeningServer, Wire


@dataclass(frozen=True)
class Dialect:
    """The answers of one server. `{sender}` and `{recipient}` mean the addresses of the mail."""

    greeting: str
    offers: tuple[str, ...]  # the lines of its answer to EHLO
    welcome: str
    mail: str
    rcpt: str
    data: str
    dot: str
    bye: str
    later: str  # how it defers a mail
    unknown: str  # how it refuses a mail for good
    refuses_at_dot: bool = False  # it does both only after the whole mail
    hangs_up: bool = False  # it hangs up after either


EXIM = Dialect(
    "220 mail.example ESMTP Exim 4.96 Mon, 30 Nov 2026 08:00:00 +0000",
    ("mail.example Hello localhost [127.0.0.1]", "SIZE 52428800", "8BITMIME", "PIPELINING", "PIPECONNECT",
     "AUTH PLAIN LOGIN", "CHUNKING", "PRDR", "HELP"),
    "235 Authentication succeeded", "250 OK", "250 Accepted",
    '354 Enter message, ending with "." on a line by itself', "250 OK id=1vPqRs-0001Xy-2a",
    "221 mail.example closing connection", "451 Temporary local problem - please try later",
    "550 Unrouteable address",
)  # fmt: skip
OPENSMTPD = Dialect(
    "220 mail.example ESMTP OpenSMTPD",
    ("mail.example Hello localhost [127.0.0.1], pleased to meet you", "8BITMIME", "ENHANCEDSTATUSCODES",
     "SIZE 36700160", "DSN", "AUTH PLAIN LOGIN", "HELP"),
    "235 2.0.0 Authentication succeeded", "250 2.0.0 Ok", "250 2.1.5 Destination address valid: Recipient ok",
    '354 Enter mail, end with "." on a line by itself', "250 2.0.0 4a5c6d7e Message accepted for delivery",
    "221 2.0.0 Bye", "421 4.3.0 Temporary Error", "550 5.1.1 Invalid recipient: <{recipient}>",
    hangs_up=True,
)  # fmt: skip
SENDMAIL = Dialect(
    "220 mail.example ESMTP Sendmail 8.17.1.9/8.17.1.9/Debian-2; Mon, 30 Nov 2026 08:00:00 GMT; (No UCE/UBE)"
    " logging access from: localhost(OK)-localhost [127.0.0.1]",
    ("mail.example Hello localhost [127.0.0.1], pleased to meet you", "ENHANCEDSTATUSCODES", "PIPELINING",
     "8BITMIME", "SIZE", "DSN", "ETRN", "AUTH DIGEST-MD5 CRAM-MD5 LOGIN PLAIN", "DELIVERBY", "HELP"),
    "235 2.0.0 OK Authenticated", "250 2.1.0 <{sender}>... Sender ok",
    "250 2.1.5 <{recipient}>... Recipient ok",
    '354 Enter mail, end with "." on a line by itself', "250 2.0.0 6AU801xx001234 Message accepted for delivery",
    "221 2.0.0 mail.example closing connection", "451 4.3.2 Please try again later",
    "550 5.1.1 <{recipient}>... User unknown",
)  # fmt: skip
COURIER = Dialect(
    "220 mail.example ESMTP",
    ("mail.example Ok.", "AUTH PLAIN LOGIN", "XEXDATA", "XSECURITY=NONE", "PIPELINING", "8BITMIME", "SIZE", "DSN"),
    "235 Ok.", "250 Ok.", "250 Ok.", "354 Ok.", "250 Ok. 000000000008A1B2.00000000672AC0D2.00001A2B", "221 Bye.",
    "456 Address temporarily unavailable.", "550 User unknown.",
)  # fmt: skip
HARAKA = Dialect(
    "220 mail.example ESMTP Haraka/3.0.3 ready (0A1B2C3D)",
    ("mail.example Hello localhost [127.0.0.1], Haraka is at your service.", "PIPELINING", "8BITMIME", "SMTPUTF8",
     "SIZE 0", "AUTH PLAIN LOGIN CRAM-MD5"),
    "235 2.7.0 Authentication successful", "250 sender <{sender}> OK", "250 recipient <{recipient}> OK",
    "354 go ahead, make my day", "250 Message Queued (0A1B2C3D-0001.1)",
    "221 mail.example closing connection. Have a jolly good day.",
    "450 Backend unavailable. Please try again later.", "550 I cannot deliver mail for <{recipient}>",
)  # fmt: skip
SMTP_SERVER = Dialect(
    "220 mail.example ESMTP",
    ("mail.example Nice to meet you, localhost", "PIPELINING", "8BITMIME", "SMTPUTF8", "AUTH LOGIN PLAIN"),
    "235 Authentication successful", "250 Accepted", "250 Accepted",
    "354 End data with <CR><LF>.<CR><LF>", "250 OK: message queued", "221 Bye",
    "450 Mailbox busy", "550 No such user", refuses_at_dot=True,
)  # fmt: skip
MSMTPD = Dialect(
    "220 localhost ESMTP msmtpd", ("localhost", "AUTH PLAIN"), "235 Authentication successful", "250 Ok", "250 Ok",
    "354 Send data", "250 Ok, mail was piped", "221 Bye", "451 Pipe command reported error 75",
    "554 Pipe command reported error 67", refuses_at_dot=True, hangs_up=True,
)  # fmt: skip
DIALECTS = {
    "Exim": EXIM,
    "OpenSMTPD": OPENSMTPD,
    "sendmail": SENDMAIL,
    "courier-mta": COURIER,
    "Haraka": HARAKA,
    "smtp-server": SMTP_SERVER,
    "msmtpd": MSMTPD,
}


@dataclass
class ScriptedSmtp(ListeningServer):
    """A server with one dialect on loopback. It forwards the mail that it takes."""

    dialect: Dialect
    pass_on: Callable[[str, bytes], None]
    put_off: list[str] = field(default_factory=list)  # recipients whose next mail is deferred
    unknown: list[str] = field(default_factory=list)  # recipients that do not exist
    taken: list[str] = field(default_factory=list)  # the recipient of each mail that was taken

    def __post_init__(self) -> None:
        self.listen(self._converse)

    def _converse(self, wire: Wire) -> None:
        self._say(wire, self.dialect.greeting)
        addresses: dict[str, str] = {}
        while True:
            line = wire.line().decode()
            match line.partition(" ")[0].upper():
                case "EHLO":
                    self._offer(wire)
                case "AUTH":
                    self._welcome(wire, line)
                case "MAIL":
                    addresses["sender"] = _read_address(line)
                    self._say(wire, self.dialect.mail.format(**addresses))
                case "RCPT":
                    addresses["recipient"] = _read_address(line)
                    answer, is_good = self._choose_answer(
                        addresses["recipient"], self.dialect.rcpt, at_dot=False
                    )
                    self._conclude(wire, answer.format(**addresses), is_good=is_good)
                case "DATA":
                    self._take(wire, addresses)
                case "QUIT":
                    self._say(wire, self.dialect.bye)
                    wire.cut()
                case _:
                    self._say(wire, "500 5.5.1 Command unrecognized")

    def _offer(self, wire: Wire) -> None:
        *others, last = self.dialect.offers
        for offer in others:
            self._say(wire, f"250-{offer}")
        self._say(wire, f"250 {last}")

    def _welcome(self, wire: Wire, line: str) -> None:
        if line.upper().startswith("AUTH LOGIN"):
            for question in ("334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"):
                self._say(wire, question)
                wire.line()
        self._say(wire, self.dialect.welcome)

    def _take(self, wire: Wire, addresses: dict[str, str]) -> None:
        self._say(wire, self.dialect.data)
        lines: list[bytes] = []
        while (line := wire.line()) != b".":
            lines.append(line.removeprefix(b"."))
        answer, is_taken = self._choose_answer(addresses["recipient"], self.dialect.dot, at_dot=True)
        if is_taken:  # before the answer, so that a client that has read it finds the mail
            self.pass_on(addresses["recipient"], b"".join(line + b"\r\n" for line in lines))
            self.taken.append(addresses["recipient"])
        self._conclude(wire, answer.format(**addresses), is_good=is_taken)

    def _conclude(self, wire: Wire, answer: str, *, is_good: bool) -> None:
        self._say(wire, answer)
        if self.dialect.hangs_up and not is_good:
            wire.cut()

    def _choose_answer(self, recipient: str, good: str, *, at_dot: bool) -> tuple[str, bool]:
        """Return the answer at this step, and whether it accepts."""
        if at_dot != self.dialect.refuses_at_dot:
            return good, True
        if recipient in self.put_off:
            self.put_off.remove(recipient)
            return self.dialect.later, False
        return (self.dialect.unknown, False) if recipient in self.unknown else (good, True)

    def _say(self, wire: Wire, line: str) -> None:
        wire.say(line.encode() + b"\r\n")


def _read_address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
