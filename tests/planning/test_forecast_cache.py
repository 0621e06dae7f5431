"""A forecast is kept until something touches it: it is always the one that would be made, and that of all at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders import ACME, by_hand, config, received, seen, steered, taken, thanked, utc
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation import run
from stories import tell
from whole_playback import ends_of, play_whole

from followupd.config.cadence import Channel
from followupd.config.model import Config
from followupd.engine.engine import Engine
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import Fact, Settled, Taken, Touch
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.forecast_cache import ForecastCache
from followupd.planning.moves import InterviewPlan
from followupd.planning.planner import plan_interview


def other(name: str, at: str = "2026-11-13 10:00", **changes: Any) -> dict[str, Any]:
    """An interview with another company."""
    return ACME | {
        "id": name, "company": f"{name.title()} AG", "at": at,
        "contacts": [{"name": "Zoe Zimmer", "email": f"zoe@{name}.example"}],
    } | changes  # fmt: skip


MADE = config(ACME, other("zeta"), other("acme-lead", company="Acme GmbH"), sending={"daily_cap": 2})


class Forecaster:
    """Asks one cache, compares its answer, and counts the groups that are played."""

    def __init__(self, *facts: Fact, made: Config = MADE) -> None:
        self.cache, self.history, self.made = ForecastCache(), History(facts), made
        for interview in made.interviews:  # as the daemon does before it plans
            if snapshot := self.history.record_of(interview, made).new_snapshot:
                self.history.add(replace(snapshot, at=interview.start_time - timedelta(days=3)))

    def count(self, at: str, conditions: Conditions | None = None) -> int:
        """Ask; return how many groups were played for it."""
        now, before = utc(at), self.cache.made_count
        conditions = conditions or seen(now)
        fates = self.cache.find_fates(now, self.made, self.history, conditions)
        assert fates == ForecastCache().find_fates(now, self.made, History(self.history.facts), conditions)
        assert ends_of(fates) == play_whole(now, self.made, self.history, conditions)
        return self.cache.made_count - before


def test_interviews_with_one_company_are_played_together_and_others_apart() -> None:
    assert Forecaster().count("12 02:00") == 2
    assert Forecaster(made=config(ACME)).count("12 02:00") == 1


def test_a_forecast_is_good_until_its_next_moment() -> None:
    forecaster = Forecaster(*thanked())
    assert forecaster.count("12 16:00") == 2
    assert forecaster.count("12 16:01") == 0
    assert forecaster.count("13 07:45") == 0
    assert forecaster.count("13 20:00") == 2  # Zeta's thank-you and that of Acme's second round are due
    assert forecaster.count("12 16:00") == 2  # a clock that was set back


@pytest.mark.parametrize(
    ("fact", "count"),
    [
        (steered("12 16:30", "pause"), 1),
        (steered("12 16:30", "pause", interview="zeta"), 1),
        (steered("12 16:30", "pause", interview="*"), 2),
        (received("12 16:30", "someone@elsewhere.example", Action.NONE, interviews=("gone",)), 0),
        (by_hand("12 16:30", "ben@acme.example"), 1),
        (Settled(utc("12 16:30"), Touch("zeta", "call", "zoe-zimmer"), "skipped", ""), 1),
    ],
    ids=["a command", "another's", "a command for all", "a strange mail", "an own mail", "a skip"],
)
def test_a_fact_touches_only_the_forecasts_that_it_concerns(fact: Fact, count: int) -> None:
    forecaster = Forecaster(*thanked())
    forecaster.count("12 16:00")
    forecaster.history.add(fact)
    assert forecaster.count("12 16:31") == count
    assert forecaster.count("12 16:32") == 0


def test_edits_leave_no_more_readers_of_facts() -> None:
    """Each forecast after an edit was a reader of its own, and stayed one."""
    cache, history, made = ForecastCache(), History(), MADE
    counts = []
    for _ in range(4):
        made = made.model_copy()
        cache.find_fates(utc("12 02:00"), made, history, seen(utc("12 02:00")))
        counts.append(history.index.count_readers())
    assert cache.made_count == 4 * len(("acme", "zeta"))
    assert counts == counts[:1] * 4


def test_an_edit_is_another_question() -> None:
    forecaster = Forecaster(*thanked())
    forecaster.count("12 16:00")
    forecaster.made = config(ACME, other("zeta"))
    assert forecaster.count("12 16:00") == 2


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"halt_reason": "the file HOLD is there"}, 2),
        ({"fault_by_interview": {"zeta": "x"}}, 1),
        ({"fault_by_interview": {"*": "x"}}, 2),
        ({"failed_until": {"acme": utc("13 10:00")}}, 1),
        ({"retry_times": {Touch("acme-lead", "call", "zoe-zimmer"): utc("20 10:00")}}, 1),
        ({}, 0),
    ],
    ids=["halt", "a fault", "a fault in all", "a rest", "a retry", "nothing"],
)
def test_a_condition_touches_only_the_forecasts_that_it_concerns(changes: dict[str, Any], count: int) -> None:
    forecaster = Forecaster(*thanked())
    forecaster.count("12 16:00")
    assert forecaster.count("12 16:01", seen(utc("12 16:01"), **changes)) == count


def test_an_interview_that_is_not_written_down_begins_at_each_look() -> None:
    forecaster = Forecaster(*thanked())
    forecaster.history = History(thanked())
    assert forecaster.count("12 16:00") == 2
    assert forecaster.count("12 16:01") == 2


def test_what_is_due_and_was_not_taken_yet_is_due_at_each_look() -> None:
    forecaster = Forecaster()
    assert forecaster.count("12 15:59") == 2
    assert forecaster.count("12 16:00") == 1  # Zeta's interview is tomorrow
    assert forecaster.count("12 16:00") == 0


def test_a_mail_of_another_company_counts_where_the_cap_is_reached() -> None:
    made = config(*(other(name) for name in ("beta", "gamma", "zeta")), sending={"daily_cap": 2})
    forecaster = Forecaster(made=made)
    assert forecaster.count("13 02:00") == 3
    question = utc("13 02:00"), made, forecaster.history, seen(utc("13 02:00"))
    fates = forecaster.cache.find_fates(*question)
    days = {touch: fate.at.day for touch, fate in fates.items() if touch.step == "thank-you"}
    assert sorted(days.values()) == [13, 13, 16]  # the third one waits over the weekend
    first_touch = min(days, key=lambda touch: fates[touch].at)
    forecaster.history.add(Settled(utc("13 02:30"), first_touch, "skipped", ""))
    assert forecaster.count("13 02:31") >= 2  # the one that waited is free, too


def test_a_mail_of_the_journal_counts_as_well() -> None:
    made = config(other("beta"), other("zeta"), sending={"daily_cap": 1})
    forecaster = Forecaster(made=made)
    forecaster.count("13 02:00")
    forecaster.history.add(
        Taken(utc("13 02:30"), Touch("gone", "thank-you", "x"), Channel.EMAIL, False, "gone", (), "x@gone.example", "X", "smtp")
    )  # fmt: skip
    assert forecaster.count("13 02:31") > 0


HAPPENINGS: tuple[Fact, ...] = (
    *thanked(),
    taken("18 10:00", "call", reminder=True),
    taken("20 10:00", "letter", arrives=utc("24 10:00")),
    taken("12 15:40", "thank-you", touch=Touch("zeta", "thank-you", "zoe-zimmer")),
    taken("13 15:40", "thank-you", touch=Touch("acme-lead", "thank-you", "zoe-zimmer")),
    Settled(utc("20 18:00"), Touch("acme", "call", "ana-ruiz"), "missed", "", due=utc("11 09:00")),
    Settled(utc("26 18:00"), Touch("zeta", "check-in", "zoe-zimmer"), "missed", "", due=utc("25 09:00")),
    steered("16 10:00", "pause", "25 00:00"),
    steered("17 10:00", "pause", "21 00:00", interview="*"),
    steered("18 10:00", "resume", interview="*"),
    steered("19 10:00", "close", interview="acme-lead"),
    received("20 10:00"),
    received("20 10:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, return_date=utc("30 00:00").date()),
    by_hand("21 10:00", "ana@acme.example"),
)
STEP = st.one_of(st.integers(-2 * 24 * 4, 9 * 24 * 4), st.integers(0, 3), st.sampled_from(HAPPENINGS))


@pytest.fixture(scope="module", autouse=True)
def _load_holidays() -> None:
    """The first plan loads the holidays of a country: that is no part of the time of an example."""
    plan_interview(utc("12 14:00"), MADE, History(), Conditions(), MADE.interviews[0])


@settings(max_examples=20)  # each step plays everything three times
@given(st.lists(STEP, min_size=2, max_size=8))
def test_a_forecast_that_was_kept_is_the_one_that_would_be_made(steps: list[int | Fact]) -> None:
    forecaster, now = Forecaster(), utc("12 14:00")
    for step in steps:
        if isinstance(step, int):
            now += timedelta(minutes=15 * step)
        else:
            forecaster.history.add(step)
        forecaster.count(f"{now:%Y-%m-%d %H:%M}")


@pytest.mark.parametrize("seed", range(540, 546))
def test_in_a_whole_life_each_forecast_is_the_one_that_would_be_made(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_plans = Engine.make_plans
    caches: dict[int, tuple[ForecastCache, Engine]] = {}
    differences, counts = list[str](), [0, 0]

    def compare(engine: Engine) -> Sequence[InterviewPlan]:
        plans, now, history = make_plans(engine), engine.clock.now(), engine.ledger.history
        question = engine.ledger.config, history, engine.read_conditions()
        cache, _ = caches.setdefault(id(engine), (ForecastCache(), engine))
        fates = cache.find_fates(now, *question)
        if fates != ForecastCache().find_fates(now, *question):
            differences.append(f"{now}: not what would be made")
        counts[0] += 1
        if counts[0] % 5 == 0 and ends_of(fates) != play_whole(now, *question):
            differences.append(f"{now}: not what all at once would be")
        return plans

    monkeypatch.setattr(Engine, "make_plans", compare)
    run(tell(seed))
    made_count = sum(cache.made_count for cache, _ in caches.values())
    assert not differences
    assert 0 < made_count < counts[0]
