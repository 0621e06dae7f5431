"""Days on which the candidate is away: nothing leaves, nothing is asked for, and what was due comes after in turn."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from builders import ACME, BASE, config, look, move, seen, steered, taken, thanked, utc

from followupd.config.model import Config
from followupd.journal.history import History
from followupd.planning.context import Rule
from followupd.planning.forecast import foresee
from followupd.planning.manual_steps import due_prompts, list_open_steps
from followupd.planning.moves import Verb
from followupd.planning.planner import gate, plan
from followupd.planning.playback import Playback


def away(*days: str, interviews: tuple[dict[str, Any], ...] = (), **changes: Any) -> Config:
    candidate = {"candidate": BASE["candidate"] | {"away": list(days)}}
    return config(*interviews, **(candidate | changes))


def test_a_call_in_the_period_comes_after_it_and_the_plan_says_why() -> None:
    call = move(look("12 14:30", made=away("2026-11-16..2026-11-20")), "call")
    assert (call.verb, call.rule) == (Verb.WAIT, Rule.AWAY)
    assert call.why == "you are away from 16 November to 20 November"
    assert utc("23 07:00") < call.due < utc("24 17:00")
    assert call.latest > call.due


def test_one_day_is_said_as_one_day() -> None:
    call = move(look("12 14:30", made=away("2026-11-17")), "call")
    assert call.why == "you are away on 17 November"
    assert call.due.date() == utc("18 00:00").date()


def test_the_gate_lets_nothing_out_in_the_period() -> None:
    made, history = away("2026-11-12..2026-11-13"), History()
    touch = move(look("12 15:40", history, made), "thank-you").touch
    hold = gate(utc("13 12:00"), made, history, seen(utc("13 12:00")), touch)
    assert hold
    assert hold.rule is Rule.AWAY


def test_a_thank_you_is_moved_by_a_week_at_most() -> None:
    near = move(look("12 14:30", made=away("2026-11-12..2026-11-16")), "thank-you")
    assert (near.verb, near.rule, near.due.date()) == (Verb.WAIT, Rule.AWAY, utc("17 00:00").date())
    made = away("2026-11-12..2026-11-27")
    plans = [look("12 15:40", made=made)]
    (seen_plan,) = foresee(utc("12 15:40"), made, History(), seen(utc("12 15:40")), plans)
    late = move(seen_plan, "thank-you")
    assert late.verb is Verb.MISS
    assert late.why == "you are away from 12 November to 27 November; by the end of that it is too late"


def test_two_thank_yous_keep_their_distance() -> None:
    found = look("12 14:30", made=away("2026-11-12..2026-11-13"))
    dues = sorted(m.due for m in found.moves if m.touch.step == "thank-you")
    assert all(b - a >= timedelta(minutes=10) for a, b in pairwise(dues))


def test_a_letter_is_not_posted_in_the_period() -> None:
    history = History(
        [*thanked(), taken("17 10:00", "call", reminder=True, how="sheet"), taken("24 10:00", "check-in")]
    )
    plain = move(look("25 08:00", history), "letter")
    assert plain.postal_dates
    made = away(f"{plain.postal_dates.post_by}")
    moved = move(look("25 08:00", history, made), "letter")
    assert moved.postal_dates
    assert moved.postal_dates.post_by > plain.postal_dates.post_by
    assert moved.due > utc(f"{plain.postal_dates.post_by} 20:00")


def test_many_due_touches_are_spread() -> None:
    """Twelve interviews whose calls fall into Christmas do not ring on one morning."""
    interviews = tuple(
        ACME
        | {
            "id": f"firm{n}", "company": f"Firm{n} GmbH", "at": f"2026-12-{14 + n % 5} 14:00",
            "contacts": [{"name": f"Ana Nr{n}", "email": f"ana@firm{n}.example"}],
        }
        for n in range(12)
    )  # fmt: skip
    made = away("2026-12-19..2027-01-01", interviews=interviews)
    now = utc("2026-12-19 12:00")
    calls = [m for p in plan(now, made, History(), seen(now)) for m in p.moves if m.touch.step == "call"]
    per_day = Counter(m.due.date() for m in calls)
    assert min(per_day) == utc("2027-01-04 00:00").date()
    assert len(per_day) == 3
    assert max(per_day.values()) <= 6


def test_the_weeks_between_reminders_stay_whole() -> None:
    made = away("2026-11-16..2026-11-27", "2026-12-07..2026-12-09")
    playback, reminders = Playback(utc("12 14:30"), made, History(), seen(utc("12 14:30"))), []
    while True:
        reminders += [
            m.reaches_company_at for _, m in playback.act() if m.is_reminder and m.verb is Verb.SEND
        ]
        if not playback.advance_to(playback.next_time()):
            break
    assert len(reminders) == 4
    assert all(b - a >= timedelta(days=7) for a, b in pairwise(reminders))


def test_nothing_is_asked_for_in_the_period_and_the_sheet_comes_again_after_it() -> None:
    made = away("2026-11-18..2026-11-20")
    history = History([*thanked(), taken("17 08:00", "call", reminder=True, how="sheet")])
    for moment in ("18 09:00", "20 16:00"):
        assert not list(due_prompts(utc(moment), made, history))
        assert not list(list_open_steps(utc(moment), made, history))
    (prompt,) = due_prompts(utc("23 09:00"), made, history)
    assert prompt.prompt == "again"
    assert [open_step[1] for open_step in list_open_steps(utc("24 09:00"), made, history)] == ["Ana Ruiz"]


def test_what_was_due_before_and_waits_is_not_too_late_after_the_period() -> None:
    approve = {"sending": {"approve": "all"}}
    made = away("2026-11-25..2026-12-11", **approve)
    history = History([*thanked(), taken("17 10:00", "call", reminder=True)])
    waiting = move(look("24 12:00", history, made), "check-in")
    assert (waiting.rule, waiting.latest.date()) == (Rule.APPROVAL, utc("2026-12-17 00:00").date())


@pytest.mark.parametrize("moment", ["12 23:30", "13 22:59"])
def test_days_are_those_of_the_candidate(moment: str) -> None:
    """In New York it is still the day before: what counts is the candidate's day."""
    made = away("2026-11-13")
    history = History([*thanked()])
    assert not list(due_prompts(utc(moment), made, history))
    assert move(look(moment, history, made), "call").rule is not Rule.AWAY


def test_a_pause_by_hand_and_days_away_both_count() -> None:
    made = away("2026-11-30..2026-12-04")
    history = History([*thanked(), steered("13 09:00", "pause", "30 09:00")])
    call = move(look("30 12:00", history, made), "call")
    assert (call.rule, call.verb) == (Rule.AWAY, Verb.WAIT)
    assert call.due >= utc("2026-12-07 07:00")


@pytest.mark.parametrize("day", range(16, 28))
def test_a_period_may_end_in_the_middle_of_their_day(day: int) -> None:
    """Midnight of the candidate is in their hours; what was due before it on that day would be in the period again."""
    names = [f"acme-{number}" for number in range(6)]  # each draws another day after the period
    there = ACME | {"zone": "Australia/Sydney", "country": "AU-NSW", "at": "2026-11-12 08:00"}
    made = config(
        *(there | {"id": name, "company": f"Company {name}"} for name in names),
        # These hours never meet Sydney's, so Sydney's count.
        candidate=BASE["candidate"] | {"hours": "09:00-20:00", "away": [f"2026-11-{day}"]},
    )
    (period,) = made.candidate.away_periods
    now = utc("13 12:00")
    for one_plan in plan(now, made, History(), seen(now)):
        due_times = [one.due for one in one_plan.moves if one.is_reminder]
        assert due_times
        assert not [due for due in due_times if period.start <= due < period.end]
