"""Submission up to the final dot: the mail was taken over as it is, or we know that it was not."""

import time

import pytest
from faulty_smtp import QUEUED, STEPS, Fault, FaultySmtp, cut, drips, says, silence, split
from loopback import free_port, has_news, wait_until
from mailhost import ANA, SAM
from smtp_talk import (
    BEFORE_LOGIN,
    ENVELOPE,
    GARBAGE,
    LOGIN,
    MAIL,
    PLENTY,
    SOON,
    STUFFED,
    amid_the_question,
    attempt,
    no,
    yes,
)

from followupd.adapters.mail.smtp import MAX_COMMIT_SECONDS, Submission
from followupd.adapters.mail.smtp_connection import format_address_literal
from followupd.config.account import Server, Tls
from followupd.engine.ports import FrozenMail, Login
from followupd.engine.sending.outcomes import Accepted, Deferred, Refused, Withheld
from followupd.errors import LoginRefused, TryAgain, Unreachable

# Nothing wrong


def test_a_mail_is_taken_over_byte_by_byte_with_dots_doubled():
    server = FaultySmtp()
    assert attempt(server) == Accepted(250, "2.0.0 Ok: queued as 4FrX")
    assert server.taken == [STUFFED]


def test_the_server_learns_nothing_about_the_machine():
    server = FaultySmtp()
    attempt(server)
    assert server.heard[0].lower() == b"ehlo [127.0.0.1]"  # the own end of the connection, and no host name


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
            Submission(host, login).deliver_mail(MAIL, yes)
        assert server.listener.visits == 0


def test_a_last_line_without_an_end_gets_one():
    server = FaultySmtp()
    mail = FrozenMail(SAM.address, ANA.address, MAIL.data.removesuffix(b"\r\n"))
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


def test_a_machine_that_slept_between_the_question_and_the_dot_asks_again():
    moments = iter([1000.0, 1000.0 + MAX_COMMIT_SECONDS + 1])
    server = FaultySmtp()
    outcome = attempt(server, uptime=lambda: next(moments))
    assert isinstance(outcome, Deferred)
    assert "the machine slept" in outcome.text
    assert server.taken == []


def test_a_look_that_takes_its_time_is_good_enough():
    moments = iter([1000.0, 1000.0 + MAX_COMMIT_SECONDS])
    server = FaultySmtp()
    assert isinstance(attempt(server, uptime=lambda: next(moments)), Accepted)


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
    assert attempt(server, may_commit) == Refused(code, "5.6.0 never", is_bad_address=False)


@pytest.mark.parametrize("step", [*ENVELOPE, "dot"])
def test_a_daily_limit_of_the_account_puts_the_mail_off(step):
    words = "5.4.5 Daily user sending limit exceeded"
    server = FaultySmtp(fault=says(step, f"550 {words}\r\n".encode()))
    assert attempt(server) == Deferred(550, words)


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
    assert outcome.is_bad_address is address


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
            assert server.faulted.wait(120)
            wait_until(lambda: has_news(server.port), "it was gone")

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
        Submission(server, lambda: LOGIN).deliver_mail(MAIL, yes)


def test_an_unknown_host_is_out_of_reach():
    server = Server(host="nowhere.invalid", port=587, tls=Tls.STARTTLS)
    with pytest.raises(Unreachable, match="no such host"):
        Submission(server, lambda: LOGIN).check_login()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.168.1.7", "[192.168.1.7]"),
        ("2001:db8::7", "[IPv6:2001:db8::7]"),
        ("fe80::1%eth0", "[IPv6:fe80::1]"),
    ],
)
def test_ehlo_names_the_own_end_as_a_mail_program_does(address: str, name: str) -> None:
    assert format_address_literal(address) == name
