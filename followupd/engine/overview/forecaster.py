"""Makes the plans to show in a long-running process: forecasts are kept until something changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.conditions import foresee_history, gather_conditions, read_last_receipt
from followupd.engine.overview.forecast_memory import ForecastMemory
from followupd.planning.forecast import apply_fates
from followupd.planning.forecast_cache import ForecastCache
from followupd.planning.plan_cache import PlanCache

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.engine.overview.forecast_memory import ForecastPlace
    from followupd.planning.moves import InterviewPlan


class Forecaster:
    """Makes the plans of a ledger, with their forecasts."""

    def __init__(self, ledger: Ledger, place: ForecastPlace | None = None) -> None:
        """`place`: where forecasts are kept between two processes; None if they are not kept."""
        self._ledger = ledger
        self.plans, self.forecasts = PlanCache(), ForecastCache()
        self._memory = ForecastMemory(ledger, place) if place else None

    def plan_interviews(self, now: datetime) -> list[InterviewPlan]:
        """Return the plan of now, each move with its forecast if nothing more comes in."""
        ledger, history = self._ledger, foresee_history(self._ledger, now)
        conditions = gather_conditions(ledger, read_last_receipt(ledger.store))
        plans = self.plans.plan_all(now, ledger.config, history, conditions, _plan_unguarded)
        memory = (
            self._memory if history is ledger.history else None
        )  # otherwise the daemon first adds facts to the journal
        if memory:
            memory.load_once(self.forecasts, conditions, now)
        fates = self.forecasts.find_fates(now, ledger.config, history, conditions)
        if memory:
            memory.save(self.forecasts, conditions, now)
        return apply_fates(plans, fates, now)


def _plan_unguarded(
    interview: Interview, plan_one: Callable[[Interview], InterviewPlan]
) -> InterviewPlan | None:
    return plan_one(interview)
