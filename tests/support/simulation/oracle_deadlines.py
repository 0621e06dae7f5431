"""Whether a touch is too late or too early, by the oracle's own almanac and records."""

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
TRANSIT = 30  # days; no letter takes longer. The oracle knows no more about a letter that the candidate logged as posted


def home(world: World) -> ZoneInfo:
    return _zone(world.story.setup.home[0])


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def stale(oracle: Oracle, label: Label, data: bytes) -> str:
    """Return why a touch is too late at this moment; empty if it is not."""
    world, one, step = oracle.world, label.one, label.step
    almanac, wall = world.files.almanac(one), world.clock.now()
    due = first_due(oracle, label)
    due = max([due, *(at for at in _late_entries(label, almanac, due) if at <= wall)])
    due = max(
        [due, *(almanac.next_open(at) for at in oracle.returns.openings.get(label.touch, ()) if at <= wall)]
    )
    moved_starts = [at for at in away_events.moved_starts(world, almanac) if at > due]
    if step.everyone:  # by a week at most, and to any time in a working day after it
        due = max([due, *(at for at in moved_starts if at <= due + WEEK + timedelta(days=1))])
    if not step.everyone:
        # A letter leaves before the day to which it was moved, and arrives on that day or later.
        until = oracle.arrival(one, data) if step.channel == "post" else wall
        due = max(
            [
                due,
                *(almanac.next_open(at) for at in _shifts(oracle, label, almanac) if at <= until),
                *moved_starts,
            ]
        )
    latest = almanac.ends(due, *step.latest) + (JITTER if step.latest[1].startswith("hour") else timedelta(0))
    # A jitter is limited to the window, so it moves no touch to another day.
    return (
        f"its latest moment was {latest.astimezone(almanac.zone):%a %Y-%m-%d %H:%M %Z}"
        if wall > latest
        else ""
    )


def first_due(oracle: Oracle, label: Label) -> datetime:
    """Return when a touch is due if nothing has delayed it."""
    almanac, step = oracle.world.files.almanac(label.one), label.step
    return almanac.next_open(almanac.begins(_anchor(oracle, label.one, step), step.count, step.unit))


def _late_entries(label: Label, almanac: Almanac, due: datetime) -> Iterator[datetime]:
    """Yield when a step is due if its file, or the person in it, was added late.

    This holds for thank-yous within a week, and for the first reminder by mail.
    """
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
    """Return the moment from which a step counts: the interview, or when the previous step was finished."""
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
    # A step that was opened again began then, even if it was missed once more.
    for touch, openings in oracle.returns.openings.items() if moments else ():
        if touch[:2] == (one.position, before.id):
            moments += map(almanac.next_open, openings)
    # A step that was settled before an edit of the cadence counts from its place in the edited one.
    nominal = almanac.next_open(almanac.begins(_anchor(oracle, one, before), before.count, before.unit))
    return max([nominal, *moments]) if moments else one.ends


def _shifts(oracle: Oracle, label: Label, almanac: Almanac) -> Iterator[datetime]:
    """Yield the moments to which a reminder may rightly have been moved."""
    one = label.one
    for reached in oracle.to_company(one):
        yield from (reached.wall + WEEK, reached.at + WEEK)
        if (
            reached.channel == "post" and reached.logged
        ):  # it arrives some days later, at noon of the recipient's day
            theirs = oracle.world.files.almanac(reached.one)
            days = (reached.wall.astimezone(theirs.zone).date() + timedelta(days=n) for n in range(TRANSIT))
            yield from (theirs.noon(day) + WEEK for day in days)
    yield from (at + WEEK for at in oracle.journaled)  # if it was found out late, it counts from then
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
        for came in (note.received, wall):  # if the machine's clock is slow, it came at that clock's time
            day = almanac.working_day(came.astimezone(almanac.zone).date(), 7)
            yield almanac.opening(day)


def check_shifts(oracle: Oracle, label: Label) -> None:
    """Complain if a reminder goes out before a promised date, or to an absent person."""
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
    # The user's resume ends the effect of earlier notes of absence.
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


__all__ = ["check_shifts", "first_due", "home", "stale"]
