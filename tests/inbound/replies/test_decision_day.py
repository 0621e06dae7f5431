"""When they decide, as candidates write it after an interview."""

from datetime import date

import pytest

from followupd.inbound.replies.debrief_answer import read_debrief
from followupd.inbound.replies.decision_day import find_decision_day

WEDNESDAY = date(2026, 11, 25)
PEOPLE = {"ana": ("Ana Ruiz", "Ana")}


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("they decide in two weeks.", date(2026, 12, 9)),
        ("entscheidung mitte dezember", date(2026, 12, 15)),
        ("reponse fin janvier", date(2027, 1, 31)),
        ("deciden la semana que viene", date(2026, 12, 4)),
        ("sie melden sich in kw 50", date(2026, 12, 11)),
        ("by the end of next week", date(2026, 12, 4)),
        ("4 december.", date(2026, 12, 4)),
        ("bis zum 4.12.", date(2026, 12, 4)),
        ("kw 50", date(2026, 12, 11)),
    ],
)
def test_a_day_is_read_in_the_words_of_a_debrief(sentence: str, day: date) -> None:
    assert find_decision_day(sentence, WEDNESDAY) == day


@pytest.mark.parametrize(
    "sentence",
    [
        "they decide in january",
        "they do not decide before 4 december",
        "he starts on 4 december",
        "kafka 2026",
    ],
)
def test_no_day_is_made_up(sentence: str) -> None:
    assert find_decision_day(sentence, WEDNESDAY) is None


@pytest.mark.parametrize(
    "line",
    ["Decision in January.", "Sie melden sich bald", "Réponse en janvier", "Deciden en enero", "4 December"],
)
def test_what_is_said_about_the_decision_gets_into_no_mail(line: str) -> None:
    answer = read_debrief(f"Ana: the move to Kafka.\n{line}", PEOPLE, WEDNESDAY)
    assert answer.facts == {"ana": "the move to Kafka."}
