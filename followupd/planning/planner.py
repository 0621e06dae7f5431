"""The only decider: from clock, configuration and journal it decides what happens, when, and why. Pure.

`plan` looks at every interview and gives each open touch exactly one move. The daemon acts on the moves; `plan`,
`preview`, `why` and `simulate` print the same moves. Before the final dot of any mail, `gate` is asked again, with the
journal of that moment: it is the same decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.config.cadence import make_step
from followupd.journal.facts import Settled, Touch
from followupd.journal.states import InterviewState
from followupd.planning import approval, rules, shifting_rules
from followupd.planning.away import move_behind_period
from followupd.planning.context import Conditions, Hold, Rule, TouchContext
from followupd.planning.mail_gap import hold_for_mail_gap
from followupd.planning.moment import Moment
from followupd.planning.moves import InterviewPlan, Move, Verb
from followupd.planning.no_show import NO_SHOW_RULES, find_no_show
from followupd.planning.schedule import (
    WaitingMoves,
    anchor_of,
    build_schedule,
    ended_at,
    reminder_due_at,
    was_missed_elsewhere,
)
from followupd.planning.timing import add_jitter, apply_shifts, format_local, hand_over_time, latest_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.planning.schedule import Schedule, Slot

    HoldRules = tuple[Callable[[TouchContext], Hold | None], ...]


def plan(now: datetime, config: Config, history: History, conditions: Conditions) -> Iterator[InterviewPlan]:
    """Yield the plan of every interview, in the order of the configuration."""
    for interview in config.interviews:
        yield plan_interview(now, config, history, conditions, interview)


def plan_interview(
    now: datetime, config: Config, history: History, conditions: Conditions, interview: Interview
) -> InterviewPlan:
    """Return the plan of one interview."""
    return plan_moment(Moment(now), config, history, conditions, interview)


def plan_moment(
    moment: Moment, config: Config, history: History, conditions: Conditions, interview: Interview
) -> InterviewPlan:
    """Return the plan of one interview; `moment` remembers until when the plan stays the same."""
    base, interview_schedule = _prepare_interview(moment, config, history, conditions, interview)
    moves = sorted(_moves_of(base, interview_schedule), key=lambda m: m.due)
    return InterviewPlan(interview.id, base.status, tuple(moves))


def gate(
    now: datetime, config: Config, history: History, conditions: Conditions, touch: Touch
) -> Hold | None:
    """Return the hold on a touch at this moment, or None if it may be sent. It is asked before every final dot."""
    interview = config.interview_by_id.get(touch.interview)
    if interview is None:
        return Hold(Rule.CLOSED, "the interview is no longer in the configuration")
    all_moves = _moves_of(*_prepare_interview(Moment(now), config, history, conditions, interview))
    move = next((m for m in all_moves if m.touch == touch), None)
    if move is None:
        return Hold(Rule.CLOSED, "the touch is taken or settled, or no longer in the configuration")
    return None if move.verb is Verb.SEND else Hold(move.rule, move.why, move.lifts_at)


def _prepare_interview(
    now: Moment, config: Config, history: History, conditions: Conditions, interview: Interview
) -> tuple[TouchContext, Schedule]:
    record = history.record_of(interview, config)
    interview_schedule = build_schedule(record, config, conditions.jitter_key)
    touch = Touch(interview.id, _NO_STEP.id, interview.lead.key)
    status = record.status_at(now.at)
    if status.state is InterviewState.PAUSED:
        now.watch(status.until)
    base = TouchContext(
        now, config, record, conditions, status, interview_schedule.calendar, _NO_STEP,
        interview.lead, touch,
    )  # fmt: skip
    return base, interview_schedule


def _moves_of(base: TouchContext, interview_schedule: Schedule) -> Iterator[Move]:
    """Yield the moves of an interview's open touches; each is decided when it is requested."""
    yield from _thank_you_moves(base, interview_schedule)
    yield from _reminder_moves(base, interview_schedule)
    yield from _farewell_moves(base)
    yield from _no_show_moves(base)


_NO_STEP = make_step("none", "email", "1 day after interview")


def _thank_you_moves(base: TouchContext, interview_schedule: Schedule) -> Iterator[Move]:
    """Yield the moves of the open mails of thanks; none waits for another."""
    for slot in interview_schedule.thanks:
        if _is_open(base, slot, slot.due):
            yield decide_move(base.for_slot(slot), slot.due)


def _reminder_moves(base: TouchContext, interview_schedule: Schedule) -> Iterator[Move]:
    """Yield the moves of the open reminders to the lead: the first is decided, and the others wait for it."""
    for position, slot in enumerate(interview_schedule.reminders, 1):
        if _is_open(base, slot, slot.due):
            context = base.for_slot(slot)
            move = decide_move(context, slot.due, slot.previous_end)
            if _is_missed_already(slot, move):
                continue
            yield move
            yield from _waiting_moves(
                base, interview_schedule, position, move, rules.first_hold(context, rules.INTERVIEW_RULES)
            )
            return


def _waiting_moves(
    base: TouchContext,
    interview_schedule: Schedule,
    position: int,
    first_move: Move,
    interview_hold: Hold | None,
) -> tuple[Move, ...]:
    """Return the moves of the reminders after an open one. They are cached as long as that one keeps its time."""
    now, cache_key = base.now, (position, first_move.reaches_company_at, interview_hold)
    cached_moves = interview_schedule.waiting_cache.get(cache_key)
    if cached_moves is None or not cached_moves.made_at <= now.at < cached_moves.good_until:
        moment = Moment(now.at)
        slots = interview_schedule.reminders[position:]
        moves = tuple(_queued_moves(replace(base, now=moment), slots, first_move, interview_hold))
        cached_moves = WaitingMoves(moves, moment.at, moment.good_until)
        interview_schedule.waiting_cache.clear()
        interview_schedule.waiting_cache[cache_key] = cached_moves
    now.watch(cached_moves.good_until)
    return cached_moves.moves


def _queued_moves(
    base: TouchContext, slots: Iterable[Slot], previous_move: Move, interview_hold: Hold | None
) -> Iterator[Move]:
    jitter_key, previous_end = base.conditions.jitter_key, previous_move.reaches_company_at
    for slot in slots:
        start = anchor_of(slot.step, base.interview, previous_end)
        due = reminder_due_at(base.record, base.config, base.calendar, jitter_key, slot.step, start)
        if not _is_open(base, slot, due):
            previous_end = ended_at(slot, due)
            continue
        previous_move = _place_behind(base.for_slot(slot), due, previous_move, interview_hold)
        yield previous_move
        previous_end = previous_move.reaches_company_at


def _farewell_moves(base: TouchContext) -> Iterator[Move]:
    """Yield the move of the mail after a rejection.

    It needs an approval, and without one it is never reported as missed.
    """
    farewell = approval.find_farewell(base)
    if farewell is None:
        return
    due, latest = farewell.due, latest_moment(farewell.context, farewell.latest_start)
    if farewell.approved_at or not base.now.is_after(latest):
        yield _make_move(
            farewell.context,
            *_decide_verb(farewell.context, due, latest, None, approval.FAREWELL_RULES),
            due=due,
            latest=latest,
        )


def _no_show_moves(base: TouchContext) -> Iterator[Move]:
    """Yield the move of the mail after a call that they promised and did not make."""
    if no_show := find_no_show(base):
        context, due = no_show
        latest = latest_moment(context, due)
        decision = _decide_verb(context, due, latest, None, NO_SHOW_RULES)
        yield approval.note_review(context, _make_move(context, *decision, due=due, latest=latest))


def _is_open(base: TouchContext, slot: Slot, due: datetime) -> bool:
    """Return whether a touch is still to be taken."""
    if slot.touch_outcome is None:
        return True
    if not was_missed_elsewhere(slot, due) or base.status.state is InterviewState.CLOSED:
        return False
    # The user corrected the date. A touch that was missed under the old date is open again, if it is not too late now.
    context = base.for_slot(slot)
    return not base.now.is_after(
        latest_moment(context, hand_over_time(context, due, base.interview.end_time))
    )


def _is_missed_already(slot: Slot, move: Move) -> bool:
    """Return whether a touch was missed already for this same date. Only days away or the post may have moved it."""
    touch_outcome = slot.touch_outcome
    return move.verb is Verb.MISS and isinstance(touch_outcome, Settled) and touch_outcome.due == move.due


def decide_move(context: TouchContext, due: datetime, previous_end: datetime | None = None) -> Move:
    """Return the move of one open touch: the first hold, or the sending.

    A letter is handed over after `previous_end`.
    """
    # Late thanks have no value, so they are not shifted.
    shifts = list(shifting_rules.shifting_holds(context)) if context.step.is_reminder else []
    due, last_shift = apply_shifts(context, due, shifts)
    if context.route:
        lift_times = (b.lifts_at for b in shifts if b.lifts_at and b.rule is not Rule.BUDGET)
        due = hand_over_time(context, due, max([previous_end or context.interview.end_time, *lift_times]))
    due, away_hold = move_behind_period(context, due)
    latest = latest_moment(context, due)
    decision = _decide_verb(context, due, latest, away_hold or last_shift)
    move = _make_move(context, *decision, due=due, latest=latest)
    if shift_ends := [hold.lifts_at for hold in shifts if hold.lifts_at]:
        move = replace(move, free_from=max(shift_ends))
    return approval.note_review(context, move)


def _decide_verb(
    context: TouchContext,
    due: datetime,
    latest: datetime,
    last_shift: Hold | None,
    holding_rules: HoldRules | None = None,
) -> tuple[Verb, Hold]:
    is_late, zone = context.now.is_after(latest), context.interview.time_zone
    if hold := rules.first_hold(context, holding_rules or rules.HOLDING_RULES):
        is_missed = is_late and hold.rule in _MISSED_AT_LATEST
        return (Verb.DROP if hold.rule is Rule.CLOSED else Verb.MISS if is_missed else Verb.HOLD), hold
    if is_late:
        return Verb.MISS, approval.explain_lateness(context, latest)
    if context.now.is_before(due):
        wait = last_shift or Hold(Rule.DUE, f"due on {format_local(due, zone)}")
        return Verb.WAIT, Hold(wait.rule, wait.why, due)
    if hold := approval.hold_when_due(context) or hold_for_mail_gap(context, due, latest):
        return Verb.HOLD, hold
    if not context.config.live:
        why = "live is false: it would go out now; set live: true to send"
        return Verb.REHEARSE, Hold(Rule.NOT_LIVE, why)
    return Verb.SEND, Hold(Rule.DUE, f"due since {format_local(due, zone)}")


# A touch with one of these holds is missed at its latest moment; with the others it waits for the user.
_MISSED_AT_LATEST = frozenset(
    {Rule.BY_HAND, Rule.FIRST_MAIL, Rule.ALTERNATION, Rule.ADDRESS, Rule.TRIPPED, Rule.UNCONFIRMED, Rule.ZONE}
)


def _place_behind(
    context: TouchContext, due: datetime, previous_move: Move, interview_hold: Hold | None
) -> Move:
    """Return the move of a reminder after an open one: at the earliest a week after that."""
    if (
        week_later := context.calendar.next_open(previous_move.reaches_company_at + shifting_rules.WEEK)
    ) > due:
        due = add_jitter(context, week_later)
    if context.route:
        earliest = context.now.no_earlier_than(previous_move.reaches_company_at)
        due = hand_over_time(context, due, earliest)
    due, away_hold = move_behind_period(context, due)
    latest = latest_moment(context, due)
    if interview_hold:
        verb = Verb.DROP if interview_hold.rule is Rule.CLOSED else Verb.HOLD
        return _make_move(context, verb, interview_hold, due=due, latest=latest)
    hold = away_hold or Hold(Rule.BUDGET, f"after {previous_move.touch.step}, one reminder a week", due)
    return _make_move(context, Verb.WAIT, hold, due=due, latest=latest)


def _make_move(context: TouchContext, verb: Verb, hold: Hold, *, due: datetime, latest: datetime) -> Move:
    dates = context.route.dates_from_handover(context.now.no_earlier_than(due)) if context.route else None
    dates_only = hold.rule in (Rule.DUE, Rule.BUDGET)  # then the dates of the letter say more than the rule
    why = (str(dates) if dates_only else f"{hold.why}; {dates}") if dates and verb is Verb.WAIT else hold.why
    return Move(
        context.touch, context.step.channel, context.step.is_reminder, context.contact.shown_name, context.contact.email,
        verb, due, latest, hold.rule, why, hold.lifts_at, dates,
    )  # fmt: skip
