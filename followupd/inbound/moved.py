"""The interview's own invitation came again: what is to be written into its file, if its time is another. Pure.

A mail never moves an interview by itself: what was heard before the start counts for nothing, so a forged later start
would make an answer unheard. The cadence is braked, and the user's file says when the interview is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.invitation import Invitation
    from followupd.inbound.watchlist import Known, KnownInterview

LENGTHS = range(5, 1441)  # minutes, as `minutes:` may say


def ahead(found: Invitation, known: Known, received: datetime) -> tuple[KnownInterview, ...]:
    """Return the interviews yet to come whose own invitation is cancelled, or is for another time than their file says.

    What came before the file was written is older than the user's word, and counts for nothing.
    """
    gone = found.method == "CANCEL"
    told = found.method == "REQUEST" and found.starts is not None
    return tuple(
        one
        for one in known.interviews
        if (gone or (told and found.starts != one.since))
        and received < one.since
        and set(found.uids) & set(one.calendar_uids)
        and (one.written is None or one.written <= received)
    )


def moved(found: Invitation, interview: KnownInterview) -> str:
    """Return the rest of a sentence about an invitation of this very interview: whether, and whither, it was moved."""
    if found.method == "CANCEL":
        return " for this very interview: it was cancelled"
    if found.starts is None or found.method != "REQUEST":
        return " for this very interview: it was moved or changed"
    if found.starts == interview.since:
        return " for this very interview: its time is the same"
    there = found.starts.astimezone(ZoneInfo(interview.zone))
    minutes = round(found.lasts.total_seconds() / 60) if found.lasts else 0
    length = f" and minutes: {minutes}" if minutes in LENGTHS else ""
    file = f"its file ({interview.id}.yaml)"
    return f" for this very interview: it was moved; if that is right, write into {file} at: {there:%Y-%m-%d %H:%M}{length}"
