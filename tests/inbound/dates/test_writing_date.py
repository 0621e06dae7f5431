"""The day of writing: a note that arrives late, or was moved to another server, means the days of its writer."""

from datetime import UTC, date, datetime

import pytest
from classify_cases import verdict

from followupd.inbound.verdict import Action, Intent

NOTE = "I am out of the office until 25 November and will answer after that."
WRITTEN = "Thu, 12 Nov 2026 16:00:00 +0100"
LATE = datetime(2026, 11, 30, 9, tzinfo=UTC)


def read_return_day(body: str, written: str, arrival: datetime = LATE) -> date | None:
    found = verdict(
        subject="Automatic reply: Thank you",
        body=body,
        at=arrival,
        Auto_Submitted="auto-replied",
        Date=written,
    )
    assert found.action is Action.HOLD
    return found.return_date


def test_a_note_that_arrives_after_its_day_still_names_it():
    assert read_return_day(NOTE, WRITTEN) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("I am out of the office until Friday.", date(2026, 11, 13)),
        ("I am out of the office and back tomorrow.", date(2026, 11, 13)),
        ("I am away for two weeks.", date(2026, 11, 26)),
    ],
)
def test_a_day_without_a_date_is_counted_from_the_day_of_writing(body, day):
    assert read_return_day(body, WRITTEN) == day


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 12 Oct 2026 16:00:00 +0100",  # longer ago than a mail takes
        "Sat, 12 Dec 2026 16:00:00 +0100",  # after its arrival
        "some day",
    ],
)
def test_a_date_that_cannot_be_right_gives_way_to_the_arrival(written):
    assert read_return_day("I am out of the office and back tomorrow.", written) == date(2026, 12, 1)


def test_a_time_of_writing_without_a_zone_is_utc():
    body = "I am out of the office and back tomorrow."
    assert read_return_day(body, "Thu, 12 Nov 2026 23:30:00 -0000") == date(2026, 11, 14)


def test_a_promise_is_counted_from_the_day_of_writing_too():
    found = verdict(body="Thank you. We will decide by Friday.", at=LATE, Date=WRITTEN)
    assert (found.intent, found.promise) == (Intent.HOLDING, date(2026, 11, 13))
