"""What the candidate is reminded of by mail, in their waking hours: each action looks at most once in its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.morning import send_morning_digest
from followupd.engine.postponed_reminders import tell_postponed_reminders
from followupd.engine.repeated_questions import repeat_questions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import InterviewPlan

    ReminderAction = Callable[[Ledger, Callable[[], Sequence[InterviewPlan]], datetime], None]

REMINDER_ACTIONS: tuple[tuple[str, ReminderAction], ...] = (
    ("morning digest", send_morning_digest),
    ("questions", repeat_questions),
    ("postponed reminders", tell_postponed_reminders),
)
