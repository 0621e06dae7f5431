"""Handles mails to the candidate that come back from `notifications.to`.

`status` shows them, and further notices go to the mailbox instead.
"""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.inbound.verdict import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.engine.ledger import Ledger
    from followupd.inbound.verdict import Verdict
    from followupd.writing.draft import DraftRequest

log = logging.getLogger("followupd")

RETURNED_FOR = timedelta(days=7)  # for this long after a bounce the address counts as broken
_KEY = "notices/returned"


def note_returned_notice(ledger: Ledger, verdict: Verdict, received: datetime) -> None:
    """Record that a mail to the candidate's other address came back, if a mail reports that."""
    address = ledger.config.notifications.to
    if verdict.kind is not Kind.BOUNCE_PERMANENT or not (address and verdict.failed_address):
        return
    if normalize_address(verdict.failed_address) == normalize_address(address):
        ledger.store.set_value(_KEY, json.dumps([normalize_address(address), received.isoformat()]))
        log.error("a mail to %s came back; notices go to your mailbox", address, extra={"kind": "returned"})


def is_returned(ledger: Ledger, now: datetime) -> bool:
    """Return whether mails to the candidate's other address came back in the last days."""
    address = ledger.config.notifications.to
    stored = ledger.store.get_value(_KEY) if address else None
    if not (address and stored):
        return False
    returned_address, received = json.loads(stored)
    is_recent = now - datetime.fromisoformat(received) < RETURNED_FOR
    return is_recent and returned_address == normalize_address(address)


def choose_notice_address(ledger: Ledger, now: datetime) -> str:
    """Return the address to which mails to the candidate go at present."""
    account_address = ledger.config.account.address
    return account_address if is_returned(ledger, now) else ledger.config.notifications.to or account_address


def redirect_sheet(ledger: Ledger, request: DraftRequest, read_clock: Callable[[], datetime]) -> DraftRequest:
    """Return the request for a call sheet or a letter, so that it goes to the present address for notices."""
    if not ledger.config.notifications.to or not is_returned(ledger, read_clock()):
        return request
    notifications = request.config.notifications.model_copy(update={"to": None})
    return replace(request, config=request.config.model_copy(update={"notifications": notifications}))
