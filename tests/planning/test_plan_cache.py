"""The planner is asked again when anything that it knows has changed, and only for what that can change."""

from dataclasses import fields, replace
from datetime import timedelta

from builders import config, steered, taken, utc

from followupd.journal.facts import Receipt
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.plan_cache import CachedPlan
from followupd.planning.planner import plan

MADE = config()
DUE = utc("13 09:00")


UNREAD = Conditions(jitter_key=b"key")
READ = Conditions(jitter_key=b"key", receipt=Receipt(DUE, "", ()))


def planned(history: History, situation: Conditions) -> CachedPlan:
    found = tuple(plan(DUE, MADE, history, situation))
    return CachedPlan(DUE, MADE, history, len(history.facts), situation, found)


def test_the_same_question_has_the_same_answer() -> None:
    history = History()
    before = planned(history, READ)
    assert before.valid_plans(DUE, MADE, history, READ) == {o.interview: o for o in before.interview_plans}


def test_another_moment_is_another_question() -> None:
    history = History()
    assert planned(history, READ).valid_plans(DUE + timedelta(seconds=1), MADE, history, READ) == {}


def test_another_configuration_is_another_question() -> None:
    history = History()
    assert planned(history, READ).valid_plans(DUE, config(live=False), history, READ) == {}


def test_another_fact_is_another_question() -> None:
    history = History()
    before = planned(history, READ)
    history.add(steered("13 09:00", "pause"))
    assert before.valid_plans(DUE, MADE, history, READ) == {}


def test_a_halt_is_another_question() -> None:
    history, halted = History(), replace(READ, halt_reason="the file HOLD is there")
    assert planned(history, READ).valid_plans(DUE, MADE, history, halted) == {}


def test_everything_of_a_situation_but_its_receipt_is_compared() -> None:
    assert len(READ.all_but_receipt) == len(fields(Conditions)) - 1
    assert READ.all_but_receipt == UNREAD.all_but_receipt


def test_a_fresh_receipt_changes_what_is_due_and_nothing_else() -> None:
    thanked = History([taken("12 15:40", "thank-you", who) for who in ("ana-ruiz", "ben-brandt", "hal-hart")])
    for history, kept in ((History(), set()), (thanked, {"acme"})):
        before, after = planned(history, UNREAD), planned(history, READ)
        still = before.valid_plans(DUE, MADE, history, READ)
        assert set(still) == kept
        assert all(still[o.interview] == o for o in after.interview_plans if o.interview in still)
