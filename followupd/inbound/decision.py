"""The judgement of one mail, in the order: own, report, challenge, bounce, automatic, invitation, to many, person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import find_relay
from followupd.inbound.authentication import is_sender_verified
from followupd.inbound.auto_reply import (
    AutoReply,
    detect_auto_reply,
    has_absence_subject,
    is_declared_generated,
)
from followupd.inbound.bounce import DeliveryNotice, read_delivery_notice
from followupd.inbound.bulk import (
    detect_bulk,
    is_advertising,
    is_forwarded_by_network,
    is_handwritten,
    is_notification,
)
from followupd.inbound.bulk import find_bulk_header as listed
from followupd.inbound.intent import has_decision, is_about_hiring
from followupd.inbound.invitation import (
    CalendarMail,
    describe_change,
    find_changed_interviews,
    find_invitation,
)
from followupd.inbound.matching import Match, MatchStrength, match_mail
from followupd.inbound.mentions import company_domains, has_address
from followupd.inbound.out_of_office import find_return_day
from followupd.inbound.own_mail import judge_own_mail
from followupd.inbound.parsing.addresses import author_address, domain_of, registrable_domain
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.receipts import detect_challenge, detect_complaint, detect_read_receipt
from followupd.inbound.reply import (
    build_verdict,
    is_uncertain,
    join_reasons,
    judge_helper,
    judge_person_mail,
    local_arrival_date,
    only_if_matched,
)
from followupd.inbound.verdict import Action, Intent, Kind, Verdict, quote_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from followupd.inbound.parsing.message import ParsedMail
    from followupd.inbound.watchlist import Watchlist


def decide_verdict(mail: ParsedMail, watchlist: Watchlist, received: datetime, *, in_sent: bool) -> Verdict:
    """Judge a mail that has been read. `received` is aware."""
    if own_verdict := judge_own_mail(mail, watchlist, received, in_sent=in_sent):
        return _add_mail_details(own_verdict, mail, watchlist)
    steps: tuple[Callable[[ParsedMail, Watchlist, datetime], Verdict | None], ...] = (
        _judge_receipts,
        _judge_bounce,
        _judge_auto_reply,
        _judge_invitation,
        _judge_bulk,
    )
    for step in steps:
        if step_verdict := step(mail, watchlist, received):
            return _add_mail_details(step_verdict, mail, watchlist)
    return _add_mail_details(
        judge_person_mail(mail, watchlist, received, match_mail(mail, watchlist, received)), mail, watchlist
    )


def _add_mail_details(verdict: Verdict, mail: ParsedMail, watchlist: Watchlist) -> Verdict:
    """Add what every verdict tells of the mail itself."""
    sender = author_address(mail.headers)
    return replace(
        verdict,
        sender=sender,
        subject=mail.subject[:300],
        message_id=mail.headers.get_first("message-id").strip()[:998],
        authenticated=is_sender_verified(mail.headers, watchlist.authserv_id, sender)
        and _is_author_concerned(verdict, watchlist, sender),
    )


def _is_author_concerned(verdict: Verdict, watchlist: Watchlist, sender: str) -> bool:
    """Say whether the author is one of those concerned: a stranger may prove their own domain and answer in our thread."""
    return any(
        registrable_domain(domain_of(sender)) in company_domains(interview)
        or any(has_address(person, (sender,)) for person in interview.contacts)
        for interview in watchlist.interviews
        if interview.id in verdict.interviews
    )


def _judge_receipts(mail: ParsedMail, watchlist: Watchlist, received: datetime) -> Verdict | None:
    """Judge read receipts, complaints and challenges."""
    for kind, action, evidence in (
        (Kind.READ_RECEIPT, Action.NONE, detect_read_receipt(mail)),
        (Kind.ABUSE_REPORT, Action.STOP, detect_complaint(mail)),
        (Kind.CHALLENGE, Action.ALERT, detect_challenge(mail)),
    ):
        if evidence:
            mail_match = match_mail(mail, watchlist, received)
            verdict = build_verdict(
                kind,
                only_if_matched(action, watchlist, mail_match),
                join_reasons(evidence, mail_match),
                mail_match,
            )
            return replace(verdict, contact=verdict.contact or mail_match.thread_contact)
    return None


_BOUNCE_ACTIONS = {
    Kind.BOUNCE_PERMANENT: Action.STOP,
    Kind.BOUNCE_TEMPORARY: Action.ALERT,
    Kind.DELIVERY_NOTICE: Action.NONE,
}


def _judge_bounce(mail: ParsedMail, watchlist: Watchlist, received: datetime) -> Verdict | None:
    delivery_notice = read_delivery_notice(mail)
    if (
        not delivery_notice
        or (has_absence_subject(mail) and not delivery_notice.status)
        or _is_titled_by_person(mail, watchlist, received, delivery_notice)
    ):
        return None
    mail_match = _match_bounce(mail, watchlist, received, delivery_notice)
    why = (
        f"{delivery_notice.evidence} for {delivery_notice.address}"
        if delivery_notice.address
        else delivery_notice.evidence
    )
    if mail_match.strength is MatchStrength.THREAD:
        why = join_reasons(why, mail_match)
    verdict = build_verdict(
        delivery_notice.kind,
        only_if_matched(_BOUNCE_ACTIONS[delivery_notice.kind], watchlist, mail_match),
        why,
        mail_match,
    )
    contact = verdict.contact or mail_match.thread_contact
    return replace(
        verdict,
        contact=contact,
        failed_address=delivery_notice.address or None,
        status=delivery_notice.status or None,
    )


def _match_bounce(
    mail: ParsedMail, watchlist: Watchlist, received: datetime, delivery_notice: DeliveryNotice
) -> Match:
    """Match a bounce by the mail it returns, the address it names, or the company whose mail system sent it."""
    mail_match = match_mail(
        mail, watchlist, received, (delivery_notice.address,) if delivery_notice.address else ()
    )
    return mail_match if mail_match.strength >= MatchStrength.COMPANY else Match()


def _is_titled_by_person(
    mail: ParsedMail, watchlist: Watchlist, received: datetime, delivery_notice: DeliveryNotice
) -> bool:
    """Say whether only subject or words look like a notice, and one of the people concerned wrote the mail."""
    is_weak = delivery_notice.evidence.startswith(("its subject", "the words"))
    return is_weak and match_mail(mail, watchlist, received).strength >= MatchStrength.COMPANY


def _judge_auto_reply(mail: ParsedMail, watchlist: Watchlist, received: datetime) -> Verdict | None:
    auto_reply = detect_auto_reply(mail)
    if not auto_reply or _is_real_answer(
        mail, mail_match := match_mail(mail, watchlist, received), auto_reply, watchlist
    ):
        return None
    contact = mail_match.contact.id if mail_match.contact else mail_match.thread_contact
    return_date = _find_return_date(mail, auto_reply, local_arrival_date(received, mail_match))
    action = _choose_absence_action(auto_reply, return_date)
    if watchlist.interviews and not contact:
        action = Action.ALERT  # somebody of the company is away or gone, nobody we write to
    has_cause = auto_reply.is_absence or auto_reply.is_departure or auto_reply.is_acknowledgement
    if mail_match.interviews and not has_cause and has_decision(mail.text):
        action = Action.PAUSE  # a decision counts, whatever machine carries it; at worst we are silent
    verdict = build_verdict(
        Kind.AUTO_REPLY,
        only_if_matched(action, watchlist, mail_match),
        join_reasons(auto_reply.evidence, mail_match),
        mail_match,
    )
    return replace(
        verdict,
        contact=contact if mail_match.interviews else None,
        return_date=return_date,
        left=auto_reply.is_departure,
    )


def _find_return_date(mail: ParsedMail, auto_reply: AutoReply, today: date) -> date | None:
    """Return the first day back; a day given is a sign of absence by itself, unless something else is told."""
    if auto_reply.is_departure or auto_reply.is_acknowledgement:
        return None
    return find_return_day(f"{mail.subject}\n\n{extract_answer(mail.text)}", today)


def _choose_absence_action(auto_reply: AutoReply, return_date: date | None) -> Action:
    if auto_reply.is_departure:
        return Action.STOP
    if not (auto_reply.is_certain or auto_reply.is_acknowledgement or return_date):
        return Action.PAUSE  # words alone, and no day: it may be a person after all
    return Action.HOLD if auto_reply.is_absence or return_date else Action.ALERT


def _is_real_answer(mail: ParsedMail, mail_match: Match, auto_reply: AutoReply, watchlist: Watchlist) -> bool:
    """Say whether a mail that only claims to be generated may be the company's real answer (rule 9)."""
    if (
        not is_declared_generated(mail.headers)
        or auto_reply.is_absence
        or "x-auto" in auto_reply.evidence.lower()
    ):
        return False
    # Seen in practice: a system that writes for employers marks a rejection as an answer, from an address nobody reads.
    if (mail_match.relay or find_relay(author_address(mail.headers), watchlist.relays)) and has_decision(
        mail.text
    ):
        return True
    if not auto_reply.is_certain:
        return mail_match.strength >= MatchStrength.COMPANY
    is_auto_replied = "auto-replied" in mail.headers.get_first("auto-submitted").lower()
    return mail_match.strength is MatchStrength.COMPANY and not (
        is_auto_replied or auto_reply.is_departure or auto_reply.is_acknowledgement
    )


def _judge_invitation(mail: ParsedMail, watchlist: Watchlist, received: datetime) -> Verdict | None:
    calendar_mail = find_invitation(mail)
    if not calendar_mail:
        return None
    mail_match = match_mail(mail, watchlist, received, calendar_mail.people, calendar_mail.uids)
    if future_interviews := find_changed_interviews(calendar_mail, watchlist, received):
        mail_match = replace(mail_match, interviews=(*future_interviews, *mail_match.interviews))
        action = Action.PAUSE if len(future_interviews) == len(mail_match.interviews) else Action.STOP
        return build_verdict(
            Kind.INVITATION,
            action,
            _describe_invitation(calendar_mail) + describe_change(calendar_mail, future_interviews[0]),
            mail_match,
        )
    if watchlist.interviews and not mail_match.interviews:
        return Verdict(
            Kind.INVITATION, Action.NONE, f"an invitation ({calendar_mail.method}) that concerns no interview"
        )
    action = (
        Action.PAUSE
        if calendar_mail.method in ("CANCEL", "PUBLISH") or is_uncertain(mail_match)
        else Action.STOP
    )
    if helper_decision := judge_helper(mail, mail_match, None):
        action = helper_decision[0]
    is_own_event = any(
        uid in interview.calendar_uids for interview in mail_match.interviews for uid in calendar_mail.uids
    )
    label = Intent.NEXT_ROUND if calendar_mail.method in ("REQUEST", "ADD") and not is_own_event else None
    description = _describe_invitation(calendar_mail) + (
        describe_change(calendar_mail, mail_match.interviews[0]) if is_own_event else ""
    )
    return replace(
        build_verdict(Kind.INVITATION, action, join_reasons(description, mail_match), mail_match),
        intent=label,
    )


def _describe_invitation(calendar_mail: CalendarMail) -> str:
    subject = f" {quote_words(calendar_mail.summary)}" if calendar_mail.summary else ""
    return f"a calendar invitation{subject} ({calendar_mail.method})"


def _judge_bulk(mail: ParsedMail, watchlist: Watchlist, received: datetime) -> Verdict | None:
    mail_match = match_mail(mail, watchlist, received)
    bulk_evidence = detect_bulk(mail) if mail_match.strength < MatchStrength.PERSON else ""
    if not bulk_evidence or _is_personal_word(mail, watchlist, mail_match):
        return None
    # Seen in practice: a network tells of a contact, with the contact's name and list headers.
    concerns_company = mail_match.strength is MatchStrength.COMPANY or mail_match.contact is not None
    return build_verdict(
        Kind.BULK,
        Action.ALERT if concerns_company else Action.NONE,
        bulk_evidence,
        mail_match if concerns_company else Match(),
    )


def _is_personal_word(mail: ParsedMail, watchlist: Watchlist, mail_match: Match) -> bool:
    """Say whether a mail that looks like one to many is somebody's word to the candidate all the same.

    Gateways, job boards and systems that write for employers put list headers on answers and on decisions.
    """
    if is_notification(mail):
        return False
    if watchlist.interviews and mail_match.interviews and not listed(mail.headers):
        return True  # traits alone do not silence what may concern an interview
    mentions_hiring = is_about_hiring(fold_text(f"{mail.subject}\n{mail.text[:6000]}"))
    is_relayed = not watchlist.interviews and find_relay(author_address(mail.headers), watchlist.relays)
    if mail_match.strength is MatchStrength.COMPANY or is_relayed:
        return has_decision(mail.text) or not is_advertising(mail)
    if mail_match.interviews and (is_forwarded_by_network(mail) or mail_match.our_ids):
        return True
    # Seen in practice: a network passes on a recruiter's own words, under its list headers.
    is_forwarded = not watchlist.interviews and (is_forwarded_by_network(mail) or is_handwritten(mail))
    return (is_forwarded or (mentions_hiring and has_decision(mail.text))) and not is_advertising(mail)
