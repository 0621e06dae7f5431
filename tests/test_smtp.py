"""Submission: whatever a server does, we know whether the mail went out, or know that we do not know."""

import pytest
from mailhost import ANA, SAM, MailHost

from followupd.config import Server, Tls
from followupd.errors import LoginRefused, Unreachable
from followupd.ports import Accepted, Deferred, Login, Mail, Refused, Unknown, Withheld
from followupd.smtp import Submission

DATA = (
    b"From: sam@candidate.example\r\nTo: ana@acme.example\r\nSubject: Thank you\r\n"
    b"Message-ID: <fu.0123456789abcdef@candidate.example>\r\n\r\n"
    b"It was good to meet you.\r\n.\r\n..\r\n.hidden\r\n"
)
MAIL = Mail(SAM.address, ANA.address, DATA)


def yes() -> bool:
    return True


def no() -> bool:
    return False


# Postfix


def postfix(host: MailHost, tls: Tls = Tls.STARTTLS, secret: str = SAM.password) -> Submission:
    port = host.submissions_port if tls is Tls.IMPLICIT else host.submission_port
    server = Server(host=host.host, port=port, tls=tls, ca_file=str(host.ca_file))
    return Submission(server, lambda: Login(SAM.address, secret))


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_postfix_takes_a_mail_and_delivers_every_byte_of_its_body(mailhost, tls):
    outcome = postfix(mailhost, tls).deliver(MAIL, yes)
    assert isinstance(outcome, Accepted)
    assert outcome.code == 250
    [received] = mailhost.accepted(ANA.address)
    assert received.partition(b"\r\n\r\n")[2] == DATA.partition(b"\r\n\r\n")[2]
