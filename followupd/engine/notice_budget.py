"""How many notices the candidate gets: what strangers send must not decide it. Pure.

The first notices of a day leave at once, each by itself. After those, one mail leaves every two hours: a digest of
what has come together. In any 24 hours these are fewer than 20 mails. Call sheets do not
count, the cadence bounds them. Nor do answers to the candidate's own mails, nor the weekly digest.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

DAY = timedelta(hours=24)
FREE_MAILS = 8  # so many leave at once in any 24 hours
DIGEST_PAUSE = timedelta(hours=2)  # between two mails after those
# A call sheet once more, the answer to a mail of the candidate's own, the weekly digest: they do not count.
FREE_PREFIXES = ("notice/again/", "notice/answer/", "notice/week/")


def count_free_mails(sent_times: Iterable[datetime], now: datetime) -> int:
    """Return how many mails to the candidate may leave now, after those that left at these times."""
    # A clock that was set back makes nobody wait for longer than a day.
    recent_times = [at for at in sent_times if -DAY < now - at < DAY]
    if len(recent_times) < FREE_MAILS:
        return FREE_MAILS - len(recent_times)
    return int(now - max(recent_times) >= DIGEST_PAUSE)
