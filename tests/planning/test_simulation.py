"""What if? The plan played forward."""

import pytest
from builders import ACME, config, seen, thanked, utc

from followupd.errors import UsageError
from followupd.planning.simulation import parse_event, simulate_plan


def play(*inject: str, now: str = "12 15:00", **changes: str) -> list[tuple[str, str, str]]:
    made = config(ACME | changes)
    interview = made.interviews[0]
    suppose = [parse_event(text, interview) for text in inject]
    stations = simulate_plan(utc(now), made, thanked(), interview, seen(utc(now)), suppose)
    return [(f"{s.at:%d.%m.}", s.what.partition(" ")[0], s.verb) for s in stations]


def test_the_playbook_runs_to_its_end() -> None:
    assert play() == [
        ("17.11.", "call", "send"),
        ("24.11.", "check-in", "send"),
        ("25.11.", "letter", "send"),
        ("09.12.", "last-note", "send"),
    ]


def test_an_answer_ends_it_where_it_comes() -> None:
    assert play("reply@d12")[-1] == ("24.11.", "ana@acme.example", "answered")
    assert [s[1] for s in play("reply@d10")] == ["call", "ana@acme.example"]


def test_an_absence_moves_what_follows() -> None:
    assert ("30.11.", "check-in", "send") in play("ooo@d9..d15")


def test_a_pause_and_a_mail_by_hand_move_what_follows() -> None:
    assert next(s[0] for s in play("pause@d2..d10") if s[2] == "send") == "23.11."
    assert next(s[0] for s in play("hand@d3") if s[2] == "send") == "23.11."


def test_what_is_closed_is_dropped() -> None:
    assert {s[2] for s in play("close@d6")[2:]} == {"drop"}


@pytest.mark.parametrize(
    "text", ["", "reply", "reply@", "rain@d3", "reply@2026-13-40", "reply@d3..soon", "ooo@d9..d3"]
)
def test_what_cannot_happen_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match=r"for example|write d12"):
        parse_event(text, config().interviews[0])
