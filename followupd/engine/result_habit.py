"""Whether the provider adds an Authentication-Results line to every foreign mail: only then are its lines believed.

A provider that adds none passes on the line that a stranger wrote in its name. The habit shows in the mail that comes
from elsewhere: twenty mails in a row have the line, and for two weeks before them none was without it. Twenty forged mails
in one night are no habit.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.engine.store_port import Store
    from followupd.inbound.verdict import Verdict

log = logging.getLogger("followupd")

HABIT_COUNT = 20  # foreign mails in a row that have the line
DOUBT_PERIOD = timedelta(days=14)  # after a mail without it, during which none counts
_KEY = "result-habit"


def is_habit(store: Store, authserv_id: str | None) -> bool:
    """Tell whether the results of this provider are believed."""
    return bool(authserv_id) and _read_counts(store, authserv_id)[0] >= HABIT_COUNT


def note_habit(store: Store, authserv_id: str | None, verdict: Verdict, received: datetime) -> None:
    """Count a mail that came in, if it is one of those that show the habit."""
    if authserv_id is None or verdict.has_own_results is None:
        return
    count, last_without = _read_counts(store, authserv_id)
    if not verdict.has_own_results:
        last_without = max(last_without, received) if last_without else received
        if count >= HABIT_COUNT:
            log.warning("a mail came without the results of %s: they are not believed until it is a habit again",
                        authserv_id, extra={"kind": "results"})  # fmt: skip
        _write_counts(store, authserv_id, 0, last_without)
    elif count < HABIT_COUNT and (last_without is None or received >= last_without + DOUBT_PERIOD):
        _write_counts(store, authserv_id, count + 1, last_without)


def _read_counts(store: Store, authserv_id: str | None) -> tuple[int, datetime | None]:
    """Return how many mails in a row had the line, and when the last one came without it."""
    fields = json.loads(store.get_value(_KEY) or "{}")
    if fields.get("of") != authserv_id:
        return 0, None
    return fields["count"], datetime.fromisoformat(fields["without"]) if fields["without"] else None


def _write_counts(store: Store, authserv_id: str, count: int, last_without: datetime | None) -> None:
    without = last_without.isoformat() if last_without else ""
    store.set_value(_KEY, json.dumps({"of": authserv_id, "count": count, "without": without}))
