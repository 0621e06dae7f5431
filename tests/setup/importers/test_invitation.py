"""Invitations as calendars and booking services write them."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invitation_files import OWN, event
from project_paths import DATA

from followupd.errors import UsageError
from followupd.setup.importers.invitation import parse_invitation, read_invitation, require_usable
from followupd.setup.importers.records import Attendee, AttendeeKind, Invitation, Participation

if TYPE_CHECKING:
    from pathlib import Path

INVITATIONS = DATA / "invitations"

ANA = Attendee("Ana Ruíz", "ana.ruiz@acme.example")


def shipped(name: str) -> Invitation:
    return read_invitation(INVITATIONS / name, OWN)


def complaint(data: bytes) -> str:
    with pytest.raises(UsageError) as refused:
        require_usable(parse_invitation(data, OWN, "mail.ics"))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_an_invitation_from_google_with_room_and_meeting() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert shipped("google.ics") == Invitation(
        uid="4tq9b1s7c2kq0r8m@google.com",
        method="REQUEST",
        sequence=0,
        start=datetime(2026, 11, 12, 14, 0, tzinfo=berlin),
        end=datetime(2026, 11, 12, 15, 15, tzinfo=berlin),
        zone="Europe/Berlin",
        summary="Interview Data Engineer @ ACME: Sam Carter",
        organizer=ANA,
        attendees=(
            Attendee("", "ben.okafor@acme.example", Participation.OPTIONAL),
            Attendee(
                "Berlin-4-Spree (8)", "c_188abc@resource.calendar.google.com", kind=AttendeeKind.RESOURCE
            ),
        ),
        location="Berlin-4-Spree (8)",
        meeting_url="https://meet.google.com/abc-defg-hij",
        company="ACME",
    )


def test_an_invitation_from_outlook_in_windows_zone_with_a_room_that_takes_no_part() -> None:
    found = shipped("outlook.ics")
    assert (found.zone, found.start.isoformat()) == ("Europe/Berlin", "2026-06-29T09:30:00+02:00")
    assert [(a.name, a.kind) for a in found.attendees] == [
        ("Weiß, Dr. Petra (HR)", AttendeeKind.PERSON),
        ("Besprechungsraum Süd", AttendeeKind.ROOM),
    ]
    assert [a.address for a in found.people_to_thank] == [
        "j.mueller@strassenbau.example",
        "p.weiss@strassenbau.example",
    ]
    assert found.meeting_url.startswith("https://teams.microsoft.com/l/meetup-join/19%3ameeting")
    assert found.sequence == 2


def test_an_invitation_from_exchange_with_a_zone_of_its_own_and_an_address_beside() -> None:
    found = shipped("exchange.ics")
    assert (found.zone, found.start.isoformat()) == ("America/New_York", "2026-11-12T10:00:00-05:00")
    assert found.end - found.start == timedelta(minutes=45)
    assert [a.address for a in found.people_to_thank] == ["ben.okafor@acme.example", "grace.lee@acme.example"]
    assert found.attendees[-1] == Attendee("NYC 14-02", "nyc-14-02@acme.example", kind=AttendeeKind.ROOM)


def test_an_appointment_from_the_candidates_own_iphone_leaves_the_other_person() -> None:
    found = shipped("apple.ics")
    assert found.organizer is None
    assert [a.name for a in require_usable(found).people_to_thank] == ["Siobhán O’Brien"]
    assert (found.zone, found.start.tzinfo) == (None, UTC)
    assert (found.company, found.meeting_url) == (
        "Lever Arch",
        "https://lever-arch.zoom.us/j/123456789?pwd=abc",
    )


def test_a_booking_service_is_a_robot_and_its_calendar_gives_the_zone() -> None:
    found = shipped("calendly.ics")
    assert found.organizer == Attendee("Calendly", "notifications@calendly.com", kind=AttendeeKind.ROBOT)
    assert [a.name for a in found.people_to_thank] == ["Siobhán O’Brien"]
    assert (found.zone, found.start.hour) == ("Europe/Dublin", 10)


def test_a_cancellation_names_the_invitation_that_it_cancels() -> None:
    found, before = shipped("cancel.ics"), shipped("google.ics")
    assert (found.uid, found.cancelled, found.method) == (before.uid, True, "CANCEL")
    assert found.sequence > before.sequence
    with pytest.raises(UsageError, match="'Interview Data Engineer @ ACME: Sam Carter' was cancelled"):
        require_usable(found)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("ATTENDEE;CN=Room 4;CUTYPE=ROOM:mailto:room4@acme.example", AttendeeKind.ROOM),
        ("ATTENDEE;CN=Projector;CUTYPE=RESOURCE:mailto:beamer@acme.example", AttendeeKind.RESOURCE),
        ("ATTENDEE;CN=Data team;CUTYPE=GROUP:mailto:data@acme.example", AttendeeKind.GROUP),
        ("ATTENDEE;CN=Sala Norte;ROLE=NON-PARTICIPANT:mailto:norte@acme.example", AttendeeKind.ROOM),
        ("ATTENDEE;CN=Joe Room:mailto:joe.room@acme.example", AttendeeKind.PERSON),
        ("ATTENDEE:mailto:calendar-notification@google.com", AttendeeKind.ROBOT),
        ("ATTENDEE:mailto:c_1f2e@group.calendar.google.com", AttendeeKind.ROBOT),
        ("ATTENDEE:mailto:no-reply@acme.example", AttendeeKind.ROBOT),
        ("ATTENDEE:mailto:acme+autoreply@hire.lever.co", AttendeeKind.ROBOT),
        ("ATTENDEE:mailto:noreen.reply@acme.example", AttendeeKind.PERSON),
    ],
)
def test_rooms_things_and_robots_are_no_persons_to_thank(row: str, kind: AttendeeKind) -> None:
    assert [a.kind for a in parse_invitation(event(row)).attendees] == [kind]


@pytest.mark.parametrize(
    ("row", "company"),
    [
        ("ORGANIZER:mailto:ana@mail.acme.co.uk", "Acme"),
        ("ORGANIZER:mailto:ana.ruiz@gmail.com", ""),
        ("ORGANIZER:mailto:no-reply@greenhouse.io", ""),
        ("ORGANIZER:mailto:ana@müller-söhne.de", "Müller Söhne"),
        ("ORGANIZER:mailto:ana@xn--mller-shne-kcb9d.de", "Müller Söhne"),
    ],
)
def test_the_company_is_guessed_from_a_persons_domain(row: str, company: str) -> None:
    assert parse_invitation(event(row)).company == company


@pytest.mark.parametrize(
    ("row", "url"),
    [
        ("LOCATION:https://acme.webex.com/acme/j.php?MTID=m1", "https://acme.webex.com/acme/j.php?MTID=m1"),
        ("DESCRIPTION:Join <https://teams.live.com/meet/93?p=x>.", "https://teams.live.com/meet/93?p=x"),
        ("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.acme.example/1", "https://video.acme.example/1"),
        ("DESCRIPTION:See https://acme.example/jobs", ""),
        ("X-GOOGLE-CONFERENCE:javascript:alert(1)", ""),
    ],
)
def test_the_link_of_the_meeting_is_found_where_each_service_puts_it(row: str, url: str) -> None:
    assert parse_invitation(event(row)).meeting_url == url


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "mail.ics: holds no appointment; it should begin with BEGIN:VCALENDAR"),
        (b"\x00\xff\xfe", "mail.ics: holds no appointment; it should begin with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\x00\xff", "mail.ics: is no calendar file that can be read"),
        (event("UID:1").replace(b"VEVENT", b"VTODO"), "mail.ics: holds no appointment"),
        (event("DTSTART"), "mail.ics: holds no appointment"),
        (event("DTSTART:someday"), "mail.ics: "),
        (event("RRULE:FREQ=WEEKLY"), "'Interview' repeats, and an interview takes place once"),
        (event("RDATE:20261113T130000Z"), "'Interview' repeats"),
        (event("STATUS:CANCELLED"), "'Interview' was cancelled; there is nothing to follow up"),
        (event("UID:1", method="CANCEL"), "'Interview' was cancelled"),
        (event("ORGANIZER:mailto:SAM@example.org"), "'Interview' names nobody to thank; give the people by --name"),
        (event("ORGANIZER:mailto:x@calendly.com", "SUMMARY:"), "the appointment names nobody to thank but x@calendly.com"),
        (event("UID:1", "X-PAD:" + "x" * 300_000), "mail.ics: has more than 300 kB; export the one appointment"),
    ],
)  # fmt: skip
def test_an_invitation_to_no_single_interview_is_told_in_one_sentence(data: bytes, says: str) -> None:
    assert complaint(data).startswith(says)


def test_two_appointments_in_one_file_are_refused_and_two_versions_of_one_are_a_series() -> None:
    one = event("UID:1").partition(b"BEGIN:VEVENT")
    other = event("UID:2").partition(b"BEGIN:VEVENT")[2].partition(b"END:VEVENT")[0]
    again = (
        event("UID:1", "RECURRENCE-ID:20261112T130000Z")
        .partition(b"BEGIN:VEVENT")[2]
        .partition(b"END:VEVENT")[0]
    )
    both = one[0] + b"BEGIN:VEVENT" + other + b"END:VEVENT\r\n" + one[1] + one[2]
    assert complaint(both) == "mail.ics: holds 2 appointments; export the one interview"
    series = one[0] + b"BEGIN:VEVENT" + again + b"END:VEVENT\r\n" + one[1] + one[2]
    assert "repeats" in complaint(series)


def test_one_occurrence_of_a_series_is_an_appointment_of_its_own() -> None:
    assert not parse_invitation(event("RECURRENCE-ID:20261112T130000Z")).recurring


def test_the_candidate_is_left_out_under_every_spelling_of_their_address() -> None:
    rows = (
        "ATTENDEE:MAILTO:Sam.Carter+jobs@googlemail.com",
        "ATTENDEE:mailto:SAM@EXAMPLE.ORG",
        "ATTENDEE:invalid:nomail",
    )
    assert parse_invitation(event(*rows), OWN).attendees == ()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file or directory"):
        read_invitation(tmp_path / "no.ics")


@given(st.binary(max_size=200))
def test_no_bytes_make_it_crash(data: bytes) -> None:
    with contextlib.suppress(UsageError):
        parse_invitation(data)


@given(
    st.lists(
        st.builds(
            "{}{}:{}".format,
            st.sampled_from(["DTSTART", "DTEND", "DURATION", "RRULE", "ORGANIZER", "ATTENDEE", "SEQUENCE", "URL", "STATUS"]),
            st.sampled_from(["", ";VALUE=DATE", ";TZID=Europe/Berlin", ";CN=x", ";ROLE=;CUTYPE="]),
            st.sampled_from(["", "00010101T000000", "99991231T235959Z", "20261112", "P1D", "mailto:a@b.example", "2", "-P99999D"])
            | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_no_property_makes_it_crash(rows: list[str]) -> None:
    with contextlib.suppress(UsageError):
        require_usable(parse_invitation(event(*rows)))


def test_an_address_of_the_candidates_with_a_tag_is_theirs_too() -> None:
    found = parse_invitation(event("ATTENDEE:mailto:sam+jobs@example.org"), OWN)
    assert found.attendees == ()


@pytest.mark.parametrize(
    ("title", "company"),
    [
        ("Interview @ Pied Piper – Round 2", "Pied Piper"),
        ("Interview Sound Engineer | Pied Audio GmbH & Co. KG", "Pied Audio GmbH & Co. KG"),
        ("Pied e.V. invites you", "Pied e.V."),
        ("Interview Pied as agreed", "Pied"),
        ("Meet Pied and the team", "Pied"),
        ("pied: interview", "Pied"),
        ("An hour with Ana", "Pied"),
    ],
)
def test_the_company_is_written_as_the_title_writes_it(title: str, company: str) -> None:
    data = event(f"SUMMARY:{title}", "ORGANIZER;CN=Jobs:mailto:jobs@pied.example")
    assert parse_invitation(data, OWN).company == company


def test_a_domain_of_two_words_is_found_in_the_title() -> None:
    data = event("SUMMARY:Gespräch bei Klang & Werk AG", "ORGANIZER;CN=Jobs:mailto:jobs@klang-werk.example")
    assert parse_invitation(data, OWN).company == "Klang & Werk AG"


@pytest.mark.parametrize(
    ("mark", "language"),
    [(";LANGUAGE=de-DE", "de"), (";LANGUAGE=fr", "fr"), (";LANGUAGE=en-US", ""), ("", "")],
)
def test_the_language_of_the_title_is_read_where_a_person_chose_it(mark: str, language: str) -> None:
    data = event(f"SUMMARY{mark}:Gespräch", "ORGANIZER;CN=Jobs:mailto:jobs@pied.example")
    assert parse_invitation(data, OWN).language == language
