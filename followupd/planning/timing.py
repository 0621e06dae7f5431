"""Decides when a touch is sent: its shifts, the handover of a letter, and when it is too late. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.planning.away import extend_latest
from followupd.planning.context import Rule
from followupd.planning.schedule import jitter_of, latest_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followupd.planning.context import Hold, TouchContext


def latest_moment(context: TouchContext, due: datetime) -> datetime:
    """Return the last moment of a touch that is due at a moment."""
    return extend_latest(context, due, latest_of(context.calendar, due, context.step.latest))


def hand_over_time(context: TouchContext, due: datetime, earliest: datetime) -> datetime:
    """Return when to hand over a touch so that it reaches the company when due: a letter is handed over days before.

    If there is time, a letter is handed over no sooner than the business day after `earliest`. The touch before it may
    be answered first.
    """
    if context.route is None:
        return due
    sheet_time = context.route.hand_over_at(due)
    day = context.calendar.business_day_after(context.calendar.local_date(min(earliest, due)), 1)
    return max(sheet_time, min(context.calendar.opening_of(day), due))


def apply_shifts(
    context: TouchContext, due: datetime, shifts: Iterable[Hold]
) -> tuple[datetime, Hold | None]:
    """Return when a touch is due after all shifts, and the last shift."""
    last_shift = None
    for hold in shifts:
        if hold.lifts_at and hold.lifts_at > due:
            due, last_shift = hold.lifts_at, hold
    if last_shift:
        opening = context.calendar.next_open(due)
        # Without jitter, it would be the same second of the day a week after a letter. No person writes so regularly.
        is_exact = opening > due or last_shift.rule is Rule.BUDGET
        due = add_jitter(context, opening) if is_exact else opening
    return due, last_shift


def add_jitter(context: TouchContext, due: datetime) -> datetime:
    """Return a slightly later moment in the window, by the jitter of the touch."""
    sending, jitter_key = context.config.sending, context.conditions.jitter_key
    return due + jitter_of(context.calendar, due, sending.jitter, jitter_key, str(context.touch))


@lru_cache(maxsize=1024)
def format_local(instant: datetime, zone: ZoneInfo) -> str:
    """Return a moment in the form for people in a zone."""
    return f"{instant.astimezone(zone):%a %-d %B %H:%M %Z}"
