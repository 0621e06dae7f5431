"""A mail that cannot be read pauses whom its bytes name, and nobody else."""

from __future__ import annotations

import pytest
from classify_cases import ACME, KNOWN, NOW, OTHER, mail

from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.parsing.message import MAX_BYTES, MAX_HEADERS, MAX_PARTS, MAX_RECIPIENTS, MAX_VALUE
from followupd.inbound.quarantine import quarantine_mail
from followupd.inbound.verdict import Action, Kind

FIELDS = b"".join(b"X-%d: y\n" % n for n in range(MAX_HEADERS + 5))
ANSWER = (
    b"From: Ana Roe <ana.roe@acme.example>\nIn-Reply-To: <fu-1@me.example>\nSubject: Re: x\n\nWe decided.\n"
)


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        (b"ANA.ROE@Acme.Example", ("acme",)),
        (b"From: somebody-else@acme.example", ("acme",)),
        (b"From: <hr@mail.acme.example>", ("acme",)),
        (b"In-Reply-To: <FU-1@me.example>", ("acme",)),
        (b"tom@birch.example, ana@roe.example", ("acme", "birch")),
        (b"From: x@notacme.example, y@acme.example.evil.example", ("acme",)),
        (b"From: x@notacme.example", ()),
        (f"Subject: Your application to {ACME.company.upper()}, thank you".encode(), ("acme",)),
        (f"x{ACME.company}y".encode(), ()),
        (b"From: x@friends.example", ()),  # a helper's domain is not the company's
        (b"", ()),
    ],
)
def test_whom_the_bytes_name_is_paused_and_nobody_else(raw: bytes, ids: tuple[str, ...]) -> None:
    verdict = quarantine_mail(raw, KNOWN, "why")
    assert (verdict.kind, verdict.interviews) == (Kind.UNREADABLE, ids)
    assert verdict.action is (Action.PAUSE if ids else Action.ALERT)
    assert {ACME.id, OTHER.id} == {interview.id for interview in KNOWN.interviews}


@pytest.mark.parametrize(
    "raw",
    [
        FIELDS + ANSWER,
        b"X-Long: y\n" + b" y\n" * (MAX_HEADERS * 50) + ANSWER,
        b"References: " + b"<a@b>\n " * (MAX_VALUE // 6 + 9) + b"<c@d>\n" + ANSWER,
        b"Subject: " + b"a" * MAX_VALUE + b"\n" + ANSWER,
        b"To: " + b"a" * MAX_RECIPIENTS + b"\n" + ANSWER,
        ANSWER.partition(b"\n\n")[0] + b"\n" + b"X: y\n" * MAX_BYTES,
    ],
)
def test_a_mail_whose_header_was_cut_is_unreadable_and_pauses_whom_it_names(raw: bytes) -> None:
    verdict = classify_mail(raw, KNOWN, NOW)
    assert (verdict.kind, verdict.action) == (Kind.UNREADABLE, Action.PAUSE)
    assert "acme" in verdict.interviews
    assert needs_body(raw[:65_536], KNOWN)


def test_a_stranger_whose_header_was_cut_is_told_and_brakes_nobody() -> None:
    verdict = classify_mail(FIELDS + b"From: x@y.example\n\nhello\n", KNOWN, NOW)
    assert (verdict.kind, verdict.action, verdict.interviews) == (Kind.UNREADABLE, Action.ALERT, ())


def test_the_candidates_own_mail_to_many_is_no_answer() -> None:
    raw = b"From: me@me.example\nTo: ana.roe@acme.example, " + b"x@y.example, " * 2000 + b"\n\nhello\n"
    assert classify_mail(raw, KNOWN, NOW, in_sent=True).is_own


def test_a_header_as_long_as_may_be_is_read_as_ever() -> None:
    raw = b"".join(b"X-%d: y\n" % n for n in range(MAX_HEADERS - 10)) + ANSWER
    assert classify_mail(raw, KNOWN, NOW).kind is Kind.REPLY


def test_what_stands_in_a_part_too_many_still_pauses_whom_it_names() -> None:
    parts = b"".join(b"--b\n\nnothing\n" for _ in range(MAX_PARTS + 1))
    raw = b"From: x@y.example\nContent-Type: multipart/mixed; boundary=b\n\n" + parts
    assert classify_mail(raw + b"--b--\n", KNOWN, NOW).kind is not Kind.UNREADABLE
    verdict = classify_mail(raw + b"--b\n\nana.roe@acme.example says no\n--b--\n", KNOWN, NOW)
    assert (verdict.action, verdict.interviews) == (Action.PAUSE, ("acme",))


def test_a_mail_to_hundreds_by_name_is_read_as_ever() -> None:
    people = b",\n ".join(b"Person Number %d <person.number%d@company.example>" % (n, n) for n in range(400))
    assert len(people) > MAX_VALUE
    raw = b"From: x@y.example\nTo: " + people + b"\nSubject: Lunch\n\nhello\n"
    assert classify_mail(raw, KNOWN, NOW).kind is Kind.UNRELATED
    assert classify_mail(b"To: " + people + b"\n" + ANSWER, KNOWN, NOW).action is Action.STOP


def test_long_fields_that_only_programs_read_cut_nothing() -> None:
    raw = b"X-Spam-Report: " + b"y" * (MAX_VALUE * 2) + b"\n" + mail()
    assert classify_mail(raw, KNOWN, NOW).kind is Kind.REPLY
