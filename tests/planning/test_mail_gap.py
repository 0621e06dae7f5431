"""Two mails to one company: the second one waits ten minutes, unless that would make it too late."""

from datetime import timedelta

import pytest
from builders import ACME, config, look, move, seen, steered, taken, utc
from hypothesis import given
from hypothesis import strategies as st

from followupd.journal.facts import Fact, Touch, Uncertain
from followupd.journal.history import History
from followupd.planning.context import Rule
from followupd.planning.moves import Move, Verb
from followupd.planning.planner import gate, plan_interview

TO_ANA = taken("13 09:00", "thank-you")  # on the next day: the machine was off
BEN = Touch("acme", "thank-you", "ben-brandt")
OTHER_ROLE = ACME | {
    "id": "acme-2",
    "position": "Analyst",
    "at": "2026-11-12 16:00",
    "contacts": [{"name": "Kai Klein", "email": "kai@acme.example"}],
}
LOST = Uncertain(
    utc("13 09:00"), TO_ANA.touch, "<1@x>", "ana@acme.example", "", company="acme", domains=("acme.example",)
)


def to_ben(now: str, *facts: Fact) -> Move:
    return move(look(now, History(facts)), "thank-you", "ben-brandt")


def test_a_mail_waits_for_the_one_before_it() -> None:
    held = to_ben("13 09:01", TO_ANA)
    assert (held.verb, held.rule) == (Verb.HOLD, Rule.GAP)
    assert held.why == "another mail to Acme GmbH was sent on Fri 13 November 10:00 CET"
    assert held.lifts_at is not None
    assert timedelta(minutes=10) <= held.lifts_at - TO_ANA.at < timedelta(minutes=13)


def test_it_is_sent_when_the_wait_is_over() -> None:
    assert to_ben("13 09:13", TO_ANA).verb is Verb.SEND


def test_the_gate_refuses_a_mail_that_should_wait() -> None:
    now = utc("13 09:01")
    hold = gate(now, config(), History([TO_ANA]), seen(now), BEN)
    assert hold is not None
    assert hold.rule is Rule.GAP


def test_a_mail_about_another_role_at_the_company_counts() -> None:
    made, now = config(ACME, OTHER_ROLE), utc("13 09:01")
    plan = plan_interview(now, made, History([TO_ANA]), seen(now), made.interviews[1])
    assert plan.moves[0].rule is Rule.GAP


def test_a_mail_to_another_company_does_not_count() -> None:
    elsewhere = OTHER_ROLE | {
        "company": "Zeta AG",
        "contacts": [{"name": "Kai Klein", "email": "kai@zeta.example"}],
    }
    made, now = config(ACME, elsewhere), utc("13 09:01")
    plan = plan_interview(now, made, History([TO_ANA]), seen(now), made.interviews[1])
    assert plan.moves[0].verb is Verb.SEND


def test_a_mail_of_unknown_fate_counts() -> None:
    assert to_ben("13 09:01", LOST).rule is Rule.GAP


def test_a_call_sheet_does_not_count() -> None:
    assert to_ben("13 09:01", taken("13 09:00", "call", reminder=True)).verb is Verb.SEND


def test_a_mail_is_not_made_too_late_by_its_wait() -> None:
    """Its window closes at 18:00 in Berlin, and tomorrow it would be too late."""
    last_chance = taken("13 16:52", "thank-you")
    assert to_ben("13 16:53", last_chance).verb is Verb.SEND


def test_a_mail_that_another_rule_holds_is_explained_by_that_rule() -> None:
    assert to_ben("13 09:01", TO_ANA, steered("13 08:00", "pause", "20 09:00")).rule is Rule.PAUSED


def test_the_mail_of_a_clock_that_ran_far_ahead_holds_nothing() -> None:
    assert to_ben("13 09:01", taken("13 12:00", "thank-you")).verb is Verb.SEND


@pytest.mark.parametrize("late", ["13 09:05", "13 08:55"])
def test_a_clock_that_was_set_back_some_minutes_changes_nothing(late: str) -> None:
    assert to_ben("13 09:01", taken(late, "thank-you")).rule is Rule.GAP


@given(st.integers(0, 30 * 60))
def test_two_mails_are_never_sent_within_ten_minutes(seconds: int) -> None:
    now = TO_ANA.at + timedelta(seconds=seconds)
    hold = gate(now, config(), History([TO_ANA]), seen(now), BEN)
    if hold is None:
        assert seconds >= 10 * 60
    else:
        assert hold.lifts_at is not None
        assert now < hold.lifts_at
