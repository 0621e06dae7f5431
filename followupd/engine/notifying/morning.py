"""Sends the morning digest: everything to do today, in one mail, if there is anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.engine.notifying.notifier import notify
from followupd.engine.overview.errands import list_errands
from followupd.engine.overview.status import build_notice_health
from followupd.writing.language.errand_words import describe_morning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import InterviewPlan

MORNING_LENGTH = timedelta(hours=4)  # a daemon that starts later in the day sends none
_DAY_KEY = "morning"  # under this key the store keeps the last day for which the digest was considered


def send_morning_digest(
    ledger: Ledger, make_plans: Callable[[], Sequence[InterviewPlan]], now: datetime
) -> None:
    """Send the candidate what is to do today: once a day, when their waking hours begin, unless there is nothing."""
    candidate = ledger.config.candidate
    local = now.astimezone(candidate.time_zone)
    opening = datetime.combine(local.date(), candidate.hours[0], tzinfo=candidate.time_zone)
    is_morning = opening <= local < opening + MORNING_LENGTH
    day = f"{local:%Y-%m-%d}"
    if (
        not (ledger.config.notifications.digest.morning and is_morning)
        or ledger.store.get_value(_DAY_KEY) == day
    ):
        return
    health = build_notice_health(ledger, make_plans(), now)
    errands = list_errands(health, ledger.words)
    if any(errand.is_for_digest for errand in errands):
        notify(ledger, describe_morning(ledger.words, [(e.sentence, e.command) for e in errands], day), now)
    ledger.store.set_value(_DAY_KEY, day)
