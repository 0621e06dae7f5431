"""A panel lays its notes side by side."""

from __future__ import annotations

import pytest

from followupd.config.interview import Interview
from followupd.writing.panel import choose_keywords, choose_wording, share_strengths


def panel(count: int, **more: object) -> Interview:
    people = [{"name": f"P{n} Q{n}", "email": f"p{n}@acme.example"} for n in range(count)]
    facts = {
        "id": "acme",
        "company": "Acme",
        "position": "Engineer",
        "at": "2026-11-12 14:00",
        "contacts": people,
    }
    return Interview.model_validate({**facts, **more})


def test_no_two_of_nine_colleagues_share_more_than_one_part_of_the_wording():
    about = panel(9)
    parts = [tuple(choose_wording(about, one).values()) for one in about.contacts]
    shared = [sum(map(int.__eq__, a, b)) for n, a in enumerate(parts) for b in parts[:n]]
    assert max(shared) == 1


def test_the_lead_has_the_first_wording_wherever_they_stand_in_the_file():
    people = [
        {"name": "Ben O", "email": "b@x.example"},
        {"name": "Ana R", "email": "a@x.example", "lead": True},
    ]
    about = panel(0, contacts=people)
    assert choose_wording(about, about.lead) == {"opening": 1, "middle": 1, "closing": 1}


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_keywords_differ_in_order_and_number(count):
    about = panel(3, keywords=[f"k{n}" for n in range(count)])
    lists = [tuple(choose_keywords(about, one)) for one in about.contacts]
    assert len(set(lists)) == 3
    assert len({one[0] for one in lists}) == min(count, 3)


def test_each_strength_is_told_to_one_person_and_what_is_left_to_the_lead():
    def shares(*strengths: str) -> list[list[str]]:
        about = panel(3, strengths=list(strengths))
        return [share_strengths(about, one) for one in about.contacts]

    assert shares("a") == [["a"], [], []]
    assert shares("a", "b") == [["a"], ["b"], []]
    assert shares("a", "b", "c", "d") == [["a", "d"], ["b"], ["c"]]
