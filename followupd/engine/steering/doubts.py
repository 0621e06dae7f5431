"""The user's decision about a mail in doubt: whether it is the company's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.steering.interviews import refuse_closed
from followupd.errors import UsageError
from followupd.inbound.parsing.addresses import registrable_domains_of
from followupd.inbound.senders.shared_domains import find_company_domain
from followupd.inbound.verdict import Action
from followupd.journal.facts import Clarified, Received

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.interview_status import InterviewStatus
    from followupd.journal.record import InterviewRecord


def answer_doubt(
    ledger: Ledger,
    interview_id: str,
    now: datetime,
    *,
    is_answer: bool,
    location: str = "",
    seen: Sequence[Received] | None = None,
) -> InterviewStatus:
    """Record whether the mails in doubt, or the one at `location`, are the company's answer; return the new status.

    `seen`: the mails that were shown; a mail that came in later stays in doubt.

    Yes stops the interview, and the sender's domain counts as the company's from now on. No ends the doubt, and
    followupd does not ask about such a mail of that sender again.
    """
    refuse_closed(ledger, interview_id, now)
    interview = ledger.config.interview_by_id[interview_id]
    record = ledger.record_of(interview)
    mails = _select_mails(ledger, {location}) if location else list_doubtful_mails(ledger, interview_id, now)
    if seen is not None:
        mails = [mail for mail in mails if mail in seen]
    if not mails:
        raise UsageError(f"no mail about {interview_id} is in doubt; followupd status says what holds it")
    with ledger.transaction():
        for mail in mails:
            ledger.append(_clarify_mail(ledger, record, mail, now, is_answer=is_answer))
    return ledger.record_of(interview).status_at(now)


def list_doubtful_mails(ledger: Ledger, interview_id: str, now: datetime) -> list[Received]:
    """Return the mails that pause an interview until the user has decided whether they are the company's answer."""
    record = ledger.record_of(ledger.config.interview_by_id[interview_id])
    doubts = record.status_at(now).doubts
    return _select_mails(ledger, {doubt.location for doubt in doubts} - {""})


def _select_mails(ledger: Ledger, locations: set[str]) -> list[Received]:
    return [
        fact
        for fact in ledger.history.facts
        if isinstance(fact, Received) and fact.action is Action.PAUSE and fact.location in locations
    ]


def _clarify_mail(
    ledger: Ledger, record: InterviewRecord, mail: Received, now: datetime, *, is_answer: bool
) -> Clarified:
    company = record.full_company
    is_own = mail.sender in ledger.config.own_addresses
    own_domains = registrable_domains_of(ledger.config.own_addresses)
    domain = find_company_domain(mail.sender, ledger.applicant_systems)
    return Clarified(
        now, record.interview.id, is_answer, mail.location, "" if is_own else mail.sender, mail.subject, mail.why,
        mail.kind, company.key, tuple(sorted(company.domains)), "" if domain in own_domains else domain,
    )  # fmt: skip
