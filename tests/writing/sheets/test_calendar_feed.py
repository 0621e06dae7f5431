"""The calendar as an .ics file: RFC 5545, with UIDs that stay."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from followupd.writing.sheets.calendar_feed import (
    FeedEvent,
    compute_digest,
    compute_uid,
    render_event,
    render_feed,
)

STAMP = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
CALL = FeedEvent("acme/call/ana", "Call Ana, at last; (Acme)", STAMP, STAMP + timedelta(minutes=30), "a\nb")
LETTER = FeedEvent("acme/letter/ana", "Post the letter – Zoë", date(2026, 12, 31), None, "")


def events_of(data: bytes) -> dict[str, object]:
    return {str(e["uid"]): e for e in Calendar.from_ical(data).walk("VEVENT")}


def test_an_event_reads_back_as_it_was_meant() -> None:
    data = render_feed("sam@a.example", [CALL, LETTER], STAMP, "followupd")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = events_of(data)
    call = events[compute_uid("sam@a.example", CALL.key)]
    assert (call["summary"], call["description"], call["class"]) == (CALL.title, "a\nb", "PRIVATE")
    assert (call["dtstart"].dt, call["dtend"].dt) == (CALL.begin, CALL.end)
    letter = events[compute_uid("sam@a.example", LETTER.key)]
    assert (letter["dtstart"].dt, letter["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))


def test_a_uid_stays_for_the_same_person_and_differs_for_another() -> None:
    assert compute_uid("sam@a.example", CALL.key) == compute_uid("sam@a.example", CALL.key)
    assert compute_uid("sam@a.example", CALL.key) != compute_uid("nina@a.example", CALL.key)


def test_a_digest_does_not_depend_on_the_order_and_changes_with_a_word() -> None:
    assert compute_digest([CALL, LETTER]) == compute_digest([LETTER, CALL])
    assert compute_digest([CALL]) != compute_digest([CALL._replace(title="Call Ben")])


def test_one_event_alone_is_a_whole_calendar() -> None:
    assert list(events_of(render_event("sam@a.example", CALL, STAMP))) == [
        compute_uid("sam@a.example", CALL.key)
    ]
