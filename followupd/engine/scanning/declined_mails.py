"""Remembers the mails of which the user said that they are no answer, so that nobody is asked about them again.

A mail is read again if the files change. It counts as unseen for an interview whose date was corrected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action
from followupd.journal.facts import Received

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.inbound.verdict import Verdict


def leave_out_declined(ledger: Ledger, verdict: Verdict, received_at: datetime) -> tuple[str, ...]:
    """Return the interviews of a mail without those for which the user said that this mail is no answer.

    A mail that proves which interview it is about stops it all the same: the user's decision was about a doubt.
    """
    if verdict.action is not Action.PAUSE:
        return verdict.interviews
    locations = _list_locations(ledger, verdict, received_at)
    declined_ids = {i.id for i in ledger.config.interviews if _is_declined(ledger, i, locations)}
    return tuple(id_ for id_ in verdict.interviews if id_ not in declined_ids)


def _list_locations(ledger: Ledger, verdict: Verdict, received_at: datetime) -> set[str]:
    """Return every location at which the mail was recorded, since the user may have moved it."""
    facts = ledger.history.index.select_facts(Received, ("from", verdict.sender))
    mail = (verdict.message_id, verdict.subject, received_at)
    return {f.location for f in facts if (f.message_id, f.subject, f.received) == mail}


def _is_declined(ledger: Ledger, interview: Interview, locations: set[str]) -> bool:
    """Return whether the user's last decision on a mail, for this interview and its company, was no."""
    record = ledger.record_of(interview)
    company = record.full_company
    words = [
        word
        for word in record.clarified_mails
        if word.location in locations and company.is_same(word.company, word.domains)
    ]
    return bool(words) and not words[-1].is_answer
