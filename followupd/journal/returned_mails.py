"""Finds mails that came back, and touches that were opened again after one. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.inbound.verdict import Kind
from followupd.journal.facts import Reopened, Settled
from followupd.journal.memo import memoized

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Contact
    from followupd.journal.facts import Received, Taken
    from followupd.journal.record import InterviewRecord


def find_bounce(record: InterviewRecord, taken: Taken) -> Received | None:
    """Return the bounce that names a mail's id and its address: a stranger does not know the id."""
    bounces = (b for b in _list_bounces(record) if not set(b.about).isdisjoint(taken.message_ids))
    return next((b for b in bounces if _names_address_of(b, taken)), None)


def has_come_back(record: InterviewRecord, taken: Taken) -> bool:
    """Return whether a mail seems not to have arrived: a bounce names its id, or at least its address."""
    return any(
        not set(b.about).isdisjoint(taken.message_ids) or (not b.about and _names_address_of(b, taken))
        for b in _list_bounces(record)
        if b.received >= taken.at
    )


@memoized
def list_arrived_facts(record: InterviewRecord) -> list[Taken]:
    """Return every taken touch of the interview whose mail did not come back, oldest first."""
    return [taken for taken in record.taken_facts if not has_come_back(record, taken)]


@memoized
def has_failed_mails(record: InterviewRecord) -> bool:
    """Return whether a mail of the interview came back or was refused."""
    is_refused = any(isinstance(f, Settled) and f.outcome == "refused" for f in record.own_facts)
    return is_refused or bool(_list_bounces(record))


@memoized
def _list_bounces(record: InterviewRecord) -> list[Received]:
    return [mail for mail in record.received_mails if mail.kind is Kind.BOUNCE_PERMANENT]


def _names_address_of(bounce: Received, taken: Taken) -> bool:
    failed_address = bounce.failed_address
    return bool(failed_address) and normalize_address(str(failed_address)) == normalize_address(taken.address)


def find_reopened_at(record: InterviewRecord, step: str, contact: Contact) -> datetime | None:
    """Return when a touch was last opened again, not counting requests to resend a mail; None if never."""
    return max((fact.at for fact in _list_reopenings(record, step, contact) if fact.why), default=None)


def count_returns(record: InterviewRecord, step: str, contact: Contact) -> int:
    """Return how many mails of a touch came back and were followed by another attempt."""
    return sum(bool(fact.returned) for fact in _list_reopenings(record, step, contact))


def _list_reopenings(record: InterviewRecord, step: str, contact: Contact) -> list[Reopened]:
    return [fact for fact in record.touch_facts_of(step, contact) if isinstance(fact, Reopened)]
