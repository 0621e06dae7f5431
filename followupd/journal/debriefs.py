"""What the candidate told about an interview after it, and the interview completed with that. Pure.

The file comes first: its facts about a person are not replaced. The candidate's answer counts only if the file has
none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.interview import Contact, Interview
from followupd.journal.command_facts import Debriefed
from followupd.journal.memo import memoized

if TYPE_CHECKING:
    from followupd.journal.record import InterviewRecord


@memoized
def list_debriefs(record: InterviewRecord) -> list[Debriefed]:
    """Return what the candidate told about an interview, oldest first."""
    return [fact for fact in record.own_facts if isinstance(fact, Debriefed)]


def find_told_fact(record: InterviewRecord, contact: Contact) -> str | None:
    """Return what they talked about if only the candidate's answer tells it; None if the file does."""
    if contact.fact and not _is_told(record, contact):
        return None
    keys = record.contact_keys(contact)
    facts = [text for told in list_debriefs(record) for key, text in told.facts if key in keys]
    return facts[-1] if facts else None


def _is_told(record: InterviewRecord, contact: Contact) -> bool:
    """Return whether a contact's fact comes from the candidate's answer, and not from the file."""
    own = record.interview.contact_by_key.get(contact.key)
    return own is not None and own.fact is None


def was_there(record: InterviewRecord, contact: Contact) -> bool | None:
    """Return whether a person was in the interview, by the candidate's last answer; None if they did not tell."""
    debriefs = list_debriefs(record)
    if not debriefs:
        return None
    keys = record.contact_keys(contact)
    names = {contact.name.casefold(), contact.spoken_name.casefold()}
    for told in reversed(debriefs):
        if not keys.isdisjoint(told.absent):
            return False
        if not keys.isdisjoint(told.present) or any(name.casefold() in names for name in told.others):
            return True  # a person who came as well is confirmed as soon as the file has their address
    return None


def find_missing_people(record: InterviewRecord) -> list[str]:
    """Return the names of people who came as well but are not in the file: nothing is sent to them."""
    names = dict.fromkeys(name for told in list_debriefs(record) for name in told.others)
    if not names:  # then no name of the file has to be parsed
        return []
    known = {c.name.casefold() for c in record.interview.contacts}
    known |= {c.given_name.casefold() for c in record.interview.contacts}
    known |= {name.casefold() for name in (record.interview.via.met if record.interview.via else ())}
    return [name for name in names if name.casefold() not in known]


def build_told_interview(record: InterviewRecord) -> Interview:
    """Return the interview completed with the candidate's answers; the same object if they add nothing."""
    interview = record.interview
    facts = {c.key: find_told_fact(record, c) for c in interview.contacts}
    if not any(facts.values()):
        return interview
    contacts = [_with_fact(c, facts[c.key]) for c in interview.contacts]
    values = {name: getattr(interview, name) for name in Interview.model_fields}
    return Interview.model_construct(**{**values, "contacts": contacts})


def _with_fact(contact: Contact, fact: str | None) -> Contact:
    if fact is None:
        return contact
    values = {name: getattr(contact, name) for name in Contact.model_fields}
    return Contact.model_construct(
        _fields_set=contact.model_fields_set | {"fact"}, **{**values, "fact": fact}
    )
