"""A mail of the outbox as a row of the store, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from followupd.config.cadence import Channel
from followupd.engine.ports import Copy, Mail, Outgoing
from followupd.journal.facts import Receipt, Touch, receipt_of, receipt_text
from followupd.journal.states import TouchState

COLUMNS = (
    "id, interview, step, contact, sender, recipient, data, message_id, token, subject, text,"
    " state, attempts, next_try, changed, receipt, copy, copy_due, channel"
)


def text_of(at: datetime | None) -> str | None:
    """Return an instant as the store keeps it."""
    return at.astimezone(UTC).isoformat() if at else None


def json_of(receipt: Receipt | None) -> str | None:
    """Return a receipt as the store keeps it."""
    return receipt_text(receipt) if receipt else None


def row_of(o: Outgoing) -> tuple[Any, ...]:
    """Return the values of the columns."""
    touch = (o.touch.interview, o.touch.step, o.touch.contact) if o.touch else (None, None, None)
    return (
        o.id, *touch, o.mail.sender, o.mail.recipient, o.mail.data, o.message_id, o.token, o.subject, o.text,
        o.state, o.attempts, text_of(o.next_try), text_of(o.changed), json_of(o.receipt), o.copy, text_of(o.copy_due),
        o.channel,
    )  # fmt: skip


def outgoing_of(row: tuple[Any, ...]) -> Outgoing:
    """Return the mail of a row."""
    touch = Touch(*row[1:4]) if row[1] is not None else None
    receipt = receipt_of(row[15]) if row[15] else None
    return Outgoing(
        row[0], touch, Mail(row[4], row[5], row[6]), row[7], row[8], row[9], row[10], TouchState(row[11]), row[12],
        _time(row[13]), _time(row[14]), receipt, Copy(row[16]), _time(row[17]), Channel(row[18]) if row[18] else None,
    )  # fmt: skip


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
