"""Reopens touches: mails that came back, once the address is corrected, and those that the candidate reopens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.engine.notifying.notifier import notify
from followupd.engine.safety import restore
from followupd.journal.facts import Reopened
from followupd.journal.states import TouchEvent
from followupd.planning.reopening import find_returned_id, find_returned_touches
from followupd.writing.notices.again_notices import tell_reopening

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Touch
    from followupd.journal.touch_results import TouchOutcome

log = logging.getLogger("followupd")

CORRECTED = "it came back, and the address was corrected"


def reopen_returned(ledger: Ledger, now: datetime) -> None:
    """Reopen each mail that came back and whose address was corrected since, and notify the candidate."""
    if restore.why_halted(ledger.store):
        return  # a restored store may not know the second attempt
    for interview in ledger.config.interviews:
        record = ledger.record_of(interview)
        for returned in list(find_returned_touches(record, ledger.config, now)):
            with ledger.transaction():
                reopen_touch(ledger, returned.touch, returned.outcome, CORRECTED, now)
                notify(ledger, tell_reopening(ledger.words, returned), now)
            log.info(
                "%s is open again: %s", returned.touch, CORRECTED, extra=returned.touch.log_fields("reopened")
            )


def reopen_touch(ledger: Ledger, touch: Touch, outcome: TouchOutcome, why: str, now: datetime) -> None:
    """Record that a touch is open again. The caller has made sure that no mail of it reached anybody."""
    for name in dict.fromkeys((touch, outcome.touch)):  # the interview's file may have another name by now
        ledger.store.apply_event(str(name), TouchEvent.REOPEN, now)
    ledger.append(Reopened(now, touch, why, find_returned_id(outcome)))
