"""Calendars of strangers: their zones are cut out, their folds are undone, common zones are known by name."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from invitation_files import event, own_zone

from followupd.inbound.invitation import find_invitation
from followupd.inbound.parsing.calendar import read_calendar
from followupd.inbound.parsing.message import parse_mail

ENDLESS = "SECONDLY"


def start_of(data: bytes) -> datetime:
    (found,) = read_calendar(data).component.walk("VEVENT")
    start: datetime = found["DTSTART"].dt
    return start


def invited(data: bytes) -> bytes:
    return b"From: a@b.example\nContent-Type: text/calendar; method=REQUEST\n\n" + data


@pytest.mark.parametrize(
    "spelling",
    [
        b"BEGIN:VTIMEZONE",
        b"begin:vtimezone",
        b"BEGIN;X=1:VTIMEZONE",
        b'BEGIN;X=":":VTIMEZONE',
        b"BEGIN:VTIME\r\n ZONE",
        b"BEG\r\n\tIN:VTIMEZONE",
        "BEGIN:VTıMEZONE".encode(),
        b"BEGIN:VTIMEZONE\r\nBEGIN:VTIMEZONE",
    ],
)
def test_the_zone_of_a_stranger_is_cut_out_whatever_its_spelling(spelling: bytes) -> None:
    data = own_zone("Odd", "+0100", "+0200", ENDLESS).replace(b"BEGIN:VTIMEZONE", spelling)
    begun = time.process_time()
    calendar = find_invitation(parse_mail(invited(data)))
    assert time.process_time() - begun < 2
    assert calendar is not None
    assert calendar.starts_at is None


def test_a_name_that_is_common_gets_its_own_offset_and_not_the_strangers() -> None:
    for name in ("Europe/Berlin", "W. Europe Standard Time"):
        start = start_of(own_zone(name, "+0900", "+1000", ENDLESS))
        assert start.astimezone(UTC) == datetime(2026, 11, 12, 8, tzinfo=UTC)


def test_the_zone_of_one_mail_is_forgotten_before_the_next() -> None:
    assert start_of(own_zone("Customized Time Zone", "+1200", "+1300")).tzinfo is None
    assert start_of(own_zone("Customized Time Zone", "+0000", "+0100")).tzinfo is None


def test_the_offsets_that_stand_there_are_told() -> None:
    offsets = read_calendar(own_zone("(UTC+01:00) Bern, Rome", "+0100", "+0200")).zone_offsets
    assert offsets == {"(UTC+01:00) Bern, Rome": {timedelta(hours=1), timedelta(hours=2)}}


def test_a_line_may_be_folded_inside_of_a_character() -> None:
    data = event("SUMMARY:Jörg".replace("ö", "@")).replace(b"@", b"\xc3\r\n \xb6")
    (found,) = read_calendar(data).component.walk("VEVENT")
    assert str(found["SUMMARY"]) == "Jörg"
