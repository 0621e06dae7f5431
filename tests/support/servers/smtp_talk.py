"""A mail, and attempts to submit it to a server with a fault."""

from collections.abc import Callable

from faulty_smtp import LAST_LINE, FaultySmtp
from loopback import has_news, wait_until
from mailhost import ANA, SAM

from followupd.adapters.mail.smtp import Submission
from followupd.config.account import Server, Tls
from followupd.engine.ports import FrozenMail, Login
from followupd.errors import LoginRefused, Unreachable

HEADER = (
    b"From: sam@candidate.example\r\nTo: ana@acme.example\r\nSubject: Thank you\r\n"
    b"Message-ID: <fu.0123456789abcdef@candidate.example>\r\n\r\n"
)
BODY = b"It was good to meet you.\r\n.\r\n..\r\n.hidden" + LAST_LINE
MAIL = FrozenMail(SAM.address, ANA.address, HEADER + BODY)
STUFFED = HEADER + b"It was good to meet you.\r\n..\r\n...\r\n..hidden" + LAST_LINE
LOGIN = Login(SAM.address, "pass wörd")
PLENTY, SOON = 60.0, 0.25  # seconds to wait for an answer that comes, and for one that does not

BEFORE_LOGIN = ("greeting", "ehlo", "auth")
ENVELOPE = ("mail", "rcpt", "data")
GARBAGE = {
    "words without a code": b"OK queued\r\n",
    "two digits": b"25 OK\r\n",
    "four digits": b"2500 OK\r\n",
    "a code glued to its text": b"250_OK\r\n",
    "a negative code": b"-1 OK\r\n",
    "digits of another alphabet": "٢٥٠ OK\r\n".encode(),
    "a code of no class": b"999 OK\r\n",
    "lines that disagree": b"250-one\r\n550 two\r\n",
    "bytes": b"\x00\xff\xfe\r\n",
    "an empty line": b"\r\n",
    "an overlong line": b"250 " + b"x" * 9000 + b"\r\n",
}


def yes() -> bool:
    return True


def no() -> bool:
    return False


def submission(
    server: FaultySmtp, login: Login = LOGIN, ca_file: object = None, **more: object
) -> Submission:
    host = Server(host="127.0.0.1", port=server.port, tls=Tls(server.tls), ca_file=ca_file and str(ca_file))
    patient = {"command_timeout": PLENTY, "answer_timeout": PLENTY, "connect_timeout": PLENTY}
    return Submission(host, lambda: login, **(patient | more))


def attempt(
    server: FaultySmtp,
    may_commit: Callable[[], bool] = yes,
    mail: FrozenMail = MAIL,
    patience: float = PLENTY,
    **more: object,
):
    """Return the outcome, or the error.

    If the timeout ended before the fault happened, the machine was slow. Then it is tried again with a longer timeout.
    """
    with server:
        while True:
            limits = {"command_timeout": patience, "answer_timeout": patience}
            try:
                outcome = submission(server, **(limits | more)).deliver_mail(mail, may_commit)
            except (Unreachable, LoginRefused) as error:
                outcome = error
            if patience >= PLENTY or server.reached.is_set():
                return outcome
            patience *= 4
            server.forget()


def amid_the_question(server: FaultySmtp) -> Callable[[], bool]:
    """Let the fault at `body` happen during the call of `may_commit`, which agrees once the client has noticed it."""
    server.released.clear()

    def may_commit() -> bool:
        server.released.set()
        assert server.faulted.wait(120)
        wait_until(lambda: has_news(server.port), "it had arrived")
        return True

    return may_commit
