"""The user's decision about an out-of-office note without proof: whether the person is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.overview.unproven_absences import list_open_absences
from followupd.engine.steering.interviews import resume_interview
from followupd.errors import UsageError
from followupd.journal.command_facts import Instructed
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Fact, Received


def list_absence_notes(ledger: Ledger, interview_id: str, now: datetime) -> list[Received]:
    """Return the out-of-office notes for which the user has not said whether they are true."""
    interview = ledger.config.interview_by_id[interview_id]
    return [one.mail for one in list_open_absences(ledger.config, ledger.history, interview, now)]


def answer_absence(
    ledger: Ledger, interview_id: str, now: datetime, *, is_away: bool, seen: Sequence[Fact] | None = None
) -> None:
    """Record whether the people are away. After yes the reminders wait as the note says; after no they go on.

    `seen`: the notes that were shown. Raises UsageError if none of them is open any more.
    """
    notes = list_absence_notes(ledger, interview_id, now)
    seen_notes = [note for note in notes if seen is None or note in seen]
    if not seen_notes:
        raise UsageError(f"no note of absence about {interview_id} is in doubt")
    if not is_away and seen_notes != notes:
        raise UsageError(f"another note of absence about {interview_id} came in; read that mail first")
    with ledger.transaction():
        if not is_away:
            resume_interview(ledger, interview_id, now)
            return
        for note in seen_notes:
            ledger.append(Instructed(now, interview_id, "", make_notice_key(note), "yes", "did"))
