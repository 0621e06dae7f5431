"""A call that they promised and did not make has a mail of its own, the same day."""

import pytest
from builders import look, received, steered, taken, thanked, utc

from followupd.config.cadence import make_step
from followupd.config.validation import cadence_faults
from followupd.inbound.verdict import Action
from followupd.journal.facts import Clarified, Done, Fact, Touch
from followupd.journal.history import History
from followupd.planning.moves import InterviewPlan, Move, Verb

NOT_CALLED = Done(utc("18 11:00"), Touch("acme", "no-show", "ana-ruiz"), "no-show")


def plan_at(now: str, *facts: Fact) -> InterviewPlan:
    return look(now, History([*thanked(), *facts]))


def mail(now: str, *facts: Fact) -> Move | None:
    """The mail about the call at a moment."""
    return next((m for m in plan_at(now, *facts).moves if m.touch.step == "no-show"), None)


def test_without_a_word_there_is_no_such_mail() -> None:
    assert mail("18 11:10") is None


@pytest.mark.parametrize(
    "before",
    [
        received("17 09:00"),  # they had written: we call you tomorrow
        received("17 09:00", action=Action.PAUSE),
        taken("17 09:00", "call", how="sheet"),  # a reminder of this week
        taken("17 09:00", "check-in"),
    ],
)
def test_it_goes_out_the_same_day_whatever_was_before_the_word(before: Fact) -> None:
    move = mail("18 11:10", before, NOT_CALLED)
    assert move
    assert (move.verb, move.due) == (Verb.SEND, utc("18 11:00"))


def test_in_the_evening_it_waits_for_the_next_morning() -> None:
    evening = Done(utc("18 20:00"), NOT_CALLED.touch, "no-show")
    move = mail("18 20:10", evening)
    assert move
    assert (move.verb, f"{move.due:%d %H}") == (Verb.WAIT, "19 07")


@pytest.mark.parametrize("action", [Action.STOP, Action.PAUSE, Action.HOLD])
def test_what_they_write_after_the_word_ends_it(action: Action) -> None:
    assert mail("18 11:10", NOT_CALLED, received("18 11:05", action=action)) is None


@pytest.mark.parametrize(
    "after",
    [
        Done(utc("18 11:05"), Touch("acme", "call", "ana-ruiz"), "spoke"),  # they phoned at last
        Done(utc("18 11:05"), Touch("acme", "call", "ana-ruiz"), "spoke", promise=utc("25 09:00").date()),
        received("18 11:05", interviews=("acme-lead",)),  # from the person, about another role
        Clarified(
            utc("18 11:05"), "acme", is_answer=True, location="INBOX/1/9", sender="kim@friends.example"
        ),
    ],
)
def test_what_they_say_after_the_word_ends_it_in_any_way(after: Fact) -> None:
    assert mail("18 11:10", NOT_CALLED, after) is None


def test_it_goes_out_once() -> None:
    assert mail("18 15:00", NOT_CALLED, taken("18 11:10", "no-show")) is None


def test_a_pause_of_the_candidates_own_holds_it() -> None:
    move = mail("18 11:10", steered("17 09:00", "pause"), NOT_CALLED)
    assert move
    assert move.verb is Verb.HOLD


def test_after_a_close_there_is_none() -> None:
    assert mail("18 11:10", NOT_CALLED, steered("18 11:05", "close")) is None


def test_it_is_a_reminder_for_what_follows() -> None:
    moves = plan_at("18 15:00", NOT_CALLED, taken("18 11:10", "no-show")).moves
    assert min(m.due for m in moves if m.is_reminder) >= utc("25 11:10")


def test_the_day_after_the_next_it_is_too_late() -> None:
    move = mail("20 11:00", NOT_CALLED)
    assert move
    assert move.verb is Verb.MISS


def test_no_step_of_a_cadence_may_have_its_name() -> None:
    (error,) = cadence_faults((), [make_step("no-show", "email", "5 days after interview")])
    assert "a call that they did not make" in error[1]
