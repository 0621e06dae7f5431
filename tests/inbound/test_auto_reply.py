from __future__ import annotations

import pytest

from followupd.inbound.auto_reply import detect_auto_reply, find_auto_reply_header
from followupd.inbound.parsing.message import parse_mail


def mail(subject="Re: Thank you", body="Hello.", extra=""):
    return parse_mail(f"From: Ana <ana@acme.example>\nSubject: {subject}\n{extra}\n{body}\n".encode())


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
        "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: ana@acme.example",
    ],
)
def test_a_header_that_only_an_automatic_answer_carries_decides(field):
    found = detect_auto_reply(mail(extra=field + "\n"))
    assert found.is_certain
    assert found.evidence.split(":")[0].lower().split()[0] in field.lower() or "Rules" in found.evidence


def test_a_rule_that_passes_mail_on_leaves_another_mailbox_and_decides_nothing():
    loop = "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: me@old.example\n"
    assert not find_auto_reply_header(mail(extra=loop).headers)


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
    assert not find_auto_reply_header(mail(extra=field + "\n").headers)


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
    assert detect_auto_reply(mail(subject)).is_absence


@pytest.mark.parametrize(
    "subject",
    ["Re: Automatic reply: x", "AW: Abwesenheitsnotiz", "Fwd: Out of office", "Out and about", "Office move"],
)
def test_a_persons_answer_to_a_note_is_a_persons(subject):
    assert detect_auto_reply(mail(subject)) is None


def test_generated_is_not_enough():
    generated = "Auto-Submitted: auto-generated\n"
    assert (
        detect_auto_reply(mail("Your application", "Your application was not successful.", generated)) is None
    )
    assert detect_auto_reply(mail("Re: x", "Your application was not successful.", generated)) is None
    assert detect_auto_reply(mail("Re: x", "Noted.", generated))


def test_words_alone_must_say_absence_and_what_to_do_meanwhile():
    note = "Thank you. I am out of the office until Monday. If urgent, please contact Bo."
    assert detect_auto_reply(mail(body=note)).is_absence
    assert not detect_auto_reply(mail(body=note)).is_certain
    assert detect_auto_reply(mail(body="I am on vacation, see you Monday.")) is None


@pytest.mark.parametrize(
    "body",
    [
        "I'm out of the office today. Please contact Bo about your interview, we liked you.",
        "I am out of the office until Monday. Could you call me urgently on Tuesday?",
        "We are travelling; the candidate pool is large. In urgent cases please contact me.",
    ],
)
def test_a_person_on_holiday_who_answers_is_a_person(body):
    assert detect_auto_reply(mail(body=body)) is None


def test_leaving_is_told_from_absence():
    found = detect_auto_reply(mail("Automatic reply: x", "Ana no longer works for Acme."))
    assert found.is_departure
    assert not found.is_absence


def test_an_acknowledgement_is_no_absence():
    assert not detect_auto_reply(mail("Automatic reply: x", "We have received your message.")).is_absence


@pytest.mark.parametrize(
    "words",
    [
        "I am out of the office until Monday but wanted to answer: come and see us.",
        "I'm on vacation, just a quick note: the team liked you. I write when I'm back.",
        "Je suis en congés jusqu'à lundi, mais je voulais vous répondre. On se parle à mon retour.",
        "Ich bin im Urlaub, wollte Ihnen aber antworten. Dringend ist nichts.",
    ],
)
def test_a_person_on_holiday_who_writes_a_real_answer_is_a_person(words):
    assert detect_auto_reply(mail(body=words)) is None


def test_a_decision_is_no_automatic_answer_though_nobody_reads_the_address_it_comes_from():
    words = "Thank you. The position has been filled. This mailbox is not monitored."
    assert detect_auto_reply(mail("Your application", words, "Auto-Submitted: auto-generated\n")) is None


def test_a_receipt_that_says_it_is_generated_is_one_and_bad_news_are_none():
    generated = "Auto-Submitted: auto-generated\n"
    assert detect_auto_reply(
        mail("Got it", "Your request (4711) has been received.", generated)
    ).is_acknowledgement
    assert (
        detect_auto_reply(mail("Hello", "We received your request. Unfortunately we had no luck.", generated))
        is None
    )


def test_what_a_help_desk_says_above_its_line_is_a_persons():
    words = "##- Please type your reply above this line -##\n\nTuesday at ten is fine."
    assert detect_auto_reply(mail(body=words, extra="Auto-Submitted: auto-generated\n")) is None


def test_an_answer_that_is_only_said_to_be_generated_is_doubtful():
    assert not detect_auto_reply(
        mail(body="Tuesday is fine.", extra="Auto-Submitted: auto-generated\n")
    ).is_certain


@pytest.mark.parametrize("subject", ["Out of office party on Friday", "Urlaub: Planung", "Absence next week"])
def test_leave_as_a_subject_is_a_persons_where_the_reader_is_greeted(subject):
    raw = f"From: Ana <ana@acme.example>\nTo: Jonas Keller <j@me.example>\nSubject: {subject}\n\nHi Jonas,\nare you in?\n"
    assert detect_auto_reply(parse_mail(raw.encode())) is None


@pytest.mark.parametrize(
    "body",
    [
        "We got your message, thanks.\n\nOn Mon, Nov 23, 2026 at 9:00 AM HR wrote:\n> This is an automated response.",
        "I'm away until Thursday.\n\n-----Original Message-----\nFrom: HR\n\nThis is an automatic reply.",
        "Your message was received, and I smiled.\n\nAna\n\nThis signature was automatically generated.",
        "I am on vacation until Dec 7. Please contact Ben about the contract.",
        "Thank you for your message. Please do not reply to this address any more.",
    ],
)
def test_what_a_machine_says_in_a_quotation_or_below_a_name_makes_no_machine_of_a_person(body):
    assert detect_auto_reply(mail(body=body)) is None


def test_a_subject_of_absence_is_less_than_a_machines_own():
    assert detect_auto_reply(mail("Out of office: Thank you", "I am away.")).is_certain
    assert not detect_auto_reply(mail("Out of office next week", "I am away from Monday.")).is_certain


def test_a_ticket_is_a_machines_unless_somebody_says_i():
    assert detect_auto_reply(
        mail("Re: Costs", "Your request was received. Ticket: 70413.")
    ).is_acknowledgement
    assert (
        detect_auto_reply(mail("Re: Costs", "Your request was received (ticket 70413), and I pay today."))
        is None
    )
