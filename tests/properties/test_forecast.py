"""Over simulated lives, what the plan shows at a moment and what happens until the next event are the same."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from mail_writer import swapped
from simulation import run
from stories import tell
from world import World

from followupd.journal.facts import Settled, Taken, Touch
from followupd.planning import forecast, playback
from followupd.planning.group_forecast import Fate
from followupd.planning.moves import Verb
from followupd.planning.planner import plan
from followupd.planning.post import calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.config.interview import Interview
    from followupd.journal.history import History
    from followupd.planning.moves import Move

LIVES = 40
SLACK = timedelta(minutes=30)  # between the moment in the plan and the pass that acts on it
WORDS = {Verb.SEND: "taken", Verb.MISS: "missed", Verb.DROP: "cancelled"}


@dataclass
class Comparison:
    """What was foreseen and what happened, over many lives."""

    spans: int = 0
    ends: int = 0  # touches that were foreseen to end in a span, and did
    differences: list[str] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Add another comparison."""
        self.spans += other.spans
        self.ends += other.ends
        self.differences += other.differences


def _is_calm(world: World) -> bool:
    """Nothing fails, and the clock is right: what follows depends on the plan alone."""
    main, now = world.main, world.clock.true
    if main is None or world.second or world.failed or main.halt or world.traps or world.office.next:
        return False
    is_faulty = main.ledger.active_config.faults or main.ledger.active_config.halt_reason
    is_late = world.office.unreachable_until > now or world.store_fails_until > now
    is_resting = main.engine.guard.rest_ends or main.engine.guard.troubles or main.engine.next_scan_at
    return not (is_faulty or is_late or is_resting or world.clock.offset or not main.ledger.config.live)


def _list_ends(world: World, begin: int) -> dict[Touch, tuple[str, datetime]]:
    ends = {}
    for fact in world.main.ledger.history.facts[begin:] if world.main else ():
        match fact:
            case Taken(how="smtp" | "sheet"):
                ends[fact.touch] = ("taken", fact.at)
            case Settled():
                ends[fact.touch] = (fact.outcome, fact.at)
    return ends


def _is_at_closing_time(world: World, touch: Touch, at: datetime) -> bool:
    """A pass that comes some seconds later finds the window closed."""
    config = world.main.ledger.config if world.main else None
    interview = next((i for i in config.interviews if i.id == touch.interview), None) if config else None
    if config is None or interview is None:
        return False
    calendar = calendar_of(config, interview)
    return calendar.is_open(at) and not calendar.is_open(at + timedelta(minutes=1))


def _compare(seed: int, world: World, fates: dict[Touch, Fate], begin: int, start: datetime) -> Comparison:
    """Compare what was foreseen at the start with what has happened since."""
    ends, last = _list_ends(world, begin), world.clock.true - SLACK
    foreseen = {touch: (WORDS[fate.move.verb], fate.at) for touch, fate in fates.items()}
    result = Comparison(spans=1)
    for touch in foreseen.keys() | ends.keys():
        shown, seen = foreseen.get(touch), ends.get(touch)
        moments = [end[1] for end in (shown, seen) if end]
        if not any(start < at < last for at in moments):
            continue
        if shown and seen and shown[0] == seen[0] and abs(shown[1] - seen[1]) <= SLACK:
            result.ends += 1
        elif shown is None or not _is_at_closing_time(world, touch, shown[1]):
            result.differences.append(f"life {seed}, {start} to {world.clock.true}: {touch}: {shown}, {seen}")
    return result


@contextmanager
def watched(seed: int, result: Comparison) -> Iterator[None]:
    """Compare each stretch between two events of a life with the plan at its beginning."""
    pass_time = World._until

    def until(self: World, end: datetime) -> None:
        for _ in range(3):  # an event may wait for a point of a pass: the next one reads what it left
            self.boot()
            self.tick(self.main, look=True)
        fates, start, main = None, self.clock.true, self.main
        if main is not None and not self.stirred and _is_calm(self):
            engine = main.engine
            fates = forecast.find_fates(
                start, main.ledger.config, main.ledger.history, engine.read_conditions()
            )
            begin = len(main.ledger.history.facts)
        pass_time(self, end)
        if fates is not None and self.main is main and _is_calm(self):
            result.add(_compare(seed, self, fates, begin, start))

    with swapped((World, "_until", until)):
        yield


def live_until_different(lives: range) -> Comparison:
    """Live the lives and compare, until something differs."""
    result = Comparison()
    for seed in lives:
        with watched(seed, result):
            run(tell(seed))
        if result.differences:
            break
    return result


def test_what_is_shown_comes_true() -> None:
    result = live_until_different(range(LIVES))
    assert result.differences == []
    assert result.ends > LIVES


def _show_the_planners_moves(
    now: datetime, config: Any, history: History, conditions: Any
) -> dict[Touch, Fate]:
    """The moment that the planner alone names, without what comes in between."""
    moves = [m for p in plan(now, config, history, conditions) for m in p.moves]
    return {m.touch: Fate(m.due, replace(m, verb=Verb.SEND), None) for m in moves if m.verb is Verb.WAIT}


def _count_no_reminder(now: datetime, move: Move, interview: Interview) -> Taken:
    return replace(_MAKE_TAKEN(now, move, interview), reminder=False)


_MAKE_TAKEN = playback._make_taken
MUTANTS = {
    "show the moves of this moment": (forecast, "find_fates", _show_the_planners_moves),
    "miss nothing": (playback, "FINAL_VERBS", (Verb.DROP, Verb.SEND)),
    "count no reminder": (playback, "_make_taken", _count_no_reminder),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_forecast_is_seen(name: str) -> None:
    with swapped(MUTANTS[name]):
        assert live_until_different(range(2 * LIVES)).differences
