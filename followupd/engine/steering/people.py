"""Commands for one person of an interview: pause and resume. The others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.steering.interviews import refuse_closed
from followupd.errors import UsageError
from followupd.inbound.parsing.text import fold_text
from followupd.journal.command_facts import ContactSteered
from followupd.journal.contact_pauses import find_pause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.engine.ledger import Ledger


def choose_contact(interview: Interview, text: str) -> Contact:
    """Return the person meant: by id, name, address, or a part of the name. Raises UsageError that lists who is possible."""
    wanted = text.strip().casefold()
    exact = [c for c in interview.contacts if wanted in (c.key, c.name.casefold(), *c.addresses)]
    chosen = exact or [c for c in interview.contacts if _names_person(c, wanted)]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(c.name for c in chosen or interview.contacts)
    raise UsageError(
        f"{text!r} is not clear; it may be {names}"
        if chosen
        else f"nobody is called {text!r} there; it may be {names}"
    )


def find_named_contact(interview: Interview, words: Sequence[str]) -> Contact | None:
    """Return the one person whose name these words are; None where they name none, or several."""
    people = [c for c in interview.contacts if words and _is_named_by(c, words)]
    return people[0] if len(people) == 1 and len(interview.contacts) > 1 else None


def _is_named_by(contact: Contact, words: Sequence[str]) -> bool:
    return all(_names_person(contact, word) for word in words)


def _names_person(contact: Contact, word: str) -> bool:
    return fold_text(word).lower() in fold_text(contact.name).lower().replace(".", " ").split()


def pause_contact(
    ledger: Ledger, interview: Interview, contact: Contact, now: datetime, until: datetime | None = None
) -> None:
    """Send nothing to one person until a moment, or until they are resumed."""
    if until and until <= now:
        raise UsageError(f"{until:%-d %B %Y} is past; name a day to come")
    refuse_closed(ledger, interview.id, now)
    ledger.append(ContactSteered(now, interview.id, contact.key, contact.addresses[0], "pause", until))


def resume_contact(ledger: Ledger, interview: Interview, contact: Contact, now: datetime) -> bool:
    """Go on with one person. Returns whether they were paused."""
    refuse_closed(ledger, interview.id, now)
    record = ledger.history.record_of(interview, ledger.config)
    was_paused = find_pause(record, contact, now) is not None
    ledger.append(ContactSteered(now, interview.id, contact.key, contact.addresses[0], "resume"))
    return was_paused
