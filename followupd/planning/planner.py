"""The only decider: from the clock, the configuration and the journal to what happens, when, and why. Pure.

`plan` looks at every interview and gives each open touch exactly one move. The daemon acts on the moves; `plan`,
`preview`, `why` and `simulate` print the same ones. `gate` is asked again, with the journal as it is at that very
moment, before the final dot of any mail: it is the same function.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.cadence import own
from followupd.journal.facts import Settled, Touch
from followupd.journal.states import InterviewState
from followupd.planning import approval, rules, schedule
from followupd.planning.context import Brake, Case, Rule, Situation
from followupd.planning.schedule import agenda, anchored, fall_due, missed_elsewhere, over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followupd.config.cadence import Channel
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.journal.interview_status import Life
    from followupd.planning.post import Passage
    from followupd.planning.schedule import Agenda, Slot

    Brakes = tuple[Callable[[Case], Brake | None], ...]


class Verb(StrEnum):
    """What the daemon does with a touch."""

    SEND = "send"  # hand it over now
    REHEARSE = "rehearse"  # `live` is false: say that it would go out now
    WAIT = "wait"  # not due yet
    HOLD = "hold"  # due, but a brake holds it
    MISS = "miss"  # past its latest moment: say so, and go on
    DROP = "drop"  # the interview is closed


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to one open touch, when, and by which rule."""

    touch: Touch
    channel: Channel
    reminder: bool
    contact: str  # name
    address: str
    verb: Verb
    due: datetime  # UTC: when it falls (or fell) due, all shifts counted
    latest: datetime  # UTC: past this it is missed
    rule: Rule
    why: str
    lifts: datetime | None = None
    way: Passage | None = None  # of a letter

    @property
    def reaches(self) -> datetime:
        """When it reaches the company (UTC): a letter when it arrives."""
        return self.way.there if self.way else self.due


@dataclass(frozen=True, slots=True)
class Outlook:
    """One interview: how its cadence stands, and the moves of its open touches in the order they fall due."""

    interview: str
    life: Life
    moves: tuple[Move, ...]

    @property
    def next(self) -> Move | None:
        """The move that comes next."""
        return self.moves[0] if self.moves else None


def plan(now: datetime, config: Config, history: History, situation: Situation) -> Iterator[Outlook]:
    """Yield the outlook of every interview, in the order of the configuration."""
    for interview in config.interviews:
        yield outlook(now, config, history, situation, interview)


def outlook(
    now: datetime, config: Config, history: History, situation: Situation, interview: Interview
) -> Outlook:
    """Return what happens to one interview's open touches."""
    base, ahead = _asked(now, config, history, situation, interview)
    moves = sorted(_moves(base, ahead), key=lambda m: m.due)
    return Outlook(interview.id, base.life, tuple(moves))


def gate(now: datetime, config: Config, history: History, situation: Situation, touch: Touch) -> Brake | None:
    """Return what forbids the touch at this moment, or None if it may go out: asked before every final dot."""
    interview = next((i for i in config.interviews if i.id == touch.interview), None)
    if interview is None:
        return Brake(Rule.CLOSED, "the interview is no longer in the configuration")
    found = _moves(*_asked(now, config, history, situation, interview))
    move = next((m for m in found if m.touch == touch), None)
    if move is None:
        return Brake(Rule.CLOSED, "the touch is taken or settled, or no longer in the configuration")
    return None if move.verb is Verb.SEND else Brake(move.rule, move.why, move.lifts)


def _asked(
    now: datetime, config: Config, history: History, situation: Situation, interview: Interview
) -> tuple[Case, Agenda]:
    ids = history.ids(interview, situation.present)
    life = history.life(interview, ids, now)
    ahead = agenda(history, config, interview, ids, situation.key)
    base = Case(
        now, config, history, situation, interview, ids, life, ahead.days, _NO_STEP, interview.lead,
        Touch(interview.id, _NO_STEP.id, interview.lead.key),
    )  # fmt: skip
    return base, ahead


def _moves(base: Case, ahead: Agenda) -> Iterator[Move]:
    """Yield the moves of an interview's open touches, each judged when it is asked for."""
    yield from _thanks(base, ahead)
    yield from _reminders(base, ahead)
    yield from _farewell(base)


_NO_STEP = own("none", "email", "1 day after interview")


def _thanks(base: Case, ahead: Agenda) -> Iterator[Move]:
    """Yield the open thank-yous: each person's own, none waits for another."""
    for slot in ahead.thanks:
        if _open(base, slot, slot.due):
            yield judge(base.at(slot), slot.due)


def _reminders(base: Case, ahead: Agenda) -> Iterator[Move]:
    """Yield the open reminders to the lead, in their order: one is judged, those behind it wait for it."""
    for place, slot in enumerate(ahead.reminders, 1):
        if _open(base, slot, slot.due):
            case = base.at(slot)
            move = judge(case, slot.due, slot.after)
            yield move
            yield from _waiting(base, ahead, place, move, rules.first(case, rules.STANDING))
            return


def _waiting(base: Case, ahead: Agenda, place: int, first: Move, held: Brake | None) -> tuple[Move, ...]:
    """Return the moves of those behind an open one: as before, while that one keeps its place; `held`: what holds all."""
    # The moment counts where it has gone by that place, or where a corrected date may open what was missed.
    again = any(isinstance(s.standing, Settled) for s in ahead.reminders[place:])
    asked = place, first.reaches, base.now if again else max(base.now, first.reaches), held
    if asked not in ahead.waiting:
        ahead.waiting.clear()
        ahead.waiting[asked] = tuple(_line(base, ahead.reminders[place:], first, held))
    found: tuple[Move, ...] = ahead.waiting[asked]
    return found


def _line(base: Case, slots: Iterable[Slot], before: Move, held: Brake | None) -> Iterator[Move]:
    config, days, key, after = base.config, base.calendar, base.situation.key, before.reaches
    for slot in slots:
        start = anchored(slot.step, base.interview, after)
        due = fall_due(config, days, key, slot.step, slot.touch, start)
        if not _open(base, slot, due):
            after = over(slot, due)
            continue
        before = _behind(base.at(slot), due, before, held)
        yield before
        after = before.reaches


def _farewell(base: Case) -> Iterator[Move]:
    """Yield the note after a refusal: it goes out only with the candidate's approval, and without it nobody misses it."""
    note = approval.farewell(base)
    if note is None:
        return
    due = note.case.calendar.next_open(note.since)
    latest = _latest(note.case, note.approved or due)
    if note.approved or note.case.now <= latest:
        yield _move(
            note.case, *_verdict(note.case, due, latest, None, approval.HOLDING), due=due, latest=latest
        )


def _open(base: Case, slot: Slot, due: datetime) -> bool:
    """Tell whether a touch is still to be taken."""
    if slot.standing is None:
        return True
    if not missed_elsewhere(slot, due) or base.life.state is InterviewState.CLOSED:
        return False
    # The user corrected the date: what was missed under the wrong one is open again, unless stale here too.
    case = base.at(slot)
    return base.now <= _latest(case, _handed(case, due, base.interview.ends))


def _latest(case: Case, due: datetime) -> datetime:
    return schedule.until(case.calendar, due, case.step.latest)


def _handed(case: Case, due: datetime, floor: datetime) -> datetime:
    """Return when a reminder leaves us that should reach the company when due: a letter is handed over days before.

    Where there is time, not before the business day after `floor`: what came before it may be answered first.
    """
    if case.route is None:
        return due
    sheet = case.route.sheet_for(due)
    day = case.calendar.business_day_after(case.calendar.local_date(min(floor, due)), 1)
    return max(sheet, min(case.calendar.opens(day), due))


def _shifted(case: Case, due: datetime, shifts: Iterable[Brake]) -> tuple[datetime, Brake | None]:
    """Move a touch behind everything that shifts it."""
    moved = None
    for brake in shifts:
        if brake.lifts and brake.lifts > due:
            due, moved = brake.lifts, brake
    if moved:
        opened = case.calendar.next_open(due)
        if opened > due:
            sending, key = case.config.sending, case.situation.key
            opened += schedule.spread(case.calendar, opened, sending.jitter, key, str(case.touch))
        due = opened
    return due, moved


def judge(case: Case, due: datetime, after: datetime | None = None) -> Move:
    """Give one open touch its move: the first brake that holds, or out it goes; a letter's sheet not before `after`."""
    shifts = (
        list(rules.shifts(case)) if case.step.reminder else []
    )  # a thank-you is worth nothing late and stays
    due, moved = _shifted(case, due, shifts)
    if case.route:
        lifts = (b.lifts for b in shifts if b.lifts and b.rule is not Rule.BUDGET)
        due = _handed(case, due, max([after or case.interview.ends, *lifts]))
    latest = _latest(case, due)
    return _move(case, *_verdict(case, due, latest, moved), due=due, latest=latest)


def _verdict(
    case: Case, due: datetime, latest: datetime, moved: Brake | None, holding: Brakes | None = None
) -> tuple[Verb, Brake]:
    late = case.now > latest
    if held := rules.first(case, holding or rules.HOLDING):
        missed = late and held.rule in _ENDS_AT_LATEST
        return (Verb.DROP if held.rule is Rule.CLOSED else Verb.MISS if missed else Verb.HOLD), held
    if late:
        return Verb.MISS, Brake(Rule.LATEST, f"its latest moment was {_local(latest, case.interview.tz)}")
    if case.now < due:
        waits = (moved.rule, moved.why) if moved else (Rule.DUE, f"due on {_local(due, case.interview.tz)}")
        return Verb.WAIT, Brake(*waits, due)
    if held := approval.approval(case) or rules.first(case, rules.AT_THE_MOMENT):
        return Verb.HOLD, held
    if not case.config.live:
        why = "live is false: it would go out now; set live: true to send"
        return Verb.REHEARSE, Brake(Rule.NOT_LIVE, why)
    return Verb.SEND, Brake(Rule.DUE, f"due since {_local(due, case.interview.tz)}")


# These hold a touch for as long as it is worth anything, and then it is missed; the others wait for the user.
_ENDS_AT_LATEST = {Rule.BY_HAND, Rule.ALTERNATION, Rule.ADDRESS, Rule.TRIPPED}


def _behind(case: Case, due: datetime, before: Move, held: Brake | None) -> Move:
    """Give a touch behind an open one its place: at the earliest a week after it; `held`: what holds the interview."""
    due = max(due, case.calendar.next_open(before.reaches + rules.WEEK))
    due = _handed(case, due, max(before.reaches, case.now))
    latest = _latest(case, due)
    if held:
        verb = Verb.DROP if held.rule is Rule.CLOSED else Verb.HOLD
        return _move(case, verb, held, due=due, latest=latest)
    behind = Brake(Rule.BUDGET, f"after {before.touch.step}, one reminder a week", due)
    return _move(case, Verb.WAIT, behind, due=due, latest=latest)


def _move(case: Case, verb: Verb, brake: Brake, *, due: datetime, latest: datetime) -> Move:
    way = case.route.prepared(max(due, case.now)) if case.route else None
    alone = brake.rule in (Rule.DUE, Rule.BUDGET)  # then its two days say more than whom it waits for
    why = (str(way) if alone else f"{brake.why}; {way}") if way and verb is Verb.WAIT else brake.why
    return Move(
        case.touch, case.step.channel, case.step.reminder, case.contact.name, case.contact.email,
        verb, due, latest, brake.rule, why, brake.lifts, way,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _local(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %-d %B %H:%M %Z}"


def moves(outlooks: Iterable[Outlook], *verbs: Verb) -> list[Move]:
    """Return the moves with one of the verbs, over all interviews, earliest first."""
    return sorted((m for o in outlooks for m in o.moves if m.verb in verbs), key=lambda m: m.due)
