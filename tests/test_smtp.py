"""Submission: whatever a server does, we know whether the mail went out, or know that we do not know."""

import base64
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from faulty_smtp import (
    DOT,
    EXTENSIONS,
    LAST_LINE,
    QUEUED,
    SECURE_STEPS,
    STEPS,
    Fault,
    FaultySmtp,
    asks_for_ever,
    cut,
    drips,
    never_ends,
    reads_of_the_dot,
    refuses_the_token,
    says,
    silence,
    split,
    stops_after,
    talks_in_the_clear,
)
from loopback import free_port
from mailhost import ANA, SAM, MailHost

from followupd.config import Server, Tls
from followupd.errors import LoginRefused, TryAgain, Unreachable
from followupd.mail.smtp import Submission
from followupd.ports import Accepted, Deferred, Login, Mail, Mechanism, Refused, Unknown, Withheld

HEADER = (
    b"From: sam@candidate.example\r\nTo: ana@acme.example\r\nSubject: Thank you\r\n"
    b"Message-ID: <fu.0123456789abcdef@candidate.example>\r\n\r\n"
)
BODY = b"It was good to meet you.\r\n.\r\n..\r\n.hidden" + LAST_LINE
MAIL = Mail(SAM.address, ANA.address, HEADER + BODY)
STUFFED = HEADER + b"It was good to meet you.\r\n..\r\n...\r\n..hidden" + LAST_LINE
LOGIN = Login(SAM.address, "pass wörd")
PLENTY, SOON = 20.0, 0.25  # seconds to wait for an answer that comes, and for one that does not

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
    mail: Mail = MAIL,
    patience: float = PLENTY,
    **more: object,
):
    """Return the outcome, or the error that says the same."""
    limits = {"command_timeout": patience, "answer_timeout": patience}
    with server:
        try:
            return submission(server, **(limits | more)).deliver(mail, may_commit)
        except (Unreachable, LoginRefused) as error:
            return error


def amid_the_question(server: FaultySmtp) -> Callable[[], bool]:
    """Let the fault at `body` happen while the caller makes up their mind, and agree once it must have arrived."""
    server.released.clear()

    def may_commit() -> bool:
        server.released.set()
        assert server.faulted.wait(5)
        time.sleep(0.02)
        return True

    return may_commit


# Nothing wrong


def test_a_mail_is_taken_over_byte_by_byte_with_dots_doubled():
    server = FaultySmtp()
    assert attempt(server) == Accepted(250, "2.0.0 Ok: queued as 4FrX")
    assert server.taken == [STUFFED]


def test_the_server_learns_nothing_about_the_machine():
    server = FaultySmtp()
    attempt(server)
    assert server.heard[0].lower() == b"ehlo [127.0.0.1]"


def test_the_dot_does_not_leave_before_the_caller_agrees():
    server = FaultySmtp()
    seen = []

    def may_commit() -> bool:
        time.sleep(0.05)
        seen.append(list(server.taken))
        return True

    assert isinstance(attempt(server, may_commit), Accepted)
    assert seen == [[]]
    assert len(server.taken) == 1


def test_a_withheld_dot_leaves_nothing_behind_and_says_no_goodbye():
    server = FaultySmtp()
    assert attempt(server, no) == Withheld()
    assert server.taken == []
    assert server.torn == [STUFFED]


def test_a_failure_of_the_caller_withholds_the_dot_and_passes_on():
    server = FaultySmtp()

    def may_commit() -> bool:
        raise TryAgain("the store is locked")

    with pytest.raises(TryAgain, match="the store is locked"):
        attempt(server, may_commit)
    assert server.taken == []


def test_a_failure_to_get_the_secret_passes_on_before_anything_is_said():
    def login() -> Login:
        raise TryAgain("the keyring is locked")

    with FaultySmtp() as server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.NONE)
        with pytest.raises(TryAgain):
            Submission(host, login).deliver(MAIL, yes)
        assert server.listener.visits == 0


def test_a_last_line_without_an_end_gets_one():
    server = FaultySmtp()
    mail = Mail(SAM.address, ANA.address, MAIL.data.removesuffix(b"\r\n"))
    assert isinstance(attempt(server, mail=mail), Accepted)
    assert server.taken == [STUFFED]


@pytest.mark.parametrize("step", STEPS)
def test_answers_that_come_byte_by_byte_are_understood(step):
    server = FaultySmtp(fault=drips(step))
    assert isinstance(attempt(server), Accepted)


@pytest.mark.parametrize("after", range(1, len(QUEUED)))
def test_a_last_answer_in_two_packets_is_understood_wherever_it_is_split(after):
    assert isinstance(attempt(FaultySmtp(fault=split("dot", after))), Accepted)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"250-2.0.0 first\r\n250 second\r\n", "2.0.0 first second"),
        (b"252 2.0.0 taken, cannot verify\r\n", "2.0.0 taken, cannot verify"),
        (b"250\r\n", ""),
        (b"250 with a bare line feed\n", "with a bare line feed"),
        (
            b"250 2.0.0 OK <NEWID@eurprd04.example> [Hostname=x]\r\n",
            "2.0.0 OK <NEWID@eurprd04.example> [Hostname=x]",
        ),
    ],
)
def test_every_exact_2xx_after_the_dot_is_taken_for_an_acceptance(answer, text):
    outcome = attempt(FaultySmtp(fault=says("dot", answer)))
    assert outcome == Accepted(int(answer[:3]), text)


# Everything wrong before the dot: nothing was delivered


@pytest.mark.parametrize("step", BEFORE_LOGIN)
@pytest.mark.parametrize("fault", [cut, silence, *(lambda at, g=g: says(at, g) for g in GARBAGE.values())])
def test_a_server_that_breaks_before_the_login_is_out_of_reach(step, fault):
    server = FaultySmtp(fault=fault(step))
    outcome = attempt(server, patience=SOON if fault is silence else PLENTY)
    assert isinstance(outcome, Unreachable)
    assert str(outcome).startswith(f"127.0.0.1:{server.port}: ")
    assert server.taken == []


@pytest.mark.parametrize("step", ENVELOPE)
@pytest.mark.parametrize("fault", [cut, silence, *(lambda at, g=g: says(at, g) for g in GARBAGE.values())])
def test_a_server_that_breaks_before_the_mail_defers_it(step, fault):
    server = FaultySmtp(fault=fault(step))
    outcome = attempt(server, patience=SOON if fault is silence else PLENTY)
    assert isinstance(outcome, Deferred)
    assert outcome.code == 0
    assert server.taken == []


@pytest.mark.parametrize("step", BEFORE_LOGIN)
@pytest.mark.parametrize(
    "answer", [b"421 4.3.2 shutting down\r\n", b"454 4.7.0 try later\r\n", b"554 5.3.2 no\r\n"]
)
def test_a_server_that_declines_before_the_login_is_out_of_reach(step, answer):
    outcome = attempt(FaultySmtp(fault=says(step, answer)))
    assert isinstance(outcome, Unreachable)
    assert answer[:3].decode() in str(outcome)


@pytest.mark.parametrize("step", [*ENVELOPE, "body", "dot"])
@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_a_4xx_defers_the_mail_with_the_words_of_the_server(step, code):
    server = FaultySmtp(fault=says(step, b"%d 4.3.0 come back later\r\n" % code))
    may_commit = amid_the_question(server) if step == "body" else yes
    assert attempt(server, may_commit) == Deferred(code, "4.3.0 come back later")
    assert len(server.taken) == (step == "dot")


@pytest.mark.parametrize("step", [*ENVELOPE, "body", "dot"])
@pytest.mark.parametrize("code", [500, 550, 552, 554])
def test_a_5xx_refuses_the_mail_with_the_words_of_the_server(step, code):
    server = FaultySmtp(fault=says(step, b"%d 5.6.0 never\r\n" % code))
    may_commit = amid_the_question(server) if step == "body" else yes
    assert attempt(server, may_commit) == Refused(code, "5.6.0 never", address=False)


@pytest.mark.parametrize(
    ("step", "answer", "address"),
    [
        ("rcpt", b"550 5.1.1 no such user\r\n", True),
        ("rcpt", b"550 no such user\r\n", True),
        ("rcpt", b"551 not here\r\n", True),
        ("rcpt", b"553 not allowed\r\n", True),
        ("rcpt", b"550 5.2.1 mailbox closed\r\n", True),
        ("rcpt", b"550 5.7.1 relaying denied\r\n", False),
        ("rcpt", b"550 5.1.8 your address has no domain\r\n", False),
        ("rcpt", b"552 5.2.2 mailbox full\r\n", False),
        ("rcpt", b"554 no\r\n", False),
        ("mail", b"550 you again\r\n", False),
        ("dot", b"550 5.1.1 no such user\r\n", True),
        ("dot", b"550 spam\r\n", False),
    ],
)
def test_a_refusal_blames_the_recipient_only_when_it_is_about_them(step, answer, address):
    outcome = attempt(FaultySmtp(fault=says(step, answer)))
    assert isinstance(outcome, Refused)
    assert outcome.address is address


@pytest.mark.parametrize(
    "answer", [b"530 5.7.0 log in first\r\n", b"550 5.7.30 Basic authentication is not supported\r\n"]
)
def test_a_server_that_wants_another_login_after_all_stops_the_account(answer):
    server = FaultySmtp(fault=says("mail", answer))
    assert isinstance(attempt(server), LoginRefused)
    assert server.taken == []


def test_a_server_that_leaves_in_the_middle_of_the_mail_is_not_asked_about():
    def leave(wire, right: bytes) -> None:
        wire.say(right)
        wire.cut()

    def alive() -> None:
        if b"DATA" in server.heard:
            assert server.faulted.wait(5)
            time.sleep(0.02)

    asked = []
    server = FaultySmtp(fault=Fault("data", leave))
    assert isinstance(attempt(server, lambda: bool(asked.append(1)), alive=alive), Deferred)
    assert asked == []


def test_a_connection_cut_after_the_body_is_noticed_before_the_dot_leaves():
    server = FaultySmtp(fault=cut("body"))
    assert isinstance(attempt(server, amid_the_question(server)), Deferred)
    assert server.taken == []


@pytest.mark.parametrize("early", [QUEUED, b"2", b"354 go on\r\n", *GARBAGE.values()])
def test_an_answer_that_comes_before_the_dot_is_not_taken_for_the_answer_to_it(early):
    server = FaultySmtp(fault=says("body", early))
    assert isinstance(attempt(server, amid_the_question(server), patience=0.5), Deferred)
    assert server.taken == []


def test_nobody_listening_is_out_of_reach():
    server = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    with pytest.raises(Unreachable, match="connection refused"):
        Submission(server, lambda: LOGIN).deliver(MAIL, yes)


def test_an_unknown_host_is_out_of_reach():
    server = Server(host="nowhere.invalid", port=587, tls=Tls.STARTTLS)
    with pytest.raises(Unreachable, match="no such host"):
        Submission(server, lambda: LOGIN).check()


# Everything wrong after the dot: nobody can say, unless the server says so exactly


@pytest.mark.parametrize("count", range(len(QUEUED)))
def test_an_answer_cut_at_any_byte_leaves_the_outcome_unknown(count):
    server = FaultySmtp(fault=stops_after("dot", count))
    assert isinstance(attempt(server), Unknown)
    assert len(server.taken) == 1


@pytest.mark.parametrize("count", range(1, len(DOT)))
def test_a_dot_that_is_cut_at_any_byte_leaves_the_outcome_unknown(count):
    server = FaultySmtp(fault=reads_of_the_dot(count))
    assert isinstance(attempt(server), Unknown)
    assert server.taken == []


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_an_unparsable_answer_leaves_the_outcome_unknown(garbage):
    server = FaultySmtp(fault=says("dot", garbage))
    assert isinstance(attempt(server), Unknown)
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "fault", [silence("dot"), never_ends("dot"), says("dot", b"354 go on\r\n"), says("dot", b"250 OK")]
)
def test_silence_and_endless_talk_leave_the_outcome_unknown(fault):
    server = FaultySmtp(fault=fault)
    assert isinstance(attempt(server, patience=0.5), Unknown)
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "fault",
    [
        cut("quit"),
        silence("quit"),
        never_ends("quit"),
        says("quit", b"500 what?\r\n"),
        says("quit", b"\xff\r\n"),
    ],
)
def test_whatever_becomes_of_quit_an_accepted_mail_stays_accepted(fault):
    server = FaultySmtp(fault=fault)
    assert isinstance(attempt(server, patience=0.5), Accepted)
    assert len(server.taken) == 1


def test_the_wait_for_the_last_answer_shows_signs_of_life():
    beats = []
    server = FaultySmtp(fault=silence("dot"))
    assert isinstance(attempt(server, patience=0.5, alive=lambda: beats.append(time.monotonic())), Unknown)
    assert len(beats) > 5


# The login


@pytest.mark.parametrize(
    "answer",
    [
        b"535 5.7.8 wrong\r\n",
        b"530 must not\r\n",
        b"534 5.7.9 use an app password\r\n",
        b"538 TLS\r\n",
        b"550 5.7.30 no\r\n",
    ],
)
def test_a_refused_login_says_whose_it_was_and_what_the_server_said(answer):
    outcome = attempt(FaultySmtp(fault=says("auth", answer)))
    assert isinstance(outcome, LoginRefused)
    assert SAM.address in str(outcome)
    assert answer[:-2].decode() in str(outcome)


def test_name_and_password_go_as_utf8():
    server = FaultySmtp()
    attempt(server)
    [auth] = [line for line in server.heard if line.startswith(b"AUTH")]
    assert base64.b64decode(auth.split()[2]).decode() == f"\0{SAM.address}\0{LOGIN.secret}"


def test_login_is_spoken_where_plain_is_not():
    server = FaultySmtp(extensions=["AUTH LOGIN"])
    assert isinstance(attempt(server), Accepted)
    at = server.heard.index(b"AUTH LOGIN")
    answers = [base64.b64decode(line).decode() for line in server.heard[at + 1 : at + 3]]
    assert answers == [SAM.address, LOGIN.secret]


@pytest.mark.parametrize("offer", ["XOAUTH2", "OAUTHBEARER"])
@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_a_token_is_spoken_in_the_way_the_server_knows(offer, mechanism):
    server = FaultySmtp(extensions=[f"AUTH {offer}"])
    login = Login(SAM.address, "token", mechanism)
    assert isinstance(attempt(server, login=login), Accepted)
    [auth] = [line for line in server.heard if line.startswith(b"AUTH")]
    assert auth.split()[1] == offer.encode()
    assert b"\1auth=Bearer token\1\1" in base64.b64decode(auth.split()[2])


@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_the_reason_for_a_refused_token_is_shown_in_words(mechanism):
    server = FaultySmtp(fault=refuses_the_token())
    outcome = attempt(server, login=Login(SAM.address, "stale token", mechanism))
    assert isinstance(outcome, LoginRefused)
    assert "535 5.7.8 no such token (status 401, scope https://mail.example/)" in str(outcome)


@pytest.mark.parametrize("extensions", [["SIZE 1000"], ["AUTH CRAM-MD5 NTLM"]])
def test_a_server_without_a_login_that_we_know_gets_no_mail(extensions):
    server = FaultySmtp(extensions=extensions)
    assert isinstance(attempt(server), LoginRefused)
    assert server.taken == []


@pytest.mark.parametrize(
    "fault", [asks_for_ever(), says("auth", b"334 !!!not base64\r\n"), never_ends("auth")]
)
def test_an_endless_or_broken_login_is_given_up(fault):
    server = FaultySmtp(fault=fault)
    assert isinstance(attempt(server, patience=0.5), Unreachable | LoginRefused)


@pytest.mark.parametrize("secret", ["two\nlines", "two\r\nlines", "nul\0", "half\ud800"])
def test_a_secret_that_cannot_be_said_is_not_said(secret):
    server = FaultySmtp()
    outcome = attempt(server, login=Login(SAM.address, secret))
    assert isinstance(outcome, LoginRefused)
    assert secret not in str(outcome)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


@pytest.mark.parametrize("mechanism", list(Mechanism))
@pytest.mark.parametrize("code", [b"535", b"454"])
def test_a_server_that_echoes_the_secret_does_not_get_it_into_the_error(mechanism, code):
    login = Login(SAM.address, "s3cr3t-word", mechanism)

    def echo(wire, _) -> None:
        auth = server.heard[-1]
        wire.say(code + b" 5.7.8 bad: " + auth + b" s3cr3t-word\r\n")

    server = FaultySmtp(fault=Fault("auth", echo))
    outcome = attempt(server, login=login)
    assert isinstance(outcome, LoginRefused | Unreachable)
    assert "***" in str(outcome)
    assert "s3cr3t-word" not in str(outcome)
    assert server.heard[-1].split()[-1].decode() not in str(outcome)
    assert outcome.__cause__ is None


# TLS


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_good_certificate_is_trusted(authority, tls):
    server = FaultySmtp(tls=tls, certificate=authority.good())
    assert isinstance(attempt(server, ca_file=authority.ca_file), Accepted)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_a_bad_certificate_ends_the_talk_before_the_login(authority, tls, kind):
    server = FaultySmtp(tls=tls, certificate=getattr(authority, kind)())
    outcome = attempt(server, ca_file=authority.ca_file)
    assert isinstance(outcome, Unreachable)
    assert "its certificate is not to be trusted" in str(outcome)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_an_unknown_authority_is_not_trusted(authority):
    server = FaultySmtp(tls="implicit", certificate=authority.good())
    assert isinstance(attempt(server), Unreachable)


def test_a_missing_ca_file_is_named(tmp_path):
    outcome = attempt(FaultySmtp(tls="implicit"), ca_file=tmp_path / "none.pem")
    assert isinstance(outcome, Unreachable)
    assert "none.pem" in str(outcome)


def test_a_stripped_starttls_gets_no_password():
    server = FaultySmtp()
    with server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.STARTTLS)
        with pytest.raises(Unreachable, match="offers no STARTTLS"):
            Submission(host, lambda: LOGIN).deliver(MAIL, yes)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


@pytest.mark.parametrize("step", SECURE_STEPS)
@pytest.mark.parametrize(
    "fault", [cut, silence, *(lambda at, g=g: says(at, g) for g in (b"454 4.7.0 no\r\n", b"?\r\n"))]
)
def test_a_server_that_breaks_over_starttls_is_out_of_reach(authority, step, fault):
    server = FaultySmtp(fault=fault(step), tls="starttls", certificate=authority.good())
    patience = SOON if fault is silence else PLENTY
    outcome = attempt(server, ca_file=authority.ca_file, patience=patience, connect_timeout=patience)
    assert isinstance(outcome, Unreachable)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_words_in_the_clear_do_not_pass_for_words_under_tls(authority):
    server = FaultySmtp(fault=talks_in_the_clear(), tls="starttls", certificate=authority.good())
    outcome = attempt(server, ca_file=authority.ca_file)
    assert isinstance(outcome, Unreachable)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("count", [0, 1, 10, len(QUEUED) - 1])
def test_an_answer_cut_under_tls_leaves_the_outcome_unknown(authority, tls, count):
    server = FaultySmtp(fault=stops_after("dot", count), tls=tls, certificate=authority.good())
    assert isinstance(attempt(server, ca_file=authority.ca_file), Unknown)


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
    attempt(server, mail=Mail(SAM.address, ANA.address, data))
    assert server.heard[2].endswith(b" ENVID=a+2Bb+3Dc@candidate.example")


def test_a_mail_over_the_limit_of_the_server_is_not_offered():
    server = FaultySmtp(extensions=["AUTH PLAIN", "SIZE 100"])
    outcome = attempt(server)
    assert isinstance(outcome, Refused)
    assert outcome.text.endswith(f"the mail has {len(MAIL.data)} bytes, and the server takes 100")


EIGHT_BIT = Mail(SAM.address, ANA.address, HEADER + "Grüße".encode() + LAST_LINE)


@pytest.mark.parametrize(
    ("mail", "extensions", "options"),
    [
        (EIGHT_BIT, ["8BITMIME"], b" BODY=8BITMIME"),
        (EIGHT_BIT, ["8BITMIME", "SMTPUTF8"], b" BODY=8BITMIME"),
        (MAIL, ["8BITMIME", "SMTPUTF8"], b""),
        (Mail(SAM.address, "zoë@acme.example", MAIL.data), ["8BITMIME", "SMTPUTF8"], b" SMTPUTF8"),
        (Mail(SAM.address, "ana@größe.example", MAIL.data), ["SMTPUTF8"], b" SMTPUTF8"),
        (
            Mail(SAM.address, ANA.address, "Subject: Grüße\r\n\r\nGoodbye.\r\n".encode()),
            ["8BITMIME", "SMTPUTF8"],
            b" BODY=8BITMIME SMTPUTF8",
        ),
    ],
)
def test_8bitmime_and_smtputf8_are_used_only_where_needed(mail, extensions, options):
    server = FaultySmtp(extensions=["AUTH PLAIN", *extensions])
    mail = mail if mail.data.endswith(LAST_LINE) else Mail(mail.sender, mail.recipient, mail.data + LAST_LINE)
    assert isinstance(attempt(server, mail=mail), Accepted)
    assert server.heard[2] == b"MAIL FROM:<sam@candidate.example>" + options
    assert server.heard[3] == b"RCPT TO:<" + mail.recipient.encode() + b">"


@pytest.mark.parametrize(
    "mail",
    [
        EIGHT_BIT,
        Mail(SAM.address, "zoë@acme.example", MAIL.data),
        Mail("sam@größe.example", ANA.address, MAIL.data),
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
        Mail(SAM.address, ANA.address, b"Subject: x\r\n\r\nbare\nline feed\r\n"),
        Mail(SAM.address, ANA.address, b"Subject: x\r\n\r\nbare\rreturn\r\n"),
        Mail(SAM.address, ANA.address, b"Subject: x\r\n\r\n\n.\r\nMAIL FROM:<evil@x.example>\r\n"),
        Mail(SAM.address, "ana@acme.example>\r\nRCPT TO:<evil@x.example", MAIL.data),
        Mail(SAM.address, "ana@acme.example> NOTIFY=NEVER <", MAIL.data),
        Mail("", ANA.address, MAIL.data),
        Mail(SAM.address, "half\ud800@acme.example", MAIL.data),
    ],
)
def test_a_mail_that_could_smuggle_commands_goes_to_no_server(mail):
    server = FaultySmtp()
    assert isinstance(attempt(server, mail=mail), Refused)
    assert server.listener.visits == 0


def test_a_large_mail_arrives_whole():
    server = FaultySmtp(extensions=["AUTH PLAIN"])
    data = HEADER + b".dots and words\r\n" * 6000 + LAST_LINE
    assert isinstance(attempt(server, mail=Mail(SAM.address, ANA.address, data)), Accepted)
    assert server.taken == [HEADER + b"..dots and words\r\n" * 6000 + LAST_LINE]


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
    assert received.partition(b"\r\n\r\n")[2] == BODY


def test_postfix_forgets_a_mail_whose_dot_was_withheld(mailhost):
    assert postfix(mailhost).deliver(MAIL, no) == Withheld()
    with suppress(ZeroDivisionError), pytest.raises(ZeroDivisionError):
        postfix(mailhost).deliver(MAIL, lambda: 1 // 0 > 0)
    assert isinstance(postfix(mailhost).deliver(MAIL, yes), Accepted)
    assert len(mailhost.accepted(ANA.address)) == 1


def test_postfix_tells_which_recipients_it_refuses_and_which_it_puts_off(mailhost):
    nobody = Mail(SAM.address, "nobody@acme.example", MAIL.data)
    later = Mail(SAM.address, "ana@later.example", MAIL.data)
    refused, deferred = (postfix(mailhost).deliver(mail, yes) for mail in (nobody, later))
    assert isinstance(refused, Refused)
    assert refused.address
    assert isinstance(deferred, Deferred)
    assert deferred.code == 450


def test_postfix_refuses_a_wrong_password(mailhost):
    with pytest.raises(LoginRefused, match="535"):
        postfix(mailhost, secret="wrong").deliver(MAIL, yes)


def test_postfix_says_what_it_can_do(mailhost):
    found = postfix(mailhost).check()
    assert {"dsn", "size", "8bitmime"} <= found.extensions
    assert found.tls is not None
    assert found.tls.startswith("TLSv1.")
    assert found.size is None or found.size > 100_000


@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_postfix_with_a_bad_certificate_gets_no_password(mailhost, kind):
    mailhost.present(getattr(mailhost.authority, kind)())
    for tls in (Tls.STARTTLS, Tls.IMPLICIT):
        with pytest.raises(Unreachable, match="its certificate is not to be trusted"):
            postfix(mailhost, tls).deliver(MAIL, yes)
