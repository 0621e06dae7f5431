"""Limits the notices to the candidate, so that mails of strangers cannot flood them. Pure.

The first notices of a day are sent at once, each by itself. After those, one mail is sent every two hours: a digest of
the notices since then. In any 24 hours these are fewer than 20 mails. Call sheets do not count, since the cadence
limits them. Replies to the candidate's own mails and the weekly digest do not count either.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

DAY = timedelta(hours=24)
FREE_MAILS = 8  # the number of mails that are sent at once in any 24 hours
DIGEST_PAUSE = timedelta(hours=2)  # the time between two mails after those
# These do not count: a repeated call sheet, the reply to a mail of the candidate, and the weekly digest.
FREE_PREFIXES = ("notice/again/", "notice/answer/", "notice/week/")


def count_free_mails(sent_times: Iterable[datetime], now: datetime) -> int:
    """Return how many mails to the candidate may be sent now, if others were sent at these times."""
    # A clock that was set back must not cause a wait of more than a day.
    recent_times = [at for at in sent_times if -DAY < now - at < DAY]
    if len(recent_times) < FREE_MAILS:
        return FREE_MAILS - len(recent_times)
    return int(now - max(recent_times) >= DIGEST_PAUSE)
