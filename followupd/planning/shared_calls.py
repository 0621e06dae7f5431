"""Finds the calls of several interviews with one company that can be made as one call. Pure.

One reminder a week reaches a company, over all interviews. Two calls that are due within days would be two reminders,
so the second would come weeks later. One call can be about both roles, and counts as the call of both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.facts import Taken
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule
from followupd.planning.moves import Verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.history import History
    from followupd.journal.touch_results import TouchOutcome
    from followupd.planning.moves import InterviewPlan, Move

MAX_COMPANIONS = 7  # an older store has to try every group of them, and there are many groups

# Under these rules a call is due, or waits only for its day.
_FREE_MOVES = frozenset(
    {
        (Verb.WAIT, Rule.DUE),
        (Verb.SEND, Rule.DUE),
        (Verb.REHEARSE, Rule.NOT_LIVE),
        (Verb.HOLD, Rule.RECEIPT),
    }
)


def find_companions(
    config: Config, history: History, move: Move, plans: Iterable[InterviewPlan]
) -> list[Move]:
    """Return the calls of other interviews with the company that are made together with this call, in order.

    Each is due before it is too late for this one, and nothing else holds it until then. The people of its interview
    must have been thanked before.
    """
    interview = config.interview_by_id.get(move.touch.interview)
    if interview is None or not _is_free_call(move):
        return []
    sibling_ids = history.record_of(interview, config).sibling_ids - {interview.id}
    calls = (_find_free_call(plan) for plan in plans if plan.interview in sibling_ids)
    why = f"one call, with that of {interview.id}"
    return [
        replace(call, verb=move.verb, due=move.due, rule=Rule.SHARED, why=why)
        for call in calls
        if call and _is_free_by(call, move)
    ][:MAX_COMPANIONS]


def _is_free_by(call: Move, move: Move) -> bool:
    return call.due <= move.latest and (call.free_from is None or call.free_from <= move.due)


def _find_free_call(plan: InterviewPlan) -> Move | None:
    """Return the call that is the next step of an interview and waits only for its day; else None."""
    if plan.status.state is not InterviewState.ACTIVE:
        return None
    open_moves = [m for m in plan.moves if m.verb is not Verb.MISS]
    if not open_moves or not all(m.is_reminder for m in open_moves):
        return None
    return open_moves[0] if _is_free_call(open_moves[0]) else None


def _is_free_call(move: Move) -> bool:
    return move.channel is Channel.PHONE and (move.verb, move.rule) in _FREE_MOVES


def list_shared_touches(history: History, outcome: TouchOutcome | None) -> list[Touch]:
    """Return every touch that was taken by the same call sheet as this one, in the order of the journal.

    The touch itself is included.
    """
    if not isinstance(outcome, Taken):
        return []
    if outcome.channel is not Channel.PHONE or not outcome.message_ids:
        return [outcome.touch]
    sendings = history.index.select_facts(Taken, ("message-id", outcome.message_ids[0]))
    return list(dict.fromkeys(sending.touch for sending in sendings))
