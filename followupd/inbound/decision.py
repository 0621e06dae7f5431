"""The judgement of one mail, in the order: own, report, challenge, bounce, automatic, invitation, to many, person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.authentication import vouched
from followupd.inbound.auto_reply import Automatic, absence_titled, automatic, declared_generated
from followupd.inbound.bounce import Notice, notice
from followupd.inbound.bulk import advertises, bulk, by_hand, notifies, passes_on
from followupd.inbound.bulk import by_header as listed
from followupd.inbound.intent import about_hiring, decided
from followupd.inbound.invitation import Invitation, ahead, invitation, moved
from followupd.inbound.matching import Closeness, Match, match
from followupd.inbound.mentions import company_domains, writes
from followupd.inbound.out_of_office import first_day_back
from followupd.inbound.own_mail import own_mail
from followupd.inbound.parsing.addresses import author, domain_of, organisation
from followupd.inbound.parsing.quoting import answer
from followupd.inbound.parsing.text import folded
from followupd.inbound.receipts import challenge, complaint, read_receipt
from followupd.inbound.reply import concluded, doubtful, helped, if_ours, joined, judged_person, today_of
from followupd.inbound.verdict import Action, Intent, Kind, Verdict, in_quotes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from followupd.inbound.parsing.message import Mail
    from followupd.inbound.watchlist import Known


def verdict_of(mail: Mail, known: Known, received: datetime, *, in_sent: bool) -> Verdict:
    """Judge a mail that has been read. `received` is aware."""
    if ours := own_mail(mail, known, received, in_sent=in_sent):
        return _signed(ours, mail, known)
    steps: tuple[Callable[[Mail, Known, datetime], Verdict | None], ...] = (
        _notices,
        _bounced,
        _automatic,
        _invited,
        _to_many,
    )
    for step in steps:
        if found := step(mail, known, received):
            return _signed(found, mail, known)
    return _signed(judged_person(mail, known, received, match(mail, known, received)), mail, known)


def _signed(verdict: Verdict, mail: Mail, known: Known) -> Verdict:
    """Add what every verdict tells of the mail itself."""
    sender = author(mail.headers)
    return replace(
        verdict,
        sender=sender,
        subject=mail.subject[:300],
        message_id=mail.headers.first("message-id").strip()[:998],
        authenticated=vouched(mail.headers, known.authserv_id, sender) and _theirs(verdict, known, sender),
    )


def _theirs(verdict: Verdict, known: Known, sender: str) -> bool:
    """Say whether the author is one of those concerned: a stranger may prove their own domain and answer in our thread."""
    return any(
        organisation(domain_of(sender)) in company_domains(one)
        or any(writes(person, (sender,)) for person in one.contacts)
        for one in known.interviews
        if one.id in verdict.interviews
    )


def _notices(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    """Judge read receipts, complaints and challenges."""
    for kind, action, found in (
        (Kind.READ_RECEIPT, Action.NONE, read_receipt(mail)),
        (Kind.ABUSE_REPORT, Action.STOP, complaint(mail)),
        (Kind.CHALLENGE, Action.ALERT, challenge(mail)),
    ):
        if found:
            whose = match(mail, known, received)
            verdict = concluded(kind, if_ours(action, known, whose), joined(found, whose), whose)
            return replace(verdict, contact=verdict.contact or whose.thread_contact)
    return None


_BOUNCE_ACTIONS = {
    Kind.BOUNCE_PERMANENT: Action.STOP,
    Kind.BOUNCE_TEMPORARY: Action.ALERT,
    Kind.DELIVERY_NOTICE: Action.NONE,
}


def _bounced(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = notice(mail)
    if (
        not found
        or (absence_titled(mail) and not found.status)
        or _titled_by_a_person(mail, known, received, found)
    ):
        return None
    whose = _bounced_whose(mail, known, received, found)
    why = f"{found.evidence} for {found.address}" if found.address else found.evidence
    if whose.closeness is Closeness.THREAD:
        why = joined(why, whose)
    verdict = concluded(found.kind, if_ours(_BOUNCE_ACTIONS[found.kind], known, whose), why, whose)
    contact = verdict.contact or whose.thread_contact
    return replace(
        verdict, contact=contact, failed_address=found.address or None, status=found.status or None
    )


def _bounced_whose(mail: Mail, known: Known, received: datetime, found: Notice) -> Match:
    """Match a bounce by the mail it returns, the address it names, or the company whose mail system sent it."""
    whose = match(mail, known, received, (found.address,) if found.address else ())
    return whose if whose.closeness >= Closeness.COMPANY else Match()


def _titled_by_a_person(mail: Mail, known: Known, received: datetime, found: Notice) -> bool:
    """Say whether only subject or words look like a notice, and one of the people concerned wrote the mail."""
    thin = found.evidence.startswith(("its subject", "the words"))
    return thin and match(mail, known, received).closeness >= Closeness.COMPANY


def _automatic(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = automatic(mail)
    if not found or _genuine(mail, whose := match(mail, known, received), found, known):
        return None
    contact = whose.contact.id if whose.contact else whose.thread_contact
    back = _back(mail, found, today_of(received, whose))
    action = _while_away(found, back)
    if known.interviews and not contact:
        action = Action.ALERT  # somebody of the company is away or gone, nobody we write to
    told = found.absent or found.left or found.acknowledged
    if whose.interviews and not told and decided(mail.text):
        action = Action.PAUSE  # a decision counts, whatever machine carries it; at worst we are silent
    verdict = concluded(Kind.AUTO_REPLY, if_ours(action, known, whose), joined(found.evidence, whose), whose)
    return replace(verdict, contact=contact if whose.interviews else None, return_date=back, left=found.left)


def _back(mail: Mail, found: Automatic, today: date) -> date | None:
    """Return the first day back; a day given is a sign of absence by itself, unless something else is told."""
    if found.left or found.acknowledged:
        return None
    return first_day_back(f"{mail.subject}\n\n{answer(mail.text)}", today)


def _while_away(found: Automatic, back: date | None) -> Action:
    if found.left:
        return Action.STOP
    if not (found.certain or found.acknowledged or back):
        return Action.PAUSE  # words alone, and no day: it may be a person after all
    return Action.HOLD if found.absent or back else Action.ALERT


def _genuine(mail: Mail, whose: Match, found: Automatic, known: Known) -> bool:
    """Say whether a mail that only claims to be generated may be the company's real answer (rule 9)."""
    if not declared_generated(mail.headers) or found.absent or "x-auto" in found.evidence.lower():
        return False
    # Seen in practice: a system that writes for employers marks a rejection as an answer, from an address nobody reads.
    if (whose.relay or relay_of(author(mail.headers), known.relays)) and decided(mail.text):
        return True
    if not found.certain:
        return whose.closeness >= Closeness.COMPANY
    replied = "auto-replied" in mail.headers.first("auto-submitted").lower()
    return whose.closeness is Closeness.COMPANY and not (replied or found.left or found.acknowledged)


def _invited(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = invitation(mail)
    if not found:
        return None
    whose = match(mail, known, received, found.people, found.uids)
    if early := ahead(found, known, received):
        whose = replace(whose, interviews=(*early, *whose.interviews))
        action = Action.PAUSE if len(early) == len(whose.interviews) else Action.STOP
        return concluded(Kind.INVITATION, action, _invites(found) + moved(found, early[0]), whose)
    if known.interviews and not whose.interviews:
        return Verdict(
            Kind.INVITATION, Action.NONE, f"an invitation ({found.method}) that concerns no interview"
        )
    action = Action.PAUSE if found.method in ("CANCEL", "PUBLISH") or doubtful(whose) else Action.STOP
    if told := helped(mail, whose, None):
        action = told[0]
    ours = any(uid in one.calendar_uids for one in whose.interviews for uid in found.uids)
    label = Intent.NEXT_ROUND if found.method in ("REQUEST", "ADD") and not ours else None
    said = _invites(found) + (moved(found, whose.interviews[0]) if ours else "")
    return replace(concluded(Kind.INVITATION, action, joined(said, whose), whose), intent=label)


def _invites(found: Invitation) -> str:
    subject = f" {in_quotes(found.summary)}" if found.summary else ""
    return f"a calendar invitation{subject} ({found.method})"


def _to_many(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    whose = match(mail, known, received)
    found = bulk(mail) if whose.closeness < Closeness.PERSON else ""
    if not found or _spoken(mail, known, whose):
        return None
    # Seen in practice: a network tells of a contact, with the contact's name and list headers.
    told = whose.closeness is Closeness.COMPANY or whose.contact is not None
    return concluded(Kind.BULK, Action.ALERT if told else Action.NONE, found, whose if told else Match())


def _spoken(mail: Mail, known: Known, whose: Match) -> bool:
    """Say whether a mail that looks like one to many is somebody's word to the candidate all the same.

    Gateways, job boards and systems that write for employers put list headers on answers and on decisions.
    """
    if notifies(mail):
        return False
    if known.interviews and whose.interviews and not listed(mail.headers):
        return True  # traits alone do not silence what may concern an interview
    speaks = about_hiring(folded(f"{mail.subject}\n{mail.text[:6000]}"))
    relayed = not known.interviews and relay_of(author(mail.headers), known.relays)
    if whose.closeness is Closeness.COMPANY or relayed:
        return decided(mail.text) or not advertises(mail)
    if whose.interviews and (passes_on(mail) or whose.about):
        return True
    # Seen in practice: a network passes on a recruiter's own words, under its list headers.
    passed = not known.interviews and (passes_on(mail) or by_hand(mail))
    return (passed or (speaks and decided(mail.text))) and not advertises(mail)
