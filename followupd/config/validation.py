"""Faults that no single value has: cadences that the rules would never let go out, interviews that stand twice. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL, Anchor, Audience, Channel, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.config.cadence import Step
    from followupd.config.interview import Interview
    from followupd.config.model import Config

Fault = tuple[tuple[str | int, ...], str]  # path, sentence
WEEK = 7  # days
_WORKWEEK = 5  # business days: as long as a week, at least


def faults(config: Config) -> Iterator[Fault]:
    """Yield every fault that lies between values, with its path."""
    for name, steps in config.cadences.items():
        yield from cadence_faults(("cadences", name), steps)
    for n, interview in enumerate(config.interviews):
        yield from _interview(config, n, interview)
    for n, sentence in standing_twice(config):
        yield ("interviews", n, "at"), sentence


def standing_twice(config: Config) -> Iterator[tuple[int, str]]:
    """Yield each interview, by its place in the list, that stands in another file too, and what is wrong with that."""
    # Two files for one interview would thank everyone twice, and nothing here says which of them is the copy.
    for n, interview in enumerate(config.interviews):
        for other in config.interviews:
            if other.id != interview.id and _same(other, interview):
                yield n, f"{other.id} has the same people at the same time; keep one of the two"


def _interview(config: Config, n: int, interview: Interview) -> Iterator[Fault]:
    path = ("interviews", n)
    if isinstance(interview.cadence, list):
        yield from cadence_faults((*path, "cadence"), interview.cadence)
    elif interview.cadence not in {*config.cadences, "default"}:
        names = ", ".join(sorted({*config.cadences, "default"}))
        yield (*path, "cadence"), f"no cadence is called {interview.cadence!r}; there is {names}"
    for k, contact in enumerate(interview.contacts):
        if own := config.own_addresses.intersection(contact.addresses):
            yield (
                (*path, "contacts", k, "email"),
                f"{min(own)} is your own address; a contact is somebody else",
            )
    if any(other.id == interview.id for other in config.interviews[:n]):
        yield (*path, "id"), f"{interview.id!r} is another interview's id too; rename one"


def _same(one: Interview, other: Interview) -> bool:
    # Nobody sits in two at once: a file made anew with the time corrected, while the old one is still there.
    people = {a for c in one.contacts for a in c.addresses}
    together = one.starts < other.ends and other.starts < one.ends
    return together and any(a in people for c in other.contacts for a in c.addresses)


def cadence_faults(path: tuple[str | int, ...], steps: list[Step]) -> Iterator[Fault]:
    """Yield every fault that lies between the steps of one cadence, which stands at `path`."""
    if not steps:
        yield path, "has no steps; leave it out for the playbook"
    seen: set[str] = set()
    for n, step in enumerate(steps):
        if step.id == FAREWELL.id:
            yield (*path, n, "id"), f"{step.id!r} is the note after a refusal; name the step otherwise"
        if step.id in seen:
            yield (*path, n, "id"), f"two steps are called {step.id!r}; rename one"
        seen.add(step.id)
        if step.to is Audience.EVERYONE and step.channel is not Channel.EMAIL:
            yield (
                (*path, n, "channel"),
                "a step for everyone is a thank-you by email; write channel: email, or to: lead",
            )
    reminders = [(n, step) for n, step in enumerate(steps) if step.reminder]
    for (_, before), (n, after) in pairwise(reminders):
        yield from _pair((*path, n), before, after)


def _pair(path: tuple[str | int, ...], before: Step, after: Step) -> Iterator[Fault]:
    if before.channel is after.channel:
        free = next(c for c in Channel if c is not before.channel)
        rule = (
            f"{before.id!r} is by {before.channel} too, and two reminders in a row never use the same channel"
        )
        yield (*path, "channel"), f"{rule}; for example channel: {free}"
    gap = _days(before, after)
    if gap is not None and gap < WEEK:
        rule = f"only {gap} days after {before.id!r}, and there is one reminder a week"
        yield (*path, "when"), f"{rule}; for example when: 7 days after previous"


def _days(before: Step, after: Step) -> int | None:
    """Return how many days lie between two reminders, where the configuration alone tells."""
    span = after.when.span
    if after.when.anchor is Anchor.PREVIOUS:
        if span.unit is Unit.BUSINESS_DAYS:
            return WEEK if span.count >= _WORKWEEK else span.count
        return span.count if span.unit is Unit.DAYS else span.count // 24
    first = before.when.span
    if before.when.anchor is Anchor.INTERVIEW and first.unit is span.unit is Unit.DAYS:
        return span.count - first.count
    return None
