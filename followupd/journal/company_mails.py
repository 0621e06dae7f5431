"""When mails were sent to a company, over all its interviews. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.facts import Taken, Uncertain
from followupd.journal.reminders import read_reached_facts

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.journal.record import InterviewRecord


def list_mail_times(record: InterviewRecord) -> list[datetime]:
    """Return when followupd sent each mail to the people of a company, or may have sent it (UTC), newest first."""
    void_positions = record.history.touch_results.void_positions
    times = (
        fact.at
        for position, fact in read_reached_facts(record, record.full_company)
        if isinstance(fact, Taken | Uncertain)
        and fact.channel is Channel.EMAIL
        and not (isinstance(fact, Uncertain) and position in void_positions)
    )
    return sorted(times, reverse=True)
