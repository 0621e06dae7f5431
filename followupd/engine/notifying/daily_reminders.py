"""Lists the mails that remind the candidate in their waking hours.

Each action looks at most once in its period, an hour or a day.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followupd.engine.notifying.morning import send_morning_digest
from followupd.engine.notifying.postponed_reminders import tell_postponed_reminders
from followupd.engine.notifying.repeated_questions import repeat_questions
from followupd.planning.forecast_cache import ForecastCache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import InterviewPlan

    ReminderAction = Callable[[Ledger, Callable[[], Sequence[InterviewPlan]], datetime], None]


def list_reminder_actions() -> tuple[tuple[str, ReminderAction], ...]:
    """Return the actions of one engine, with their names. The last one keeps its forecasts from day to day."""
    return (
        ("morning digest", send_morning_digest),
        ("questions", repeat_questions),
        ("postponed reminders", partial(tell_postponed_reminders, ForecastCache())),
    )
