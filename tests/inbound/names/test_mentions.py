from __future__ import annotations

from datetime import UTC, datetime

import pytest

from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview
from followupd.inbound.names.mentions import (
    company_domains,
    has_address,
    make_slug_forms,
    subject_core,
)

ACME = WatchedInterview(
    "a", "Müller & Söhne", "Engineer", datetime(2026, 1, 1, tzinfo=UTC), (), ("M&S",), ("mueller.example",)
)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Thank you",
        "AW: WG: Thank you",
        "[EXTERNAL] RE[2]: thank  YOU",
        "SV: Thank you",
        "Re:Thank you",
        "回复：Thank you",
    ],
)
def test_a_subject_is_compared_without_its_prefixes(subject):
    assert subject_core(subject) == "thank you"


def test_a_name_stands_in_addresses_with_umlauts_dropped_or_spelt_out():
    assert make_slug_forms("Müller Bau") == {"mullerbau", "muellerbau"}


def test_the_domains_of_a_company_are_its_own_and_those_of_its_people():
    people = tuple(
        WatchedContact(a, a, (a,), is_helper=h)
        for a, h in (
            ("x@hr.acme.co.uk", False),
            ("y@gmail.com", False),
            ("z@friend.example", True),
            ("w@greenhouse.io", False),
        )
    )
    known = WatchedInterview("b", "Acme", "", datetime(2026, 1, 1, tzinfo=UTC), people, (), ("acme.com",))
    assert company_domains(known) == {"acme.co.uk", "acme.com"}


def test_a_person_also_writes_from_the_host_of_their_own_domain():
    ana = WatchedContact("ana", "Ana", ("ana@acme.example",))
    assert has_address(ana, ["ana@mail.acme.example"])
    assert not has_address(ana, ["ben@mail.acme.example"])
    assert not has_address(ana, ["ana@pacme.example"])
