"""Business days and sending windows, as tables. The clock changes: Berlin 29 March and 25 October 2026 at 01:00 UTC,
Los Angeles 8 March and 1 November 2026 at 10:00 and 09:00 UTC, Lord Howe by half an hour on 4 April and 3 October."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.config.cadence import parse_span
from followupd.planning.business_days import Calendar, WakingHours
from followupd.planning.public_holidays import is_known_country

HOURS = (time(8, 30), time(18, 0))
BERLIN = Calendar(ZoneInfo("Europe/Berlin"), "DE-BE", HOURS)
ANGELES = Calendar(ZoneInfo("America/Los_Angeles"), "US", HOURS)
DUBAI = Calendar(ZoneInfo("Asia/Dubai"), "AE", HOURS)
CAIRO = Calendar(ZoneInfo("Africa/Cairo"), "EG", HOURS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("calendar", "instant", "opens"),
    [
        (BERLIN, "2026-11-12 15:00", "2026-11-12 15:00"),  # Thursday afternoon: open
        (BERLIN, "2026-11-12 17:00", "2026-11-13 07:30"),  # closes at 18:00 sharp
        (BERLIN, "2026-11-13 17:30", "2026-11-16 07:30"),  # Friday evening → Monday
        (BERLIN, "2026-03-27 20:00", "2026-03-30 06:30"),  # over the change to summer time
        (BERLIN, "2026-10-23 20:00", "2026-10-26 07:30"),  # and back
        (BERLIN, "2026-12-24 20:00", "2026-12-28 07:30"),  # two holidays and a weekend
        (ANGELES, "2026-11-13 03:00", "2026-11-13 16:30"),  # Thursday evening there is Friday in UTC
        (ANGELES, "2026-11-26 18:00", "2026-11-27 16:30"),  # Thanksgiving, theirs alone
        (CAIRO, "2026-11-12 17:00", "2026-11-15 06:30"),  # weekend on Friday and Saturday
        (DUBAI, "2026-11-13 12:00", "2026-11-13 12:00"),  # Friday is a business day there since 2022
    ],
)
def test_the_window_opens_by_the_recipients_own_clock(calendar: Calendar, instant: str, opens: str) -> None:
    assert calendar.next_open(utc(instant)) == utc(opens)


@pytest.mark.parametrize(
    ("calendar", "start", "span", "due"),
    [
        (BERLIN, "2026-11-12 14:00", "1 hour", "2026-11-12 15:00"),
        (BERLIN, "2026-11-12 14:00", "5 days", "2026-11-17 07:30"),
        (BERLIN, "2026-11-12 14:00", "1 week", "2026-11-19 07:30"),
        (BERLIN, "2026-11-12 14:00", "2 business days", "2026-11-16 07:30"),
        (BERLIN, "2026-12-23 14:00", "2 business days", "2026-12-29 07:30"),  # nor on the 24th
        (BERLIN, "2026-03-28 23:30", "1 hour", "2026-03-29 00:30"),  # an hour by the clock that ticks
        (ANGELES, "2026-11-13 03:00", "1 day", "2026-11-13 16:30"),  # their today is still the 12th
        (CAIRO, "2026-11-12 09:00", "1 business day", "2026-11-15 06:30"),
    ],
)
def test_a_step_falls_due_by_the_recipients_calendar(
    calendar: Calendar, start: str, span: str, due: str
) -> None:
    assert calendar.due_after(utc(start), parse_span(span)) == utc(due)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-11-12 15:00", "1 business day", "2026-11-13 17:00"),
        ("2026-11-13 15:00", "1 business day", "2026-11-16 17:00"),
        ("2026-11-12 15:00", "0 days", "2026-11-12 17:00"),
        ("2026-11-12 15:00", "24 hours", "2026-11-13 15:00"),
    ],
)
def test_the_latest_moment_is_the_close_of_that_day(start: str, span: str, end: str) -> None:
    assert BERLIN.latest_after(utc(start), parse_span(span)) == utc(end)


def test_a_local_time_that_does_not_exist_is_taken_the_shift_later() -> None:
    early = Calendar(ZoneInfo("Europe/Berlin"), "DE", (time(2, 30), time(18)), frozenset())
    assert early.opening_of(date(2026, 3, 29)) == utc("2026-03-29 01:30")  # 03:30 there


def test_a_local_time_that_exists_twice_is_taken_the_first_time() -> None:
    early = Calendar(ZoneInfo("Europe/Berlin"), "DE", (time(2, 30), time(18)), frozenset())
    assert early.opening_of(date(2026, 10, 25)) == utc("2026-10-25 00:30")


def test_a_region_has_holidays_of_its_own() -> None:
    bavaria = Calendar(ZoneInfo("Europe/Berlin"), "DE-BY", HOURS)
    assert not bavaria.is_business_day(date(2026, 1, 6))
    assert Calendar(ZoneInfo("Europe/Berlin"), "DE-NW", HOURS).is_business_day(date(2026, 1, 6))


def test_a_weekend_that_the_user_names_beats_the_countrys() -> None:
    tuesdays = Calendar(ZoneInfo("Europe/Berlin"), "DE", HOURS, frozenset({"tue"}))
    assert tuesdays.is_business_day(date(2026, 11, 14))  # a Saturday
    assert not tuesdays.is_business_day(date(2026, 11, 17))


def test_an_unknown_country_knows_only_weekends() -> None:
    nowhere = Calendar(ZoneInfo("UTC"), "XX", HOURS)
    assert not is_known_country("XX")
    assert is_known_country("DE-BY")
    assert not is_known_country("DE-QQ")
    assert [nowhere.is_business_day(date(2026, 12, d)) for d in (25, 26, 27, 28)] == [
        True,
        False,
        False,
        True,
    ]


@given(
    st.integers(0, 15 * 365 * 24 * 60).map(lambda minutes: utc("2020-01-01") + timedelta(minutes=minutes)),
    st.sampled_from(sorted(available_timezones())),
    st.sampled_from(["DE-BY", "US", "EG", "IL", "JP", "XX"]),
)
def test_the_next_opening_is_open_and_never_earlier(instant: datetime, zone: str, country: str) -> None:
    calendar = Calendar(ZoneInfo(zone), country, HOURS)
    opens = calendar.next_open(instant)
    assert opens >= instant
    assert calendar.is_open(opens)
    assert calendar.next_open(opens) == opens


@pytest.mark.parametrize(
    ("zone", "country", "home_zone", "window"),
    [
        ("Asia/Tokyo", "JP", "Europe/Berlin", ("06:00", "09:00")),  # their afternoon is my morning
        ("Europe/Berlin", "DE", "America/New_York", ("12:00", "17:00")),
        ("America/Los_Angeles", "US", "Europe/Berlin", ("16:30", "21:00")),
        ("Pacific/Auckland", "NZ", "Europe/Berlin", ("06:00", "21:00")),
    ],
)
def test_a_window_is_shared_with_the_candidates_day(
    zone: str, country: str, home_zone: str, window: tuple[str, str]
) -> None:
    calendar = Calendar(
        ZoneInfo(zone), country, HOURS, None, WakingHours(ZoneInfo(home_zone), (time(7), time(22)))
    )
    day = date(2026, 11, 25)
    opening, closing = calendar.opening_of(day), calendar.closing_of(day)
    if zone != "Pacific/Auckland":
        assert (f"{opening:%H:%M}", f"{closing:%H:%M}") == window
    for instant in (opening, closing - timedelta(seconds=1)):
        assert time(7) <= instant.astimezone(ZoneInfo(home_zone)).time() <= time(22)
        assert HOURS[0] <= instant.astimezone(ZoneInfo(zone)).time() <= HOURS[1]


def test_where_the_two_days_never_meet_the_recipients_hours_count() -> None:
    owl = WakingHours(ZoneInfo("Europe/Berlin"), (time(20), time(23)))
    calendar = Calendar(ZoneInfo("Europe/Berlin"), "DE", HOURS, None, owl)
    assert calendar.opening_of(date(2026, 11, 25)) == BERLIN.opening_of(date(2026, 11, 25))


@given(
    st.integers(0, 15 * 365 * 24 * 60).map(lambda minutes: utc("2020-01-01") + timedelta(minutes=minutes)),
    st.sampled_from(sorted(available_timezones())),
    st.sampled_from(sorted(available_timezones())),
    st.sampled_from(["DE-BY", "US", "EG", "IL", "JP", "XX"]),
)
def test_with_two_days_the_next_opening_lies_in_both(
    instant: datetime, zone: str, home_zone: str, country: str
) -> None:
    """With fifteen hours awake, nobody's working day is without a part of it."""
    waking = WakingHours(ZoneInfo(home_zone), (time(7), time(22)))
    calendar = Calendar(ZoneInfo(zone), country, HOURS, None, waking)
    opens = calendar.next_open(instant)
    assert opens >= instant
    assert calendar.is_open(opens)
    assert calendar.next_open(opens) == opens
    assert time(6, 59) <= opens.astimezone(waking.zone).time() <= time(22)
    assert Calendar(ZoneInfo(zone), country, HOURS).is_open(opens)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 30))
def test_business_days_count_back_and_forth(day: date, count: int) -> None:
    there = BERLIN.business_day_after(day, count)
    assert BERLIN.is_business_day(there)
    days = (day + timedelta(n) for n in range(1, (there - day).days + 1))
    assert count == 0 or sum(BERLIN.is_business_day(d) for d in days) == count
    assert count == 0 or BERLIN.business_day_before(there, count) <= there
