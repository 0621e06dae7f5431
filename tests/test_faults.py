"""Whatever the servers do: never twice, nothing lost without a word, well again by itself, and status says why."""

import imap_faults as imap
import faulty_smtp as smtp
import pytest
from mailhost import ANA, HAL, SAM
from proxy import Relayed, nothing
from stage import text_of
from troubled import PAIR, Trouble
from wire import Wire

from followupd.facts import EVERY, Steered
from followupd.states import TouchEvent


def suffer(trouble: Trouble) -> None:
    """Let the thank-yous fall due, and be tried twice."""
    trouble.pass_after(hours=1)
    trouble.pass_after(minutes=6)


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
    "half a 250 before the dot": smtp.Fault("data", lambda wire, right: wire.say(right + b"25")),
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
    """`test_smtp` cuts it at each single byte; here the whole daemon lives through those that matter."""
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
    trouble.stage.write_config(sending={"jitter": "0 minutes", "daily_cap": 50})
    trouble.stage.write_interview(**PAIR | {"contacts": crowd})
    trouble.smtp.spoil(smtp.Fault("dot", cut_elsewhere_each_time))
    suffer(trouble)
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


# The mailbox cannot be read: silence

IMAP_FAULTS = {
    "cut during the handshake": imap.cut("handshake"),
    "cut at the greeting": imap.cut("greeting"),
    "cut at the login": imap.cut("AUTHENTICATE"),
    "cut at LIST": imap.cut("LIST"),
    "cut at EXAMINE": imap.cut("EXAMINE"),
    "cut at SEARCH": imap.cut("UID SEARCH"),
    "cut at FETCH": imap.cut("UID FETCH"),
    "silence at the greeting": imap.silence("greeting"),
    "silence at the login": imap.silence("AUTHENTICATE"),
    "silence at EXAMINE": imap.silence("EXAMINE"),
    "silence at FETCH": imap.silence("UID FETCH"),
    "too many connections": imap.says("AUTHENTICATE", b"TAG NO [LIMIT] too many connections"),
    "the login refused": imap.says("AUTHENTICATE", b"TAG NO [AUTHENTICATIONFAILED] no"),
    "the token expired": imap.bye("EXAMINE"),
    "goodbye at the greeting": imap.says("greeting", b"* BYE overloaded"),
    "a sick server": imap.says("EXAMINE", b"TAG NO [SERVERBUG] internal error"),
    "an unparsable answer": imap.says("UID FETCH", b"* 1 FETCH (((", b"TAG OK done"),
    "no folders": imap.says("LIST", b"TAG OK nothing here"),
    "no UIDVALIDITY": imap.says("EXAMINE", b"* 1 EXISTS", b"TAG OK [READ-ONLY] open"),
    "no IMAP at all": imap.says("greeting", b"HTTP/1.1 400 Bad Request"),
}


@pytest.mark.parametrize("fault", IMAP_FAULTS.values(), ids=IMAP_FAULTS.keys())
def test_a_mailbox_that_cannot_be_read_keeps_it_silent(trouble: Trouble, fault: imap.Fault) -> None:
    trouble.stage.mailhost.reply_as(HAL, subject="Lunch?")
    trouble.imap.spoil(fault)
    suffer(trouble)
    assert trouble.imap.faulted
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["troubles"]["mailbox"]
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    assert trouble.status()["troubles"] == {}
    assert trouble.is_modest()


@pytest.mark.parametrize(
    "name", ["cut at EXAMINE", "cut at SEARCH", "cut at FETCH", "an unparsable answer", "no folders"]
)
def test_an_answer_behind_a_faulty_mailbox_is_found_before_anything_goes_out(
    trouble: Trouble, name: str
) -> None:
    trouble.stage.mailhost.reply_as(ANA)
    trouble.imap.spoil(IMAP_FAULTS[name])
    suffer(trouble)
    trouble.mended()
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["interviews"]["acme"]["state"] == "answered"
    assert trouble.status()["troubles"] == {}


AT_THE_FINAL_LOOK = {
    "cut at LIST": imap.cut("LIST"),
    "cut at EXAMINE": imap.cut("EXAMINE"),
    "cut at SEARCH": imap.cut("UID SEARCH"),
    "silence": imap.silence("EXAMINE"),
    "the token expired": imap.bye("LIST"),
    "a sick server": IMAP_FAULTS["a sick server"],
    "no folders": IMAP_FAULTS["no folders"],
}


@pytest.mark.parametrize("fault", AT_THE_FINAL_LOOK.values(), ids=AT_THE_FINAL_LOOK)
def test_a_mailbox_that_fails_at_the_final_look_withholds_the_dot(
    trouble: Trouble, fault: imap.Fault
) -> None:
    trouble.smtp.on = lambda moment: trouble.imap.spoil(fault) if moment == "data answered" else None
    suffer(trouble)
    withheld = trouble.thanked()
    trouble.smtp.on = nothing
    assert withheld == [0, 0]
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    assert trouble.status()["troubles"] == {}


def test_an_edit_that_is_taken_back_while_the_mailbox_fails_hides_no_answer(trouble: Trouble) -> None:
    def cut_at_junk(visit: Relayed) -> None:
        if b"Junk" in visit.line:
            visit.wire.cut()
        visit.server.obey("EXAMINE", visit)

    trouble.stage.look()
    trouble.stage.mailhost.reply_as(ANA)
    trouble.imap.spoil(imap.Fault("EXAMINE", cut_at_junk))
    file = trouble.stage.places.interviews / "acme.yaml"
    file.rename(file.with_suffix(".aside"))
    trouble.stage.look()  # the INBOX is read, for nobody; then the connection breaks
    file.with_suffix(".aside").rename(file)
    trouble.mended()
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["interviews"]["acme"]["state"] == "answered"


def test_a_message_id_with_commands_in_it_never_becomes_one(trouble: Trouble) -> None:
    """It comes in an answer; the mails that go out later name it, and the mailbox is read with it around."""
    stage = trouble.stage
    stage.advance_by(2)
    evil = b'<x"\r\n X1 STORE 1:* +FLAGS (\\Deleted)\r\n RCPT TO:<hal@friends.example>@acme.example>'
    answer = b"From: %s\r\nTo: %s\r\nSubject: Hello\r\nMessage-ID: %s\r\n\r\nNot yet.\r\n"
    stage.mailhost.dovecot.deliver(SAM.address, answer % (ANA.address.encode(), SAM.address.encode(), evil))
    stage.look()
    assert trouble.status()["interviews"]["acme"]["state"] == "answered"
    stage.daemon._ledger.append(Steered(stage.clock.now(), "acme", "resume"))
    stage.advance_by(2)
    assert not [line for line in trouble.imap.heard if b"STORE" in line or b"Deleted" in line]
    assert len(stage.mailhost.dovecot.messages(SAM.address, "INBOX")) >= 1
    assert stage.followups(HAL.address) == []
    assert trouble.status()["troubles"] == {}


def test_a_trouble_ends_with_its_touch(trouble: Trouble) -> None:
    trouble.smtp.spoil(smtp.cut("rcpt"))
    suffer(trouble)
    assert trouble.status()["troubles"]
    trouble.stage.mailhost.reply_as(ANA)
    trouble.mended()
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["troubles"] == {}


def test_a_sheet_that_comes_once_more_waits_while_nobody_is_to_be_called(trouble: Trouble) -> None:
    trouble.stage.advance_by(2)
    trouble.smtp.spoil(smtp.cut("rcpt"))
    trouble.pass_after(days=1)
    say = trouble.stage.daemon._ledger.append
    say(Steered(trouble.stage.clock.now(), EVERY, "pause"))
    trouble.mended()
    assert not nagged(trouble)
    say(Steered(trouble.stage.clock.now(), EVERY, "resume"))
    trouble.pass_after(minutes=20)
    assert nagged(trouble)


def nagged(trouble: Trouble) -> bool:
    """The call sheet came once more."""
    return any(m["Subject"].startswith("Once more: ") for m in trouble.stage.notices())


# The copy in Sent

APPEND_FAULTS = {
    "cut": imap.cut("APPEND"),
    "silence": imap.silence("APPEND"),
    "over quota": imap.says("APPEND", b"TAG NO [OVERQUOTA] full"),
}


@pytest.mark.parametrize("fault", APPEND_FAULTS.values(), ids=APPEND_FAULTS.keys())
def test_a_copy_that_cannot_be_filed_is_filed_later_and_no_mail_is_sent_again(
    trouble: Trouble, fault: imap.Fault
) -> None:
    trouble.imap.spoil(fault)
    suffer(trouble)
    trouble.pass_after(minutes=2)
    assert trouble.imap.faulted
    assert trouble.status()["troubles"]["mailbox"]
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    assert len(trouble.stage.mailhost.dovecot.messages(SAM.address, "Sent")) == 2


# Whom it trusts


def test_a_wrong_certificate_keeps_it_silent(trouble: Trouble) -> None:
    for proxy in (trouble.imap, trouble.smtp):
        proxy.certificate = trouble.stage.mailhost.authority.wrong_host()
        suffer(trouble)
        assert trouble.thanked() == [0, 0]
        assert any("certificate" in why for why in trouble.status()["troubles"].values())
        proxy.certificate = trouble.stage.mailhost.authority.good()
    trouble.mended()
    assert trouble.thanked() == [1, 1]


def test_a_struck_out_starttls_keeps_it_silent(trouble: Trouble) -> None:
    trouble.smtp.tls = "starttls"
    trouble.stage.config["account"]["smtp"]["tls"] = "starttls"
    trouble.stage.write_config()
    trouble.smtp.spoil(smtp.says("ehlo", b"250 mail.example\r\n"))
    suffer(trouble)
    assert trouble.thanked() == [0, 0]
    assert any(
        "no password is sent over an open line" in why for why in trouble.status()["troubles"].values()
    )
    trouble.mended()
    assert trouble.thanked() == [1, 1]


# The store fails


@pytest.mark.parametrize(
    ("event", "thanked", "asked"), [(TouchEvent.COMMIT, [1, 1], 0), (TouchEvent.ACCEPT, [1, 1], 2)]
)
def test_a_full_disk_is_survived_without_a_restart(
    trouble: Trouble, event: TouchEvent, thanked: list[int], asked: int
) -> None:
    trouble.stage.daemon.store.full_at = event
    suffer(trouble)
    assert "disk is full" in trouble.status()["sentence"]
    trouble.stage.daemon.store.full_at = None
    trouble.mended()
    assert trouble.thanked() == thanked
    assert len(trouble.status()["waiting_for_you"]) == asked
    assert trouble.status()["troubles"] == {}
