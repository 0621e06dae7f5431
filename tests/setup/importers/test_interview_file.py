"""The file of a new interview: what goes into it, and that it is read again as it was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from invitation_cases import START, invited
from project_paths import DATA

from followupd.config.interview import ContactRole, Interview
from followupd.config.loader import load_config
from followupd.errors import UsageError
from followupd.setup.importers import invitation as invitations
from followupd.setup.importers import vcard as cards
from followupd.setup.importers.interview_file import InterviewFile, build_interview_file
from followupd.setup.importers.interview_sources import CandidateHome, TypedAnswers, merge_sources
from followupd.setup.importers.people import Person
from followupd.setup.importers.records import Attendee, Card, clean_line

LONDON = CandidateHome("Europe/London", "GB")
ANA = Person(name="Ana Ruiz", email="ana.ruiz@acme.example")
TYPED = TypedAnswers(
    company="Acme GmbH",
    position="Data Engineer",
    at=datetime(2026, 11, 12, 14),  # noqa: DTZ001 - as it is typed
    people=(ANA,),
)


def read(made: InterviewFile) -> Interview:
    return Interview.model_validate({**yaml.safe_load(made.text), "id": made.id})


def test_card_and_invitation_become_one_file_that_a_person_can_go_on_with() -> None:
    card = cards.read_cards(DATA / "cards" / "ios.vcf")
    invitation = invitations.read_invitation(DATA / "invitations" / "google.ics", ["sam.carter@gmail.com"])
    made = build_interview_file(
        merge_sources(TypedAnswers(position="Data Engineer"), card, invitation, LONDON), home=LONDON
    )
    assert made.id == "acme-data-engineer"
    assert (
        made.text
        == """\
# Interview Data Engineer @ ACME: Sam Carter
# https://meet.google.com/abc-defg-hij
# followupd reads this file and never writes to it; change what you like.
company: Acme GmbH
position: Data Engineer
at: 2026-11-12 14:00              # local time in Europe/Berlin
minutes: 75                       # how long it took
zone: Europe/Berlin               # theirs, if it is not yours
country: DE                       # whose holidays count
language: en                      # to write in: de, en, es, fr
# tone: formal                    # default: warm
contacts:
  - name: Ana María Ruíz Fernández
    # Head of Data
    email: ana.ruiz@acme.example
    also: [ana@home.example]
    role: interviewer             # interviewer, met or helped
    title: Dr.
    first_name: Ana
    phone: +49 30 901820
    post:
      lines: [Karl-Marx-Allee 1, 10178 Berlin]
      country: DE
    # fact: what you spoke about with this person; the thank-you needs it
  - name: Ben Okafor
    # check: the invitation gives no name; this one is guessed from the address
    # check: was invited as optional; take them out if they were not there
    email: ben.okafor@acme.example
    role: interviewer             # interviewer, met or helped
    confirmed: false              # were they there? true lets mails to them go
    # phone: +49 30 901820
    # post: {lines: [Street 1, 10115 Town]}   # where the letter goes
    # fact: what you spoke about with this person; the thank-you needs it
keywords: []                      # the role's words, the most important first
strengths: []                     # your strong points for this role, as sentences: they make the letter
# requisition: R-7001             # their number of the vacancy
# promise: 2026-11-27             # the day by which they said they would decide
uid: 4tq9b1s7c2kq0r8m@google.com  # of the invitation: moved or cancelled, followupd says so
"""
    )
    assert made.remarks == (
        "the card writes 'Ana María Ruíz Fernández', the invitation 'Ana Ruíz': check the spelling",
        "Ben Okafor: the invitation gives no name; this one is guessed from the address",
        "Ben Okafor: was invited as optional; take them out if they were not there",
    )
    interview = read(made)
    assert interview.start_time == datetime(2026, 11, 12, 13, 0, tzinfo=UTC)
    assert (interview.lead.given_name, interview.lead.family_name) == ("Ana", "Ruíz Fernández")


def test_an_agency_stands_below_via_with_who_is_thanked_through_it() -> None:
    rita = Person(name="Rita Reck", email="rita@rocket.example", role=ContactRole.AGENCY)
    ben = Person(name="Ben Brandt", email="ben@acme.example", role=ContactRole.MET)
    typed = replace(TYPED, people=(rita, ben), agency="Rocket Recruiting", met_by_name=("Ana Ruiz",))
    written = build_interview_file(merge_sources(typed, home=LONDON), home=LONDON)
    interview = Interview.model_validate({**yaml.safe_load(written.text), "id": "acme"})
    assert interview.via
    assert (interview.via.name, interview.via.met) == ("Rocket Recruiting", ["Ana Ruiz"])
    assert [(c.name, c.role.value) for c in interview.contacts] == [
        ("Rita Reck", "agency"),
        ("Ben Brandt", "met"),
    ]
    alone = build_interview_file(merge_sources(replace(typed, people=(rita,)), home=LONDON), home=LONDON)
    assert yaml.safe_load(alone.text)["contacts"] == []


def test_the_file_is_read_by_the_loader_of_the_daemon() -> None:
    config = yaml.safe_dump(
        {
            "account": {
                "address": "sam@example.org",
                "imap": {"host": "imap.example.org", "port": 993},
                "smtp": {"host": "smtp.example.org", "port": 465},
            },
            "candidate": {"name": "Sam Carter", "zone": "Europe/Berlin", "country": "DE"},
        }
    )
    made = build_interview_file(merge_sources(TYPED))
    loaded = load_config(("config.yaml", config), [(f"interviews/{made.id}.yaml", made.text)])
    assert loaded.faults == ()
    assert loaded.config
    assert loaded.config.interviews[0].zone == "Europe/Berlin"  # left out, so the candidate's own


def test_what_was_typed_goes_before_card_and_invitation() -> None:
    typed = TypedAnswers(
        company="ACME",
        position="Engineer",
        at=datetime(2026, 11, 13, 9),  # noqa: DTZ001
        minutes=30,
        zone="Europe/Madrid",
        country="ES",
        people=(Person(name="Ána Ruiz", email="ana.ruiz@acme.example", role=ContactRole.MET), ANA_LEAD),
    )
    card = Card(
        name="Ana Ruiz", emails=("ana.ruiz@acme.example",), org="Acme GmbH", phones=("+49 30 901820",)
    )
    interview = read(build_interview_file(merge_sources(typed, [card], invited())))
    assert (interview.company, interview.zone, interview.country, interview.minutes) == (
        "ACME",
        "Europe/Madrid",
        "ES",
        30,
    )
    assert f"{interview.at:%Y-%m-%d %H:%M}" == "2026-11-13 09:00"
    assert [(c.name, c.role, c.phone) for c in interview.contacts] == [
        ("Ána Ruiz", ContactRole.MET, "+49 30 901820"),
        ("Ben Okafor", ContactRole.INTERVIEWER, None),
    ]


ANA_LEAD = Person(name="Ben Okafor", email="ben@acme.example")


@pytest.mark.parametrize(
    ("zone", "home", "at", "written"),
    [
        ("Europe/Berlin", CandidateHome(), "2026-11-12 14:00", "Europe/Berlin"),
        ("Europe/Berlin", CandidateHome("Europe/Berlin", "DE"), "2026-11-12 14:00", None),
        (None, CandidateHome("America/New_York", "US"), "2026-11-12 08:00", None),
        ("America/Los_Angeles", LONDON, "2026-11-12 05:00", "America/Los_Angeles"),
    ],
)
def test_the_hour_is_written_in_the_zone_of_the_company(
    zone: str | None, home: CandidateHome, at: str, written: str | None
) -> None:
    interview = read(
        build_interview_file(
            merge_sources(TypedAnswers(company="Acme", position="Engineer"), (), invited(zone=zone), home)
        )
    )
    assert (f"{interview.at:%Y-%m-%d %H:%M}", interview.zone) == (at, written)


def test_a_zone_typed_moves_the_hour_of_the_invitation() -> None:
    typed = TypedAnswers(company="Acme", position="Engineer", zone="Asia/Tokyo")
    interview = read(build_interview_file(merge_sources(typed, (), invited())))
    assert (f"{interview.at:%H:%M}", interview.zone, interview.country) == ("22:00", "Asia/Tokyo", "JP")
    assert interview.start_time == START


def test_an_hour_without_any_zone_is_asked_for_and_never_guessed() -> None:
    facts = merge_sources(TypedAnswers(company="Acme", position="Engineer"), (), invited(zone=None))
    assert facts.missing_options == ("--zone",)
    with pytest.raises(
        UsageError, match="still missing: --zone; it begins at 13:00 UTC, the invitation names no zone"
    ):
        build_interview_file(facts)


def test_a_floating_hour_is_taken_as_it_stands_and_said_so() -> None:
    floating = invited(start=datetime(2026, 11, 12, 14), end=datetime(2026, 11, 12, 15), zone=None)  # noqa: DTZ001
    made = build_interview_file(
        merge_sources(TypedAnswers(company="Acme", position="Engineer"), (), floating, LONDON)
    )
    assert f"{read(made).at:%H:%M}" == "14:00"
    assert made.remarks == ("the invitation names no time zone; 14:00 is taken as Europe/London time",)


def test_a_whole_day_needs_an_hour() -> None:
    day = datetime(2026, 11, 12)  # noqa: DTZ001
    whole = invited(start=day, end=day + timedelta(days=1), zone=None, all_day=True)
    with pytest.raises(UsageError, match="--at; the invitation is for the whole of 12 November 2026"):
        build_interview_file(
            merge_sources(TypedAnswers(company="Acme", position="Engineer"), (), whole, LONDON)
        )


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(UsageError) as refused:
        build_interview_file(merge_sources(TypedAnswers()))
    missing = "still missing: --company, --position, --at, --name, --email"
    assert str(refused.value) == f'{missing}; for example --company "Acme GmbH"'
    card = Card(name="Ana Ruiz", org="Acme GmbH")
    with pytest.raises(UsageError) as refused:
        build_interview_file(
            merge_sources(
                TypedAnswers(),
                [card],
                invited(Attendee("B", "b@acme.example"), summary="Chat with Ana"),
                LONDON,
            )
        )
    assert str(refused.value) == (
        "still missing: --position, --email (of Ana Ruiz); the invitation is called 'Chat with Ana'; for example"
        ' --position "Data Engineer"'
    )


def test_an_address_typed_alone_completes_the_card_that_has_none() -> None:
    typed = TypedAnswers(
        company="Acme", position="Engineer", at=TYPED.at, people=(Person(email="ana@acme.example"),)
    )
    interview = read(
        build_interview_file(merge_sources(typed, [Card(name="Ana Ruiz", phones=("+49 30 901820",))]))
    )
    assert [(c.name, c.email, c.phone) for c in interview.contacts] == [
        ("Ana Ruiz", "ana@acme.example", "+49 30 901820")
    ]


def test_a_guessed_company_and_a_number_that_cannot_be_rung_are_pointed_out() -> None:
    card = Card(name="Ana Ruiz", emails=("ana.ruiz@acme.example",), phones=("901",))
    made = build_interview_file(
        merge_sources(
            TypedAnswers(position="Engineer"),
            [card],
            invited(company="Acme"),
            CandidateHome("Europe/Berlin", "DE"),
        )
    )
    assert made.remarks[0] == "the company 'Acme' is guessed from an address; write it as it writes itself"
    assert made.remarks[1].startswith("Ana Ruiz: '901' is no ")


def test_what_the_file_would_be_refused_for_is_told_at_once() -> None:
    helper = Person(name="Hal Hart", email="hal@friends.example", role=ContactRole.HELPED)
    with pytest.raises(UsageError, match="no contact is an interviewer"):
        build_interview_file(
            merge_sources(TypedAnswers(company="Acme", position="Engineer", at=TYPED.at, people=(helper,)))
        )
    namesake = Person(name="Ana Ruiz", email="other@acme.example")
    with pytest.raises(UsageError, match="share 'ana-ruiz'; list each person once"):
        build_interview_file(
            merge_sources(
                TypedAnswers(company="Acme", position="Engineer", at=TYPED.at, people=(ANA, namesake))
            )
        )


@pytest.mark.parametrize(
    "company",
    ["NO", "123", "[x]", "a: b", "#1 Jobs", "'", '"', "- x", "null", "~", "日本 株式会社", "*a", "& Co"],
)
def test_no_spelling_is_changed_by_the_way_through_the_file(company: str) -> None:
    person = Person(
        name=company, email="ana@acme.example", title=company, phone=company, other_emails=("x@y.example",)
    )
    made = build_interview_file(
        merge_sources(TypedAnswers(company=company, position=company, at=TYPED.at, people=(person,)))
    )
    interview = read(made)
    assert (interview.company, interview.position, interview.contacts[0].name) == (company, company, company)
    assert interview.contacts[0].title == company


@settings(deadline=None)  # a busy machine takes its time
@given(
    st.text(min_size=1, max_size=60).map(clean_line).filter(bool),
    st.text(min_size=1, max_size=60).map(clean_line).filter(bool),
)
def test_every_text_comes_back_as_it_was_given(company: str, name: str) -> None:
    person = Person(name=name, email="ana@acme.example", occupation=company, notes=(company,))
    interview = read(
        build_interview_file(
            merge_sources(TypedAnswers(company=company, position=name, at=TYPED.at, people=(person,)))
        )
    )
    assert (interview.company, interview.position, interview.contacts[0].name) == (company, name, name)


def test_every_fixture_makes_a_valid_file() -> None:
    made = 0
    for path in sorted((DATA / "invitations").glob("*.ics")):
        invitation = invitations.read_invitation(path, ["sam.carter@gmail.com", "sam@example.org"])
        for vcf in sorted((DATA / "cards").glob("*.vcf")):
            typed = TypedAnswers(company="Acme", position="Engineer", people=())
            interview = read(
                build_interview_file(merge_sources(typed, cards.read_cards(vcf), invitation, LONDON))
            )
            zone = ZoneInfo(interview.zone or "Europe/London")
            assert interview.at.replace(tzinfo=zone) == invitation.start
            made += 1
    assert made == 42
