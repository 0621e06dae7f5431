"""A plan is kept until a fact, an edit or its own next moment may change it: it is always the one that would be made."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import ACME, by_hand, config, received, seen, steered, taken, thanked, utc
from hypothesis import given
from hypothesis import strategies as st
from simulation import run
from stories import tell

from followupd.config.interview import Interview
from followupd.config.model import Config
from followupd.engine.engine import Engine
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import Fact, Receipt, Rehearsed, Settled, Touch
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.moves import InterviewPlan
from followupd.planning.plan_cache import PlanCache
from followupd.planning.planner import plan, plan_interview

ZETA = ACME | {
    "id": "zeta",
    "company": "Zeta Ltd",
    "contacts": [{"name": "Zoe Zimmer", "email": "zoe@zeta.example"}],
}
MADE = config(ACME, ZETA)
DUE = utc("13 09:00")
UNREAD = Conditions(jitter_key=b"key")
READ = Conditions(jitter_key=b"key", receipt=Receipt(DUE, "", ()))


class Planner:
    """Asks one cache, and counts the plans that it makes."""

    def __init__(self, *facts: Fact, made: Config = MADE) -> None:
        self.cache, self.history, self.made = PlanCache(), History(facts), made

    def plans(self, conditions: Conditions = READ, at: str = "13 09:00") -> list[InterviewPlan]:
        return [
            self.cache.plan_interview(utc(at), self.made, self.history, conditions, i)
            for i in self.made.interviews
        ]

    def count(self, conditions: Conditions = READ, at: str = "13 09:00") -> int:
        """Ask again; return how many plans were made for it."""
        before = self.cache.made_count
        assert self.plans(conditions, at) == list(plan(utc(at), self.made, self.history, conditions))
        return self.cache.made_count - before


def test_a_fact_concerns_a_plan_also_after_the_records_of_many_edits_were_dropped() -> None:
    """With the records, the index forgot who had made plans of them, and the plans stayed as they were."""
    planner = Planner()
    planner.plans()
    for _ in range(200):
        edited = config(ACME, ZETA)
        planner.history.record_of(edited.interviews[0], edited)
    planner.history.add(received("13 08:59", "ana@acme.example"))
    assert planner.count() >= 1


def test_the_same_question_has_the_same_answer() -> None:
    planner = Planner()
    assert planner.count() == 2
    assert planner.count() == 0


def test_a_plan_is_good_until_its_next_moment() -> None:
    planner = Planner(*thanked())
    assert planner.count(UNREAD, "13 02:00") == 2
    assert planner.count(UNREAD, "13 02:01") == 0
    assert planner.count(UNREAD, "13 07:30") == 1  # the window of Zeta's thank-you has opened
    assert planner.count(UNREAD, "12 23:00") > 0  # a clock that was set back


def test_another_configuration_is_another_question() -> None:
    planner = Planner()
    planner.plans()
    planner.made = config(ACME, ZETA)
    assert planner.count() == 2


@pytest.mark.parametrize(
    ("fact", "count"),
    [
        (steered("13 09:00", "pause"), 1),
        (received("13 09:00", "someone@elsewhere.example"), 1),
        (received("13 09:00", "jobs@acme.example", interviews=("nobody",)), 1),
        (steered("13 09:00", "pause", interview="*"), 2),
        (Rehearsed(utc("13 09:00"), Touch("gone", "thank-you", "ana-ruiz")), 0),
    ],
    ids=["a command", "a mail", "a mail from the company", "a command for all", "another interview"],
)
def test_a_fact_touches_only_the_plans_that_it_concerns(fact: Fact, count: int) -> None:
    planner = Planner(
        *thanked(), taken("12 15:30", "thank-you", touch=Touch("zeta", "thank-you", "zoe-zimmer"))
    )
    planner.plans()
    planner.history.add(fact)
    assert planner.count() == count


def test_a_mail_that_goes_out_counts_for_the_cap_of_all() -> None:
    planner = Planner(made=config(ACME, ZETA, sending={"daily_cap": 1}))
    planner.plans()
    planner.history.add(taken("13 08:59", "thank-you", touch=Touch("gone", "thank-you", "ana-ruiz")))
    assert planner.count() == 2


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        (replace(READ, halt_reason="the file HOLD is there"), 2),
        (replace(READ, fault_by_interview={"acme": "x"}), 1),
        (replace(READ, fault_by_interview={"*": "x"}), 2),
        (replace(READ, failed_until={"zeta": utc("13 10:00")}), 1),
        (replace(READ, retry_times={Touch("acme", "thank-you", "ana-ruiz"): utc("13 10:00")}), 1),
        (replace(READ, watchlist_digest="other"), 2),
        (replace(READ, jitter_key=b"other"), 2),
        (UNREAD, 2),
        (replace(READ), 0),
    ],
    ids=[
        "halt",
        "a fault",
        "a fault in all",
        "a rest",
        "a retry",
        "watchlist",
        "jitter",
        "receipt",
        "nothing",
    ],
)
def test_a_condition_touches_only_the_plans_that_it_concerns(conditions: Conditions, count: int) -> None:
    planner = Planner()
    planner.plans()
    assert planner.count(conditions) == count


def test_a_fresh_receipt_changes_what_is_due_and_nothing_else() -> None:
    planner = Planner(*thanked())
    planner.plans(UNREAD)
    assert planner.count(READ) == 1


class AllAtOnce(Planner):
    """Asks one cache for all plans at once, and counts the interviews that are looked at for it."""

    def __init__(self, *facts: Fact) -> None:
        super().__init__(*facts)
        self.failing: str | None = None

    def plan_all(self, at: str, conditions: Conditions = READ) -> int:
        """Ask for all; return how many interviews were looked at."""
        asked: list[str] = []

        def guard(
            interview: Interview, plan_one: Callable[[Interview], InterviewPlan]
        ) -> InterviewPlan | None:
            asked.append(interview.id)
            return None if interview.id == self.failing else plan_one(interview)

        plans = self.cache.plan_all(utc(at), self.made, self.history, conditions, guard)
        anew = plan(utc(at), self.made, self.history, conditions)
        assert list(plans) == [p for p in anew if p.interview != self.failing]
        return len(asked)


def test_all_plans_are_the_last_ones_until_one_may_be_another() -> None:
    planner = AllAtOnce(*thanked())
    assert planner.plan_all("13 02:00", UNREAD) == 2
    assert planner.plan_all("13 02:01", UNREAD) == 0
    assert planner.plan_all("13 02:02", replace(UNREAD)) == 0
    assert planner.plan_all("13 07:30", UNREAD) == 2  # the window of Zeta's thank-you has opened
    assert planner.plan_all("12 23:00", UNREAD) == 2  # a clock that was set back
    planner.history.add(steered("13 09:00", "pause"))
    assert planner.plan_all("12 23:01", UNREAD) == 2
    assert planner.plan_all("12 23:02", READ) == 2


def test_all_plans_are_others_after_an_edit_of_which_one_interview_was_planned_before() -> None:
    planner = AllAtOnce()
    planner.plan_all("13 09:00")
    planner.made = config(ACME | {"at": "2026-11-11 14:00"}, ZETA)
    planner.plans()
    assert planner.plan_all("13 09:00") == 2


def test_all_plans_are_asked_for_again_while_one_fails() -> None:
    planner = AllAtOnce()
    planner.failing = "acme"
    assert planner.plan_all("13 09:00") == 2
    assert planner.plan_all("13 09:00") == 2


HAPPENINGS: tuple[Fact, ...] = (
    taken("12 15:40", "thank-you", "ana-ruiz"),
    taken("18 10:00", "call", reminder=True),
    taken("20 10:00", "letter", arrives=utc("24 10:00")),
    Settled(utc("20 18:00"), Touch("acme", "call", "ana-ruiz"), "missed", "", due=utc("11 09:00")),
    Settled(utc("26 18:00"), Touch("acme", "check-in", "ana-ruiz"), "missed", "", due=utc("25 09:00")),
    steered("16 10:00", "pause", "25 00:00"),
    steered("17 10:00", "pause", "21 00:00", interview="*"),
    steered("18 10:00", "resume", interview="*"),
    steered("19 10:00", "close"),
    received("20 10:00"),
    received("20 10:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, return_date=utc("30 00:00").date()),
    by_hand("21 10:00", "ana@acme.example"),
)
STEP = st.one_of(st.integers(-3 * 24 * 4, 9 * 24 * 4), st.sampled_from(HAPPENINGS))


@pytest.fixture(scope="module", autouse=True)
def _load_holidays() -> None:
    """The first plan loads the holidays of a country: that is no part of the time of an example."""
    plan_interview(utc("12 14:00"), MADE, History(), UNREAD, MADE.interviews[0])


@given(st.lists(STEP, min_size=2, max_size=14), st.booleans())
def test_a_plan_that_was_kept_is_the_one_that_would_be_made(steps: list[int | Fact], is_read: bool) -> None:
    cache, history, now = PlanCache(), History(), utc("12 14:00")
    for step in steps:
        if isinstance(step, int):
            now += timedelta(minutes=15 * step)
        else:
            history.add(step)
        conditions = seen(now) if is_read else UNREAD
        for interview in MADE.interviews:
            anew = plan_interview(now, MADE, History(history.facts), conditions, interview)
            assert cache.plan_interview(now, MADE, history, conditions, interview) == anew


@pytest.mark.parametrize("seed", range(500, 508))
def test_in_a_whole_life_each_plan_is_the_one_that_would_be_made(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_plans, differences, count = Engine.make_plans, list[str](), 0

    def compare(engine: Engine) -> Sequence[InterviewPlan]:
        nonlocal count
        plans, now, history = make_plans(engine), engine.clock.now(), History(engine.ledger.history.facts)
        anew = list(plan(now, engine.ledger.config, history, engine.read_conditions()))
        differences.extend(
            f"{now}: {p.interview}" for p, other in zip(plans, anew, strict=True) if p != other
        )
        count += 1
        return plans

    monkeypatch.setattr(Engine, "make_plans", compare)
    run(tell(seed))
    assert count
    assert not differences
