"""When a touch is too late, or too early: by the oracle's own almanac and its own books."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import away_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle import Oracle
    from oracle_calendar import Almanac
    from oracle_journal import Label
    from rounds import Brief, Round
    from world import World

JITTER = timedelta(minutes=26)
WEEK = timedelta(days=7)
TRANSIT = (
    30  # days; no letter takes longer: of one that the candidate logs as posted, the oracle knows no more
)


def home(world: World) -> ZoneInfo:
    return _zone(world.story.setup.home[0])


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def stale(oracle: Oracle, label: Label, data: bytes) -> str:
    """Say why a touch is too late at this moment; empty if it is not."""
    world, one, step = oracle.world, label.one, label.step
    almanac, wall = world.files.almanac(one), world.clock.now()
    due = almanac.next_open(almanac.begins(_anchor(oracle, one, step), step.count, step.unit))
    due = max([due, *(at for at in _late_entries(label, almanac, due) if at <= wall)])
    due = max(
        [due, *(almanac.next_open(at) for at in oracle.returns.openings.get(label.touch, ()) if at <= wall)]
    )
    moved_starts = [at for at in away_events.moved_starts(world, almanac) if at > due]
    if step.everyone:  # by a week at most, and somewhere in a working day after it
        due = max([due, *(at for at in moved_starts if at <= due + WEEK + timedelta(days=1))])
    if not step.everyone:
        # A letter leaves before the day to which it was moved, and is there on it or later.
        until = oracle.arrival(one, data) if step.channel == "post" else wall
        due = max(
            [
                due,
                *(almanac.next_open(at) for at in _shifts(oracle, label, almanac) if at <= until),
                *moved_starts,
            ]
        )
    latest = almanac.ends(due, *step.latest) + (JITTER if step.latest[1].startswith("hour") else timedelta(0))
    # A jitter is cut to the window, so it moves no touch to another day.
    return (
        f"its latest moment was {latest.astimezone(almanac.zone):%a %Y-%m-%d %H:%M %Z}"
        if wall > latest
        else ""
    )


def _late_entries(label: Label, almanac: Almanac, due: datetime) -> Iterator[datetime]:
    """Yield when a step falls due where its file, or the person in it, came late: thank-yous within a week, else the first reminder by mail."""
    one, step = label.one, label.step
    first_mail = next(
        (s for s in one.steps() if s.channel == "email" and not s.everyone and s.id != "last-note"), None
    )
    for seen in (*one.first_seen, *one.people_seen.get(label.person, ())):
        if seen <= almanac.ends(one.ends, 1, "business day"):
            continue
        if step.everyone and seen <= one.ends + WEEK:
            yield almanac.next_open(almanac.begins(seen, step.count, step.unit))
        if first_mail and step.id == first_mail.id and seen > almanac.ends(due, *step.latest):
            yield almanac.next_open(almanac.begins(seen, 1, "business day"))


def _anchor(oracle: Oracle, one: Round, step: Brief) -> datetime:
    """Return what a step counts from: the interview, or when the step before it was over and done with."""
    if not step.previous:
        return one.ends
    before = None
    for other in one.steps():
        if other.id == step.id:
            break
        before = other if not other.everyone else before
    if before is None:
        return one.ends
    moments = [
        r.at + (r.wall - r.at) for r in oracle.reached if r.touch and r.touch[:2] == (one.position, before.id)
    ]
    moments += oracle.settled.get((one.number, before.id), [])
    almanac = oracle.world.files.almanac(one)
    # A step that was opened again began then, also if it was missed once more.
    for touch, openings in oracle.returns.openings.items() if moments else ():
        if touch[:2] == (one.position, before.id):
            moments += map(almanac.next_open, openings)
    # What was settled before the cadence was edited counts from where it stands now.
    nominal = almanac.next_open(almanac.begins(_anchor(oracle, one, before), before.count, before.unit))
    return max([nominal, *moments]) if moments else one.ends


def _shifts(oracle: Oracle, label: Label, almanac: Almanac) -> Iterator[datetime]:
    """Yield the moments to which something may rightly have moved a reminder."""
    one = label.one
    for reached in oracle.to_company(one):
        yield from (reached.wall + WEEK, reached.at + WEEK)
        if (
            reached.channel == "post" and reached.logged
        ):  # it is there some days later, at noon of the recipient's day
            theirs = oracle.world.files.almanac(reached.one)
            days = (reached.wall.astimezone(theirs.zone).date() + timedelta(days=n) for n in range(TRANSIT))
            yield from (theirs.noon(day) + WEEK for day in days)
    yield from (at + WEEK for at in oracle.journaled)  # found out late, it counts from then
    for said in oracle.said:
        if said.one in (None, one.number):
            yield said.at
            if said.until:
                yield said.until
    yield from (at for number, at in oracle.releases if number == one.number)
    yield from oracle.person_words.ends(label)
    days = [day for _, number, day in oracle.promises if number == one.number]
    days += [p] if (p := one.promise()) else []
    for day in days:
        yield almanac.opening(almanac.working_day(day, 1))
    for note, _, back, wall in oracle.absences:
        if back:
            yield almanac.opening(almanac.working_day(back, 1))
            continue
        for came in (note.received, wall):  # where the machine's clock lags, it came when that clock said
            day = almanac.working_day(came.astimezone(almanac.zone).date(), 7)
            yield almanac.opening(day)


def check_shifts(oracle: Oracle, label: Label) -> None:
    """A promised date and an absence hold a reminder back."""
    world, one = oracle.world, label.one
    today = world.clock.now().astimezone(world.files.almanac(one).zone).date()
    said = [day for _, number, day in oracle.promises if number == one.number]
    promised = said[-1] if said else one.promise()
    if promised and today <= promised:
        oracle.complain(
            3, f"{label.step.id} of {one.position} went out before the day they promised, {promised}"
        )
    lead = oracle.people.marks(one, one.lead)
    notes = [(m, back) for m, who, back, _ in oracle.absences if who in lead]
    # The user's resume lifts what a mail said before it.
    resumed = max((s.seq for s in oracle.said if s.one == one.number and s.command == "resume"), default=-1)
    for note, back in notes if len(notes) < 3 else []:
        if (
            back
            and resumed < note.seq < oracle.seen("INBOX")
            and note.received >= one.starts
            and today < back
        ):
            oracle.complain(
                3, f"{label.step.id} of {one.position} went out to a person who is away until {back}"
            )


__all__ = ["check_shifts", "home", "stale"]
