"""One connection for many mails of a pass: each with its own dot, and whatever is odd ends it."""

from dataclasses import replace
from math import inf

import pytest
from faulty_smtp import FaultySmtp, cut, says
from mailhost import ANA, BEN, SAM
from smtp_talk import LOGIN, MAIL, STUFFED, no, submission, yes

from followupd.adapters.mail import smtp_reuse
from followupd.engine.ports import FrozenMail
from followupd.engine.sending.outcomes import Accepted, Deferred, Refused, Unknown, Withheld

SECOND = FrozenMail(SAM.address, BEN.address, MAIL.data)


def verbs(server: FaultySmtp) -> str:
    return " ".join(line.split(b" ")[0].upper().decode() for line in server.heard)


FIRST = "EHLO AUTH MAIL RCPT DATA"


def test_many_mails_go_over_one_connection_each_with_its_dot() -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    for mail in (MAIL, SECOND, MAIL):
        assert isinstance(keeper.deliver_mail(mail, yes), Accepted)
    assert server.taken == [STUFFED] * 3
    assert server.listener.visits == 1
    keeper.close_connection()
    assert verbs(server) == f"{FIRST} RSET MAIL RCPT DATA RSET MAIL RCPT DATA QUIT"


def test_a_closed_connection_is_followed_by_a_new_one() -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    keeper.deliver_mail(MAIL, yes)
    keeper.close_connection()
    keeper.close_connection()
    assert isinstance(keeper.deliver_mail(MAIL, yes), Accepted)
    keeper.close_connection()
    assert verbs(server) == f"{FIRST} QUIT {FIRST} QUIT"


@pytest.mark.parametrize(
    "fault",
    [
        says("rset", b"421 4.7.0 enough\r\n"),
        says("rset", b"500 what?\r\n"),
        says("rset", b"no answer\r\n"),
        cut("rset"),
    ],
)
def test_where_the_server_does_not_go_along_the_mail_goes_over_a_new_connection(fault: object) -> None:
    server = FaultySmtp(fault)  # type: ignore[arg-type]
    keeper = submission(server, keeps_connection=True)
    assert isinstance(keeper.deliver_mail(MAIL, yes), Accepted)
    assert isinstance(keeper.deliver_mail(SECOND, yes), Accepted)
    keeper.close_connection()
    assert server.taken == [STUFFED] * 2
    assert server.listener.visits == 2


@pytest.mark.parametrize(
    "answer", [b"452 4.7.0 too many\r\n", b"421 4.7.0 bye\r\n", b"530 5.7.0 log in\r\n", b"550 no\r\n"]
)
@pytest.mark.parametrize("moment", ["mail", "rcpt"])
def test_a_refusal_on_a_used_connection_is_no_word_about_the_mail(moment: str, answer: bytes) -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    keeper.deliver_mail(MAIL, yes)
    server.fault = replace(
        says(moment, answer), act=lambda wire, _: (setattr(server, "fault", None), wire.say(answer))
    )
    assert isinstance(keeper.deliver_mail(SECOND, yes), Accepted)
    keeper.close_connection()
    assert len(server.taken) == 2
    assert server.listener.visits == 2


def test_a_refusal_on_the_new_connection_is() -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    keeper.deliver_mail(MAIL, yes)
    server.fault = says("rcpt", b"550 5.1.1 nobody\r\n")
    outcome = keeper.deliver_mail(SECOND, yes)
    assert isinstance(outcome, Refused)
    assert outcome.is_bad_address
    assert server.listener.visits == 2


def test_a_withheld_dot_ends_the_connection_and_the_next_mail_leaves_whole() -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    keeper.deliver_mail(MAIL, yes)
    assert keeper.deliver_mail(SECOND, no) == Withheld()
    assert isinstance(keeper.deliver_mail(SECOND, yes), Accepted)
    keeper.close_connection()
    assert len(server.taken) == 2
    assert server.listener.visits == 2


def test_a_look_that_fails_ends_the_connection_without_the_dot() -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    keeper.deliver_mail(MAIL, yes)
    with pytest.raises(ZeroDivisionError):
        keeper.deliver_mail(SECOND, lambda: 1 // 0 > 0)
    assert len(server.taken) == 1
    assert keeper._open is None


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(b"451 4.3.0 busy\r\n", Deferred), (b"550 5.7.1 no\r\n", Refused), (b"OK\r\n", Unknown)],
)
def test_only_a_mail_that_was_taken_leaves_the_connection_open(answer: bytes, outcome: type) -> None:
    server = FaultySmtp()
    keeper = submission(server, keeps_connection=True)
    keeper.deliver_mail(MAIL, yes)
    server.fault = says("dot", answer)
    assert isinstance(keeper.deliver_mail(SECOND, yes), outcome)
    assert keeper._open is None


def test_a_connection_that_waited_long_or_was_used_much_is_not_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, now = FaultySmtp(), [0.0]
    keeper = submission(server, keeps_connection=True, uptime=lambda: now[0])
    keeper.deliver_mail(MAIL, yes)
    now[0] += smtp_reuse.MAX_IDLE_SECONDS + 1  # it slept, perhaps
    keeper.deliver_mail(MAIL, yes)
    assert server.listener.visits == 2
    monkeypatch.setattr(smtp_reuse, "MAX_MAILS", 1)
    keeper.deliver_mail(MAIL, yes)
    assert server.listener.visits == 3
    keeper.close_connection()


def test_a_login_that_has_run_out_is_made_anew() -> None:
    server, now = FaultySmtp(), [0.0]
    keeper = submission(server, replace(LOGIN, lifetime=10), keeps_connection=True, uptime=lambda: now[0])
    keeper.deliver_mail(MAIL, yes)
    now[0] += 11
    keeper.deliver_mail(MAIL, yes)
    keeper.close_connection()
    assert server.listener.visits == 2
    assert LOGIN.lifetime == inf


def test_what_the_server_says_unasked_between_two_mails_is_no_answer() -> None:
    """A word that came early would pass for the answer to RSET, and each answer for that to the command before."""
    server = FaultySmtp(says("dot", b"250 2.0.0 queued\r\n250 2.0.0 and more\r\n"))
    keeper = submission(server, keeps_connection=True)
    assert isinstance(keeper.deliver_mail(MAIL, yes), Accepted)
    assert isinstance(keeper.deliver_mail(SECOND, yes), Accepted)
    keeper.close_connection()
    assert server.listener.visits == 2
    assert ANA.address != BEN.address
