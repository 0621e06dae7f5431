"""Which interviews concern one another."""

from typing import Any

import pytest
from builders import ACME, config, utc

from followupd.journal.facts import Noted
from followupd.journal.history import History
from followupd.planning.interview_groups import group_interviews


def one(name: str, company: str, *addresses: str, **changes: Any) -> dict[str, Any]:
    people = [{"name": f"Person {number}", "email": address} for number, address in enumerate(addresses)]
    return ACME | {"id": name, "company": company, "contacts": people} | changes


def ids_of_groups(history: History, *interviews: dict[str, Any]) -> list[tuple[str, ...]]:
    return [tuple(i.id for i in group) for group in group_interviews(config(*interviews), history)]


A = one("a", "Alpha AG", "ann@alpha.example")


@pytest.mark.parametrize(
    ("other", "is_tied"),
    [
        (one("b", "Beta AG", "bea@beta.example"), False),
        (one("b", "Alpha GmbH", "bea@beta.example"), True),
        (one("b", "Beta AG", "bea@alpha.example"), True),
        (one("b", "Beta AG", "bea@beta.example", domains=["alpha.example"]), True),
        (
            one(
                "b",
                "Beta AG",
                "bea@beta.example",
                contacts=[
                    {"name": "Bea Bo", "email": "bea@beta.example"},
                    {"name": "Ann An", "email": "ann@alpha.example", "role": "helped"},
                ],
            ),
            True,
        ),
    ],
    ids=["strangers", "a company", "a domain", "a domain of the file", "a person"],
)
def test_a_company_or_a_person_ties_interviews(other: dict[str, Any], is_tied: bool) -> None:
    assert ids_of_groups(History(), A, other) == ([("a", "b")] if is_tied else [("a",), ("b",)])


def test_a_third_one_ties_two_that_were_apart() -> None:
    b, c = one("b", "Beta AG", "bea@beta.example"), one("c", "Gamma AG", "cy@gamma.example")
    tie = one("d", "Gamma AG", "ann@alpha.example")
    assert ids_of_groups(History(), A, b, c, tie) == [("a", "c", "d"), ("b",)]
    assert ids_of_groups(History(), tie, c, b, A) == [("d", "c", "a"), ("b",)]


def test_a_company_that_the_journal_has_seen_under_two_domains_is_one() -> None:
    snapshot = Noted(utc("01 09:00"), "old", "alpha", utc("02 09:00"), (), ("alpha.example", "beta.example"))
    assert ids_of_groups(History([snapshot]), A, one("b", "Beta AG", "bea@beta.example")) == [("a", "b")]
