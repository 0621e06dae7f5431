"""Notifies the candidate of reminders that come weeks later because of another interview with the company.

One reminder a week goes to a company, over all interviews. A forecast of the plans is made once a day. A reminder that
the other interviews delay by more than two weeks is reported once. Then the candidate can skip or pause something else.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.engine.conditions import forecast_now
from followupd.engine.notifying.notifier import notify, was_notified
from followupd.journal.states import InterviewState
from followupd.planning.business_days import WakingHours
from followupd.planning.context import Rule
from followupd.writing.notices.postponement_notices import (
    POSTPONED_KIND,
    Postponement,
    describe_postponements,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.planning.forecast_cache import ForecastCache
    from followupd.planning.moves import InterviewPlan

LATE_BY = timedelta(days=14)
# The last rules for which a reminder waits if the turns of the other interviews have delayed it.
_LIMIT_RULES = (Rule.BUDGET, Rule.ALTERNATION, Rule.WINDOW, Rule.CAP, Rule.GAP, Rule.DUE)
_DAY_KEY = "postponed-day"  # under this key the store keeps the last day for which this was checked


def tell_postponed_reminders(
    forecasts: ForecastCache, ledger: Ledger, make_plans: Callable[[], Sequence[InterviewPlan]], now: datetime
) -> None:
    """Report each reminder that comes more than two weeks late, once. This is checked once a day.

    `forecasts`: those of the last day.
    """
    candidate = ledger.config.candidate
    local = now.astimezone(candidate.time_zone)
    day = f"{local:%Y-%m-%d}"
    if (
        not WakingHours(candidate.time_zone, candidate.hours).contains(now)
        or ledger.store.get_value(_DAY_KEY) == day
    ):
        return
    plans = make_plans()
    crowded = list(_list_crowded(ledger, plans))
    if crowded:
        postponements = _list_postponements(forecasts, ledger, plans, now)
        for interview, others in crowded:
            news = [p for p in postponements if p.touch.interview == interview.id]
            _tell_of_interview(ledger, interview, others, news, now)
    ledger.store.set_value(_DAY_KEY, day)


def _list_crowded(
    ledger: Ledger, plans: Sequence[InterviewPlan]
) -> Iterator[tuple[Interview, list[Interview]]]:
    """Yield each active interview with the other active interviews at the same company, if there are any."""
    active_ids = {plan.interview for plan in plans if plan.status.state is InterviewState.ACTIVE}
    active = [i for i in ledger.config.interviews if i.id in active_ids]
    counts = Counter(i.company_key for i in active)
    for interview in active:
        if counts[interview.company_key] > 1:
            others = [i for i in active if i.company_key == interview.company_key and i is not interview]
            yield interview, others


def _list_postponements(
    forecasts: ForecastCache, ledger: Ledger, plans: Sequence[InterviewPlan], now: datetime
) -> list[Postponement]:
    """Return the reminders that the limit of one a week delays by weeks, and that were not reported yet."""
    own_moments = {move.touch: move.due for plan in plans for move in plan.moves}
    foreseen_moves = (move for plan in forecast_now(ledger, now, forecasts) for move in plan.moves)
    return [
        Postponement(move.touch, move.contact_name, own_moments[move.touch], move.due)
        for move in foreseen_moves
        if move.rule in _LIMIT_RULES
        and move.due - own_moments.get(move.touch, move.due) > LATE_BY
        and not was_notified(ledger, f"{POSTPONED_KIND}/{move.touch}")
    ]


def _tell_of_interview(
    ledger: Ledger,
    interview: Interview,
    others: Sequence[Interview],
    postponements: Sequence[Postponement],
    now: datetime,
) -> None:
    if not postponements:
        return
    with ledger.transaction():
        notify(ledger, describe_postponements(ledger.words, interview, others, postponements), now)
        for postponement in postponements[1:]:
            ledger.store.add_sight(f"notice/{POSTPONED_KIND}/{postponement.touch}")
