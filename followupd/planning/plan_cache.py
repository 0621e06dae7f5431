"""The plans of the interviews, each kept until a fact, an edit or its own next moment may change it. Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.planning.changed_conditions import list_changed_interviews
from followupd.planning.context import Rule
from followupd.planning.moment import Moment
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Receipt
    from followupd.journal.history import History
    from followupd.planning.context import Conditions
    from followupd.planning.moves import InterviewPlan

    Guard = Callable[[Interview, Callable[[Interview], InterviewPlan]], InterviewPlan | None]


class _CachedPlan:
    """The last plan of an interview, its inputs, and how long it is valid.

    When the plan is made again, the object stays the same reader of facts. So topics without a new fact for months do
    not get one more reader with each plan.
    """

    __slots__ = ("good_until", "interview", "is_outdated", "made_at", "plan", "receipt")

    def __init__(self, interview: Interview, made_at: datetime) -> None:
        self.interview = interview
        self.begin(made_at, None)

    def begin(self, made_at: datetime, receipt: Receipt | None) -> None:
        """Clear the last plan, since another one is made now."""
        self.made_at = made_at
        self.receipt = receipt
        self.is_outdated = False
        self.good_until = made_at
        self.plan: InterviewPlan | None = None

    def forget(self) -> None:
        """Mark the plan as outdated, since a fact that concerns it was added, or other conditions may change it."""
        self.is_outdated = True

    def valid_plan(
        self, interview: Interview, now: datetime, receipt: Receipt | None
    ) -> InterviewPlan | None:
        """Return the plan, if it would be the same now.

        A fresh receipt releases the touches that wait for nothing else, and changes nothing for the others.
        """
        is_in_time = not self.is_outdated and self.made_at <= now < self.good_until
        if self.plan is None or not is_in_time or interview is not self.interview:
            return None
        is_same_receipt = receipt is self.receipt or receipt == self.receipt
        return self.plan if is_same_receipt or not _waits_for_receipt(self.plan) else None


class _PlanList:
    """The plans of all interviews, their inputs, and how long they are valid."""

    __slots__ = ("conditions", "config", "fact_count", "good_until", "history", "made_at", "plans")

    def __init__(self, made_at: datetime, config: Config, history: History, conditions: Conditions) -> None:
        self.made_at = made_at
        self.config = config
        self.history = history
        self.fact_count = len(history.facts)
        self.conditions = conditions
        self.good_until = made_at
        self.plans: list[InterviewPlan] = []

    def is_valid(self, now: datetime, config: Config, history: History, conditions: Conditions) -> bool:
        """Return whether no plan can have changed."""
        is_same_journal = history is self.history and len(history.facts) == self.fact_count
        is_in_time = self.made_at <= now < self.good_until
        return is_in_time and config is self.config and is_same_journal and conditions == self.conditions


class PlanCache:
    """The last plan of each interview."""

    def __init__(self) -> None:
        self._plan_list: _PlanList | None = None
        self._plans: dict[str, _CachedPlan] = {}
        self._config: Config | None = None
        self._history: History | None = None
        self._conditions: Conditions | None = None
        self.made_count = 0  # plans that were made, not taken from the cache

    def plan_all(
        self, now: datetime, config: Config, history: History, conditions: Conditions, guard: Guard
    ) -> Sequence[InterviewPlan]:
        """Return the plan of each interview. While no plan can have changed, the last plans are returned together.

        `guard` plans one interview, and returns None if that fails.
        """
        if self._plan_list and self._plan_list.is_valid(now, config, history, conditions):
            return self._plan_list.plans
        plan_one = partial(self.plan_interview, now, config, history, conditions)
        plan_list = _PlanList(now, config, history, conditions)
        results = [guard(interview, plan_one) for interview in config.interviews]
        plan_list.plans = list(filter(None, results))
        if len(plan_list.plans) == len(config.interviews):
            ends = (self._plans[plan.interview].good_until for plan in plan_list.plans)
            plan_list.good_until = min(ends, default=now)
        self._plan_list = plan_list
        return plan_list.plans

    def plan_interview(
        self, now: datetime, config: Config, history: History, conditions: Conditions, interview: Interview
    ) -> InterviewPlan:
        """Return the plan of an interview: the last one, if nothing has changed that concerns it."""
        if config is not self._config or history is not self._history:
            self._plans.clear()
        elif conditions is not self._conditions:
            self._outdate_plans(conditions)
        self._config, self._history, self._conditions = config, history, conditions
        cached_plan = self._plans.get(interview.id)
        valid_plan = cached_plan.valid_plan(interview, now, conditions.receipt) if cached_plan else None
        return valid_plan or self._make_plan(now, config, history, conditions, interview)

    def find_plan_end(self, interview: Interview) -> datetime:
        """Return until when the last plan of an interview is valid, if no fact and no edit concerns it."""
        return self._plans[interview.id].good_until

    def _make_plan(
        self, now: datetime, config: Config, history: History, conditions: Conditions, interview: Interview
    ) -> InterviewPlan:
        moment, cached_plan = Moment(now), self._plans.get(interview.id)
        if cached_plan is None or cached_plan.interview is not interview:
            cached_plan = self._plans[interview.id] = _CachedPlan(interview, now)
        cached_plan.begin(now, conditions.receipt)
        self.made_count += 1
        with history.index.record_reads(cached_plan):
            cached_plan.plan = plan_moment(moment, config, history, conditions, interview)
        cached_plan.good_until = moment.good_until
        return cached_plan.plan

    def _outdate_plans(self, conditions: Conditions) -> None:
        """Mark as outdated the plans that a change of the conditions affects; a new receipt affects none."""
        if self._conditions is None or conditions.of_all != self._conditions.of_all:
            changed_ids = {EVERY}
        else:
            changed_ids = set(list_changed_interviews(self._conditions, conditions))
        for id_ in self._plans if EVERY in changed_ids else changed_ids & self._plans.keys():
            self._plans[id_].forget()


def _waits_for_receipt(plan: InterviewPlan) -> bool:
    return any(m.rule is Rule.RECEIPT or m.verb in (Verb.SEND, Verb.REHEARSE) for m in plan.moves)
