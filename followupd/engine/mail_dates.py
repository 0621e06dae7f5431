"""The moment at which a mail came, where what the server says of it cannot be right. Pure.

A mail of 1970 would be no answer to an interview of this year, and one of 2099 would hold the plan until then.
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

# So far ahead the server's date is believed: our own clock may be behind, and an answer would be older than the interview.
CLOCK_SLACK = timedelta(days=31)


def correct_date(header: MailHeader, facts: Iterable[Fact], now: datetime) -> MailHeader:
    """Return a mail that came when its server says, or at this moment where that cannot be.

    Our own clock may have been set back: then the journal's last fact is this moment.
    """
    is_modern = header.received.year in PLAUSIBLE_YEARS
    if is_modern and header.received <= now + CLOCK_SLACK:
        return header
    last_moment = max((fact.at for fact in facts), default=now)
    present = max(now, last_moment)
    if is_modern and header.received <= present + CLOCK_SLACK:
        return header
    return replace(header, received=present.astimezone(UTC))  # a zone that the worker has, too
