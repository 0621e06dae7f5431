"""Finds the day on which a mail was written: days such as "until Friday" and "in two weeks" are counted from it."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.inbound.matching.match import Match
    from followupd.inbound.parsing.message import MailHeaders
    from followupd.inbound.read_mail import ReadMail

_MAX_DELAY = timedelta(days=31)  # between writing and arrival; with a longer one, the writer's clock is wrong


def parse_writing_time(headers: MailHeaders) -> datetime | None:
    """Return the time at which a mail was written, by its writer's clock."""
    try:
        return parsedate_to_datetime(headers.get_first("date").strip())
    except (TypeError, ValueError, OverflowError):
        return None


def local_arrival_date(received: datetime, mail_match: Match) -> date:
    """Return the date of arrival in the writer's time zone."""
    if not mail_match.interviews:
        return received.date()
    try:
        return received.astimezone(ZoneInfo(mail_match.interviews[0].zone)).date()
    except (KeyError, ValueError, OSError):
        return received.date()


def local_writing_date(read: ReadMail) -> date:
    """Return the date of writing in the writer's time zone. If it cannot be right, it is the date of arrival.

    A mail may arrive late, or be moved to another server, which gives it the date of that day.
    """
    arrival_date = local_arrival_date(read.received, read.match)
    written_at = parse_writing_time(read.mail.headers)
    if written_at is None:
        return arrival_date
    aware = written_at if written_at.tzinfo else written_at.replace(tzinfo=UTC)
    writing_date = local_arrival_date(aware, read.match)
    return writing_date if arrival_date - _MAX_DELAY <= writing_date <= arrival_date else arrival_date
