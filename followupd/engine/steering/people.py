"""Commands for one person of an interview: pause and resume. The other people are not affected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.steering.interviews import refuse_closed, refuse_past_end
from followupd.engine.steering.person_choice import choose_person, list_people
from followupd.journal.command_facts import ContactSteered
from followupd.journal.contact_pauses import find_pause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.engine.ledger import Ledger


def choose_contact(interview: Interview, text: str) -> Contact:
    """Return the person with that id, name, address, or part of the name.

    Raises UsageError that lists the possible people.
    """
    key = choose_person(list_people(interview.contacts), text)
    return interview.contact_by_key[key]


def find_named_contact(interview: Interview, words: Sequence[str]) -> Contact | None:
    """Return the one person whose name these words are; None if they name none, or several."""
    people = list_people(interview.contacts)
    named_keys = [p.key for p in people if words and all(map(p.is_called, words))]
    if len(named_keys) != 1 or len(people) == 1:
        return None
    return interview.contact_by_key[named_keys[0]]


def pause_contact(
    ledger: Ledger, interview: Interview, contact: Contact, now: datetime, until: datetime | None = None
) -> None:
    """Send nothing to one person until a moment, or until they are resumed."""
    refuse_past_end(until, now)
    refuse_closed(ledger, interview.id, now)
    ledger.append(ContactSteered(now, interview.id, contact.key, contact.addresses[0], "pause", until))


def resume_contact(ledger: Ledger, interview: Interview, contact: Contact, now: datetime) -> bool:
    """Resume one person; return whether they were paused."""
    refuse_closed(ledger, interview.id, now)
    record = ledger.record_of(interview)
    was_paused = find_pause(record, contact, now) is not None
    ledger.append(ContactSteered(now, interview.id, contact.key, contact.addresses[0], "resume"))
    return was_paused
