"""Decides about one mail: its relation, then its nature and the proof, then the action in the table of `actions`.

The natures are tried in this order: own mail, receipt, bounce, automatic answer, invitation, own doing, mail to many.
Any other mail is from a person.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.dismissals import apply_dismissals
from followupd.inbound.judge_automatic import judge_auto_reply
from followupd.inbound.judge_invitation import judge_invitation
from followupd.inbound.judge_notices import judge_bounce, judge_bulk, judge_own_doing, judge_receipts
from followupd.inbound.names.mentions import company_domains, has_address
from followupd.inbound.parsing.addresses import registrable_domain_of
from followupd.inbound.read_mail import ReadMail
from followupd.inbound.reply import judge_person_mail
from followupd.inbound.senders.authentication import has_own_results, has_results
from followupd.inbound.senders.own_mail import judge_own_mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.inbound.matching.watchlist import Watchlist
    from followupd.inbound.parsing.message import ParsedMail
    from followupd.inbound.verdict import Verdict

_STEPS: tuple[Callable[[ReadMail], Verdict | None], ...] = (
    judge_receipts,
    judge_bounce,
    judge_auto_reply,
    judge_invitation,
    judge_own_doing,
    judge_bulk,
)


def decide_verdict(mail: ParsedMail, watchlist: Watchlist, received: datetime, *, in_sent: bool) -> Verdict:
    """Judge a parsed mail. `received` is aware."""
    read = ReadMail(mail, watchlist, received)
    if own_verdict := judge_own_mail(mail, watchlist, received, in_sent=in_sent):
        return _add_mail_details(own_verdict, read)
    verdicts = (step(read) for step in _STEPS)
    verdict = next(filter(None, verdicts), None) or judge_person_mail(read)
    return _add_mail_details(apply_dismissals(read, verdict), read)


def _add_mail_details(verdict: Verdict, read: ReadMail) -> Verdict:
    """Add the details about the mail itself that every verdict has."""
    headers, sender = read.mail.headers, read.author
    is_verified = read.is_author_verified
    return replace(
        verdict,
        sender=sender,
        subject=read.mail.subject[:300],
        message_id=headers.get_first("message-id").strip()[:998],
        authenticated=is_verified and _is_author_concerned(verdict, read.watchlist, sender),
        authenticated_own=is_verified and verdict.is_own,
        has_own_results=has_own_results(headers, read.watchlist.authserv_id, sender),
        has_results=has_results(headers, read.watchlist.authserv_id),
    )


def _is_author_concerned(verdict: Verdict, watchlist: Watchlist, sender: str) -> bool:
    """Return whether the author's domain or address belongs to an interview concerned.

    A stranger may prove their own domain, and answer in a thread of followupd.
    """
    domain = registrable_domain_of(sender)
    interviews = [i for i in watchlist.interviews if i.id in verdict.interviews]
    people = [person for interview in interviews for person in interview.contacts]
    return any(domain in company_domains(interview) for interview in interviews) or any(
        has_address(person, (sender,)) for person in people
    )
