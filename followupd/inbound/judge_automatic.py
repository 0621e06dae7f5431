"""Judges an automatic answer: absence, departure, acknowledgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.inbound.actions import Nature, Proof, Relation, choose_action
from followupd.inbound.automatic.auto_reply import AutoReply, detect_auto_reply, is_declared_generated
from followupd.inbound.automatic.out_of_office import find_return_day
from followupd.inbound.dates.writing_date import local_arrival_date, local_writing_date
from followupd.inbound.intent import has_decision
from followupd.inbound.overruling import weigh_header
from followupd.inbound.reply import build_verdict, join_reasons
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.inbound.verdict import Kind, Verdict

if TYPE_CHECKING:
    from datetime import date

    from followupd.inbound.read_mail import ReadMail

_MAX_ABSENCE = timedelta(days=90)  # the user is asked about a longer absence
_NOTES = (Nature.ABSENCE, Nature.DEPARTURE)


def judge_auto_reply(read: ReadMail) -> Verdict | None:
    """Judge an automatic answer. None if the mail is none, or if only words show one and the mail may be an answer."""
    auto_reply = detect_auto_reply(read.mail)
    if not auto_reply or _is_real_answer(read, auto_reply):
        return None
    mail_match = read.match
    return_date = _find_return_date(read, auto_reply)
    nature = _name_nature(auto_reply, return_date)
    proof = _find_proof(read, auto_reply, nature)
    if proof is Proof.WORDS and nature not in _NOTES and read.is_related:
        return None  # words alone never cause a mail to be ignored: it is judged as an answer
    contact = mail_match.contact.id if mail_match.contact else mail_match.thread_contact
    relation = read.relation
    if contact and nature in _NOTES and relation is Relation.COMPANY:
        relation = Relation.PERSON  # it names the sent mail, whose recipient is away
    evidence = auto_reply.evidence
    if _is_too_long(read, return_date):
        evidence, proof = f"{evidence}; it names a day more than 90 days away", Proof.OVERRULED
    action = choose_action(relation, nature, proof)
    why = join_reasons(evidence, mail_match)
    return replace(
        build_verdict(Kind.AUTO_REPLY, action, why, mail_match),
        contact=contact if mail_match.interviews else None,
        return_date=return_date,
        left=auto_reply.is_departure,
        deputy=auto_reply.deputy,
    )


def _name_nature(auto_reply: AutoReply, return_date: date | None) -> Nature:
    if auto_reply.is_departure:
        return Nature.DEPARTURE
    if auto_reply.is_absence or return_date:
        return Nature.ABSENCE
    return Nature.ACKNOWLEDGEMENT if auto_reply.is_acknowledgement else Nature.AUTOMATIC


def _find_proof(read: ReadMail, auto_reply: AutoReply, nature: Nature) -> Proof:
    if not auto_reply.is_certain:
        return Proof.WORDS
    return weigh_header(read, nature)


def _find_return_date(read: ReadMail, auto_reply: AutoReply) -> date | None:
    """Return the first day back. A day is by itself a sign of absence, unless the answer is of another kind."""
    if auto_reply.is_departure or auto_reply.is_acknowledgement:
        return None
    return find_return_day(f"{read.mail.subject}\n\n{read.answer_text}", local_writing_date(read))


def _is_too_long(read: ReadMail, return_date: date | None) -> bool:
    """Return whether the first day back is so far away that followupd should ask before it waits for it."""
    if return_date is None:
        return False
    return return_date - local_arrival_date(read.received, read.match) > _MAX_ABSENCE


def _is_real_answer(read: ReadMail, auto_reply: AutoReply) -> bool:
    """Return whether a mail that only declares itself generated may be the company's real answer (rule 9)."""
    headers = read.mail.headers
    if not is_declared_generated(headers) or auto_reply.is_absence or "x-auto" in auto_reply.evidence.lower():
        return False
    # Seen in practice: a system that writes for employers marks a rejection as an automatic answer, and sends it from a
    # no-reply address.
    is_relayed = read.match.relay or find_relay(read.author, read.watchlist.relays)
    if is_relayed and has_decision(read.mail.text):
        return True
    if not auto_reply.is_certain:
        return read.match.is_close
    is_auto_replied = "auto-replied" in headers.get_first("auto-submitted").lower()
    return read.relation is Relation.COMPANY and not (
        is_auto_replied or auto_reply.is_departure or auto_reply.is_acknowledgement
    )
