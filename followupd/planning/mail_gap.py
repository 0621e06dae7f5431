"""Keeps two mails to one company apart: nobody writes two in the same ten minutes. Pure.

The schedule draws such times apart. But mails may be late together: after a night without power, or after one approval
for all. Then each waits for the one before it. If a wait would make a mail too late, it is sent without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.planning.context import Hold, Rule
from followupd.planning.schedule import draw_number
from followupd.planning.timing import format_local

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from followupd.planning.context import TouchContext

_MOST_LONGER = 0.3  # of the gap, drawn for each touch, so that no two mails are a round ten minutes apart


def hold_for_mail_gap(context: TouchContext, due: datetime, latest: datetime) -> Hold | None:
    """Hold a mail if another one to the company was sent within the gap that the configuration names."""
    last_mail = _find_near_mail(context, due) if context.step.channel is Channel.EMAIL else None
    if last_mail is None:
        return None
    next_chance = context.calendar.next_open(last_mail + _choose_gap(context))
    if next_chance > latest or not context.now.is_before(next_chance):
        return None
    sent = format_local(last_mail, context.interview.time_zone)
    return Hold(Rule.GAP, f"another mail to {context.interview.company} was sent on {sent}", next_chance)


def _find_near_mail(context: TouchContext, due: datetime) -> datetime | None:
    """Return when the last mail to the company was sent, if that may be too near.

    A mail in the future was sent by a clock that ran ahead. A touch that is due late enough is not delayed.
    """
    gap = context.config.sending.gap
    for sent_at in context.record.company_mail_times:
        if context.now.is_after(sent_at - gap):
            return sent_at if due < sent_at + gap else None
    return None


def _choose_gap(context: TouchContext) -> timedelta:
    """Return the least time after the last mail, always the same for a touch."""
    number = draw_number(context.conditions.jitter_key, str(context.touch))
    return context.config.sending.gap * (1 + _MOST_LONGER * number / 2**32)
