"""Where a touch stands in the configuration, and what became of it; what is written down of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from followupd.company import company
from followupd.facts import Done, Taken, Touch

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.cadence import Step
    from followupd.history import Standing
    from followupd.interview import Contact, Interview
    from followupd.passage import Route

POSTED = ("posted", "done")  # words for a letter that is on its way


@dataclass(frozen=True, slots=True)
class Place:
    """Where a touch stands in the configuration, and what became of it."""

    touch: Touch
    interview: Interview
    contact: Contact
    step: Step
    ids: frozenset[str]
    standing: Standing | None
    route: Route | None = None  # of a letter

    def taken(self, at: datetime, how: Literal["smtp", "proof", "user", "sheet"], **fields: Any) -> Taken:
        """Return the fact that the touch was taken."""
        return Taken(at=at, touch=self.touch, how=how, arrives=self.arrives(at), **self.described(), **fields)

    def arrives(self, at: datetime) -> datetime | None:
        """Return when (UTC) a letter is there that the candidate gets at an instant."""
        return self.route.prepared(at).there if self.route else None

    def done(self, at: datetime, outcome: str, note: str, promise: date | None) -> Done:
        """Return the fact that the candidate called or posted, and what came of it."""
        own = company(self.interview)
        posted = self.route if outcome in POSTED else None
        arrives = posted.posted(posted.days.local_date(at)).there if posted else None
        return Done(
            at,
            self.touch,
            outcome,
            note,
            promise,
            self.step.channel,
            own.key,
            tuple(sorted(own.domains)),
            arrives,
        )

    def described(self) -> dict[str, Any]:
        """Return what the journal keeps of the touch, so that an edited configuration still knows it."""
        own = company(self.interview)
        return {
            "channel": self.step.channel,
            "reminder": self.step.reminder,
            "company": own.key,
            "domains": tuple(sorted(own.domains)),
            "address": self.contact.email,
            "name": self.contact.name,
        }
