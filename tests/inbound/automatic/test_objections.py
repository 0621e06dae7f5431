"""Complaints and challenges: what proves them, and what an employer may ask for without being one."""

from __future__ import annotations

import pytest

from followupd.inbound.automatic.objections import detect_challenge, detect_complaint, find_challenge_header
from followupd.inbound.parsing.message import parse_mail

TO_US = "Re: Thank you for the interview"


def mail(subject="x", body="", extra=""):
    return parse_mail(f"From: ana@acme.example\nSubject: {subject}\n{extra}\n{body}\n".encode())


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


@pytest.mark.parametrize(
    ("body", "extra"),
    [
        ("Hi Sam,\n\nplease click the link to approve the contract: https://x.example/1\n\nAna", "Reply-To: reply+1234567@hire.example\n"),
        ("Please use the button to review and approve your offer. https://x.example/1", "Return-Path: <>\n"),
        ("We expect you on Friday. Add us to your list of safe senders. Click here to see the way.", "Auto-Submitted: auto-generated\n"),
        ("To confirm your second interview, use this one-time confirmation: https://x.example/1", "Precedence: bulk\n"),
        ("Please confirm your attendance on Friday by replying to this message.", "Return-Path: <>\n"),
        ("Als Absender dieser Nachricht bestätigen wir Ihnen: Sie haben die Stelle.", "Auto-Submitted: auto-generated\n"),
        ("Merci de confirmer votre adresse pour l'envoi du contrat : https://x.example/1", "Return-Path: <>\n"),
        ("Your contract will be delivered before Friday. Click to see it: https://x.example/1", "Precedence: bulk\n"),
    ],
)  # fmt: skip
def test_an_employer_who_wants_something_confirmed_is_no_challenge(body, extra):
    assert not detect_challenge(mail(TO_US, body, extra))


@pytest.mark.parametrize(
    "body",
    [
        "Your email has not been delivered yet. Please prove that you are human by clicking this link: https://x.example/1",
        "Um Ihre Nachricht zuzustellen, müssen Sie sich einmalig als Absender bestätigen: https://x.example/1. Dann wird die Nachricht zugestellt.",
        "Votre message est en attente. Cliquez sur le lien afin de vous authentifier.",
        "Su mensaje está retenido y será entregado. Confirme que no es un robot: https://x.example/1",
    ],
)
def test_a_challenge_asks_for_a_proof_and_says_that_our_mail_waits(body):
    assert detect_challenge(mail(TO_US, body, "Auto-Submitted: auto-replied\n"))
    assert detect_challenge(mail(TO_US, body))


def test_a_header_of_a_challenge_is_proof():
    assert find_challenge_header(mail(extra="X-TMDA-Confirm: yes\n"))
