"""What a page or a command takes over from the last process is what it would find out itself, or it is not taken over."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import ACME, by_hand, config, received, steered, taken, thanked, utc
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation import run
from stories import tell

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine.conditions import forecast_now
from followupd.engine.engine import Engine
from followupd.engine.ledger import Ledger
from followupd.engine.overview.forecaster import Forecaster
from followupd.inbound.verdict import Action, Kind
from followupd.journal.command_facts import Undone
from followupd.journal.facts import Fact, Settled, Taken, Touch, Uncertain
from followupd.planning.moves import InterviewPlan


def other(name: str) -> dict[str, Any]:
    """An interview with another company."""
    return ACME | {
        "id": name, "company": f"{name.title()} AG", "at": "2026-11-13 10:00",
        "contacts": [{"name": "Zoe Zimmer", "email": f"zoe@{name}.example"}],
    }  # fmt: skip


NAMES = ("zeta", "eta", "theta")
MADE = config(ACME, *map(other, NAMES))
CAPPED = config(
    ACME, *map(other, NAMES), sending={"daily_cap": 2}
)  # so that one company's mails delay the others'
NOW = utc("12 16:00")


class Place:
    """Where the forecasts lie between two processes."""

    def __init__(self) -> None:
        self.stamp, self.data = "1", b""

    def read(self) -> bytes:
        return self.data

    def write(self, data: bytes) -> None:
        self.data = data


class Household:
    """One store and one place, at which one process looks after another."""

    def __init__(self, made: Config = MADE) -> None:
        self.store, self.place, self.made = SqliteStore(None), Place(), made
        ledger = self.open_ledger()
        for one in made.interviews:  # as the daemon does before it plans
            snapshot = ledger.record_of(one).new_snapshot
            assert snapshot
            self.store.append(replace(snapshot, at=one.start_time - timedelta(days=3)))

    def open_ledger(self) -> Ledger:
        """What a process reads when it begins; its configuration is another object than that of the last one."""
        active_config = ActiveConfig(Config.model_validate(self.made.model_dump()))
        return Ledger(self.store, lambda: active_config, {}, None)  # type: ignore[arg-type]

    def look(self, now: datetime = NOW) -> int:
        """Look in a new process; return how many groups of interviews it had to play."""
        ledger = self.open_ledger()
        forecaster = Forecaster(ledger, self.place)
        assert forecaster.plan_interviews(now) == forecast_now(ledger, now)
        return forecaster.forecasts.made_count

    def remember(self, *facts: Fact) -> None:
        for fact in facts:
            self.store.append(fact)


@pytest.fixture
def household() -> Household:
    home = Household()
    home.remember(*thanked())
    assert home.look() == len(MADE.interviews)
    return home


def test_the_next_process_plays_nothing(household: Household) -> None:
    assert household.look() == 0
    assert household.look(NOW + timedelta(minutes=5)) == 0


def test_after_a_fact_it_plays_what_the_fact_concerns(household: Household) -> None:
    household.remember(steered("12 16:01", "pause", interview="zeta"))
    assert household.look(NOW + timedelta(minutes=5)) == 1
    household.remember(received("12 16:06"))
    assert household.look(NOW + timedelta(minutes=10)) == 1


def test_a_fact_that_comes_later_concerns_what_was_taken_over(household: Household) -> None:
    ledger = household.open_ledger()
    forecaster = Forecaster(ledger, household.place)
    forecaster.plan_interviews(NOW)
    ledger.append(steered("12 16:01", "pause", interview="zeta"))
    now = NOW + timedelta(minutes=5)
    assert forecaster.plan_interviews(now) == forecast_now(ledger, now)
    assert forecaster.forecasts.made_count == 1


def test_it_plays_everything_after_an_edit(household: Household) -> None:
    zeta, *others = map(other, NAMES)
    household.made = config(ACME, zeta | {"position": "Gardener"}, *others)
    assert household.look() == len(MADE.interviews)
    assert household.look() == 0


def test_it_plays_everything_after_another_word_of_the_user_was_taken_back(household: Household) -> None:
    household.remember(steered("12 16:01", "pause", interview="zeta"))
    household.look()
    household.remember(Undone(utc("12 16:02"), "zeta", "pause", (len(household.store.read_facts()),)))
    assert household.look(NOW + timedelta(minutes=5)) == len(MADE.interviews)


@pytest.mark.parametrize("outcome", [Settled, Taken])
def test_a_mail_of_unknown_fate_is_found_to_be_sent_or_not(outcome: type, household: Household) -> None:
    touch = Touch("zeta", "thank-you", "zoe-zimmer")
    doubt = Uncertain(
        utc("13 15:00"), touch, "<m@x>", "zoe@zeta.example", "no answer", company="zeta ag", domains=("zeta.example",)
    )  # fmt: skip
    household.remember(doubt)
    household.look(utc("13 15:10"))
    household.remember(
        Settled(utc("13 15:20"), touch, "refused", "no such user", address="zoe@zeta.example")
        if outcome is Settled
        else taken("13 15:20", "thank-you", touch=touch)
    )
    household.look(utc("13 15:30"))


def _change_body(data: bytes) -> bytes:
    """Return the forecasts with another word in them: as if somebody had edited the file."""
    signature, _, body = data.partition(b"\n")
    values = json.loads(body)
    values[1] += 1
    return signature + b"\n" + json.dumps(values).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"\x00\xff\n" * 9,
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"zoe", b"joe"),
        _change_body,
    ],
    ids=["gone", "garbage", "half", "other-words", "edited"],
)
def test_what_is_spoilt_is_played_again(spoil: Callable[[bytes], bytes], household: Household) -> None:
    household.place.data = spoil(household.place.data)
    assert household.look() == len(MADE.interviews)
    assert household.look() == 0


def test_forecasts_of_another_store_are_not_taken_over(household: Household) -> None:
    stranger = Household()
    stranger.remember(*thanked())
    stranger.place = household.place
    assert stranger.look() == len(MADE.interviews)


def test_a_journal_that_was_put_back_takes_nothing_over_from_the_one_that_went_on(
    household: Household,
) -> None:
    """A backup has the same key, and may have as many facts by now, but not the same ones."""
    backup = SqliteStore(None)
    for entry in household.store.read_facts():
        backup.append(entry.fact)
    household.remember(steered("12 16:01", "pause", interview="zeta"))
    household.look()
    backup.key, household.store = household.store.key, backup
    household.remember(steered("12 16:02", "pause", interview="eta"))
    assert household.look() == len(MADE.interviews)


@pytest.mark.parametrize("moment", [NOW - timedelta(seconds=1), NOW + timedelta(days=1)])
def test_a_clock_set_back_and_forecasts_of_yesterday_are_played_again(
    moment: datetime, household: Household
) -> None:
    assert household.look(moment) == len(MADE.interviews)


def test_another_program_takes_nothing_over(household: Household) -> None:
    household.place.stamp = "2"
    assert household.look() == len(MADE.interviews)


def test_nothing_is_kept_before_the_daemon_has_seen_an_interview() -> None:
    home = Household(config(ACME))
    home.made = MADE
    home.look()
    assert home.place.data == b""


HAPPENINGS: tuple[Fact, ...] = (
    *thanked(),
    taken("18 10:00", "call", reminder=True),
    taken("12 15:40", "thank-you", touch=Touch("zeta", "thank-you", "zoe-zimmer")),
    Settled(utc("20 18:00"), Touch("acme", "call", "ana-ruiz"), "missed", "", due=utc("11 09:00")),
    steered("16 10:00", "pause", "25 00:00"),
    steered("17 10:00", "pause", "21 00:00", interview="*"),
    steered("18 10:00", "resume", interview="*"),
    steered("19 10:00", "close", interview="zeta"),
    received("20 10:00"),
    received("20 10:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, return_date=utc("30 00:00").date()),
    by_hand("21 10:00", "ana@acme.example"),
)
STEP = st.one_of(st.integers(0, 9 * 24 * 4), st.integers(0, 3), st.sampled_from(HAPPENINGS))


@pytest.fixture(scope="module", autouse=True)
def _load_holidays() -> None:
    """The first plan loads the holidays of a country: that is no part of the time of an example."""
    Household().look()


@settings(max_examples=20)  # each step plays everything twice
@given(st.lists(STEP, min_size=2, max_size=8))
def test_whatever_happens_between_two_processes_the_forecasts_are_right(steps: list[int | Fact]) -> None:
    home, now = Household(CAPPED), NOW
    for step in steps:
        if isinstance(step, int):
            now += timedelta(minutes=15 * step)
        else:
            home.remember(step)
        home.look(now)


def test_in_whole_lives_each_new_process_finds_what_it_would_play(monkeypatch: pytest.MonkeyPatch) -> None:
    make_plans, place = Engine.make_plans, Place()
    differences, played_count, group_count = list[datetime](), 0, 0

    def compare(engine: Engine) -> Sequence[InterviewPlan]:
        nonlocal played_count, group_count
        plans, ledger, now = make_plans(engine), engine.ledger, engine.clock.now()
        forecaster = Forecaster(ledger, place)
        if forecaster.plan_interviews(now) != forecast_now(ledger, now):
            differences.append(now)
        played_count += forecaster.forecasts.made_count
        group_count += forecaster.forecasts.group_count
        return plans

    monkeypatch.setattr(Engine, "make_plans", compare)
    for seed in range(640, 644):
        run(tell(seed))
    assert 0 < played_count < group_count  # much was taken over
    assert differences == []
