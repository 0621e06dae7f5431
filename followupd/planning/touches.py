"""A touch with its interview, step and contact, its outcome, and the facts about it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from followupd.config.cadence import Channel
from followupd.config.frozen import frozen_value
from followupd.journal.company import company_of
from followupd.journal.facts import Done, Taken, Touch
from followupd.planning.post import route_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.journal.record import InterviewRecord
    from followupd.journal.touch_results import TouchOutcome
    from followupd.planning.post import Route

POSTED_OUTCOMES = ("posted", "done")  # outcomes of a letter that is on its way


@frozen_value
class TouchDetails:
    """A touch with its interview, step and contact, and its outcome."""

    touch: Touch
    record: InterviewRecord
    contact: Contact
    step: Step
    touch_outcome: TouchOutcome | None
    route: Route | None = None  # of a letter

    @property
    def interview(self) -> Interview:
        """The interview of the touch."""
        return self.record.interview

    def taken_fact(
        self, at: datetime, how: Literal["smtp", "proof", "user", "sheet"], **fields: Any
    ) -> Taken:
        """Return the fact that the touch was taken."""
        return Taken(
            at=at, touch=self.touch, how=how, arrives=self.arrival_at(at), **self.journal_fields(), **fields
        )

    def arrival_at(self, at: datetime) -> datetime | None:
        """Return when (UTC) a letter arrives that the candidate gets at a moment; None for other channels."""
        return self.route.dates_from_handover(at).arrives_at if self.route else None

    def done_fact(
        self, at: datetime, outcome: str, note: str, promise: date | None, posted_on: date | None = None
    ) -> Done:
        """Return the fact that the candidate called or posted, with the outcome."""
        own_company = company_of(self.interview)
        letter_route = self.route if outcome in POSTED_OUTCOMES else None
        arrival_time = (
            letter_route.dates_from_posting(posted_on or letter_route.calendar.local_date(at)).arrives_at
            if letter_route
            else None
        )
        return Done(
            at,
            self.touch,
            outcome,
            note,
            promise,
            self.step.channel,
            own_company.key,
            tuple(sorted(own_company.domains)),
            arrival_time,
        )

    def journal_fields(self) -> dict[str, Any]:
        """Return the fields that the journal keeps for the touch, so that it is recognised after an edit."""
        own_company = company_of(self.interview)
        return {
            "channel": self.step.channel,
            "reminder": self.step.is_reminder,
            "company": own_company.key,
            "domains": tuple(sorted(own_company.domains)),
            "address": self.contact.email,
            "name": self.contact.name,
        }


def locate_touch(
    config: Config, history: History, touch: Touch, *, include_removed: bool = False
) -> TouchDetails | None:
    """Return the details of a touch; None if it is not in the configuration (any more).

    `include_removed`: also for people who are no longer in the file.
    """
    interview = config.interview_by_id.get(touch.interview)
    if interview is None:
        return None
    record = history.record_of(interview, config)
    step = config.find_step(interview, touch.step)
    contact = interview.contact_by_key.get(touch.contact)
    if contact is None and include_removed:
        contact = next((c for c in record.removed_contacts if c.key == touch.contact), None)
    if step is None or contact is None:
        return None
    letter_route = route_of(config, interview, contact) if step.channel is Channel.POST else None
    return TouchDetails(touch, record, contact, step, record.outcome_of(step.id, contact), letter_route)


def find_by_any_id(config: Config, history: History, id_: str) -> Iterator[InterviewRecord]:
    """Yield the interviews that have or had that id; the present one comes first."""
    for interview in sorted(config.interviews, key=lambda i: i.id != id_):
        record = history.record_of(interview, config)
        if id_ in record.ids:
            yield record


def current_touch(config: Config, history: History, touch: Touch) -> Touch:
    """Return a touch with the ids that its interview and its contact have now."""
    for record in find_by_any_id(config, history, touch.interview):
        people = ((c.key, record.contact_keys(c)) for c in record.interview.contacts)
        contact_key = next(
            (key for key, contact_keys in people if touch.contact in contact_keys), touch.contact
        )
        return Touch(record.interview.id, touch.step, contact_key)
    return touch


def letter_arrival(config: Config, touch: Touch, channel: Channel, at: datetime) -> datetime | None:
    """Return when a letter arrives that the candidate gets at a moment, also if its step was removed since."""
    interview = config.interview_by_id.get(touch.interview)
    if interview is None or channel is not Channel.POST:
        return None
    contact = interview.contact_by_key.get(touch.contact, interview.lead)
    return route_of(config, interview, contact).dates_from_handover(at).arrives_at
