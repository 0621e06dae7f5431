"""Handles the days on which the candidate is away: nothing is sent, and what was due comes after them. Pure.

Touches that are due in such a period are moved to one of the first business days after it, at the same hour. The day is
drawn for each touch, so that not everything is sent at once. A mail of thanks moves by a week at most, since later it
has no value.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.planning.context import Hold, Rule
from followupd.planning.schedule import draw_number

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.config.cadence import Span
    from followupd.config.day_range import AwayPeriod
    from followupd.config.model import Config
    from followupd.planning.business_days import Calendar
    from followupd.planning.context import TouchContext
    from followupd.planning.post import Route

_SPREAD_DAYS = 3  # business days over which the touches of a period are spread after it
_LATE_THANKS = timedelta(days=7)  # a mail of thanks may be moved by at most this time


def find_period(config: Config, instant: datetime) -> AwayPeriod | None:
    """Return the period in which a moment is, or None."""
    return next((p for p in config.candidate.away_periods if p.start <= instant < p.end), None)


def hold_if_away(context: TouchContext) -> Hold | None:
    """Hold everything on days on which the candidate is away."""
    for one in context.config.candidate.away_periods:
        context.now.watch(one.start)
        context.now.watch(one.end)
    period = find_period(context.config, context.now.at)
    return Hold(Rule.AWAY, describe_period(period), period.end) if period else None


def move_behind_period(context: TouchContext, due: datetime) -> tuple[datetime, Hold | None]:
    """Return when a touch is sent that is due while the candidate is away, and why. Any other touch keeps its time."""
    new_due, hold = due, None
    while period := _find_obstacle(context, new_due):
        number = draw_number(context.conditions.jitter_key, str(context.touch))
        new_due = _place_after(context.calendar, period, max(new_due, period.start), number)
        hold = Hold(Rule.AWAY, describe_period(period), new_due)
    if hold and not context.step.is_reminder and new_due > due + _LATE_THANKS:
        return due, None
    return new_due, hold


def extend_latest(context: TouchContext, due: datetime, latest: datetime) -> datetime:
    """Return the latest moment of a reminder. If a period begins before it, the span counts from the period's end."""
    if not context.step.is_reminder:
        return latest
    return extend_span(context.config, context.calendar, due, latest, context.step.latest)


def extend_span(
    config: Config, calendar: Calendar, start: datetime, latest: datetime, span: Span
) -> datetime:
    """Return the end of a span that began at `start`.

    If a period begins within the span, the span counts again from the period's end.
    """
    for period in config.candidate.away_periods:
        if start < period.end and period.start <= latest:
            latest = max(latest, calendar.latest_after(calendar.next_open(period.end), span))
    return latest


def skip_periods(config: Config, calendar: Calendar, instant: datetime) -> datetime:
    """Return a moment, or the opening of the first window after it in which the candidate is not away."""
    while period := find_period(config, instant):
        instant = calendar.next_open(period.end)
    return instant


def describe_period(period: AwayPeriod) -> str:
    """Return a text on when the candidate is away."""
    if period.first_day == period.last_day:
        return f"you are away on {period.first_day:%-d %B}"
    return f"you are away from {period.first_day:%-d %B} to {period.last_day:%-d %B}"


def _find_obstacle(context: TouchContext, due: datetime) -> AwayPeriod | None:
    """Return the first period that prevents a touch at that time; for a letter, also one on the day of posting."""
    until = due
    if context.step.channel is Channel.POST and context.route:
        until = _posting_time(context.route, context.calendar, due)
    periods = context.config.candidate.away_periods
    return next((p for p in periods if p.start <= until and due < p.end), None)


def _posting_time(route: Route, calendar: Calendar, due: datetime) -> datetime:
    """Return the start of business on the day by which a letter must be posted."""
    return max(due, calendar.opening_of(route.dates_from_handover(due).post_by))


@lru_cache(maxsize=4096)
def _place_after(calendar: Calendar, period: AwayPeriod, due: datetime, number: int) -> datetime:
    """Return when a touch is sent that was due in a period: on a day after it, chosen by `number`."""
    first_day = calendar.local_date(calendar.next_open(period.end))
    day_count = min(_SPREAD_DAYS, _count_business_days(calendar, period))
    day_number = number % day_count if day_count else 0
    new_due = _keep_hour(calendar, calendar.business_day_after(first_day, day_number), due)
    if new_due < period.end:  # it ends at midnight here, which may be in the middle of their day
        return _keep_hour(calendar, calendar.business_day_after(first_day, day_number + 1), due)
    return new_due


def _keep_hour(calendar: Calendar, day: date, due: datetime) -> datetime:
    """Return the hour of a moment on another day, within the window of that day."""
    wall_time = due.astimezone(calendar.zone).time()
    return calendar.next_open(calendar.instant_at(day, wall_time.replace(fold=0)))


def _count_business_days(calendar: Calendar, period: AwayPeriod) -> int:
    days = (period.last_day - period.first_day).days + 1
    return sum(calendar.is_business_day(period.first_day + timedelta(days=n)) for n in range(days))
