from __future__ import annotations

from datetime import UTC, datetime

import pytest

from followupd.inbound.classifier import needs_body
from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist

AT = datetime(2026, 11, 10, tzinfo=UTC)
KNOWN = Watchlist(
    frozenset({"me@me.example"}),
    (
        WatchedInterview(
            "a",
            "Acme",
            "Data Engineer",
            AT,
            (WatchedContact("ana", "Ana Roe", ("ana@acme.example",)),),
            (),
            ("acme.example",),
        ),
    ),
    {"<fu-1@me.example>": SentMail("a", "ana", "Thank you for the talk", AT)},
)


@pytest.mark.parametrize(
    "header",
    [
        "From: Ana <ana@acme.example>",
        "From: x@hr.acme.example",
        "From: x@y.example\nReply-To: ana@acme.example",
        "From: x@y.example\nReferences: <fu-1@me.example>",
        "From: x@y.example\nSubject: Re: Thank you for the talk",
        "From: x@y.example\nSubject: Hello\nIn-Reply-To: <passed-on@y.example>",
        "From: x@y.example\nSubject: Interview at ACME",
        "From: x@y.example\nSubject: Data Engineer",
        "From: Acme <no-reply@y.example>",
        "From: Ana Roe <aroe@gmail.com>",
        "From: aroe77@gmail.com\nSubject: Thursday",
        "From: no-reply@greenhouse.io",
        "From: MAILER-DAEMON@y.example",
        "From: x@y.example\nContent-Type: multipart/report",
        "From: x@y.example\nContent-Type: text/calendar",
        "From: x@y.example\nAuto-Submitted: auto-replied",
        "From: me@me.example",
        "From: Mum <mum@family.example>\nSubject: Sunday",
        "From: board@jobs.example\nList-Id: <a>\nSubject: Your application",
        "From: x@acme.onmicrosoft.com\nList-Id: <a>\nSubject: Hello",
        "From: svc@y.example\nList-Unsubscribe: <https://y.example/u>\nSubject: Next",
        "From: bot@y.example\nPrecedence: bulk\nSubject: Next",
        "From: x@y.example\nList-Id: <a>\nSubject: Hello\nCc: hr@acme.example",
        "From: nobody",
        "",
    ],
)
def test_whatever_is_not_to_many_or_may_concern_an_interview_is_read_whole(header):
    assert needs_body(header.encode(), KNOWN)


@pytest.mark.parametrize(
    "header",
    [
        "From: x@y.example\nSubject: [list] Hello\nIn-Reply-To: <b@list.example>\nList-Id: <a>",
        "From: bot@y.example\nPrecedence: bulk\nList-Unsubscribe: <https://y.example/u>\nSubject: News",
        "From: shop@store.example\nList-Id: <a>\nSubject: Sale\nContent-Type: text/html",
    ],
)
def test_what_certainly_does_not_matter_is_left(header):
    assert not needs_body(header.encode(), KNOWN)


def test_without_interviews_everything_is_read():
    assert needs_body(b"From: Mum <mum@family.example>", Watchlist())
