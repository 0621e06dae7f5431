from __future__ import annotations

import pytest

from followupd.inbound.invitation import find_invitation
from followupd.inbound.parsing.message import parse_mail

EVENT = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:u1\nSUMMARY:Talk\nORGANIZER:MAILTO:Ana@Acme.example\nATTENDEE:mailto:me@me.example\nEND:VEVENT\nEND:VCALENDAR\n"


def mail(calendar, kind="text/calendar", extra=""):
    return parse_mail(f"From: ana@acme.example\nContent-Type: {kind}\n{extra}\n{calendar}".encode())


@pytest.mark.parametrize("method", ["REQUEST", "COUNTER", "CANCEL", "REPLY"])
def test_method_uid_and_people_are_read(method):
    found = find_invitation(mail(EVENT.format(method=method)))
    assert (found.method, found.uids, found.people, found.summary) == (
        method,
        ("u1",),
        ("ana@acme.example", "me@me.example"),
        "Talk",
    )


def test_a_calendar_that_nobody_can_read_counts_by_its_method():
    assert (
        find_invitation(
            mail("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:never", "text/calendar; method=request")
        ).method
        == "REQUEST"
    )


def test_a_method_left_out_is_forgiven():
    assert (
        find_invitation(mail("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR")).method
        == "REQUEST"
    )


def test_a_calendar_file_attached_to_an_answer_is_no_invitation():
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHere are the holidays\n--b\nContent-Type: text/calendar\nContent-Disposition: attachment\n\nBEGIN:VCALENDAR\nMETHOD:PUBLISH\nEND:VCALENDAR\n--b--"
    assert find_invitation(parse_mail(raw)) is None


def test_a_mail_without_calendar_is_none():
    assert find_invitation(mail("hello", "text/plain")) is None
