"""Refuses clicks on a page that was shown before something paused the follow-up."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from followupd.engine import commands
from followupd.errors import UsageError
from followupd.journal.facts import Received
from followupd.writing.notices.notices import harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.web.visit import Visit

_MAX_DIGITS = 12  # of the number of facts


@contextmanager
def refuse_outdated(visit: Visit, target: str) -> Iterator[None]:
    """Do something that lets mails go out, unless something has stopped them since the page was shown.

    Raises UsageError. A page may be open for hours, and its click was meant for what it showed.
    """
    ledger = visit.desk.ledger
    with ledger.transaction():
        brake = commands.find_unseen_brake(ledger, target, read_seen_count(visit))
        if isinstance(brake, Received):
            sender = harmless_line(brake.sender, 80) or visit.words.translate("somebody")
            raise UsageError(
                visit.words.translate(
                    "%(sender)s wrote after this page was shown. Please read that mail first.", sender=sender
                )
            )
        if brake is not None:
            raise UsageError(
                visit.words.translate("followupd paused after this page was shown. Please look again.")
            )
        yield


def read_seen_count(visit: Visit) -> int:
    """Return how many facts the page with this form had shown. Raises UsageError."""
    text = visit.field_text("as_of")
    if not (text.isascii() and text.isdecimal() and len(text) < _MAX_DIGITS):
        raise UsageError(visit.words.translate("Please open the page again."))
    return int(text)
