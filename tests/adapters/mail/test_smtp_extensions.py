"""What a mail asks of the submission server, faulty ones and Postfix; what it cannot carry is refused with a sentence."""

from contextlib import suppress

import pytest
from faulty_smtp import EXTENSIONS, LAST_LINE, FaultySmtp
from mailhost import ANA, SAM, MailHost
from smtp_talk import BODY, HEADER, MAIL, attempt, no, yes

from followupd.adapters.mail.smtp import Submission
from followupd.config.account import Server, Tls
from followupd.engine.ports import FrozenMail, Login
from followupd.engine.sending.outcomes import Accepted, Deferred, Refused, Withheld
from followupd.errors import LoginRefused, Unreachable

# What the mail asks of the server


def test_size_and_dsn_are_used_where_offered():
    server = FaultySmtp(extensions=[*EXTENSIONS, "DSN"])
    assert isinstance(attempt(server), Accepted)
    assert server.heard[2:4] == [
        b"MAIL FROM:<sam@candidate.example> SIZE=%d RET=HDRS ENVID=fu.0123456789abcdef@candidate.example"
        % len(MAIL.data),
        b"RCPT TO:<ana@acme.example> NOTIFY=FAILURE,DELAY",
    ]


def test_nothing_is_asked_for_that_is_not_offered():
    server = FaultySmtp(extensions=["AUTH PLAIN"])
    assert isinstance(attempt(server), Accepted)
    assert server.heard[2:4] == [b"MAIL FROM:<sam@candidate.example>", b"RCPT TO:<ana@acme.example>"]


def test_an_envelope_id_is_written_in_xtext():
    server = FaultySmtp(extensions=[*EXTENSIONS, "DSN"])
    data = MAIL.data.replace(b"<fu.0123456789abcdef@", b"<a+b=c@")
    attempt(server, mail=FrozenMail(SAM.address, ANA.address, data))
    assert server.heard[2].endswith(b" ENVID=a+2Bb+3Dc@candidate.example")


def test_a_mail_over_the_limit_of_the_server_is_not_offered():
    server = FaultySmtp(extensions=["AUTH PLAIN", "SIZE 100"])
    outcome = attempt(server)
    assert isinstance(outcome, Refused)
    assert outcome.text.endswith(f"the mail has {len(MAIL.data)} bytes, and the server takes 100")


EIGHT_BIT = FrozenMail(SAM.address, ANA.address, HEADER + "Grüße".encode() + LAST_LINE)


@pytest.mark.parametrize(
    ("mail", "extensions", "options"),
    [
        (EIGHT_BIT, ["8BITMIME"], b" BODY=8BITMIME"),
        (EIGHT_BIT, ["8BITMIME", "SMTPUTF8"], b" BODY=8BITMIME"),
        (MAIL, ["8BITMIME", "SMTPUTF8"], b""),
        (FrozenMail(SAM.address, "zoë@acme.example", MAIL.data), ["8BITMIME", "SMTPUTF8"], b" SMTPUTF8"),
        (
            FrozenMail(SAM.address, ANA.address, "Subject: Grüße\r\n\r\nGoodbye.\r\n".encode()),
            ["8BITMIME", "SMTPUTF8"],
            b" BODY=8BITMIME SMTPUTF8",
        ),
    ],
)
def test_8bitmime_and_smtputf8_are_used_only_where_needed(mail, extensions, options):
    server = FaultySmtp(extensions=["AUTH PLAIN", *extensions])
    mail = (
        mail
        if mail.data.endswith(LAST_LINE)
        else FrozenMail(mail.sender, mail.recipient, mail.data + LAST_LINE)
    )
    assert isinstance(attempt(server, mail=mail), Accepted)
    assert server.heard[2] == b"MAIL FROM:<sam@candidate.example>" + options
    assert server.heard[3] == b"RCPT TO:<" + mail.recipient.encode() + b">"


def test_a_domain_is_written_in_ascii_which_every_server_can_carry():
    """RFC 5891: only a local part outside ASCII needs SMTPUTF8, and no server on the way has to offer it."""
    server = FaultySmtp(extensions=["AUTH PLAIN"])
    mail = FrozenMail("sam@größe.example", "tanaka@例え.example", MAIL.data)
    assert isinstance(attempt(server, mail=mail), Accepted)
    assert server.heard[2:4] == [
        b"MAIL FROM:<sam@xn--gre-6ka8i.example>",
        b"RCPT TO:<tanaka@xn--r8jz45g.example>",
    ]


@pytest.mark.parametrize(
    "mail",
    [
        EIGHT_BIT,
        FrozenMail(SAM.address, "zoë@acme.example", MAIL.data),
        FrozenMail("säm@größe.example", ANA.address, MAIL.data),
    ],
)
def test_what_the_server_cannot_carry_is_refused_with_a_sentence(mail):
    server = FaultySmtp(extensions=["AUTH PLAIN"])
    outcome = attempt(server, mail=mail)
    assert isinstance(outcome, Refused)
    assert "which the server does not offer" in outcome.text
    assert not any(line.startswith(b"MAIL") for line in server.heard)


@pytest.mark.parametrize(
    "mail",
    [
        FrozenMail(SAM.address, ANA.address, b"Subject: x\r\n\r\nbare\nline feed\r\n"),
        FrozenMail(SAM.address, ANA.address, b"Subject: x\r\n\r\nbare\rreturn\r\n"),
        FrozenMail(SAM.address, ANA.address, b"Subject: x\r\n\r\n\n.\r\nMAIL FROM:<evil@x.example>\r\n"),
        FrozenMail(SAM.address, "ana@acme.example>\r\nRCPT TO:<evil@x.example", MAIL.data),
        FrozenMail(SAM.address, "ana@acme.example> NOTIFY=NEVER <", MAIL.data),
        FrozenMail("", ANA.address, MAIL.data),
        FrozenMail(SAM.address, "half\ud800@acme.example", MAIL.data),
        FrozenMail(SAM.address, "ana@-acme.example", MAIL.data),
    ],
)
def test_a_mail_that_could_smuggle_commands_goes_to_no_server(mail):
    server = FaultySmtp()
    assert isinstance(attempt(server, mail=mail), Refused)
    assert server.listener.visits == 0


def test_a_large_mail_arrives_whole():
    server = FaultySmtp(extensions=["AUTH PLAIN"])
    data = HEADER + b".dots and words\r\n" * 6000 + LAST_LINE
    assert isinstance(attempt(server, mail=FrozenMail(SAM.address, ANA.address, data)), Accepted)
    assert server.taken == [HEADER + b"..dots and words\r\n" * 6000 + LAST_LINE]


# Postfix


def postfix(host: MailHost, tls: Tls = Tls.STARTTLS, secret: str = SAM.password) -> Submission:
    port = host.submissions_port if tls is Tls.IMPLICIT else host.submission_port
    server = Server(host=host.host, port=port, tls=tls, ca_file=str(host.ca_file))
    return Submission(server, lambda: Login(SAM.address, secret))


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_postfix_takes_a_mail_and_delivers_every_byte_of_its_body(mailhost, tls):
    outcome = postfix(mailhost, tls).deliver_mail(MAIL, yes)
    assert isinstance(outcome, Accepted)
    assert outcome.code == 250
    [received] = mailhost.accepted(ANA.address)
    assert received.partition(b"\r\n\r\n")[2] == BODY


def test_postfix_forgets_a_mail_whose_dot_was_withheld(mailhost):
    assert postfix(mailhost).deliver_mail(MAIL, no) == Withheld()
    with suppress(ZeroDivisionError), pytest.raises(ZeroDivisionError):
        postfix(mailhost).deliver_mail(MAIL, lambda: 1 // 0 > 0)
    assert isinstance(postfix(mailhost).deliver_mail(MAIL, yes), Accepted)
    assert len(mailhost.accepted(ANA.address)) == 1


def test_postfix_tells_which_recipients_it_refuses_and_which_it_puts_off(mailhost):
    nobody = FrozenMail(SAM.address, "nobody@acme.example", MAIL.data)
    later = FrozenMail(SAM.address, "ana@later.example", MAIL.data)
    refused, deferred = (postfix(mailhost).deliver_mail(mail, yes) for mail in (nobody, later))
    assert isinstance(refused, Refused)
    assert refused.is_bad_address
    assert isinstance(deferred, Deferred)
    assert deferred.code == 450


def test_postfix_refuses_a_wrong_password(mailhost):
    with pytest.raises(LoginRefused, match="535"):
        postfix(mailhost, secret="wrong").deliver_mail(MAIL, yes)


def test_postfix_says_what_it_can_do(mailhost):
    found = postfix(mailhost).check_login()
    assert {"dsn", "size", "8bitmime"} <= found.extensions
    assert found.tls is not None
    assert found.tls.startswith("TLSv1.")
    assert found.size is None or found.size > 100_000


@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_postfix_with_a_bad_certificate_gets_no_password(mailhost, kind):
    mailhost.present(getattr(mailhost.authority, kind)())
    for tls in (Tls.STARTTLS, Tls.IMPLICIT):
        with pytest.raises(Unreachable, match="its certificate is not to be trusted"):
            postfix(mailhost, tls).deliver_mail(MAIL, yes)
