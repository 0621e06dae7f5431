"""What the user is shown, for a process that is asked again and again: forecasts are kept until something touches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.conditions import foresee_history, gather_conditions, read_last_receipt
from followupd.planning.forecast import apply_fates
from followupd.planning.forecast_cache import ForecastCache
from followupd.planning.plan_cache import PlanCache

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import InterviewPlan


class Forecaster:
    """The plans of a ledger as they will come true."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.plans, self.forecasts = PlanCache(), ForecastCache()

    def plan_interviews(self, now: datetime) -> list[InterviewPlan]:
        """Return the plan of now, each move as it will come true if nothing more comes in."""
        ledger, history = self._ledger, foresee_history(self._ledger, now)
        conditions = gather_conditions(ledger, read_last_receipt(ledger.store))
        plans = self.plans.plan_all(now, ledger.config, history, conditions, _plan_unguarded)
        return apply_fates(plans, self.forecasts.find_fates(now, ledger.config, history, conditions), now)


def _plan_unguarded(
    interview: Interview, plan_one: Callable[[Interview], InterviewPlan]
) -> InterviewPlan | None:
    return plan_one(interview)
