"""Finds the draft of a touch in the journal, under any name that the interview and the person have had. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.journal.draft_states import DRAFT_TABLE, Drafted, DraftEvent, DraftState
from followupd.journal.memo import memoized

if TYPE_CHECKING:
    from followupd.config.interview import Contact
    from followupd.journal.record import InterviewRecord


@memoized
def draft_facts(record: InterviewRecord, step: str, contact: Contact) -> list[Drafted]:
    """Return every state that the draft of a touch has had, oldest first."""
    facts = [f for f in record.own_facts if isinstance(f, Drafted) and f.step == step]
    identifiers = record.identifiers_of(contact) if facts else frozenset()
    return [fact for fact in facts if fact.contact in identifiers]


def last_draft(record: InterviewRecord, step: str, contact: Contact) -> Drafted | None:
    """Return the last state of the draft of a touch."""
    facts = draft_facts(record, step, contact)
    return facts[-1] if facts else None


def state_of(draft: Drafted | None) -> DraftState:
    """Return the state of a draft; NONE if there is no fact about it."""
    return draft.state if draft else DraftState.NONE


def lies_in_drafts(record: InterviewRecord, step: str, contact: Contact) -> bool:
    """Return whether the draft of a touch is in the Drafts folder, as far as is known."""
    return state_of(last_draft(record, step, contact)) in (DraftState.PLACED, DraftState.EDITED)


def next_state(draft: Drafted | None, event: DraftEvent) -> DraftState:
    """Return the state after an event."""
    return DRAFT_TABLE[state_of(draft)][event]
