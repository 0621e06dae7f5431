"""Corrects the date of a mail if the server's date cannot be right. Pure.

A mail of 1970 would count as no answer to an interview of this year, and a mail of 2099 would hold the plan until then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from followupd.config.fields import PLAUSIBLE_YEARS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.engine.ports import MailHeader
    from followupd.journal.facts import Fact

# A server's date may be ahead by this time, since the own clock may be behind. With an earlier date, an answer would be
# older than the interview.
CLOCK_SLACK = timedelta(days=31)


def correct_date(header: MailHeader, facts: Iterable[Fact], now: datetime) -> MailHeader:
    """Return a mail with the server's date, or with the present moment if that date cannot be right.

    The own clock may have been set back. Then the time of the journal's last fact is the present moment.
    """
    is_modern = header.received.year in PLAUSIBLE_YEARS
    if is_modern and header.received <= now + CLOCK_SLACK:
        return header
    last_moment = max((fact.at for fact in facts), default=now)
    present = max(now, last_moment)
    if is_modern and header.received <= present + CLOCK_SLACK:
        return header
    return replace(header, received=present.astimezone(UTC))  # UTC is a zone that the worker has, too
