"""When a call rings, and what its sheet says of what was done before."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import ACME, config, taken, thanked, utc
from icalendar import Calendar

from followupd.adapters.templates import TemplateFiles
from followupd.config.cadence import Channel
from followupd.journal.facts import Done, Fact, Touch
from followupd.journal.history import History
from followupd.writing.composer import compose_touch, write_draft
from followupd.writing.draft import Draft, DraftRequest
from followupd.writing.letters.letter_pdf import typeset_letter

CALL, LETTER = Touch("acme", "call", "ana-ruiz"), Touch("acme", "letter", "ana-ruiz")


def sheet(due: str, *facts: Fact, step: str = "call", **changes: Any) -> Draft:
    made = config(ACME | {"zone": "Europe/Berlin", "country": "DE"}, **changes)
    interview = made.interviews[0]
    found = made.find_step(interview, step)
    assert found
    history = History([*thanked(), *facts])
    return write_draft(
        DraftRequest(
            made,
            history.record_of(interview, made),
            interview.lead,
            found,
            utc(due),
            TemplateFiles(Path()),
            typeset_letter,
        )
    )


def late_sheet(due: str, now: str) -> Draft:
    """The sheet as it leaves if nobody was there to send it when it was due."""
    made = config(ACME | {"zone": "Europe/Berlin", "country": "DE"})
    interview = made.interviews[0]
    found = made.find_step(interview, "call")
    assert found
    record = History(thanked()).record_of(interview, made)
    request = DraftRequest(
        made, record, interview.lead, found, utc(due), TemplateFiles(Path()), typeset_letter
    )
    return compose_touch(request, utc(now)).current_draft


def event(draft: Draft) -> Any:
    return Calendar.from_ical(draft.attachments[0].data.decode()).walk("VEVENT")[0]


def rings_at(draft: Draft) -> datetime:
    (alarm,) = event(draft).walk("VALARM")
    moment: datetime = event(draft)["DTSTART"].dt + alarm["TRIGGER"].dt
    return moment


@pytest.mark.parametrize(
    ("due", "rings"),
    [
        ("17 07:30", "17 08:00"),  # half an hour after their day began
        ("17 07:55", "17 08:05"),  # never before the sheet was there
        ("17 12:15", "17 12:25"),
        ("17 16:55", "18 08:00"),  # too late for that day
    ],
)
def test_an_alarm_rings_after_the_sheet_has_come_and_while_they_are_there(due: str, rings: str) -> None:
    assert rings_at(sheet(due)) == utc(rings)


@pytest.mark.parametrize(
    ("now", "rings", "day"),
    [
        ("17 07:45", "17 08:00", "17 November"),  # late, and in time for the alarm: as it was
        ("17 09:00", "17 09:10", "17 November"),
        ("18 14:00", "18 14:10", "18 November"),  # the machine was off on the day of the call
        ("18 20:00", "19 08:00", "19 November"),
    ],
)
def test_a_sheet_that_leaves_late_names_no_hour_that_is_over(now: str, rings: str, day: str) -> None:
    draft = late_sheet("17 07:30", now)
    assert rings_at(draft) == utc(rings)
    (when,) = [line for line in draft.text.body.splitlines() if line.startswith("When ")]
    assert day in when


@pytest.mark.parametrize(
    ("call_at", "rings"), [("10:30", "17 09:30"), ("08:00", "17 07:40"), ("21:00", "17 16:45")]
)
def test_the_hour_of_a_call_can_be_set_and_stays_in_their_window(call_at: str, rings: str) -> None:
    assert rings_at(sheet("17 07:30", sending={"call_at": call_at})) == utc(rings)


def test_every_alarm_can_ring() -> None:
    for minutes in range(0, 14 * 24 * 60, 37):
        due = utc("12 08:00") + timedelta(minutes=minutes)
        draft = sheet(f"{due:%d %H:%M}")
        assert rings_at(draft) >= due + timedelta(minutes=10)


def test_an_event_is_the_users_own_and_the_same_when_it_is_sent_again() -> None:
    uid = str(event(sheet("17 07:30"))["UID"])
    assert uid == str(event(sheet("18 07:30"))["UID"])
    assert "followupd" not in uid


def done(at: str, touch: Touch, outcome: str) -> Done:
    channel = Channel.PHONE if touch is CALL else Channel.POST
    return Done(utc(at), touch, outcome, "", None, channel, "acme", ())


CALLED = taken("17 10:00", "call", subject="Call Ana Ruiz, Acme")
WRITTEN = taken("19 10:00", "letter", subject="Post the letter to Ana Ruiz, Acme")


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ([CALLED], "2026-11-17  phone  call: not made, as far as you said"),
        ([CALLED, done("18 10:00", CALL, "voicemail")], "2026-11-18  phone  call: voicemail left"),
        ([CALLED, done("18 10:00", CALL, "spoke")], "2026-11-18  phone  call: you spoke to each other"),
        ([WRITTEN], "2026-11-19  post   letter: not reported as posted"),
        ([WRITTEN, done("20 10:00", LETTER, "posted")], "2026-11-20  post   letter: posted"),
    ],
)
def test_a_sheet_lists_what_really_reached_them(facts: list[Fact], line: str) -> None:
    assert line in sheet("24 07:30", *facts).text.body


def test_a_letters_mail_says_how_to_report_it() -> None:
    body = sheet("24 07:30", step="letter").text.body
    assert "answer this mail with one word: posted" in body
    assert "followupd done acme letter --outcome posted" in body
