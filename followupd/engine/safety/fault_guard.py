"""Handles failures: one interview rests, the others go on, and the user is notified once."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from followupd.engine.safety.troubles import Troubles
from followupd.errors import FollowupdError, LoginRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ports import Clock

log = logging.getLogger("followupd")
Result = TypeVar("Result")

INTERNAL_FAULT = "failed inside followupd; the log has the details"
REST_PERIOD = timedelta(hours=1)  # the rest of an interview after a bug in its handling


@dataclass(slots=True)
class FaultGuard:
    """The present troubles, and the interviews that rest because of a bug."""

    clock: Clock
    # Called if the server refused the password, so that it is asked for again.
    forget_login: Callable[[], None]
    troubles: Troubles = field(default_factory=Troubles)
    rest_ends: dict[str, datetime] = field(default_factory=dict)

    def list_rests(self) -> dict[str, datetime]:
        """Return until when each interview rests. Interviews whose rest is over are removed."""
        now = self.clock.now()
        self.rest_ends = {i: until for i, until in self.rest_ends.items() if until > now}
        return dict(self.rest_ends)

    def run_guarded(self, interview: Interview, action: Callable[[Interview], Result]) -> Result | None:
        """Do something for one interview. After a bug, only that interview rests, for an hour."""
        try:
            result = action(interview)
        except FollowupdError:
            raise
        except Exception:
            self.rest_ends[interview.id] = self.clock.now() + REST_PERIOD
            log.exception(
                "%s rests for an hour", interview.id, extra={"interview": interview.id, "kind": "bug"}
            )
            self.report_trouble(interview.id, FollowupdError(INTERNAL_FAULT))
            return None
        if interview.id not in self.rest_ends:
            self.clear_trouble(interview.id)
        return result

    def try_action(
        self,
        name: str,
        action: Callable[[], object],
        tell_fault: Callable[[FollowupdError], object] | None = None,
    ) -> None:
        """Do something whose failure must not stop other actions.

        `tell_fault` is called in place of the report.
        """
        try:
            action()
            self.clear_trouble(name)
        except FollowupdError as fault:
            if tell_fault:
                tell_fault(fault)
            else:
                self.report_trouble(name, fault)
        except Exception:
            if self.report_trouble(name, FollowupdError(INTERNAL_FAULT)):
                log.exception("%s", name, extra={"kind": "bug"})

    def report_trouble(self, name: str, fault: FollowupdError) -> bool:
        """Record a trouble; return whether it is new. After a refused password, the password is asked for again."""
        if isinstance(fault, LoginRefused):
            self.forget_login()
        return self.troubles.add_trouble(name, fault)

    def clear_trouble(self, name: str) -> None:
        """Remove a trouble that is over."""
        self.troubles.end_trouble(name)
