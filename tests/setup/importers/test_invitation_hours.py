"""When an invitation begins: zones by many names, zones of the sender's making, whole days."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from invitation_files import event, own_zone

from followupd.setup.importers.invitation import parse_invitation


@pytest.mark.parametrize(
    ("start", "zone", "instant"),
    [
        (
            "DTSTART;TZID=Pacific Standard Time:20261112T090000",
            "America/Los_Angeles",
            "2026-11-12T09:00:00-08:00",
        ),
        (
            "DTSTART;TZID=/example.org/20210210_1/Asia/Tokyo:20261112T090000",
            "Asia/Tokyo",
            "2026-11-12T09:00:00+09:00",
        ),
        ("DTSTART:20261112T090000Z", None, "2026-11-12T09:00:00+00:00"),
        ("DTSTART:20261112T090000", None, "2026-11-12T09:00:00"),
        ("DTSTART;TZID=Nowhere:20261112T090000", None, "2026-11-12T09:00:00"),
        ("DTSTART;TZID=Europe/Berlin:20260329T010000", "Europe/Berlin", "2026-03-29T01:00:00+01:00"),
    ],
)
def test_a_start_is_read_in_the_zone_it_was_written_in(start: str, zone: str | None, instant: str) -> None:
    found = parse_invitation(event(start))
    assert (found.zone, found.start.isoformat()) == (zone, instant)
    assert found.end - found.start == timedelta(hours=1)  # none was given


def test_a_zone_of_the_senders_making_is_recognised_by_a_town_whose_clock_agrees() -> None:
    assert (
        parse_invitation(own_zone("(UTC+01:00) Amsterdam, Berlin, Bern", "+0100", "+0200")).zone
        == "Europe/Amsterdam"
    )
    lying = parse_invitation(own_zone("(UTC+01:00) Amsterdam, Berlin, Bern", "+0300", "+0400"))
    assert (lying.zone, lying.start.isoformat()) == (None, "2026-11-12T09:00:00")


def test_the_rules_of_a_zone_of_the_senders_making_are_never_computed_nor_remembered() -> None:
    """They may take hours to compute, and would count for the next file that uses the name."""
    first = parse_invitation(own_zone("Customized Time Zone", "+0100", "+0200"))
    second = parse_invitation(own_zone("Customized Time Zone", "-0500", "-0400"))
    assert first.start == second.start == datetime(2026, 11, 12, 9)  # noqa: DTZ001 - nobody's zone
    assert (first.zone, first.unknown_zone) == (None, "Customized Time Zone")


@pytest.mark.parametrize(
    "freq", ["SECONDLY", "MINUTELY", "DAILY;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=1,2,3,4,5,6,7"]
)
def test_a_zone_that_changes_without_end_takes_no_time(freq: str) -> None:
    begun = time.process_time()
    assert parse_invitation(own_zone("Berlin", "+0100", "+0200", freq)).zone == "Europe/Berlin"
    assert time.process_time() - begun < 2


def test_a_whole_day_has_no_hour() -> None:
    found = parse_invitation(event("DTSTART;VALUE=DATE:20261112", "DTEND;VALUE=DATE:20261113"))
    assert (found.all_day, found.start, found.end) == (
        True, datetime(2026, 11, 12), datetime(2026, 11, 13),  # noqa: DTZ001 - a day is nobody's instant
    )  # fmt: skip
