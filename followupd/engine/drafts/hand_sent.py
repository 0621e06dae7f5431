"""Finds a draft that the candidate sent from their mail program, and counts it as taken, once."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.engine.drafts.case import DraftCase, list_cases
from followupd.engine.ports import FolderRole
from followupd.engine.scanning.authorship import hash_own_id
from followupd.inbound.replies.draft_text import parse_marks
from followupd.journal.draft_states import DraftEvent, DraftState
from followupd.journal.facts import Taken
from followupd.journal.states import TouchEvent
from followupd.writing.mail.mime import strip_reply_prefix

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import MailHeader
    from followupd.inbound.verdict import Verdict

log = logging.getLogger("followupd")

SENT_BY_CANDIDATE = "sent by you from your Drafts folder"
_REMOVAL_TIME = timedelta(minutes=1)  # the server's clock may be a little late
# In these states the draft may be in the folder. Then its subject and its recipient are enough to recognise it.
_LIVE_STATES = (
    DraftState.PLACING,
    DraftState.PLACED,
    DraftState.EDITED,
    DraftState.MISSING,
    DraftState.UNCLEAR,
    DraftState.LEAVING,
    DraftState.REMOVING,
    DraftState.LEFT,
)


def take_own_mail(ledger: Ledger, header: MailHeader, verdict: Verdict, now: datetime) -> Verdict | None:
    """Record that a mail of the candidate is a draft of followupd, sent by hand.

    Return the verdict with what is still to be done with the mail, or None if that is nothing. For example, a draft in
    the trash is not treated as a mail.
    """
    cases = list_cases(ledger, (), now)
    if not cases:
        return verdict
    case = _find_case(cases, header, verdict)
    if case is None:
        return verdict
    if header.folder.role is not FolderRole.SENT:
        return None
    details = case.details or ledger.find_touch(case.touch, include_removed=True)
    is_taken = details is not None and isinstance(details.touch_outcome, Taken)
    if details is None or is_taken or not _is_to_contact(case, verdict):
        return replace(verdict, token=None)
    _record_taken(case, header, verdict, now)
    return None


def _find_case(cases: list[DraftCase], header: MailHeader, verdict: Verdict) -> DraftCase | None:
    """Return the draft from which a mail was made: found by a mark, else, in Sent, by recipient and subject."""
    marks = set(parse_marks(header.raw_header).marks)
    for case in cases:
        if not marks.isdisjoint(case.marks):
            return case
    if header.folder.role is not FolderRole.SENT or verdict.token:
        return None
    return next((case for case in cases if _fits_words(case, header, verdict)), None)


def _fits_words(case: DraftCase, header: MailHeader, verdict: Verdict) -> bool:
    if not _may_lie_there(case, header.received) or not _is_to_contact(case, verdict):
        return False
    subjects = {strip_reply_prefix(subject) for subject in _list_subjects(case)}
    return strip_reply_prefix(verdict.subject) in subjects


def _may_lie_there(case: DraftCase, sent_at: datetime) -> bool:
    """Return whether a draft may have been in the folder when a mail was sent.

    The candidate may have sent it while it was being removed.
    """
    if case.state is DraftState.REMOVED and case.last:
        return sent_at <= case.last.at + _REMOVAL_TIME
    return case.state in _LIVE_STATES


def _list_subjects(case: DraftCase) -> list[str]:
    """Return the subjects of the draft when it was written, when it was last edited, and when it was about to be sent."""
    outgoing = filter(None, map(case.ledger.store.find_mail, case.labels))
    return [*(mail.subject for mail in outgoing), *case.list_stored_subjects()]


def _is_to_contact(case: DraftCase, verdict: Verdict) -> bool:
    """Return whether a mail went to the person, also to an address that was corrected since."""
    details = case.details or case.ledger.find_touch(case.touch, include_removed=True)
    addresses = {a.lower() for a in details.record.addresses_of(details.contact)} if details else set()
    return not addresses.isdisjoint(a.lower() for a in verdict.recipients)


def _record_taken(case: DraftCase, header: MailHeader, verdict: Verdict, now: datetime) -> None:
    ledger = case.ledger
    details = case.details or ledger.find_touch(case.touch, include_removed=True)
    mail_id = verdict.message_id
    if details is None or (mail_id and not ledger.store.add_sight(hash_own_id(mail_id.encode()))):
        return
    draft_id = case.last.message_id if case.last else ""
    ids = tuple(dict.fromkeys(filter(None, (mail_id, draft_id))))
    fact = details.taken_fact(
        min(header.received, now), "user", subject=verdict.subject, message_ids=ids, answer=SENT_BY_CANDIDATE
    )
    with ledger.transaction():
        ledger.append(fact)
        case.record(DraftEvent.SEND, now)
        ledger.store.apply_event(str(case.touch), TouchEvent.PROVE, now)
    log.info("%s: %s", case.touch, SENT_BY_CANDIDATE, extra=case.touch.log_fields("hand_sent"))
