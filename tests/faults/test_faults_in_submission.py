"""Whatever the submission server does: never twice, nothing lost without a word, and well again by itself."""

import faulty_smtp as smtp
import pytest
from daemon_stage import text_of
from faulty_env import PAIR, Trouble, suffer
from faulty_socket import Wire
from mailhost import ANA

# Before the dot: nothing was delivered, so it is tried again

TOO_MANY = b"421 4.7.0 Too many connections\r\n"
SMTP_BEFORE_THE_DOT = {
    "cut during the handshake": smtp.cut("handshake"),
    "cut at the greeting": smtp.cut("greeting"),
    "cut at EHLO": smtp.cut("ehlo"),
    "cut at AUTH": smtp.cut("auth"),
    "cut at MAIL": smtp.cut("mail"),
    "cut at RCPT": smtp.cut("rcpt"),
    "cut at DATA": smtp.cut("data"),
    "cut after the body": smtp.cut("body"),
    "silence at the greeting": smtp.silence("greeting"),
    "silence at AUTH": smtp.silence("auth"),
    "silence at RCPT": smtp.silence("rcpt"),
    "silence at DATA": smtp.silence("data"),
    "too many connections": smtp.says("greeting", TOO_MANY),
    "421 at EHLO": smtp.says("ehlo", b"421 4.3.2 going down\r\n"),
    "421 at AUTH": smtp.says("auth", b"421 4.3.2 going down\r\n"),
    "421 at RCPT": smtp.says("rcpt", b"421 4.3.2 going down\r\n"),
    "421 at MAIL": smtp.says("mail", b"421 4.3.2 going down\r\n"),
    "421 at DATA": smtp.says("data", b"421 4.3.2 going down\r\n"),
    "421 after the body": smtp.Fault("body", lambda wire, _: (wire.say(b"421 4.4.2 slow\r\n"), wire.cut())),
    "greylisted": smtp.says("rcpt", b"450 4.2.0 greylisted, come back later\r\n"),
    "no space": smtp.says("mail", b"452 4.3.1 no space left\r\n"),
    "login refused": smtp.says("auth", b"535 5.7.8 no such secret\r\n"),
    "login out of order": smtp.says("auth", b"454 4.7.0 try later\r\n"),
    "an overlong line": smtp.says("ehlo", b"250 " + b"x" * 9000 + b"\r\n"),
    "an answer without an end": smtp.never_ends("ehlo"),
    "no SMTP at all": smtp.says("greeting", b"HTTP/1.1 400 Bad Request\r\n"),
    "an unparsable answer": smtp.says("rcpt", b"\x00\xff\xfe\r\n"),
    "half an answer": smtp.stops_after("data", 2),
    "250 to DATA": smtp.says("data", b"250 2.0.0 Ok: queued as 4FrX\r\n"),
    "250 before the dot": smtp.Fault(
        "data", lambda wire, right: wire.say(right + b"250 2.0.0 Ok: queued\r\n")
    ),
    "half a 250 before the dot": smtp.Fault(
        "data", lambda wire, right: wire.say(right + b"25"), keeps_waiting=True
    ),
}


@pytest.mark.parametrize("fault", SMTP_BEFORE_THE_DOT.values(), ids=SMTP_BEFORE_THE_DOT.keys())
def test_a_fault_before_the_dot_only_delays(trouble: Trouble, fault: smtp.Fault) -> None:
    trouble.smtp.spoil(fault)
    suffer(trouble)
    assert trouble.smtp.faulted
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["troubles"]
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    assert trouble.status()["troubles"] == {}
    assert trouble.status()["waiting_for_you"] == []
    assert trouble.is_modest()


# At the dot: nobody can say, so it asks

AT_THE_DOT = {
    "cut": smtp.cut("dot"),
    "silence": smtp.silence("dot"),
    "half a code": smtp.stops_after("dot", 2),
    "an answer without its end": smtp.stops_after("dot", 12),
    "an unparsable answer": smtp.says("dot", b"OK queued\r\n"),
    "an answer of another class": smtp.says("dot", b"354 go on\r\n"),
    "lines that disagree": smtp.says("dot", b"250-fine\r\n550 or not\r\n"),
    "an answer without an end": smtp.never_ends("dot"),
    "an overlong line": smtp.says("dot", b"250 " + b"x" * 9000 + b"\r\n"),
}


@pytest.mark.parametrize("swallows", [False, True], ids=["and the mail arrived", "and the mail is lost"])
@pytest.mark.parametrize("fault", AT_THE_DOT.values(), ids=AT_THE_DOT.keys())
def test_a_fault_at_the_dot_is_asked_about_and_never_tried_again(
    trouble: Trouble, fault: smtp.Fault, swallows: bool
) -> None:
    trouble.smtp.swallows = swallows
    trouble.smtp.spoil(fault)
    suffer(trouble)
    asked_about_both(trouble)
    trouble.smtp.swallows = False
    trouble.mended()
    trouble.pass_after(hours=1)
    asked_about_both(trouble)
    assert trouble.thanked() == ([0, 0] if swallows else [1, 1])
    assert [m["Subject"][:12] for m in trouble.stage.notices()] == ["Sent or not?"] * 2
    assert trouble.is_modest()


def asked_about_both(trouble: Trouble) -> None:
    """Status asks about each mail of which nobody knows."""
    waiting = trouble.status()["waiting_for_you"]
    assert len(waiting) == 2
    assert all("accepted or not?" in line for line in waiting)


@pytest.mark.parametrize("count", [1, 2], ids=["after the dot itself", "before its last byte"])
def test_a_dot_that_arrives_in_part_is_asked_about(trouble: Trouble, count: int) -> None:
    trouble.smtp.spoil(smtp.reads_of_the_dot(count))
    suffer(trouble)
    asked_about_both(trouble)
    trouble.mended()
    asked_about_both(trouble)
    assert trouble.thanked() == [0, 0]


def test_an_answer_to_the_dot_that_is_cut_at_any_byte_is_asked_about(trouble: Trouble) -> None:
    """`test_smtp_after_the_dot` cuts it at each single byte; here the whole daemon lives through those that matter."""
    sizes = iter([1, 2, 3, 4, 5, 12, -3, -2, -1])

    def cut_elsewhere_each_time(wire: Wire, right: bytes) -> None:
        wire.say(right[: next(sizes, 0)])
        wire.cut()

    facts = [
        " ".join(f"{letter}{n}" for n in range(90)) for letter in "abcdefghi"
    ]  # no two notes may be alike
    crowd = [
        {"name": f"Pat {f[0].upper()}oe", "email": f"{f[0]}@acme.example", "fact": f, "role": "interviewer"}
        for f in facts
    ]
    for one in crowd:
        trouble.stage.mailhost.add_user(one["email"])
    trouble.stage.write_config(sending={"jitter": "0 minutes", "daily_cap": 50, "approve": "none"})
    trouble.stage.write_interview(**PAIR | {"contacts": crowd})
    trouble.smtp.spoil(smtp.Fault("dot", cut_elsewhere_each_time))
    suffer(trouble)
    for _ in crowd:  # ten minutes lie between two thank-yous to one company
        trouble.pass_after(minutes=15)
    trouble.mended()
    assert [len(trouble.stage.followups(one["email"])) for one in crowd] == [1] * len(crowd)
    assert len(trouble.status()["waiting_for_you"]) == len(crowd)


# The server says clearly that it did not take the mail


@pytest.mark.parametrize("code", [451, 421])
def test_a_mail_that_is_put_off_at_the_dot_is_tried_again(trouble: Trouble, code: int) -> None:
    trouble.smtp.swallows = True
    trouble.smtp.spoil(smtp.says("dot", b"%d 4.3.0 try again\r\n" % code))
    suffer(trouble)
    assert f"{code} 4.3.0 try again" in trouble.status()["sentence"]
    trouble.smtp.swallows = False
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    assert trouble.status()["troubles"] == {}


def test_a_mail_that_is_put_off_has_the_words_of_the_day_on_which_it_leaves(trouble: Trouble) -> None:
    trouble.smtp.spoil(smtp.says("rcpt", b"450 4.2.0 greylisted, come back later\r\n"))
    suffer(trouble)
    corrected = [PAIR["contacts"][0] | {"fact": "the way you test"}, PAIR["contacts"][1]]
    trouble.stage.write_interview(**PAIR | {"contacts": corrected})
    trouble.mended()
    (mail,) = trouble.stage.followups(ANA.address)
    assert "the way you test" in text_of(mail)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_a_mail_that_is_refused_is_told_and_not_tried_again(trouble: Trouble, step: str) -> None:
    trouble.smtp.swallows = True
    trouble.smtp.spoil(smtp.says(step, b"550 5.1.1 nobody of that name\r\n"))
    suffer(trouble)
    # So was the notice of it: then status tells.
    assert "Refused: thank-you to Ana Alvarez" in trouble.status()["sentence"]
    trouble.smtp.swallows = False
    trouble.mended()
    assert trouble.thanked() == [0, 0]
    assert sorted(m["Subject"] for m in trouble.stage.notices()) == [
        "Refused: thank-you to Ana Alvarez (acme)",
        "Refused: thank-you to Ben Brandt (acme)",
    ]
    assert trouble.status()["troubles"] == {}


# The mail was taken; what comes afterwards changes nothing

AFTER_THE_DOT = {
    "cut at QUIT": smtp.cut("quit"),
    "silence at QUIT": smtp.silence("quit"),
    "QUIT fails": smtp.says("quit", b"421 4.0.0 no\r\n"),
    "the answer to the dot in many packets": smtp.drips("dot"),
    "the answer to DATA in many packets": smtp.drips("data"),
    "the answer to EHLO in two packets": smtp.split("ehlo", 7),
}


@pytest.mark.parametrize("fault", AFTER_THE_DOT.values(), ids=AFTER_THE_DOT.keys())
def test_a_fault_that_does_no_harm_is_none(trouble: Trouble, fault: smtp.Fault) -> None:
    trouble.smtp.spoil(fault)
    suffer(trouble)
    assert trouble.smtp.faulted
    assert trouble.thanked() == [1, 1]
    assert trouble.status()["troubles"] == {}
    assert trouble.status()["waiting_for_you"] == []


# The date

BUSY = b"450 4.3.0 busy, come back later\r\n"


@pytest.mark.parametrize(
    ("moment", "is_dated_again"), [("rcpt", True), ("dot", False)], ids=["before the dot", "at the dot"]
)
def test_a_mail_that_waited_has_the_date_of_its_last_attempt_unless_its_dot_may_have_left(
    trouble: Trouble, moment: str, is_dated_again: bool
) -> None:
    trouble.smtp.spoil(smtp.says(moment, BUSY))
    trouble.smtp.swallows = True
    suffer(trouble)
    last_failure = trouble.stage.clock.instant
    trouble.smtp.swallows = False
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    for mail in trouble.stage.followups(ANA.address):
        assert (mail["Date"].datetime > last_failure) is is_dated_again
