"""What a mail says has an end and an appeal: `resume` lifts what anybody may have written."""

from email.utils import make_msgid

import pytest
from backup_env import say
from daemon_stage import Stage, text_of
from mailhost import ANA, SAM
from own_replies import answer, answers
from vouching import make_habit

from followupd.journal.states import InterviewState
from followupd.planning.context import Rule

AUTOMATIC = "Subject: Automatic reply: Thank you\r\nAuto-Submitted: auto-replied\r\n"
FROM_ANA = f"From: Ana Alvarez <{ANA.address}>\r\nTo: {SAM.address}\r\n"
BOUNCE = (
    f"From: MAILER-DAEMON@evil.example\r\nTo: {SAM.address}\r\nSubject: Undelivered\r\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nIt failed.\r\n'
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
    f"Final-Recipient: rfc822; {ANA.address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
)
FORGERIES = {
    "an absence until 2099": FROM_ANA + AUTOMATIC + "\r\nI am out of the office until 12 December 2099.\r\n",
    "an absence of some weeks": FROM_ANA
    + AUTOMATIC
    + "\r\nI am out of the office until 20 January 2027.\r\n",
    "a departure": FROM_ANA + AUTOMATIC + "\r\nAna Alvarez is no longer with Acme.\r\n",
    "a bounce that names nothing": BOUNCE + "--b--\r\n",
    "a bounce that names our mail": BOUNCE
    + "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n\r\n--b--\r\n",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_a_forged_mail_did_is_told_and_ends_with_a_resume(stage: Stage, name: str) -> None:
    stage.advance_by(4)
    our_id = stage.followups(ANA.address)[0]["Message-ID"]
    forgery = f"Message-ID: {make_msgid()}\r\n" + FORGERIES[name].replace("{id}", our_id)
    stage.mailhost.dovecot.deliver(SAM.address, forgery.encode(), "Junk")
    stage.look()
    stage.look()
    words = text_of(stage.notices()[-1])
    assert "followupd resume acme" in words or "followupd answer acme" in words
    say(stage, "resume", "acme")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    before = len(stage.followups(ANA.address))
    stage.advance_by(8)
    assert len(stage.followups(ANA.address)) > before


@pytest.mark.parametrize(("word", "rule"), [("no", Rule.DUE), ("yes", Rule.ABSENCE)])
def test_an_absence_that_nobody_vouches_for_is_a_question(stage: Stage, word: str, rule: Rule) -> None:
    stage.advance_by(4)
    stage.mailhost.dovecot.deliver(SAM.address, FORGERIES["an absence of some weeks"].encode(), "Junk")
    stage.look()
    stage.look()
    notice = stage.notices()[-1]
    assert "Nothing proves that they wrote it. Are they away?" in text_of(notice)
    assert stage.next_due().rule is Rule.ABSENCE  # type: ignore[union-attr]
    (told,) = answers(stage, answer(stage, notice, word))
    assert text_of(told).startswith("Understood: ")
    assert stage.next_due().rule is rule  # type: ignore[union-attr]


def test_an_absence_that_the_provider_vouches_for_is_none(stage: Stage) -> None:
    stage.config["account"] |= {"authserv_id": "mail.host.example"}  # type: ignore[operator]
    stage.write_config()
    assert stage.daemon
    make_habit(stage.daemon.store, "mail.host.example")
    stage.advance_by(4)
    vouched = "Authentication-Results: mail.host.example; dmarc=pass header.from=acme.example\r\n"
    mail = vouched + FORGERIES["an absence of some weeks"]
    stage.mailhost.dovecot.deliver(SAM.address, mail.encode(), "INBOX")
    stage.look()
    stage.look()
    assert "Nothing proves" not in text_of(stage.notices()[-1])
    assert "They are away until" in text_of(stage.notices()[-1])


def test_an_absence_until_2099_brakes_and_asks(stage: Stage) -> None:
    stage.advance_by(4)
    stage.mailhost.dovecot.deliver(SAM.address, FORGERIES["an absence until 2099"].encode(), "Junk")
    assert stage.look()[0].status.state is InterviewState.PAUSED


def test_the_deputy_of_a_note_is_proposed_to_the_candidate_and_gets_no_mail(stage: Stage) -> None:
    stage.advance_by(4)
    note = (
        FROM_ANA
        + AUTOMATIC
        + "\r\nI am on parental leave. Please contact Jonas Weber, jonas@acme.example.\r\n"
    )
    stage.mailhost.dovecot.deliver(SAM.address, note.encode(), "INBOX")
    stage.look()
    stage.look()
    words = text_of(stage.notices()[-1])
    assert "They name jonas@acme.example for the meantime. Nothing is sent there by itself" in words
    stage.advance_by(20)
    stage.look()
    assert stage.daemon
    recipients = {mail.mail.recipient for mail in stage.daemon.store.list_mails()}
    assert ANA.address in recipients
    assert "jonas@acme.example" not in recipients
    sheet = next(m for m in stage.notices() if m["Subject"].startswith("Call "))
    assert "named jonas@acme.example for the meantime" in text_of(sheet)
