"""Who of an invitation is thanked: nobody who declined, no list, no room, and not the candidate."""

from __future__ import annotations

import pytest
from invitation_files import OWN, event

from followupd.setup.importers.interview_sources import CandidateHome, TypedAnswers, merge_sources
from followupd.setup.importers.invitation import parse_invitation

HOME = CandidateHome("Europe/Vienna", "AT", "Sam Carter")


def thanked(*rows: str) -> tuple[list[str], tuple[str, ...]]:
    invitation = parse_invitation(event(*rows), OWN, "mail.ics", "Sam Carter")
    data = merge_sources(TypedAnswers(company="Acme", position="x"), (), invitation, HOME)
    return [person.email for person in data.people], data.remarks


@pytest.mark.parametrize(
    ("answer", "deed"),
    [("DECLINED", "declined the invitation"), ("delegated", "gave the invitation on to somebody else")],
)
def test_who_did_not_come_is_left_out_with_a_word(answer: str, deed: str) -> None:
    people, remarks = thanked(f"ATTENDEE;CN=Jonas Weber;PARTSTAT={answer}:mailto:jonas@acme.example")
    assert people == ["ana.ruiz@acme.example"]
    assert remarks == (f"Jonas Weber <jonas@acme.example> {deed} and is left out",)


@pytest.mark.parametrize(
    "name",
    ["=?utf-8?q?J=C3=B6rg_Weber?=", "J=C3=B6rg Weber", "J\u200börg Weber"],
    ids=["word", "bytes", "mark"],
)
def test_a_name_that_a_program_left_encoded_is_read(name: str) -> None:
    rows = event(f'ATTENDEE;CN="{name}":mailto:joerg@acme.example')
    attendees = parse_invitation(rows, OWN, "mail.ics", "Sam Carter").attendees
    assert [attendee.name for attendee in attendees] == ["Jörg Weber"]


def test_a_name_in_the_code_page_of_the_machine_is_read() -> None:
    rows = event("ATTENDEE;CN=Jörg Weber:mailto:joerg@acme.example").replace("ö".encode(), b"\xf6")
    assert parse_invitation(rows, OWN, "mail.ics", "Sam Carter").attendees[0].name == "Jörg Weber"


def test_an_address_is_read_without_what_nobody_sees_and_one_that_is_none_is_named() -> None:
    people, remarks = thanked(
        "ATTENDEE;CN=Jonas Weber:mailto:jonas\u200b@acme.example", "ATTENDEE;CN=Ida Kruse:mailto:ida kruse"
    )
    assert people == ["jonas@acme.example", "ana.ruiz@acme.example"]
    assert remarks == ("Ida Kruse has no address that can be read and is left out; write it yourself",)


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "NEEDS-ACTION"])
def test_who_did_not_decline_is_thanked(answer: str) -> None:
    people, remarks = thanked(f"ATTENDEE;CN=Jonas Weber;PARTSTAT={answer}:mailto:jonas@acme.example")
    # The organiser is behind those who had to come: who arranges a date is often not who decides.
    assert people == ["jonas@acme.example", "ana.ruiz@acme.example"]
    assert remarks == ()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Interview Panel", "interview-panel@acme.example"),
        ("HR", "hr@acme.example"),
        ("", "recruiting@acme.example"),
        ("Acme", "careers@acme.example"),
        ("Talent Pied Piper", "jobs@acme.example"),
        ("Acme GmbH Recruiting", "info@acme.example"),
        ("Talent Acquisition", "talent.acquisition@acme.example"),
        ("Human Resources Team", "human-resources2@acme.example"),
        ("Personalabteilung", "bewerbung@acme.example"),
        ("", "panel-data@lists.acme.example"),
        ("Data Platform", "data-platform@groups.acme.example"),
        ("Lens People", "lens@googlegroups.com"),
    ],
)
def test_an_address_that_several_people_read_is_no_person(name: str, address: str) -> None:
    people, remarks = thanked(f"ATTENDEE;CN={name}:mailto:{address}")
    assert people == ["ana.ruiz@acme.example"]
    assert len(remarks) == 1
    assert address in remarks[0]
    assert "no person" in remarks[0]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Dev Patel", "dev.patel@acme.example"),
        ("Jo Recruitman", "jobs@small.example"),
        ("Ruiz, Ana", "info@small.example"),
        ("", "panelo@acme.example"),
        ("", "hrant.petrosyan@acme.example"),
        ("Lis Lister", "lis@groups.example"),
    ],
)
def test_a_person_stays_one_whatever_the_address_looks_like(name: str, address: str) -> None:
    assert address in thanked(f'ATTENDEE;CN="{name}":mailto:{address}')[0]


def test_the_candidate_under_another_address_is_left_out_with_a_word() -> None:
    people, remarks = thanked('ATTENDEE;CN="Carter, Sam":mailto:sam.carter@old.example')
    assert people == ["ana.ruiz@acme.example"]
    assert "bears your name" in remarks[0]


@pytest.mark.parametrize("row", ["CUTYPE=ROOM", "CUTYPE=RESOURCE", "CUTYPE=GROUP"])
def test_rooms_and_groups_never_become_interviewers(row: str) -> None:
    assert thanked(f"ATTENDEE;{row};CN=Big One:mailto:big@acme.example")[0] == ["ana.ruiz@acme.example"]


def of_zone(name: str, home: CandidateHome) -> tuple[str | None, str | None, tuple[str, ...]]:
    invitation = parse_invitation(event(f'DTSTART;TZID="{name}":20261110T140000'))
    data = merge_sources(TypedAnswers(company="Acme", position="x"), (), invitation, home)
    return data.zone, data.country, data.remarks


def test_the_zone_of_several_countries_is_the_candidates_own_where_it_may_be() -> None:
    assert of_zone("W. Europe Standard Time", HOME) == (None, None, ())


def test_no_country_is_guessed_from_the_zone_of_several() -> None:
    zone, country, remarks = of_zone("W. Europe Standard Time", CandidateHome("Europe/London", "GB"))
    assert (zone, country) == ("Europe/Berlin", None)
    assert remarks == (
        "'W. Europe Standard Time' is the zone of several countries; Europe/Berlin is taken, and no country",
    )


def test_a_zone_that_names_a_place_tells_the_country() -> None:
    assert of_zone("Asia/Tokyo", HOME)[:2] == ("Asia/Tokyo", "JP")
