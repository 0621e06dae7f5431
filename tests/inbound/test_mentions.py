from __future__ import annotations

from datetime import UTC, datetime

import pytest

from followupd.inbound.mentions import (
    company_domains,
    names,
    says,
    says_role,
    signs,
    slugs,
    subject_core,
    writes,
)
from followupd.inbound.watchlist import KnownContact, KnownInterview

ACME = KnownInterview(
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


def test_a_company_is_named_as_whole_words_by_any_of_its_names():
    assert names(ACME, "your talk at muller & sohne")
    assert names(ACME, "about m&s")
    assert not says("acme", "pacmen")


def test_a_role_is_named_without_its_brackets():
    assert says_role("Senior Data Engineer (m/w/d)", "your talk as senior data engineer")
    assert not says_role("Dev (f)", "dev")


def test_a_person_signs_in_either_order_and_never_by_the_first_name():
    ana = KnownContact("ana", "Ana Maria Roe", ())
    assert signs(ana, "roe, ana maria")
    assert signs(ana, "a word from ana maria roe")
    assert not signs(KnownContact("ana", "Ana", ()), "ana")


def test_a_name_stands_in_addresses_with_umlauts_dropped_or_spelt_out():
    assert slugs("Müller Bau") == {"mullerbau", "muellerbau"}


def test_the_domains_of_a_company_are_its_own_and_those_of_its_people():
    people = tuple(
        KnownContact(a, a, (a,), helped=h)
        for a, h in (
            ("x@hr.acme.co.uk", False),
            ("y@gmail.com", False),
            ("z@friend.example", True),
            ("w@greenhouse.io", False),
        )
    )
    known = KnownInterview("b", "Acme", "", datetime(2026, 1, 1, tzinfo=UTC), people, (), ("acme.com",))
    assert company_domains(known) == {"acme.co.uk", "acme.com"}


def test_a_person_also_writes_from_the_host_of_their_own_domain():
    ana = KnownContact("ana", "Ana", ("ana@acme.example",))
    assert writes(ana, ["ana@mail.acme.example"])
    assert not writes(ana, ["ben@mail.acme.example"])
    assert not writes(ana, ["ana@pacme.example"])
