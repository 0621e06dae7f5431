"""What machines wrote of our mail: absences, departures, bounces, receipts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from classify_cases import ACME, KNOWN, verdict

from followupd.inbound.verdict import Action, Kind


def test_a_contact_with_a_subject_like_a_bounce_is_a_person():
    assert (
        verdict(subject="Failure notice", body="Our heating failed, let us meet elsewhere.").kind
        is Kind.REPLY
    )


def test_a_bounce_from_the_companys_own_mail_system_stops_even_where_it_names_nothing():
    found = verdict(
        "postmaster@acme.example",
        "Undeliverable: hello",
        "Your mail could not be delivered.",
        Return_Path="<>",
    )
    assert (found.kind, found.action, found.interviews) == (Kind.BOUNCE_PERMANENT, Action.STOP, ("acme",))


def test_an_absence_told_in_words_alone_asks_with_or_without_a_day():
    body = "Thank you. I am out of the office with no access to mail. If urgent, please contact Bo."
    assert verdict(body=body).action is Action.PAUSE
    found = verdict(body=body + " I return on 1 December.")
    assert (found.action, found.return_date) == (Action.PAUSE, date(2026, 12, 1))


def test_a_mailbox_that_is_not_read_during_an_absence_still_holds():
    body = "I am on leave until 30 November. This mailbox is not monitored."
    found = verdict(subject="Automatic reply: x", body=body)
    assert (found.action, found.left) == (Action.HOLD, False)


def test_somebody_gone_to_whom_we_do_not_write_is_only_told():
    found = verdict(
        "Info <info@acme.example>",
        "Automatic reply: x",
        "This mailbox is not monitored.",
        Auto_Submitted="auto-replied",
    )
    assert found.action is Action.ALERT


def test_a_note_of_absence_holds_the_person_until_they_are_back():
    found = verdict(
        subject="Automatic reply: Thank you",
        body="I am out of the office until 30 November.",
        Auto_Submitted="auto-replied",
        In_Reply_To="<fu-1@me.example>",
    )
    assert (found.kind, found.action, found.contact, found.return_date) == (
        Kind.AUTO_REPLY,
        Action.HOLD,
        "ana",
        date(2026, 11, 30),
    )


@pytest.mark.parametrize(
    ("day", "action"),
    [("20 January 2027", Action.HOLD), ("12 December 2099", Action.PAUSE), ("1 June 2027", Action.PAUSE)],
)
def test_an_absence_of_more_than_ninety_days_asks(day, action):
    found = verdict(
        subject="Automatic reply: Thank you",
        body=f"I am out of the office until {day}.",
        Auto_Submitted="auto-replied",
        In_Reply_To="<fu-1@me.example>",
    )
    assert (found.kind, found.action) == (Kind.AUTO_REPLY, action)


def test_the_absence_of_somebody_we_do_not_write_to_is_only_told():
    found = verdict(
        "Chris <chris@acme.example>",
        "Automatic reply: Hello",
        "I am out of the office until 30 November.",
        Auto_Submitted="auto-replied",
    )
    assert (found.action, found.contact) == (Action.ALERT, None)


def test_an_absence_that_concerns_nobody_is_nothing():
    assert verdict("x <x@y.example>", "Automatic reply: Hi", "I am on leave.").action is Action.NONE


def test_a_contact_who_has_left_stops_for_good():
    found = verdict(subject="Automatic reply: Thank you", body="Ana Roe no longer works here.")
    assert (found.kind, found.action, found.left) == (Kind.AUTO_REPLY, Action.STOP, True)


def test_tomorrow_is_counted_where_the_writer_is():
    known = replace(KNOWN, interviews=(replace(ACME, zone="Pacific/Auckland"),))
    found = verdict(
        subject="Automatic reply: x",
        body="I am out of the office and back tomorrow.",
        known=known,
        at=datetime(2026, 11, 24, 20, tzinfo=UTC),
        Date="Tue, 24 Nov 2026 20:00:00 +0000",
    )
    assert found.return_date == date(2026, 11, 26)


BOUNCE = """--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: me@me.example
Message-ID: <{id}@me.example>
--b--"""


def bounce(address, number):
    return verdict(
        "MAILER-DAEMON@mx.example",
        "Undelivered",
        BOUNCE.format(address=address, id=number),
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
    )


def test_a_bounce_of_our_mail_stops_and_names_the_address():
    found = bounce("ana.roe@acme.example", "fu-1")
    assert (found.kind, found.action, found.interviews, found.contact) == (
        Kind.BOUNCE_PERMANENT,
        Action.STOP,
        ("acme",),
        "ana",
    )
    assert (found.failed_address, found.status, found.about) == (
        "ana.roe@acme.example",
        "5.1.1",
        ("<fu-1@me.example>",),
    )


def test_a_bounce_of_somebody_elses_mail_is_nothing():
    found = bounce("aunt@family.example", "other")
    assert (found.kind, found.action, found.interviews) == (Kind.BOUNCE_PERMANENT, Action.NONE, ())


def test_a_read_receipt_of_ours_does_nothing():
    body = "--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: <fu-1@me.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--"
    found = verdict(
        body=body, Content_Type='multipart/report; report-type=disposition-notification; boundary="b"'
    )
    assert (found.kind, found.action, found.interviews) == (Kind.READ_RECEIPT, Action.NONE, ("acme",))


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}])
@pytest.mark.parametrize("sender", ["Ana Roe <ana.roe@acme.example>", "HR <jobs@acme.example>"])
def test_a_decision_pauses_though_a_machine_answered_with_it(header, sender):
    body = "Dear Sam,\n\nUnfortunately we have decided to move forward with other candidates.\n\nAcme\n"
    found = verdict(sender, body=body, In_Reply_To="<fu-1@me.example>", **header)
    assert (found.kind, found.action) == (Kind.AUTO_REPLY, Action.PAUSE)
    received = "Thank you, we have received your message and will get back to you.\n"
    assert verdict(sender, body=received, In_Reply_To="<fu-1@me.example>", **header).action is Action.ALERT
