"""Which touches wait for the candidate's word, and the note of thanks after a refusal. Pure.

A touch waits where the configuration says so; the note after a refusal always does. An approval is for the words that
were read: the sender compares their digest before anything leaves. It ends with a close and with further mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL, Channel
from followupd.config.interview import ContactRole
from followupd.journal.facts import Received, Touch
from followupd.journal.states import InterviewState
from followupd.planning import rules
from followupd.planning.context import Brake, Case, Rule

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Approved, Steered
    from followupd.journal.history import History


def wanted(config: Config, history: History, ids: frozenset[str], step: Step, contact: Contact) -> bool:
    """Tell whether a touch may go out only with the candidate's approval."""
    if step is FAREWELL:
        return True
    if step.channel is not Channel.EMAIL or config.sending.approve == "none":
        return False
    return config.sending.approve == "all" or not any(
        t.channel is Channel.EMAIL and (t.touch.contact == contact.key or t.address in contact.addresses)
        for t in history.taken(ids)
    )


def given(case: Case) -> Approved | None:
    """Return the approval of a touch that is in force."""
    return case.history.approval(case.interview, case.ids, case.step.id, case.contact)


def approval(case: Case) -> Brake | None:
    """The candidate wants to read it first."""
    if not wanted(case.config, case.history, case.ids, case.step, case.contact):
        return None
    if given(case):
        return None
    how = f"followupd approve {case.interview.id} {case.step.id}"
    return Brake(Rule.APPROVAL, f"it goes out only with your approval: {how}")


# A refusal has ended the cadence: `closed` and `answered` do not hold the note that answers it, all else does.
HOLDING = (
    approval,
    rules.config,
    rules.paused,
    rules.halted,
    rules.unknown,
    rules.address,
    rules.tripped,
)


@dataclass(frozen=True, slots=True)
class Farewell:
    """The note of thanks that a refusal calls for."""

    case: Case
    since: datetime  # when they said no: it may go out from then on
    approved: datetime | None


def farewell(base: Case) -> Farewell | None:
    """Return the note after a refusal, while one is open: nobody has written to them since."""
    no = refusal(base.history, base.ids, base.life.state)
    if no is None:
        return None
    contact = addressee(base.interview, no)
    standings = (base.history.standing(base.ids, FAREWELL.id, c) for c in base.interview.contacts)
    heard = no.received if isinstance(no, Received) else no.at
    if any(standings) or base.history.by_hand(base.interview, contact, heard):
        return None
    case = base.of(FAREWELL, contact, Touch(base.interview.id, FAREWELL.id, contact.key))
    yes = given(case)
    return Farewell(case, no.at, yes.at if yes else None)


def refusal(history: History, ids: frozenset[str], state: InterviewState) -> Received | Steered | None:
    """Return how they said no, if that is how the cadence ended."""
    over = state in (InterviewState.ANSWERED, InterviewState.CLOSED)
    return history.consents.refusal(ids) if over else None


def addressee(interview: Interview, no: Received | Steered) -> Contact:
    """Return who is thanked: whoever said no, if it was one of those met; else the lead."""
    by = no.contact if isinstance(no, Received) else None
    met = (c for c in interview.contacts if c.role is not ContactRole.HELPED)
    return next((c for c in met if c.key == by), interview.lead)
