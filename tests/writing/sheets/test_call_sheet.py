"""Numbers as they stand on cards, and the sheet that the candidate calls by."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.config.cadence import Channel
from followupd.config.interview import Contact, Interview
from followupd.errors import UsageError
from followupd.writing.language.words import Words
from followupd.writing.sheets.call_sheet import CallWindow, ContactNumber, build_call_sheet, parse_number

ANA = Contact(name="Ana Ruiz", email="ana.ruiz@acme.example", title="Dr.", phone="+49 30 901820")
INTERVIEW = Interview(
    id="acme-data",
    company="Acme GmbH",
    position="Data Engineer",
    at="2026-11-12 14:00",  # type: ignore[arg-type]
    zone="Europe/Berlin",
    country="DE",
    contacts=[ANA],
)


def sheet(**changes: Any) -> str:
    given: dict[str, Any] = {
        "interview": INTERVIEW,
        "contact": ANA,
        "number": parse_number("+49 30 901820", "DE"),
        "step": "call",
        "window": CallWindow(
            datetime(2026, 11, 17, 8, 0, tzinfo=UTC), datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
        ),
        "words": Words("en", ZoneInfo("Europe/Berlin")),
        "home_country": "DE",
        "sent_items": [(date(2026, 11, 12), Channel.EMAIL, "Thank you for today")],
        "answers": [],
        "script": "Good morning, this is Sam Carter.\n\nHow does it stand?",
        "voicemail": "This is Sam Carter, about the Data Engineer role.",
    }
    return build_call_sheet(**{**given, **changes})


@pytest.mark.parametrize(
    ("text", "country", "international"),
    [
        ("+49 30 901820", "US", "+49 30 901820"),
        ("030/90 18 20", "DE-BY", "+49 30 901820"),
        ("+49 (0)30 901820", "DE", "+49 30 901820"),
        ("tel:+1-212-736-5000;ext=12", "DE", "+1 212-736-5000 ext. 12"),
        ("(212) 736-5000", "US", "+1 212-736-5000"),
        ("01 42 68 53 00", "FR", "+33 1 42 68 53 00"),
        ("0039 06 698 1234", "DE", "+39 06 698 1234"),
    ],
)
def test_a_number_is_read_as_it_stands_on_the_card(text: str, country: str, international: str) -> None:
    assert parse_number(text, country).international == international


def test_a_number_knows_how_it_is_dialled_at_home_and_by_a_tap() -> None:
    assert parse_number("030 901820", "DE") == ContactNumber(
        e164="+4930901820",
        international="+49 30 901820",
        national="030 901820",
        uri="tel:+49-30-901820",
        country="DE",
    )


@pytest.mark.parametrize(
    ("text", "country", "says"),
    [
        ("", "DE", "'' is no telephone number; write it with its country: +49 30 123456"),
        ("ask for Ana", "FR", "'ask for Ana' is no telephone number; write it with its country: +33 "),
        ("+1 212 736 5000 99", "US", "of +1: it is too long"),
        ("+1 212", "US", "of +1: it is too short; a right one looks like +1 201-555-0123"),
        ("736-5000", "US", "of +1: the area code is missing"),
        ("+999 1234567", "DE", "is no telephone number; write it with its country"),
    ],
)
def test_a_wrong_number_is_refused_with_a_sentence_that_shows_a_right_one(
    text: str, country: str, says: str
) -> None:
    with pytest.raises(UsageError) as refused:
        parse_number(text, country)
    assert says in str(refused.value)


@given(st.text(max_size=40), st.sampled_from(["DE", "US-CA", "FR", "XX"]))
def test_no_text_makes_it_crash(text: str, country: str) -> None:
    with contextlib.suppress(UsageError):
        assert parse_number(text, country).uri.startswith("tel:")


def test_the_sheet_shows_whom_number_time_history_script_and_what_to_do_after() -> None:
    assert (
        sheet()
        == """\
Call Dr. Ana Ruiz, Acme GmbH, about: Data Engineer

Number  +49 30 901820 (from your country: 030 901820)
Dial    tel:+49-30-901820
When    Tuesday, 17 November 2026, 09:00 to 17:30

What went out in your name
  2026-11-12  email  Thank you for today

What they answered
  Nothing so far.

What to say
  Good morning, this is Sam Carter.

  How does it stand?

If nobody picks up, leave this message
  This is Sam Carter, about the Data Engineer role.

Afterwards, tell followupd
  followupd done acme-data call --outcome spoke|voicemail|no-answer|wrong-number
  or answer this mail with one word: done, voicemail, no-answer, snooze 3d, stop
"""
    )


def test_a_title_that_stands_in_the_name_and_in_its_own_key_is_shown_once() -> None:
    twice = ANA.model_copy(update={"name": "Dr. Ana Ruiz"})
    assert sheet(contact=twice).startswith("Call Dr. Ana Ruiz, Acme GmbH")


def test_a_call_to_an_agency_names_the_agency_and_whom_the_job_is_with() -> None:
    dan = {"name": "Dan Fox", "email": "dan@rocket.example"}
    facts = INTERVIEW.model_dump(mode="json", exclude_unset=True) | {
        "via": {"name": "Rocket Ltd", "contacts": [dan]}
    }
    facts["contacts"] = []
    interview = Interview.model_validate(facts)
    text = sheet(interview=interview, contact=interview.lead)
    assert text.startswith("Call Dan Fox, Rocket Ltd, about: Data Engineer (Acme GmbH)\n")


def test_a_caller_in_another_zone_sees_both_clocks_and_no_national_number() -> None:
    text = sheet(words=Words("en", ZoneInfo("America/Los_Angeles")), home_country="US-CA")
    assert "When    Tuesday, 17 November 2026, 09:00 to 17:30, their time (Europe/Berlin)\n" in text
    assert "        Tuesday, 17 November 2026, 00:00 to 08:30, your time (America/Los_Angeles)\n" in text
    assert "from your country" not in text


def test_a_window_over_the_callers_midnight_names_the_second_day() -> None:
    text = sheet(words=Words("en", ZoneInfo("Australia/Sydney")))
    assert "Tuesday, 17 November 2026, 19:00 to Wednesday 03:30, your time" in text


def test_history_is_in_order_and_a_promise_is_quoted() -> None:
    text = sheet(
        sent_items=[
            (date(2026, 11, 19), Channel.POST, "Letter"),
            (date(2026, 11, 12), Channel.EMAIL, "Thank you for today"),
        ],
        answers=[(date(2026, 11, 13), "We decide by the 27th.")],
        promise=date(2026, 11, 27),
    )
    assert text.index("Thank you for today") < text.index("2026-11-19  post   Letter")
    assert "What they answered\n  2026-11-13  We decide by the 27th.\n" in text
    assert "They said they would decide by Friday, 27 November 2026." in text
