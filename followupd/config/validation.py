"""Finds errors between values: cadences that break the rules, and duplicate interviews. Pure."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, NO_SHOW_STEP, Anchor, Audience, Channel, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.config.cadence import Step
    from followupd.config.interview import Interview
    from followupd.config.model import Config

LocatedFault = tuple[tuple[str | int, ...], str]  # path, sentence
WEEK_DAYS = 7  # days
_WEEK_BUSINESS_DAYS = 5  # at least as long as a week


def find_faults(config: Config) -> Iterator[LocatedFault]:
    """Yield every fault between values, with its path."""
    for name, steps in config.cadences.items():
        yield from cadence_faults(("cadences", name), steps)
    taken_ids: set[str] = set()
    for n, interview in enumerate(config.interviews):
        yield from _interview_faults(config, n, interview)
        if interview.id in taken_ids:
            yield ("interviews", n, "id"), f"{interview.id!r} is another interview's id too; rename one"
        taken_ids.add(interview.id)
    for n, sentence in find_duplicates(config):
        yield ("interviews", n, "at"), sentence


def find_duplicates(config: Config) -> Iterator[tuple[int, str]]:
    """Yield each interview that is in a second file as well: its place in the list, and a sentence."""
    # Two files for one interview would thank everyone twice, and it is not known which of them is the copy.
    places_by_address: dict[str, list[int]] = defaultdict(list)
    for n, interview in enumerate(config.interviews):
        for address in _addresses_of(interview):
            places_by_address[address].append(n)
    for n, interview in enumerate(config.interviews):
        shared_places = [places_by_address[address] for address in _addresses_of(interview)]
        others = [config.interviews[place] for place in sorted(set().union(*shared_places))]
        for other in others:
            if other.id != interview.id and _is_at_same_time(other, interview):
                yield n, f"{other.id} has the same people at the same time; keep one of the two"


def _interview_faults(config: Config, n: int, interview: Interview) -> Iterator[LocatedFault]:
    path = ("interviews", n)
    if isinstance(interview.cadence, list):
        yield from cadence_faults((*path, "cadence"), interview.cadence)
    elif interview.cadence not in {*config.cadences, "default"}:
        names = ", ".join(sorted({*config.cadences, "default"}))
        yield (*path, "cadence"), f"no cadence is called {interview.cadence!r}; there is {names}"
    agents = interview.via.contacts if interview.via else []
    for place, contact in (
        *((("contacts", k), contact) for k, contact in enumerate(interview.people_without_agency)),
        *((("via", "contacts", k), contact) for k, contact in enumerate(agents)),
    ):
        if own_addresses := config.own_addresses.intersection(contact.addresses):
            yield (
                (*path, *place, "email"),
                f"{min(own_addresses)} is your own address; a contact is somebody else",
            )


def _addresses_of(interview: Interview) -> set[str]:
    return {address for contact in interview.contacts for address in contact.addresses}


def _is_at_same_time(first_interview: Interview, second_interview: Interview) -> bool:
    # Nobody is in two interviews at the same time. So the user wrote a new file with another time, and left the old
    # one.
    return (
        first_interview.start_time < second_interview.end_time
        and second_interview.start_time < first_interview.end_time
    )


_EXTRA_MEANINGS = {
    FAREWELL_STEP.id: "the note after a refusal",
    NO_SHOW_STEP.id: "the mail after a call that they did not make",
}


def cadence_faults(path: tuple[str | int, ...], steps: list[Step]) -> Iterator[LocatedFault]:
    """Yield the faults between the steps of one cadence; `path` is its place in the configuration."""
    if not steps:
        yield path, "has no steps; leave it out for the playbook"
    step_ids: set[str] = set()
    for n, step in enumerate(steps):
        if step.id in _EXTRA_MEANINGS:
            yield (*path, n, "id"), f"{step.id!r} is {_EXTRA_MEANINGS[step.id]}; name the step otherwise"
        if step.id in step_ids:
            yield (*path, n, "id"), f"two steps are called {step.id!r}; rename one"
        step_ids.add(step.id)
        if step.channel is not Channel.EMAIL:
            yield from _channel_faults((*path, n), step)
    reminders = [(n, step) for n, step in enumerate(steps) if step.is_reminder]
    for (_, first_step), (n, second_step) in pairwise(reminders):
        yield from _pair_faults((*path, n), first_step, second_step)


def _channel_faults(path: tuple[str | int, ...], step: Step) -> Iterator[LocatedFault]:
    """Yield the faults of settings that a call or a letter cannot have."""
    if step.to is Audience.EVERYONE:
        yield (
            (*path, "channel"),
            "a step for everyone is a thank-you by email; write channel: email, or to: lead",
        )
    if step.attachments:
        yield (
            (*path, "attachments"),
            f"files go along with mails only, and {step.id!r} is by {step.channel}",
        )


def _pair_faults(path: tuple[str | int, ...], first_step: Step, second_step: Step) -> Iterator[LocatedFault]:
    if first_step.channel is second_step.channel:
        other_channel = next(c for c in Channel if c is not first_step.channel)
        rule = f"{first_step.id!r} is by {first_step.channel} too, and two reminders in a row never use the same channel"
        yield (*path, "channel"), f"{rule}; for example channel: {other_channel}"
    gap = _days_between(first_step, second_step)
    if gap is not None and gap < WEEK_DAYS:
        rule = f"only {gap} days after {first_step.id!r}, and there is one reminder a week"
        yield (*path, "when"), f"{rule}; for example when: 7 days after previous"


def _days_between(first_step: Step, second_step: Step) -> int | None:
    """Return how many days are between two reminders, if the configuration alone shows it; else None."""
    span = second_step.when.span
    if second_step.when.anchor is Anchor.PREVIOUS:
        if span.unit is Unit.BUSINESS_DAYS:
            return WEEK_DAYS if span.count >= _WEEK_BUSINESS_DAYS else span.count
        return span.count if span.unit is Unit.DAYS else span.count // 24
    first_span = first_step.when.span
    if first_step.when.anchor is Anchor.INTERVIEW and first_span.unit is span.unit is Unit.DAYS:
        return span.count - first_span.count
    return None
