"""Reopens a step that was missed, skipped, refused or came back, because the candidate wants it after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.reopening import reopen_touch
from followupd.engine.steering.interviews import refuse_closed
from followupd.engine.steering.person_choice import choose_person, list_people
from followupd.errors import UsageError
from followupd.journal.facts import Touch
from followupd.planning.reopening import find_obstacle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.engine.ledger import Ledger
    from followupd.journal.record import InterviewRecord

YOUR_WORD = "you said: again"


def open_again(
    ledger: Ledger, interview: Interview, step_id: str, now: datetime, contact: str | None = None
) -> Contact:
    """Reopen a step for one person; return the person. Raises UsageError if that is not possible, or it is open."""
    refuse_closed(ledger, interview.id, now)
    step = _find_step(ledger, interview, step_id)
    people = [interview.lead] if step.is_reminder else interview.contacts
    if contact is not None:
        key = choose_person(list_people(people), contact)
        people = [person for person in people if person.key == key]
    with ledger.transaction():
        record = ledger.record_of(interview)
        person = _choose_fitting(record, ledger, step, people)
        outcome = record.outcome_of(step.id, person)
        assert outcome is not None
        reopen_touch(ledger, Touch(interview.id, step.id, person.key), outcome, YOUR_WORD, now)
    return person


def _find_step(ledger: Ledger, interview: Interview, step_id: str) -> Step:
    steps = ledger.config.steps_of(interview)
    for step in steps:
        if step.id == step_id:
            return step
    names = ", ".join(step.id for step in steps)
    raise UsageError(f"{interview.id} has no step {step_id!r}; its steps are {names}")


def _choose_fitting(
    record: InterviewRecord, ledger: Ledger, step: Step, people: Sequence[Contact]
) -> Contact:
    """Return the one person for whom the step can be reopened. Raises UsageError with the reason if there is none."""
    obstacles = {person.key: find_obstacle(record, ledger.config, step, person) for person in people}
    fitting = [person for person in people if obstacles[person.key] is None]
    if not fitting:
        raise UsageError("; ".join(why for why in obstacles.values() if why))
    if len(fitting) > 1:
        names = ", ".join(person.shown_name for person in fitting)
        raise UsageError(f"{step.id} can be opened again for {names}; say --contact and a name")
    return fitting[0]
