"""The servers of the tests do what real ones do: otherwise no other test proves anything."""

import email
import re
import smtplib
import ssl
import subprocess
from email.policy import default

import pytest
from imapclient import IMAPClient
from mailhost import ANA, BEN, CAST, SAM, MailHost

MAIL = b"From: sam@candidate.example\r\nTo: ana@acme.example\r\nSubject: Thank you\r\n\r\nIt was good to meet you.\r\n"

VACATION = """
require ["vacation"];
vacation :days 1 :subject "Away" "I am away until Monday.";
"""


def submission(host: MailHost) -> smtplib.SMTP:
    smtp = smtplib.SMTP(host.host, host.submission_port, local_hostname="localhost", timeout=120)
    smtp.starttls(context=host.tls())
    smtp.login(SAM.address, SAM.password)
    return smtp


# Certificates


def test_every_port_shows_a_certificate_that_the_authority_vouches_for(mailhost):
    tls = mailhost.tls()
    smtplib.SMTP_SSL(mailhost.host, mailhost.submissions_port, context=tls).quit()
    submission(mailhost).quit()
    with IMAPClient(mailhost.host, mailhost.imaps_port, ssl_context=tls) as imap:
        assert imap.login(SAM.address, SAM.password)
    with IMAPClient(mailhost.host, mailhost.imap_port, ssl=False) as imap:
        imap.starttls(tls)
        assert imap.login(SAM.address, SAM.password)


def test_a_stranger_to_the_authority_is_not_trusted(mailhost):
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|unable to get local issuer"):
        smtplib.SMTP_SSL(mailhost.host, mailhost.submissions_port, context=ssl.create_default_context())


@pytest.mark.parametrize(("name", "fault"), [("expired", "expired"), ("wrong_host", "Hostname mismatch")])
def test_a_bad_certificate_is_shown_when_asked(mailhost, name, fault):
    mailhost.present(getattr(mailhost.authority, name)())
    with pytest.raises(ssl.SSLCertVerificationError, match=fault):
        smtplib.SMTP_SSL(mailhost.host, mailhost.submissions_port, context=mailhost.tls())
    with pytest.raises(ssl.SSLCertVerificationError, match=fault):
        IMAPClient(mailhost.host, mailhost.imaps_port, ssl_context=mailhost.tls())


# Sending


def test_a_mail_handed_over_with_starttls_and_login_reaches_the_mailbox(mailhost):
    mailhost.submit(SAM, [ANA.address], MAIL)
    [mail] = mailhost.accepted(ANA.address)
    assert mail.endswith(MAIL.partition(b"\r\n\r\n")[2])
    assert b"Return-Path: <sam@candidate.example>" in mail


def test_without_tls_nobody_may_log_in_and_without_login_nobody_may_send(mailhost):
    with smtplib.SMTP(mailhost.host, mailhost.submission_port) as smtp:
        assert smtp.mail("sam@candidate.example")[0] == 530
        smtp.starttls(context=mailhost.tls())
        smtp.mail("sam@candidate.example")
        assert smtp.rcpt(ANA.address)[0] == 554
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login(SAM.address, "a wrong word")


def test_submission_offers_what_providers_offer(mailhost):
    with submission(mailhost) as smtp:
        smtp.ehlo()
        assert {"dsn", "smtputf8", "8bitmime", "size", "pipelining"} <= smtp.esmtp_features.keys()
        assert int(smtp.esmtp_features["size"]) == mailhost.postfix.size_limit


def test_a_mail_that_is_too_large_is_refused(mailhost):
    with submission(mailhost) as smtp, pytest.raises(smtplib.SMTPSenderRefused, match="exceeds"):
        smtp.sendmail(SAM.address, [ANA.address], MAIL + b"x" * mailhost.postfix.size_limit)


@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        ("nobody@acme.example", 550),
        ("who@later.example", 450),
        ("who@example.org", 550),
        ("who@bounce.example", 250),
    ],
)
def test_the_answer_to_rcpt_depends_on_the_recipient(mailhost, recipient, code):
    with submission(mailhost) as smtp:
        smtp.mail(SAM.address)
        assert smtp.rcpt(recipient)[0] == code


def test_a_bounce_arrives_as_a_report_with_the_envelope_id(mailhost):
    with submission(mailhost) as smtp:
        smtp.sendmail(
            SAM.address, ["who@bounce.example"], MAIL, ["RET=HDRS", "ENVID=touch-7"], ["NOTIFY=FAILURE,DELAY"]
        )
    [mail] = mailhost.accepted(SAM.address)
    report = email.message_from_bytes(mail, policy=default)
    assert report.get_content_type() == "multipart/report"
    assert b"Original-Envelope-Id: touch-7" in mail
    assert b"Final-Recipient: rfc822; who@bounce.example" in mail
    assert b"Status: 5.1.1" in mail


def test_a_person_can_become_one_whose_mail_bounces(mailhost):
    mailhost.bounce(BEN.address)
    mailhost.submit(SAM, [BEN.address], MAIL)
    assert b"multipart/report" in mailhost.accepted(SAM.address)[0]


def test_a_name_beyond_ascii_gets_mail_through_smtputf8(mailhost):
    zoe = mailhost.add_user("zoë@acme.example")
    with submission(mailhost) as smtp:
        smtp.sendmail(SAM.address, [zoe.address], MAIL, ["SMTPUTF8"])
    assert len(mailhost.accepted(zoe.address)) == 1


def test_mail_waits_in_the_queue_while_the_mailboxes_are_down(mailhost):
    with smtplib.SMTP(mailhost.host, mailhost.mx_port) as smtp:
        mailhost.dovecot.stop()
        smtp.sendmail(BEN.address, [SAM.address], MAIL)
    mailhost.postfix.settle()
    assert len(mailhost.postfix.queue()) == 1
    mailhost.dovecot.start()
    mailhost.postfix.queue_flush()
    assert mailhost.postfix.queue() == []
    assert len(mailhost.accepted(SAM.address)) == 1


def test_a_mail_whose_final_dot_is_withheld_is_not_accepted(mailhost):
    with submission(mailhost) as smtp:
        smtp.mail(SAM.address)
        smtp.rcpt(ANA.address)
        assert smtp.docmd("DATA")[0] == 354
        smtp.send(MAIL)
        assert mailhost.accepted(ANA.address) == []
        smtp.send(b".\r\n")
        assert smtp.getreply()[0] == 250
    assert len(mailhost.accepted(ANA.address)) == 1


# Answers


def test_a_reply_reaches_the_candidate_in_its_thread(mailhost):
    sent = "<thank-you@candidate.example>"
    message_id = mailhost.reply_as(ANA, in_reply_to=sent, Auto_Submitted="auto-replied")
    reply = email.message_from_bytes(mailhost.accepted(SAM.address)[0], policy=default)
    assert reply["Message-ID"] == message_id
    assert reply["In-Reply-To"] == reply["References"] == sent
    assert reply["From"] == ANA.mailbox
    assert reply["Auto-Submitted"] == "auto-replied"


def test_an_out_of_office_script_answers_as_an_automatic_reply(mailhost):
    mailhost.dovecot.set_sieve(ANA.address, VACATION)
    mailhost.submit(SAM, [ANA.address], MAIL)
    [answer] = mailhost.accepted(SAM.address)
    assert b"Auto-Submitted: auto-replied (vacation)" in answer
    assert b"I am away until Monday." in answer


# Reading


def test_idle_tells_of_new_mail(mailhost):
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.select_folder("INBOX", readonly=True)
        imap.idle()
        mailhost.dovecot.deliver(SAM.address, MAIL)
        assert (1, b"EXISTS") in imap.idle_check(timeout=120)
        imap.idle_done()


def test_looking_with_examine_and_peek_changes_no_flag(mailhost):
    mailhost.dovecot.deliver(SAM.address, MAIL)
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.select_folder("INBOX", readonly=True)
        imap.fetch(imap.search(), ["BODY.PEEK[]"])
    assert mailhost.dovecot.flags(SAM.address) == [set()]
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.select_folder("INBOX")
        imap.fetch(imap.search(), ["BODY[]"])
    assert mailhost.dovecot.flags(SAM.address) == [{"\\Seen"}]


def test_the_special_folders_are_announced(mailhost):
    with mailhost.dovecot.session(SAM.address) as imap:
        found = {name: flags for flags, _, name in imap.list_folders()}
    for name in ("Drafts", "Junk", "Sent", "Trash"):
        assert f"\\{name}".encode() in found[name]


def test_mail_can_be_put_into_any_folder(mailhost):
    for folder in ("Junk", "Sent", "Applications 2026"):
        mailhost.dovecot.deliver(SAM.address, MAIL.replace(b"\r\n", b"\n"), folder)
        assert mailhost.dovecot.messages(SAM.address, folder) == [MAIL]


def test_a_folder_can_be_renumbered(mailhost):
    mailhost.dovecot.deliver(SAM.address, MAIL)
    with mailhost.dovecot.session(SAM.address) as imap:
        before = imap.select_folder("INBOX")[b"UIDVALIDITY"]
    mailhost.dovecot.renumber(SAM.address)
    with mailhost.dovecot.session(SAM.address) as imap:
        assert imap.select_folder("INBOX")[b"UIDVALIDITY"] != before
    assert len(mailhost.dovecot.messages(SAM.address)) == 1


def test_from_another_address_the_plain_port_wants_starttls_before_login(mailhost):
    with IMAPClient("127.0.0.2", mailhost.imap_port, ssl=False) as imap:
        assert imap.has_capability("LOGINDISABLED")
        imap.starttls(mailhost.tls())
        assert not imap.has_capability("LOGINDISABLED")


def test_a_connection_can_be_cut(mailhost):
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.select_folder("INBOX")
        mailhost.dovecot.kick(SAM.address)
        # A goodbye may come first: the second word finds nobody.
        with pytest.raises((IMAPClient.AbortError, OSError)):
            [imap.noop() for _ in range(3)]


# The house


def test_both_servers_keep_their_mail_over_a_restart(mailhost):
    mailhost.dovecot.deliver(SAM.address, MAIL)
    mailhost.stop()
    mailhost.start()
    assert len(mailhost.accepted(SAM.address)) == 1


def test_every_test_finds_empty_mailboxes(mailhost):
    mailhost.add_user("guest@acme.example")
    mailhost.dovecot.deliver(SAM.address, MAIL)
    mailhost.dovecot.stop()
    mailhost.fresh()
    assert set(mailhost.dovecot.users()) == {person.address for person in CAST}
    assert [mailhost.accepted(person.address) for person in CAST] == [[]] * len(CAST)
    assert mailhost.postfix.log() == ""


def test_nobody_listens_beyond_loopback_and_nothing_can_send_beyond_it(mailhost):
    listening = subprocess.run(["ss", "-Hltnp"], check=True, capture_output=True, text=True).stdout
    ours = [
        line.split()[3] for line in listening.splitlines() if re.search(r'"(master|dovecot|smtpd)"', line)
    ]
    assert len(ours) >= 6
    assert all(address.startswith("127.0.0.") for address in ours)
    services = (mailhost.postfix.directory / "master.cf").read_text()
    assert not re.search(r" (smtp|pipe|local)$", services, re.MULTILINE)
