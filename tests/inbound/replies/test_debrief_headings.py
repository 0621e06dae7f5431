"""A name before a colon, a dash or the like begins a new person in the candidate's answer after an interview."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.inbound.replies.debrief_answer import DebriefAnswer, read_debrief

PEOPLE = {
    "ana-ruiz": ("Ana Ruiz", "Ana", "Ruiz"),
    "ben-brandt": ("Ben Brandt", "Ben", "Brandt"),
}
TODAY = date(2026, 11, 12)


def read(text: str) -> DebriefAnswer:
    return read_debrief(text, PEOPLE, TODAY)


@pytest.mark.parametrize(
    "line",
    [
        "Zoe: the rota", "Zoe - the rota", "Zoe – the rota", "Zoe Miller: the rota", "Zoe (HR): the rota", "Zoe from HR: the rota",
        "Dr. Zoe Miller: the rota", "with Zoe: the rota", "- Zoe: the rota", "2) Zoe: the rota", "Zoe de la Cruz: the rota",
    ],
)  # fmt: skip
def test_a_stranger_behind_a_person_begins_a_new_person(line: str) -> None:
    answer = read(f"Ana: the lab\n{line}\nand the canteen")
    assert answer.facts == {"ana-ruiz": "the lab"}
    assert [name.removeprefix("Dr. ").split()[0] for name in answer.others] == ["Zoe"]
    assert list(answer.other_facts.values()) == ["the rota"]


@pytest.mark.parametrize(
    "line",
    ["Kafka: they move to it", "Salary: 60k", "Gehalt: 60 000", "Kubernetes - they move to it", "SQL: a lot of it",
     "Onboarding: three weeks", "Data Engineering: two teams", "DevOps: on their own"],
)  # fmt: skip
def test_a_subject_before_a_colon_is_nobody(line: str) -> None:
    answer = read(f"Ana: the lab\n{line}")
    assert (answer.facts, answer.others) == ({"ana-ruiz": f"the lab {line}"}, [])


@pytest.mark.parametrize(
    "text",
    [
        "Ana: the lab; Ben - the budget", "Ana: the lab, Ben: the budget", "Ana: the lab / Ben: the budget", "ana: the lab\nben: the budget",
        "ANA: the lab\nBEN: the budget", "Ana—the lab\nBen—the budget", "ana- the lab\nben -the budget", "Ana = the lab\nBen -> the budget",
        "Ana... the lab\nBen … the budget", "1. Ana: the lab\n2. Ben: the budget", "with Ana: the lab\nand then with Ben: the budget",
        "Ana\n- the lab\nBen\n- the budget", "Ana: - the lab\nBen: • the budget", "Frau Ruiz: the lab; Hr. Brandt: the budget",
        "mit Ana: the lab\ndann mit Ben: the budget", "• Ana Ruiz – the lab\n• Ben Brandt – the budget", "Ana (lead): the lab\nBen from HR: the budget",
    ],
)  # fmt: skip
def test_each_person_has_the_line_behind_the_name(text: str) -> None:
    answer = read(text)
    assert answer.facts == {"ana-ruiz": "the lab", "ben-brandt": "the budget"}
    assert (answer.absent, answer.others) == ([], [])


def test_strangers_of_one_line_are_told_apart() -> None:
    answer = read("Zoe: the lab; Tom - the budget")
    assert answer.other_facts == {"Zoe": "the lab", "Tom": "the budget"}
    assert (answer.facts, answer.others) == ({}, ["Zoe", "Tom"])


@pytest.mark.parametrize("text", ["ana: the lab\nzoe: the rota", "ANA: the lab\nZOE: the rota"])
def test_a_stranger_may_be_written_as_the_others_are(text: str) -> None:
    people = {"ana-ruiz": PEOPLE["ana-ruiz"]}
    answer = read_debrief(text, people, TODAY)
    assert (answer.facts, answer.other_facts) == ({"ana-ruiz": "the lab"}, {"Zoe": "the rota"})


@pytest.mark.parametrize("text", ["Ana & Ben: the lab", "Ana/Ben: the lab", "Ana and Ben - the lab"])
def test_two_people_in_one_heading_share_the_line(text: str) -> None:
    assert read(text).facts == {"ana-ruiz": "the lab", "ben-brandt": "the lab"}


def test_a_heading_that_fits_two_people_tells_of_neither() -> None:
    people = {"ana-ruiz": ("Ana Ruiz", "Ana"), "ana-lopez": ("Ana Lopez", "Ana"), "ben": ("Ben",)}
    answer = read_debrief("Ben: the rota\nAna: the lab", people, TODAY)
    assert (answer.facts, answer.others) == ({"ben": "the rota"}, [])


@pytest.mark.parametrize(
    ("text", "absent", "promise"),
    [
        ("Ana: the lab; Ben wasn't there", ["ben-brandt"], None),
        ("Ana: the lab; ben: absent", ["ben-brandt"], None),
        ("Ana: the lab; they decide by 4 December", [], date(2026, 12, 4)),
    ],
)
def test_a_part_behind_a_semicolon_takes_nothing_from_the_person(
    text: str, absent: list[str], promise: date | None
) -> None:
    answer = read(text)
    assert (answer.facts, answer.absent, answer.promise) == ({"ana-ruiz": "the lab"}, absent, promise)


@pytest.mark.parametrize(
    "words", ["Kafka: they move to it", "they said: we use Kafka", "the loads; the rota; the lab", "Kafka – all nightly loads"]
)  # fmt: skip
def test_a_second_colon_or_a_list_belongs_to_the_line(words: str) -> None:
    assert read(f"Ana: {words}").facts == {"ana-ruiz": words}


def test_the_absence_of_a_stranger_is_nobody_who_came() -> None:
    answer = read("Ana: the lab\nZoe: was not there")
    assert (answer.facts, answer.others, answer.absent) == ({"ana-ruiz": "the lab"}, [], [])


def test_a_name_alone_was_there_and_is_nothing_to_write_of() -> None:
    answer = read("Ana\nBen")
    assert (answer.facts, answer.present) == ({}, ["ana-ruiz", "ben-brandt"])
