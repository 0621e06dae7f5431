"""Text in a calendar file comes back as it was written."""

import pytest
import vobject
from icalendar import Calendar, Event

from followupd.writing.sheets.calendar_text import PlainText


@pytest.mark.parametrize("text", [r"\N", r"C:\New\n", "a;b,c", "two\nlines", r"ends with \\"])
def test_each_character_is_kept(text: str) -> None:
    event = Event()
    event.add("description", PlainText(text))
    calendar = Calendar()
    calendar.add_component(event)
    written = calendar.to_ical().decode()
    assert vobject.readOne(written).vevent.description.value == text


def test_each_kind_of_line_end_is_a_line_break() -> None:
    assert PlainText("a\r\nb\rc\nd").to_ical() == rb"a\nb\nc\nd"
