"""Runs stories: one, or as many as the time allows; shrinks a failing one to the events that matter."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from time import process_time
from typing import TYPE_CHECKING

import story_printer
from mail_writer import CARDS, long_form, short_form
from stories import tell
from world import Bugs, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from events import Event
    from stories import Story


@dataclass(slots=True)
class Tally:
    """The results of a run."""

    stories: int = 0
    days: float = 0.0
    passes: int = 0
    deliveries: int = 0
    seconds: float = 0.0
    broken: list[tuple[Story, list[str]]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Cadence-days per second of one core."""
        return self.days / self.seconds if self.seconds else 0.0

    def add(self, other: Tally) -> None:
        """Add the results of another core."""
        for name in ("stories", "days", "passes", "deliveries", "seconds", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def run(story: Story) -> World:
    """Run one story; broken rules are in `oracle.broken`."""
    log = logging.getLogger("followupd")
    before, bugs = (log.level, log.propagate), Bugs()
    log.setLevel(logging.ERROR)
    log.propagate = False
    log.addHandler(bugs)
    CARDS.clear()
    try:
        with long_form() if story.setup.thorough else short_form():
            world = World(story)
            world.live()
    finally:
        log.removeHandler(bugs)
        log.setLevel(before[0])
        log.propagate = before[1]
    world.oracle.broken += [f"bug: {found}" for found in bugs.found]
    return world


def run_many(
    seeds: Iterable[int], *, days: float = float("inf"), seconds: float = float("inf"), stop_at: int = 1
) -> Tally:
    """Run the stories of the seeds until one limit is reached."""
    tally, began = Tally(), process_time()
    for seed in seeds:
        world = run(tell(seed))
        tally.stories += 1
        tally.days += world.days
        tally.passes += world.passes
        tally.deliveries += len(world.office.deliveries)
        tally.seconds = process_time() - began
        if world.oracle.broken:
            tally.broken.append((world.story, world.oracle.broken))
        if tally.days >= days or tally.seconds >= seconds or len(tally.broken) >= stop_at:
            break
    return tally


def report(story: Story, broken: list[str]) -> str:
    """Return the broken rules, and a text of the shortest story that breaks them."""
    shorter = shortest(story, broken)
    return "\n".join([*run(shorter).oracle.broken, story_printer.tell(shorter)])


def shortest(story: Story, broken: list[str]) -> Story:
    """Return the shortest story that breaks the same rule."""
    rule = broken[0].partition(":")[0]
    return shrink(story, lambda told: any(b.startswith(rule) for b in run(told).oracle.broken))


def shrink(story: Story, fails: Callable[[Story], bool]) -> Story:
    """Remove everything that the failure does not need: halves, quarters, single events, then rounds of the setup."""
    events, size = list(story.events), max(len(story.events) // 2, 1)
    while events and size:
        kept = _without_chunks(story, events, size, fails)
        size = size // 2 if len(kept) == len(events) else min(size, max(len(kept) // 2, 1))
        events = kept
    return _without_rounds(replace(story, events=tuple(events)), fails)


def _without_rounds(story: Story, fails: Callable[[Story], bool]) -> Story:
    for number, data in enumerate(story.setup.rounds):
        absent = {**data, "present": False}
        rounds = (*story.setup.rounds[:number], absent, *story.setup.rounds[number + 1 :])
        fewer = replace(story, setup=replace(story.setup, rounds=rounds))
        story = fewer if data["present"] and fails(fewer) else story
    return story


def _without_chunks(
    story: Story, events: list[Event], size: int, fails: Callable[[Story], bool]
) -> list[Event]:
    start = 0
    while start < len(events):
        fewer = events[:start] + events[start + size :]
        if fails(replace(story, events=tuple(fewer))):
            events = fewer
        else:
            start += size
    return events
