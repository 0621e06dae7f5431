from __future__ import annotations

from followupd.inbound.parsing.message import parse_mail
from followupd.inbound.receipts import detect_challenge, detect_complaint, detect_read_receipt


def mail(subject="x", body="", extra=""):
    return parse_mail(f"From: ana@acme.example\nSubject: {subject}\n{extra}\n{body}\n".encode())


def test_a_receipt_is_known_by_its_report():
    assert detect_read_receipt(
        mail(extra='Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n')
    )


def test_a_receipt_without_report_is_known_by_subject_and_words_together():
    assert detect_read_receipt(mail("Read: Thank you", "Your message\n\nTo: Ana\n\nwas read on Monday."))
    assert not detect_read_receipt(
        mail("Read: my new book", "I have written a book about read receipts and mail.")
    )


def test_a_complaint_is_known_by_its_report_or_by_the_mail_it_carries():
    assert detect_complaint(
        mail(extra='Content-Type: multipart/report; report-type="feedback-report"; boundary=b\n')
    )
    assert detect_complaint(mail(extra="X-Apple-Unsubscribe: true\n"))
    assert not detect_complaint(mail("complaint about message from 192.0.2.1", "I want to complain."))


def test_a_challenge_needs_a_robot_behind_its_words():
    words = "Please confirm that you are the sender of this message."
    assert detect_challenge(mail(body=words, extra="Return-Path: <>\n"))
    assert not detect_challenge(mail(body=words))


def test_a_named_service_is_a_challenge_whoever_seems_to_send_it():
    assert detect_challenge(mail(body="This mailbox is protected by Spam Arrest."))
    assert not detect_challenge(
        mail(body="My old mailbox was protected by Spam Arrest.", extra="In-Reply-To: <a@b>\n")
    )
