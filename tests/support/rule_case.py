"""One touch under one rule of the planner: the hold by the rule, and when it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from builders import ACME, config, seen, utc

from followupd.journal.facts import Fact, Touch
from followupd.journal.history import History
from followupd.planning.context import Hold, Rule, TouchContext
from followupd.planning.moment import Moment
from followupd.planning.post import calendar_of


@dataclass(frozen=True)
class Case:
    """A touch under one rule; by default the check-in to the lead on a Tuesday, with nothing in its way."""

    rule: Callable[[TouchContext], Hold | None]
    expected: Rule | None
    facts: tuple[Fact, ...] = ()
    step: str = "check-in"
    now: str = "24 10:00"
    lifts_at: datetime | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    interview: dict[str, Any] = field(default_factory=dict)
    conditions: dict[str, Any] = field(default_factory=dict)

    def hold(self) -> Hold | None:
        made, now = config(ACME | self.interview, **self.changes), utc(self.now)
        interview = made.interviews[0]
        step, record = made.find_step(interview, self.step), History(self.facts).record_of(interview, made)
        assert step
        touch = Touch(interview.id, step.id, interview.lead.key)
        situation = self.conditions.get("whole") or seen(now, **self.conditions)
        context = TouchContext(
            Moment(now), made, record, situation, record.status_at(now), calendar_of(made, interview), step,
            interview.lead, touch,
        )  # fmt: skip
        return self.rule(context)
