"""The user's decision about a mail for which it is not known whether it was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.sending.outbox import identify_mail
from followupd.engine.shared_calls import record_companions
from followupd.errors import UsageError
from followupd.journal.facts import Reopened, Uncertain
from followupd.journal.states import TouchEvent

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger


def resolve_mail(
    ledger: Ledger,
    interview: Interview,
    step: str,
    contact: str | None,
    now: datetime,
    *,
    resend: bool,
    lost_at: str | None = None,
) -> Uncertain:
    """Decide about a mail for which it is not known whether it was accepted; return that uncertain attempt.

    `lost_at`: the attempt about which the candidate was asked. To send the mail again they must know about the last
    one.
    """
    interview_ids = ledger.record_of(interview).ids
    uncertain_facts = [
        f
        for f in ledger.history.unresolved_mails()
        if f.touch.interview in interview_ids
        and f.touch.step == step
        and contact in (None, f.touch.contact, f.name, f.address)
    ]
    if not uncertain_facts:
        raise UsageError(f"{step} is not in doubt")
    if len(uncertain_facts) > 1:
        contacts = ", ".join(f.touch.contact for f in uncertain_facts)
        raise UsageError(f"several are open: say --contact, one of {contacts}")
    if resend and lost_at not in (None, name_attempt_moment(uncertain_facts[0])):
        raise UsageError(
            f"{step} went out again since, and that attempt is in doubt as well; look whether it arrived,"
            " then answer the last question about it"
        )
    with ledger.transaction():
        _settle_mail(ledger, uncertain_facts[0], now, resend=resend)
    return uncertain_facts[0]


def name_attempt_moment(fact: Uncertain) -> str:
    """Return the moment of an uncertain attempt, in the form in which the question about it names it."""
    return f"{fact.at:%Y%m%d%H%M%S}"


def _settle_mail(ledger: Ledger, fact: Uncertain, now: datetime, *, resend: bool) -> None:
    outgoing = ledger.store.find_mail(str(fact.touch))
    details = ledger.find_touch(identify_mail(ledger, outgoing)[0] if outgoing else fact.touch)
    if details is None:
        raise UsageError(f"{fact.touch} is no longer in the configuration")
    is_open = fact in ledger.history.unresolved_mails()
    if not (is_open and isinstance(details.touch_outcome, Uncertain)):
        raise UsageError(f"{fact.touch} is no longer in doubt: its proof was found at this moment")
    if resend:
        ledger.store.apply_event(str(fact.touch), TouchEvent.RESEND, now)
        ledger.append(Reopened(now, fact.touch))
        return
    ledger.store.apply_event(str(fact.touch), TouchEvent.PROVE, now)
    fields = (
        {"subject": outgoing.subject, "token": outgoing.token, "receipt": outgoing.receipt}
        if outgoing
        else {}
    )
    taken = details.taken_fact(fact.at, "user", message_ids=(fact.message_id,), answer="your word", **fields)
    ledger.append(taken)
    record_companions(ledger, str(fact.touch), taken)
