from __future__ import annotations

import pytest

from followupd.inbound.automatic import automatic, by_header
from followupd.inbound.message import read


def mail(subject="Re: Thank you", body="Hello.", extra=""):
    return read(f"From: Ana <ana@acme.example>\nSubject: {subject}\n{extra}\n{body}\n".encode())


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "X-Autoreply: yes",
        "X-Autorespond: 1",
        "Precedence: auto_reply",
        "Preference: auto_reply",
        "Delivered-To: Autoresponder",
        "X-Mailer: vacation 1.2",
        "Message-ID: <dovecot-sieve-1-2@mx.example>",
        "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: a@b.example",
    ],
)
def test_a_header_that_only_an_automatic_answer_carries_decides(field):
    found = automatic(mail(extra=field + "\n"))
    assert found.certain
    assert found.evidence.split(":")[0].lower().split()[0] in field.lower() or "Rules" in found.evidence


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "X-Autoreply: no",
        "X-Auto-Response-Suppress: All",
        "Precedence: bulk",
        "X-Loop: a@b",
    ],
)
def test_a_header_that_people_carry_too_decides_nothing(field):
    assert not by_header(mail(extra=field + "\n").headers)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: x",
        "Out of Office: x",
        "Abwesenheitsnotiz",
        "Réponse automatique : x",
        "自動応答: x",
        "自动回复: x",
        "Ana Roe is out of the office (returning 4 May)",
    ],
)
def test_a_subject_decides(subject):
    assert automatic(mail(subject)).absent


@pytest.mark.parametrize(
    "subject",
    ["Re: Automatic reply: x", "AW: Abwesenheitsnotiz", "Fwd: Out of office", "Out and about", "Office move"],
)
def test_a_persons_answer_to_a_note_is_a_persons(subject):
    assert automatic(mail(subject)) is None


def test_generated_is_not_enough():
    generated = "Auto-Submitted: auto-generated\n"
    assert automatic(mail("Your application", "Your application was not successful.", generated)) is None
    assert automatic(mail("Re: x", "Your application was not successful.", generated)) is None
    assert automatic(mail("Re: x", "Noted.", generated))


def test_words_alone_must_say_absence_and_what_to_do_meanwhile():
    note = "Thank you. I am out of the office until Monday. If urgent, please contact Bo."
    assert automatic(mail(body=note)).absent
    assert not automatic(mail(body=note)).certain
    assert automatic(mail(body="I am on vacation, see you Monday.")) is None


@pytest.mark.parametrize(
    "body",
    [
        "I'm out of the office today. Please contact Bo about your interview, we liked you.",
        "I am out of the office until Monday. Could you call me urgently on Tuesday?",
        "We are travelling; the candidate pool is large. In urgent cases please contact me.",
    ],
)
def test_a_person_on_holiday_who_answers_is_a_person(body):
    assert automatic(mail(body=body)) is None


def test_leaving_is_told_from_absence():
    found = automatic(mail("Automatic reply: x", "Ana no longer works for Acme."))
    assert found.left
    assert not found.absent


def test_an_acknowledgement_is_no_absence():
    assert not automatic(mail("Automatic reply: x", "We have received your message.")).absent
