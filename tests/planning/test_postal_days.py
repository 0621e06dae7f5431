"""When to post a letter: the table, weekends, and holidays on either side."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.planning import post

COUNTRIES = ("DE", "DE-BY", "US", "GB", "FR", "JP", "SA", "BR")
CALENDARS = {
    country: holidays.country_holidays(country.partition("-")[0], subdiv=country.partition("-")[2] or None)
    for country in COUNTRIES
}


def open_on(day: date, country: str) -> bool:
    return CALENDARS[country].is_working_day(day)


def never(_day: date, _country: str) -> bool:
    return False


def test_a_letter_inside_germany_takes_three_days_the_weekend_not_counted() -> None:
    friday = date(2026, 11, 13)
    assert post.arrival_date(friday, "DE", "DE", open_on) == date(2026, 11, 18)
    assert post.last_posting_day(date(2026, 11, 18), "DE", "DE", open_on) == friday


def test_a_letter_dropped_in_the_box_on_sunday_leaves_on_monday() -> None:
    sunday, monday = date(2026, 11, 15), date(2026, 11, 16)
    assert post.arrival_date(sunday, "DE", "DE", open_on) == post.arrival_date(monday, "DE", "DE", open_on)


def test_a_holiday_of_the_recipient_alone_delays_the_letter() -> None:
    # 26 November 2026 is Thanksgiving: Germany works, the United States do not.
    ordinary = post.arrival_date(date(2026, 11, 4), "DE", "US", open_on)  # over Veterans Day, too
    held_up = post.arrival_date(date(2026, 11, 12), "DE", "US", open_on)
    assert not open_on(date(2026, 11, 26), "US")
    assert ordinary == date(2026, 11, 23)
    assert held_up == date(2026, 12, 1)


def test_a_holiday_of_one_region_counts_there_only() -> None:
    # 6 January is a holiday in Bavaria and not in Germany as a whole.
    assert post.arrival_date(date(2026, 1, 5), "DE-BY", "DE-BY", open_on) == date(2026, 1, 9)
    assert post.arrival_date(date(2026, 1, 5), "DE", "DE", open_on) == date(2026, 1, 8)


def test_a_wanted_arrival_on_a_sunday_means_the_friday_before() -> None:
    sunday, friday = date(2026, 11, 22), date(2026, 11, 20)
    assert post.last_posting_day(sunday, "DE", "DE", open_on) == post.last_posting_day(
        friday, "DE", "DE", open_on
    )


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("DE", "DE-BY", 3),
        ("DE", "FR", 4),
        ("FR", "DE", 4),
        ("DE", "IT", 6),
        ("US", "US", 5),
        ("US", "DE", 12),
    ],
)
def test_the_table_holds_both_ways_and_knows_regions(here: str, there: str, expected: int) -> None:
    assert post.count_postal_days(here, there) == expected


def test_own_days_go_before_the_table() -> None:
    assert post.count_postal_days("DE", "FR", {"FR-DE": 2}) == 2
    assert post.count_postal_days("DE", "DE", {"DE-DE": 1}) == 1


@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)), st.sampled_from(COUNTRIES), st.sampled_from(COUNTRIES))
def test_the_day_to_post_is_the_last_that_still_arrives_in_time(day: date, here: str, there: str) -> None:
    posted = post.last_posting_day(day, here, there, open_on)
    assert open_on(posted, here)
    assert post.arrival_date(posted, here, there, open_on) <= day
    later = posted + timedelta(days=1)
    while not open_on(later, here):
        later += timedelta(days=1)
    assert post.arrival_date(later, here, there, open_on) > day


@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)), st.sampled_from(COUNTRIES), st.sampled_from(COUNTRIES))
def test_a_letter_arrives_after_it_was_posted_and_on_a_business_day(day: date, here: str, there: str) -> None:
    arrives = post.arrival_date(day, here, there, open_on)
    assert arrives > day
    assert open_on(arrives, there)


def test_a_calendar_without_business_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no business day within two months"):
        post.last_posting_day(date(2026, 11, 18), "DE", "DE", never)
