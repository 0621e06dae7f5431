"""`via:` of an interview: the agency that arranged it."""

from typing import Any

import pytest
from builders import ACME, config

from followupd.config.cadence import Channel
from followupd.config.interview import ContactRole, Interview
from followupd.config.loader import load_config
from followupd.journal.company import company_of

RITA = {"name": "Rita Reck", "email": "rita@rocket.example"}
VIA = {"name": "Rocket Recruiting", "contacts": [RITA], "met": ["Ana Ruiz"]}
ALONE = {key: value for key, value in ACME.items() if key != "contacts"}
MAIN = """live: true
account: {address: sam@candidate.example, imap: {host: a.example, port: 993}, smtp: {host: a.example, port: 465}}
candidate: {name: Sam, zone: Europe/Berlin, country: DE}
"""


def interview(**changes: Any) -> Interview:
    return config(ALONE | {"via": VIA} | changes).interviews[0]


def faults(text: str) -> tuple[str, ...]:
    return load_config(("config.yaml", MAIN), [("interviews/acme.yaml", text)]).faults


def test_its_first_contact_gets_the_reminders_and_nobody_of_the_company_is_needed() -> None:
    one = interview()
    assert (one.lead.name, one.lead.role, one.people_without_agency) == ("Rita Reck", ContactRole.AGENCY, [])
    assert interview(contacts=ACME["contacts"][1:]).lead.name == "Rita Reck"


def test_of_two_agents_the_marked_one_gets_them() -> None:
    theo = {"name": "Theo Tamm", "email": "theo@rocket.example", "lead": True}
    assert interview(via={**VIA, "contacts": [RITA, theo]}).lead.name == "Theo Tamm"


def test_its_domain_is_the_companys_whatever_domains_are_named() -> None:
    assert company_of(interview()).domains == {"rocket.example"}
    assert company_of(interview(domains=["acme.example"])).domains == {"acme.example", "rocket.example"}
    at_home = {**RITA, "email": "rita@gmail.com"}
    assert company_of(interview(via={**VIA, "contacts": [at_home]})).domains == frozenset()


def test_it_gets_a_second_call_in_place_of_a_letter() -> None:
    made = config(ALONE | {"via": VIA})
    channels = [step.channel for step in made.steps_of(made.interviews[0])]
    assert channels == [Channel.EMAIL, Channel.PHONE, Channel.EMAIL, Channel.PHONE, Channel.EMAIL]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("via: {name: Rocket, contacts: []}", "interviews/acme.yaml:4: via.contacts: "),
        (
            (
                "via: {name: Rocket, contacts: [{name: Rita, email: rita@rocket.example}]}\n"
                "contacts: [{name: Ana, email: ana@acme.example, lead: true}]"
            ),
            "interviews/acme.yaml:5: contacts: with via:, the agency gets the reminders; take lead: true out",
        ),
        (
            "contacts: [{name: Rita, email: rita@rocket.example, role: agency}]",
            "interviews/acme.yaml:4: contacts: role: agency is of the people below via:; move them there",
        ),
        (
            (
                "via: {name: Rocket, contacts: [{name: Ana, email: ana@acme.example}]}\n"
                "contacts: [{name: Ana, email: ana@acme.example}]"
            ),
            "interviews/acme.yaml:5: contacts: Ana and Ana share 'ana'",
        ),
        (
            "via: {name: Rocket, contacts: [{name: Rita, email: sam@candidate.example}]}",
            "interviews/acme.yaml:4: via.contacts[0].email: sam@candidate.example is your own address",
        ),
        ("contacts: []", "interviews/acme.yaml:4: contacts: names nobody"),
    ],
)
def test_an_error_names_its_place(lines: str, fault: str) -> None:
    (told,) = faults(f"company: Acme\nposition: Data Engineer\nat: 2026-11-12 14:00\n{lines}\n")
    assert told.startswith(fault)
