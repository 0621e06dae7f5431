"""Records that the candidate has already thanked everybody, for an application that was running before followupd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.errors import UsageError
from followupd.journal.command_facts import Started
from followupd.journal.facts import Touch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.planning.touches import TouchDetails


def record_own_thanks(ledger: Ledger, interview: Interview, now: datetime) -> list[str]:
    """Record the thank-yous of an interview as written by the candidate; return the names of the people.

    They count from the end of the interview, and `undo` takes them back. Raises UsageError if the interview has not ended yet.
    """
    refuse_future_start(interview, now)
    thank_yous = list(_list_open_thank_yous(ledger, interview))
    with ledger.transaction():
        for details in thank_yous:
            ledger.append(details.taken_fact(interview.end_time, "user"))
        keys = tuple(dict.fromkeys(details.contact.key for details in thank_yous))
        ledger.append(Started(now, interview.id, keys))
    return list(dict.fromkeys(details.contact.shown_name for details in thank_yous))


def refuse_future_start(interview: Interview, now: datetime) -> None:
    """Raise UsageError if an interview has not ended yet."""
    if interview.end_time > now:
        raise UsageError("--started is for an interview that is over; this one is still to come")


def _list_open_thank_yous(ledger: Ledger, interview: Interview) -> Iterator[TouchDetails]:
    steps = [s for s in ledger.config.steps_of(interview) if s.channel is Channel.EMAIL and not s.is_reminder]
    for step in steps:
        for contact in interview.contacts:
            details = ledger.find_touch(Touch(interview.id, step.id, contact.key))
            if details and details.touch_outcome is None:
                yield details
