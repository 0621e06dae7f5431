"""The calendar file of a call, read again by a parser that did not write it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from followupd.writing.sheets.calendar_event import build_event

OPENS = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)


def ring(**changes: Any) -> bytes:
    given: dict[str, Any] = {
        "uid": "acme-data.call.ana-ruiz@followupd",
        "start": OPENS,
        "end": CLOSES,
        "summary": "Call Ana Ruíz, Acme GmbH",
        "description": "Number  +49 30 901820\nSay; that, then \\ that",
        "dtstamp": datetime(2026, 11, 17, 6, 0, tzinfo=UTC),
        "zone": ZoneInfo("Europe/Berlin"),
        "url": "tel:+49-30-901820",
    }
    return build_event(**{**given, **changes})


def read(data: bytes) -> Any:
    calendar = vobject.readOne(data.decode())
    calendar.validate(raiseException=True)
    return calendar


def test_a_second_parser_reads_what_was_written() -> None:
    event = read(ring()).vevent
    assert event.uid.value == "acme-data.call.ana-ruiz@followupd"
    assert (event.dtstart.value, event.dtend.value) == (OPENS, CLOSES)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Berlin"]
    assert event.summary.value == "Call Ana Ruíz, Acme GmbH"
    assert event.description.value == "Number  +49 30 901820\nSay; that, then \\ that"
    assert event.url.value == "tel:+49-30-901820"


def test_it_rings_at_the_start_or_as_long_before_as_wished() -> None:
    bell = read(ring()).vevent.valarm
    assert (bell.action.value, bell.trigger.value) == ("DISPLAY", timedelta(0))
    assert bell.description.value == "Call Ana Ruíz, Acme GmbH"
    assert read(ring(before_start=timedelta(minutes=10))).vevent.valarm.trigger.value == timedelta(
        minutes=-10
    )


def test_lines_end_in_crlf_and_are_folded_at_75_octets() -> None:
    data = ring(summary="Gespräch mit " + "Åsa Öström " * 20)
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert read(data).vevent.summary.value == ("Gespräch mit " + "Åsa Öström " * 20)


def test_the_zone_it_names_is_in_the_file() -> None:
    data = ring(zone=ZoneInfo("America/New_York"))
    assert b"DTSTART;TZID=America/New_York:20261117T030000\r\n" in data
    assert b"BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n" in data


@pytest.mark.parametrize("day", [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)])
def test_an_appointment_next_to_a_change_of_the_clock_keeps_its_instant(day: datetime) -> None:
    start = day + timedelta(hours=30)
    event = read(ring(start=start, end=start + timedelta(days=3))).vevent
    assert (event.dtstart.value, event.dtend.value) == (start, start + timedelta(days=3))


def test_a_later_file_replaces_the_one_before() -> None:
    first = read(ring()).vevent
    second = read(ring(dtstamp=datetime(2026, 11, 18, 6, 0, tzinfo=UTC))).vevent
    assert first.uid.value == second.uid.value
    assert int(second.sequence.value) > int(first.sequence.value)


def test_an_appointment_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        ring(end=OPENS)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200))
def test_any_text_comes_back_whole(text: str) -> None:
    assert read(ring(description=text)).vevent.description.value == text
