"""Days on which the candidate is away, as the file says them: what is read, and the sentence for what is wrong."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from builders import BASE, config, utc

from followupd.config.day_range import DayRange, find_periods
from followupd.config.loader import load_config

BERLIN = ZoneInfo("Europe/Berlin")


def away(*texts: str) -> list[str]:
    made = config(candidate=BASE["candidate"] | {"away": list(texts)})
    return [str(days) for days in made.candidate.away]


def test_a_day_and_a_range_are_read() -> None:
    assert away("2026-12-24..2027-01-01", "2027-02-15") == ["2026-12-24..2027-01-01", "2027-02-15"]


def test_one_range_needs_no_list() -> None:
    made = config(candidate=BASE["candidate"] | {"away": "2026-12-24 .. 2027-01-01"})
    assert made.candidate.away == [DayRange(date(2026, 12, 24), date(2027, 1, 1))]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("24.12.2026", "'24.12.2026' is no day; write 2026-12-24, or 2026-12-24..2027-01-01 for several days"),
        ("2026-12-24-2027-01-01", "is no day; write 2026-12-24, or 2026-12-24..2027-01-01 for several days"),
        ("2026-12-24..", "is no day; write 2026-12-24"),
        ("2026-02-30", "2026-02-30 is not in the calendar; write 2026-12-24"),
        ("2027-01-01..2026-12-24", "2027-01-01..2026-12-24 ends before it begins; write the earlier day first"),
        ("2026-12-24..2028-01-01", "is longer than a year; is the year right?"),
        ("0206-12-24", "0206-12-24 is far away; is the year right?"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told_with_its_line(text: str, sentence: str) -> None:
    lines = [
        "account: {address: sam@a.example, imap: {host: i.a.example, port: 993}, smtp: {host: s.a.example, port: 465}}",
        "candidate:",
        "  name: Sam Sample",
        "  zone: Europe/Berlin",
        "  country: DE",
        "  away:",
        "    - 2026-11-02",
        f"    - {text}",
    ]
    (fault,) = load_config(("config.yaml", "\n".join(lines))).faults
    assert fault.startswith("config.yaml:8: candidate.away[1]: ")
    assert sentence in fault


def test_every_error_of_the_list_is_told_at_once() -> None:
    text = (
        "account: {address: sam@a.example, imap: {host: i.a.example, port: 993}, smtp: {host: s.a.example, port: 465}}\n"
        "candidate: {name: Sam, zone: Europe/Berlin, country: DE, away: [Christmas, 2026-12-32, 2026-12-24]}"
    )
    faults = load_config(("config.yaml", text)).faults
    assert [fault.split(": ")[1] for fault in faults] == ["candidate.away[0]", "candidate.away[1]"]


def test_a_period_is_whole_days_of_the_candidate() -> None:
    (period,) = find_periods([DayRange(date(2026, 12, 24), date(2027, 1, 1))], BERLIN)
    assert (period.start, period.end) == (utc("2026-12-23 23:00"), utc("2027-01-01 23:00"))


def test_days_that_follow_or_overlap_are_one_period() -> None:
    days = [
        DayRange(date(2026, 12, 30), date(2027, 1, 3)),
        DayRange(date(2026, 12, 24), date(2026, 12, 26)),
        DayRange(date(2026, 12, 27), date(2026, 12, 31)),
        DayRange(date(2027, 2, 1), date(2027, 2, 1)),
    ]
    periods = find_periods(days, BERLIN)
    assert [(p.first_day, p.last_day) for p in periods] == [
        (date(2026, 12, 24), date(2027, 1, 3)),
        (date(2027, 2, 1), date(2027, 2, 1)),
    ]
