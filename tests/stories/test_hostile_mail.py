"""Mail that is made to stop the judge: from a stranger it brakes nobody, from an answer it brakes the right one."""

from __future__ import annotations

import time

import pytest
from daemon_stage import Stage, text_of
from mailhost import SAM

from followupd.inbound.verdict import Kind
from followupd.journal.facts import Received
from followupd.journal.states import InterviewState

STRANGER = (
    b"From: Nobody <x@evil.example>\r\nTo: sam@candidate.example\r\nSubject: hello\r\nMIME-Version: 1.0\r\n"
)
HALF_A_SURROGATE = (
    STRANGER.replace(b"Nobody <x@evil.example>", b"MAILER-DAEMON@evil.example")
    + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b\r\n"
    b"Content-Type: message/delivery-status; charset=utf-7\r\n\r\nReporting-MTA: dns; evil.example\r\n\r\n"
    b"Final-Recipient: rfc822; a+2AA-b@evil.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
)
RULE = "BEGIN:{part}\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ={often}\r\nEND:{part}\r\n"
ENDLESS_ZONE = (
    STRANGER
    + b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\n"
    + (
        RULE.format(part="STANDARD", often="MINUTELY") + RULE.format(part="DAYLIGHT", often="SECONDLY")
    ).encode()
    + b"END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=X:20261112T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
SLOW_CODEC = STRANGER + b'Content-Type: text/plain; charset="punycode:"\r\n\r\n' + b"a-b" * 80_000 + b"\r\n"
MANY_FIELDS = b"".join(b"X-%d: y\r\n" % n for n in range(205))
LONG_FIELD = b"X-Trace: " + b"\r\n ".join([b"y" * 900] * 340) + b"\r\n"


def states(stage: Stage) -> dict[str, InterviewState]:
    return {plan.interview: plan.status.state for plan in stage.look()}


@pytest.mark.parametrize(
    "raw", [HALF_A_SURROGATE, ENDLESS_ZONE, SLOW_CODEC], ids=["surrogate", "zone", "codec"]
)
def test_no_mail_of_a_stranger_pauses_an_interview_or_takes_long(stage: Stage, raw: bytes) -> None:
    stage.write_interview(
        "globex",
        company="Globex Corp",
        at="2027-01-11 14:00",
        contacts=[{"name": "Gil Roe", "email": "gil@globex.example", "fact": "x"}],
    )
    before = states(stage)
    stage.mailhost.dovecot.deliver(SAM.address, raw, "Junk")
    begun = time.process_time()
    assert states(stage) == before
    assert time.process_time() - begun < 5
    assert len(before) == 2


@pytest.mark.parametrize("above", [MANY_FIELDS, LONG_FIELD], ids=["many", "long"])
def test_an_answer_below_fields_without_end_pauses_its_own_interview_alone(
    stage: Stage, above: bytes
) -> None:
    stage.advance_by(4)
    stage.write_interview(
        "globex",
        company="Globex Corp",
        at="2027-01-11 14:00",
        contacts=[{"name": "Gil Roe", "email": "gil@globex.example", "fact": "x"}],
    )
    sent = stage.followups("ana@acme.example")[0]
    answer = (
        above
        + f"From: Ana Alvarez <ana@acme.example>\r\nIn-Reply-To: {sent['Message-ID']}\r\nSubject: Re: x\r\n\r\nWe decided.\r\n".encode()
    )
    before = states(stage)["globex"]
    stage.mailhost.dovecot.deliver(SAM.address, answer, "INBOX")
    after = states(stage)
    assert (after["acme"], after["globex"]) == (InterviewState.PAUSED, before)
    assert stage.daemon
    fact = [f for f in stage.daemon._ledger.history.facts if isinstance(f, Received)][-1]
    assert (fact.kind, fact.interviews) == (Kind.UNREADABLE, ("acme",))
    stage.look()
    assert "cannot be read" in text_of(stage.notices()[-1])


def test_two_hundred_hostile_mails_make_no_flood_of_notices_and_all_are_told(stage: Stage) -> None:
    for number in range(200):
        hostile = f"From: Eve <eve{number}@evil.example>\r\nTo: {SAM.address}\r\nSubject: Acme GmbH, Data Engineer {number}\r\n\r\nHello Sam.\r\n"
        stage.mailhost.dovecot.deliver(SAM.address, hostile.encode(), "Junk")
    stage.look()
    told = stage.notices()
    assert 0 < len(told) <= 8
    words = " ".join(f"{m['Subject']} {text_of(m)}" for m in told)
    assert all(f"eve{number}@evil.example" in words for number in range(200))
