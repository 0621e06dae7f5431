"""When a touch falls due, by the calendar and its jitter; until when it is worth something. Pure, remembered."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.cadence import Span
    from followupd.planning.business_days import Calendar


@lru_cache(maxsize=4096)
def fallen(
    days: Calendar, anchor: datetime, span: Span, jitter: timedelta, key: bytes, touch: str
) -> datetime:
    """Return when a step falls due: its span after the anchor, in the window, plus jitter."""
    # "0 days after interview" is that day, and its window may have opened before the interview.
    opened = days.next_open(max(anchor, days.after(anchor, span)))
    return opened + spread(days, opened, jitter, key, touch)


def spread(days: Calendar, opened: datetime, jitter: timedelta, key: bytes, touch: str) -> timedelta:
    """Return the touch's jitter, the same at every look, cut so that it stays in the window."""
    room = days.closes(days.local_date(opened)) - opened
    seconds = min(jitter, room * 0.9).total_seconds()
    return timedelta(seconds=int(seconds * _drawn(key or b"-", touch) / 2**32))


@lru_cache(maxsize=4096)
def _drawn(key: bytes, touch: str) -> int:
    return int.from_bytes(hmac.digest(key, touch.encode(), hashlib.sha256)[:4], "big")


@lru_cache(maxsize=4096)
def until(days: Calendar, due: datetime, span: Span) -> datetime:
    """Return the last moment of a touch that falls due then."""
    return days.until(due, span)
