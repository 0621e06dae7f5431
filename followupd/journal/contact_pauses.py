"""The candidate's pause for one person, while the others of the interview go on. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.journal.command_facts import ContactSteered
from followupd.journal.memo import memoized
from followupd.journal.pauses import find_running_pause, list_ends

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Contact
    from followupd.journal.record import InterviewRecord


@memoized
def list_commands(record: InterviewRecord, contact: Contact) -> list[ContactSteered]:
    """Return the pauses and resumes of a person, oldest first, under every key and address that they have had."""
    commands = [f for f in record.own_facts if isinstance(f, ContactSteered)]
    if not commands:
        return []
    identifiers = record.identifiers_of(contact)
    return [f for f in commands if f.contact in identifiers or f.address in identifiers]


def find_pause(record: InterviewRecord, contact: Contact, now: datetime) -> ContactSteered | None:
    """Return the pause of a person that is in force, or None."""
    return find_running_pause(list_commands(record, contact), now)


def list_pause_ends(record: InterviewRecord, contact: Contact) -> list[datetime]:
    """Return when each pause of a person ended, or will end."""
    return list_ends(list_commands(record, contact))
