"""Decides when to ask the candidate for a debrief: when the interview ends, and again the next morning. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from followupd.config.role_mailboxes import is_presence_known
from followupd.journal.debriefs import list_debriefs
from followupd.journal.states import InterviewState

if TYPE_CHECKING:
    from followupd.config.model import Config
    from followupd.journal.record import InterviewRecord

FIRST, REMINDER = 1, 2
_MORNING = time(9)
_ASKED_FOR = timedelta(days=3)  # no prompt is later than that, so the time for it is computed only until then
_REMINDED_FOR = timedelta(hours=8)  # a machine that was off in the morning still asks on that day


def find_debrief_prompt(now: datetime, config: Config, record: InterviewRecord) -> int | None:
    """Return which of the two questions is due now; None if there is nothing to ask, or it was answered."""
    end_time = record.interview.end_time
    if not end_time <= now <= end_time + _ASKED_FOR:
        return None
    home = config.candidate.time_zone
    next_day = end_time.astimezone(home).date() + timedelta(days=1)
    morning = datetime.combine(next_day, max(_MORNING, config.candidate.hours[0]), tzinfo=home).astimezone(
        UTC
    )
    if now > morning + _REMINDED_FOR or not _is_worth_asking(now, config, record):
        return None
    return FIRST if now < morning else REMINDER


def _is_worth_asking(now: datetime, config: Config, record: InterviewRecord) -> bool:
    if not config.notifications.debrief or record.status_at(now).state is not InterviewState.ACTIVE:
        return False
    is_all_known = all(c.fact and is_presence_known(c) for c in record.interview.people_without_agency)
    return not is_all_known and not list_debriefs(record)
