"""Where a touch stands in the configuration, and what became of it; what is written down of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from followupd.config.cadence import Channel
from followupd.journal.company import company
from followupd.journal.facts import Done, Taken, Touch
from followupd.planning.post import route

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.history import History, Standing
    from followupd.planning.post import Route

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


def _interview(config: Config, touch: Touch) -> Interview | None:
    return next((i for i in config.interviews if i.id == touch.interview), None)


def find(config: Config, history: History, touch: Touch, *, left_out: bool = False) -> Place | None:
    """Return where a touch stands in the configuration; None if it is not (or no longer) there.

    `left_out`: people whom the file names no more are looked for, too.
    """
    interview = _interview(config, touch)
    if interview is None:
        return None
    ids = history.ids(interview, config.interview_ids)
    step = config.step(interview, touch.step)
    people = (*interview.contacts, *(history.register.left_out(interview, ids) if left_out else ()))
    contact = next((c for c in people if c.key == touch.contact), None)
    if step is None or contact is None:
        return None
    way = route(config, interview, contact) if step.channel is Channel.POST else None
    return Place(touch, interview, contact, step, ids, history.standing(ids, step.id, contact), way)


def called(config: Config, history: History, name: str) -> Iterator[tuple[Interview, frozenset[str]]]:
    """Yield the interviews that have, or had, that name; the one that is called so goes before."""
    present = config.interview_ids
    for interview in sorted(config.interviews, key=lambda i: i.id != name):
        if name in (ids := history.ids(interview, present)):
            yield interview, ids


def called_now(config: Config, history: History, touch: Touch) -> Touch:
    """Return a touch by the names that its file, and the person in it, have now."""
    for interview, ids in called(config, history, touch.interview):
        people = ((c.key, history.register.keys(ids, c)) for c in interview.contacts)
        who = next((key for key, names in people if touch.contact in names), touch.contact)
        return Touch(interview.id, touch.step, who)
    return touch


def arrival(config: Config, touch: Touch, channel: Channel, at: datetime) -> datetime | None:
    """Return when a letter is there that the candidate gets at an instant, also if its step was taken out since."""
    interview = _interview(config, touch)
    if interview is None or channel is not Channel.POST:
        return None
    contact = next((c for c in interview.contacts if c.key == touch.contact), interview.lead)
    return route(config, interview, contact).prepared(at).there
