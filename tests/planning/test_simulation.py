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


def explain(inject: str) -> str:
    """Return what is said about an event."""
    made = config(ACME)
    suppose = [parse_event(inject, made.interviews[0])]
    stations = simulate_plan(
        utc("12 15:00"), made, thanked(), made.interviews[0], seen(utc("12 15:00")), suppose
    )
    return next(s.why for s in stations if s.what.startswith(("ana@acme.example", "the mail")))


@pytest.mark.parametrize(
    ("inject", "sentence"),
    [
        ("ooo@d9..d15", "nothing goes to them before they are back"),
        ("ooo@d9", "they named no day: reminders wait for 7 business days, and mails then for your yes"),
        ("bounce@d9", "mails to that address wait for you"),
    ],
)
def test_it_says_what_waits_because_of_an_automatic_mail(inject: str, sentence: str) -> None:
    assert explain(inject) == sentence


def test_an_absence_without_a_day_of_return_holds_mails_until_they_are_approved() -> None:
    assert ("04.12.", "check-in", "miss") in play("ooo@d9")


@pytest.mark.parametrize("text", ["ooo", "ooo@", "reply", "hand"])
def test_an_event_without_a_day_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(
        UsageError, match=r"needs a day on which it happens; for example: reply@d12, ooo@d9\.\.d16"
    ):
        parse_event(text, config().interviews[0])


@pytest.mark.parametrize(
    "text", ["", "reply", "reply@", "rain@d3", "reply@2026-13-40", "reply@d3..soon", "ooo@d9..d3"]
)
def test_what_cannot_happen_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match=r"for example|write d12"):
        parse_event(text, config().interviews[0])
