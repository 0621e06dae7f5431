"""The forecast of the plan: each open touch with its outcome, if nothing more comes in. Pure.

The planner decides for one moment. The moves after an open reminder depend on more: on the other interviews with the
company, on approvals, and on the rules of that later moment. So the plans are played forward, and each move is shown
with its end: when it is sent, or why it never will be. The daemon acts only on the planner's moves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.planning.context import Rule
from followupd.planning.forecast_cache import ForecastCache
from followupd.planning.moves import InterviewPlan, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.history import History
    from followupd.planning.context import Conditions
    from followupd.planning.group_forecast import Fate
    from followupd.planning.moves import Move

# Holds that the user can end by a command or an edit; the touch waits for the user.
ASKING_RULES = frozenset({Rule.APPROVAL, Rule.UNCONFIRMED, Rule.ZONE, Rule.ADDRESS, Rule.UNKNOWN})
_PASSING_RULES = frozenset({Rule.WINDOW, Rule.RETRY, Rule.CAP, Rule.GAP, Rule.AWAY})  # they end by themselves


def foresee(
    now: datetime, config: Config, history: History, conditions: Conditions, plans: Sequence[InterviewPlan]
) -> list[InterviewPlan]:
    """Return the plans with the forecast of each move."""
    return apply_fates(plans, find_fates(now, config, history, conditions), now)


def apply_fates(
    plans: Sequence[InterviewPlan], fates: Mapping[Touch, Fate], now: datetime
) -> list[InterviewPlan]:
    """Return the plans of a moment with the forecast of each move."""
    return [InterviewPlan(plan.interview, plan.status, _sort_moves(plan.moves, fates, now)) for plan in plans]


def _sort_moves(moves: Sequence[Move], fates: Mapping[Touch, Fate], now: datetime) -> tuple[Move, ...]:
    foreseen_moves = (_foresee_move(move, fates.get(move.touch), now) for move in moves)
    return tuple(sorted(foreseen_moves, key=lambda move: move.due))


def find_fates(now: datetime, config: Config, history: History, conditions: Conditions) -> dict[Touch, Fate]:
    """Play all plans forward and return the end of each touch that has one."""
    return ForecastCache().find_fates(now, config, history, conditions)


def _foresee_move(move: Move, fate: Fate | None, now: datetime) -> Move:
    """Return a move with its forecast. A move that is decided now stays as it is."""
    if fate is None or move.verb not in (Verb.WAIT, Verb.HOLD):
        return move
    if fate.move.verb is Verb.SEND:
        return _foresee_sending(move, fate, now)
    return _foresee_miss(move, fate) if fate.move.verb is Verb.MISS else move


def _foresee_sending(move: Move, fate: Fate, now: datetime) -> Move:
    final = fate.move
    if move.verb is Verb.HOLD:
        is_passing = move.rule in _PASSING_RULES and fate.at > now
        verb = Verb.WAIT if is_passing else Verb.HOLD
        return replace(move, verb=verb, due=fate.at, latest=final.latest, postal_dates=final.postal_dates)
    reason = _explain_moment(move, fate)
    return replace(
        move, due=fate.at, latest=final.latest, postal_dates=final.postal_dates, rule=reason.rule, why=reason.why,
        lifts_at=fate.at,
    )  # fmt: skip


def _explain_moment(move: Move, fate: Fate) -> Move:
    """Return the move that explains the moment of a touch.

    A hold for the sending window explains nothing, so the rule `due` is named instead.
    """
    final, hold = fate.move, fate.last_hold
    if final.rule is Rule.SHARED:
        return final
    if hold is not None and hold.rule is Rule.WINDOW:
        return replace(final, rule=Rule.DUE, why=str(final.postal_dates or final.why))
    return move if move.due == fate.at or hold is None else hold


def _foresee_miss(move: Move, fate: Fate) -> Move:
    """Return a move that will not be taken: it waits for the user, or it is shown as missed."""
    final = fate.move
    reason = fate.last_hold if final.rule is Rule.LATEST and _is_held(fate.last_hold) else final
    reason = reason or final
    if reason.rule in ASKING_RULES:
        if move.verb is Verb.HOLD:
            return move
        return replace(
            move, due=final.due, latest=final.latest, rule=reason.rule, why=reason.why, lifts_at=final.due
        )
    return replace(
        move, verb=Verb.MISS, due=final.due, latest=final.latest, rule=reason.rule, why=_explain_miss(reason),
        lifts_at=None,
    )  # fmt: skip


def needs_word(move: Move) -> bool:
    """Return whether a future move is made only if the user gives a command or edits something before it."""
    return move.rule in ASKING_RULES and move.verb in (Verb.WAIT, Verb.HOLD)


def _is_held(move: Move | None) -> bool:
    return move is not None and move.verb is Verb.HOLD


def _explain_miss(reason: Move) -> str:
    """Return why a touch will not be taken, and what would change it."""
    match reason.rule:
        case Rule.ALTERNATION:
            return f"{reason.why}; it goes out only if another kind of reminder comes in between"
        case Rule.PAUSED | Rule.HALTED | Rule.CONFIG | Rule.TRIPPED | Rule.AWAY:
            return f"{reason.why}; by the end of that it is too late"
        case _:
            return reason.why
