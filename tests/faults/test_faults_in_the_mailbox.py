"""Whatever the mailbox does: silence while it cannot be read, no answer overlooked, and the copy filed later."""

import imap_faults as imap
import pytest
from faulty_env import Patience, Trouble, suffer
from mailhost import ANA, HAL, SAM
from proxy import Relayed, nothing

from followupd.journal.facts import Steered

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


@pytest.mark.parametrize("text", [b"NIL", b'""', b'"  "'])
def test_an_answer_whose_text_the_server_does_not_show_is_judged_by_its_header(
    trouble: Trouble, text: bytes
) -> None:
    def no_text(visit: Relayed) -> None:
        if b"BODY.PEEK[]" not in visit.line:
            visit.server.obey("UID FETCH", visit)
            return
        visit.untagged(b"1 FETCH (UID %s BODY[]<0> %s)" % (visit.line.split()[3], text))
        visit.ok()

    trouble.stage.mailhost.reply_as(ANA)
    trouble.imap.spoil(imap.Fault("UID FETCH", no_text))
    trouble.pass_after(hours=1)
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["interviews"]["acme"]["state"] == "answered"


def test_each_answer_whose_header_the_server_does_not_show_is_heard(trouble: Trouble) -> None:
    def no_header(visit: Relayed) -> None:
        if b"BODY.PEEK[HEADER]" not in visit.line:
            visit.server.obey("UID FETCH", visit)
            return
        for uid in visit.line.split()[3].split(b","):
            said = (
                b'UID %s BODY[HEADER]<0> NIL INTERNALDATE "13-Nov-2026 12:00:00 +0000" RFC822.SIZE 9 FLAGS ()'
            )
            visit.untagged(b"1 FETCH (%s)" % (said % uid))
        visit.ok()

    stage = trouble.stage
    trouble.imap.spoil(imap.Fault("UID FETCH", no_header))
    for subject in ("Hello", "Hello again"):
        stage.mailhost.reply_as(ANA, subject=subject)
        stage.look()
        assert trouble.status()["interviews"]["acme"]["state"] == "answered"
        stage.daemon._ledger.append(Steered(stage.clock.now(), "acme", "resume"))


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
    Patience.imap = fault  # the connection of the final look is open by then
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
    file = trouble.stage.places.interviews_folder / "acme.yaml"
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
