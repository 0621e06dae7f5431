"""Applies the user's dismissals: a mail like one that the user called no answer causes no question again.

A mail in the thread or from a contact, a decision, an offer and an invitation still pause: a `no` is about one mail.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.automatic.auto_reply import is_no_reply_sender
from followupd.inbound.bulk.bulk_headers import find_bulk_header
from followupd.inbound.intent import has_decision
from followupd.inbound.names.mentions import subject_core
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases.hiring import CONTRACT_STEMS
from followupd.inbound.reply import OF_SEVERAL
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.inbound.verdict import Action, Kind, Verdict, show_safely

if TYPE_CHECKING:
    from followupd.inbound.matching.watchlist import Dismissal, WatchedInterview
    from followupd.inbound.read_mail import ReadMail

_DISMISSIBLE_KINDS = (Kind.REPLY, Kind.AUTO_REPLY, Kind.BULK, Kind.CHALLENGE, Kind.READ_RECEIPT)
# Such a mail is still reported, since it comes from somebody concerned.
_TOLD_RELATIONS = (Relation.COMPANY, Relation.CONTACT_NAMED)
_NUMBER = re.compile(r"\d+")
NOTE = "you said that such a mail of this sender is no answer"


def apply_dismissals(read: ReadMail, verdict: Verdict) -> Verdict:
    """Remove the interviews for which the user has said that such a mail is no answer."""
    if not _is_dismissible(read, verdict):
        return verdict
    dismissed_ids = {i.id for i in read.match.interviews if _is_dismissed(read, verdict, i)}
    open_ids = tuple(id_ for id_ in verdict.interviews if id_ not in dismissed_ids)
    if len(open_ids) == len(verdict.interviews):
        return verdict
    if open_ids:
        return replace(verdict, interviews=open_ids)
    why = f"{verdict.why}; {NOTE}"
    if read.relation in _TOLD_RELATIONS:
        return replace(verdict, action=Action.ALERT, why=why)
    return Verdict(Kind.UNRELATED, Action.NONE, why)


def _is_dismissible(read: ReadMail, verdict: Verdict) -> bool:
    """Return whether the user's decision about another mail may count for this one."""
    is_far = read.relation in (*_TOLD_RELATIONS, Relation.NAMED)
    if verdict.action is not Action.PAUSE or verdict.kind not in _DISMISSIBLE_KINDS or not is_far:
        return False
    # A friend's letter may mention any contract; a service with a contract to sign names it in the header.
    place = fold_text(read.head) if read.relation is Relation.NAMED else read.folded_text
    is_contract = CONTRACT_STEMS.search(place)
    return not (is_contract or has_decision(read.mail.text))


def _is_dismissed(read: ReadMail, verdict: Verdict, interview: WatchedInterview) -> bool:
    return any(_is_alike(read, verdict, dismissal) for dismissal in interview.dismissals)


def _is_alike(read: ReadMail, verdict: Verdict, dismissal: Dismissal) -> bool:
    """Return whether a mail is like the one that was dismissed.

    If many people write through one address, the mail must also give the same reason for a question. If a system writes
    for employers, it must also have the same subject. A person's mail is never like the dismissed mail of a machine.
    """
    if read.author != dismissal.sender or (dismissal.is_by_machine and verdict.kind is Kind.REPLY):
        return False
    headers = read.mail.headers
    is_relayed = bool(find_relay(read.author, read.watchlist.relays))
    is_shared = is_relayed or is_no_reply_sender(headers) or bool(find_bulk_header(headers))
    # What it says about several interviews is left out of the reason: it changes with the next interview.
    why = show_safely(verdict.why).partition(OF_SEVERAL)[0]
    if is_shared and why != dismissal.why.partition(OF_SEVERAL)[0]:
        return False
    return not is_relayed or _skeleton(read.mail.subject) == _skeleton(dismissal.subject)


def _skeleton(subject: str) -> str:
    """Return a subject with its numbers replaced, since they differ from mail to mail."""
    return _NUMBER.sub("#", subject_core(show_safely(subject[:300])))
