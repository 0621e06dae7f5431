"""The last plans, so that the planner is asked only once within a pass. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.planning.context import Rule
from followupd.planning.planner import Verb

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.planning.context import Conditions
    from followupd.planning.planner import InterviewPlan


@dataclass(frozen=True, slots=True)
class CachedPlan:
    """The arguments of the planner, and the plans that it returned."""

    now: datetime
    config: Config
    history: History
    fact_count: int  # of the history, which only grows
    conditions: Conditions
    interview_plans: tuple[InterviewPlan, ...]

    def valid_plans(
        self, now: datetime, config: Config, history: History, conditions: Conditions
    ) -> dict[str, InterviewPlan]:
        """Return the plans, by interview, that hold for other arguments too: all of them if nothing differs.

        A fresh receipt allows the touches that wait for nothing else, and changes nothing for the others.
        """
        is_same_journal = (
            config is self.config and history is self.history and len(history.facts) == self.fact_count
        )
        if (
            not is_same_journal
            or now != self.now
            or conditions.all_but_receipt != self.conditions.all_but_receipt
        ):
            return {}
        is_same_receipt = conditions.receipt == self.conditions.receipt
        return {
            plan.interview: plan
            for plan in self.interview_plans
            if is_same_receipt or not _waits_for_receipt(plan)
        }


def _waits_for_receipt(plan: InterviewPlan) -> bool:
    return any(m.rule is Rule.RECEIPT or m.verb in (Verb.SEND, Verb.REHEARSE) for m in plan.moves)
