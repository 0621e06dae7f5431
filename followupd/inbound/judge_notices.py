"""Judges notices and mail to many: receipts, complaints, challenges, bounces, the user's own doings, lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.actions import Nature, Proof, Relation, choose_action
from followupd.inbound.automatic.auto_reply import find_auto_reply_header, has_absence_subject
from followupd.inbound.automatic.bounce import DeliveryNotice, read_delivery_notice
from followupd.inbound.automatic.objections import detect_challenge, detect_complaint
from followupd.inbound.automatic.own_doings import detect_own_doing
from followupd.inbound.automatic.read_receipts import detect_read_receipt, find_receipt_form
from followupd.inbound.bulk.bulk import detect_bulk, find_notice_evidence, is_forwarded_by_network
from followupd.inbound.bulk.bulk_headers import find_bulk_header
from followupd.inbound.matching.match import Match
from followupd.inbound.overruling import is_overruled, speaks_of_contract, weigh_header
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases.receipts import READ_SUBJECT
from followupd.inbound.reply import build_verdict, join_reasons
from followupd.inbound.verdict import Kind, Verdict

if TYPE_CHECKING:
    from followupd.inbound.read_mail import ReadMail

_BOUNCE_NATURES = {
    Kind.BOUNCE_PERMANENT: Nature.BOUNCE_PERMANENT,
    Kind.BOUNCE_TEMPORARY: Nature.BOUNCE_TEMPORARY,
    Kind.DELIVERY_NOTICE: Nature.DELIVERY_NOTICE,
}


def judge_receipts(read: ReadMail) -> Verdict | None:
    """Judge read receipts, complaints and challenges. If only words show one, a related mail is judged as an answer."""
    receipt_form = find_receipt_form(read)
    is_titled = bool(READ_SUBJECT.match(fold_text(read.mail.subject)))
    for kind, nature, evidence in (
        (Kind.READ_RECEIPT, Nature.READ_RECEIPT, receipt_form or detect_read_receipt(read.mail)),
        (Kind.ABUSE_REPORT, Nature.ABUSE_REPORT, detect_complaint(read.mail)),
        (Kind.CHALLENGE, Nature.CHALLENGE, detect_challenge(read.mail)),
    ):
        if not evidence:
            continue
        proof = _find_receipt_proof(read, nature, evidence, is_form=bool(receipt_form) or is_titled)
        if proof is not Proof.HEADER and read.is_related:
            return None
        action = choose_action(read.relation, nature, proof)
        verdict = build_verdict(kind, action, join_reasons(evidence, read.match), read.match)
        return replace(verdict, contact=verdict.contact or read.match.thread_contact)
    return None


def _find_receipt_proof(read: ReadMail, nature: Nature, evidence: str, *, is_form: bool) -> Proof:
    headers = read.mail.headers
    if nature is Nature.ABUSE_REPORT:
        return Proof.HEADER
    if nature is Nature.READ_RECEIPT:
        is_proven = is_form or "disposition-notification" in evidence
    else:
        has_null_sender = any(value.strip() == "<>" for value in headers.get_all("return-path"))
        is_proven = (
            evidence.startswith("the header") or has_null_sender or bool(find_auto_reply_header(headers))
        )
    if not is_proven:
        return Proof.WORDS
    return weigh_header(read, nature)


def judge_bounce(read: ReadMail) -> Verdict | None:
    """Judge a delivery notice by the mail that it returns, and by the address that it names."""
    notice = read_delivery_notice(read.mail)
    if not notice or (has_absence_subject(read.mail) and not notice.status):
        return None
    is_weak = notice.evidence.startswith(("its subject", "the words"))
    if is_weak and read.is_related:
        return None  # somebody concerned wrote a mail that only looks like a notice
    mail_match = read.match_with((notice.address,) if notice.address else ())
    if not mail_match.is_close:
        mail_match = Match()
    proof = Proof.WORDS if is_weak else Proof.HEADER
    action = choose_action(read.relation_of(mail_match), _BOUNCE_NATURES[notice.kind], proof)
    verdict = build_verdict(notice.kind, action, _describe_bounce(notice, mail_match), mail_match)
    return replace(
        verdict,
        contact=verdict.contact or mail_match.thread_contact,
        failed_address=notice.address or None,
        status=notice.status or None,
    )


def _describe_bounce(notice: DeliveryNotice, mail_match: Match) -> str:
    why = f"{notice.evidence} for {notice.address}" if notice.address else notice.evidence
    return join_reasons(why, mail_match) if mail_match.relation is Relation.THREAD else why


def judge_own_doing(read: ReadMail) -> Verdict | None:
    """Judge a service's notice of what the user did. It is reported, and stops nothing."""
    if not read.is_related or read.match.is_certain or is_forwarded_by_network(read.mail):
        return None
    is_listed = bool(find_bulk_header(read.mail.headers))
    evidence = detect_own_doing(read) or ("" if is_listed else _find_routine_evidence(read))
    if not evidence:
        return None
    action = choose_action(read.relation, Nature.OWN_DOING, Proof.WORDS)
    return build_verdict(Kind.BULK, action, join_reasons(evidence, read.match), read.match)


def _find_routine_evidence(read: ReadMail) -> str:
    """Return a robot's words about an account or an order; empty if the mail is about a contract, which is an offer."""
    return "" if speaks_of_contract(read) else find_notice_evidence(read.mail)


def judge_bulk(read: ReadMail) -> Verdict | None:
    """Judge mail to many. If only traits show it, the mail must not concern an interview."""
    evidence = "" if read.match.is_certain else detect_bulk(read.mail)
    if not evidence:
        return None
    proof = Proof.HEADER if find_bulk_header(read.mail.headers) else Proof.WORDS
    if proof is Proof.WORDS and read.is_related:
        return None
    if is_overruled(read, Nature.BULK) and not _find_routine_evidence(read):
        return None
    action = choose_action(read.relation, Nature.BULK, proof)
    is_named_only = read.relation is Relation.NAMED
    return build_verdict(Kind.BULK, action, evidence, Match() if is_named_only else read.match)
