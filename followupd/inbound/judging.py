"""The judgement of one mail, in the order: own, report, challenge, bounce, automatic, invitation, to many, person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from followupd.inbound.absence import first_day_back
from followupd.inbound.addresses import author, domain_of, organisation, recipients
from followupd.inbound.authenticity import vouched
from followupd.inbound.automatic import Automatic, absence_titled, automatic, declared_generated
from followupd.inbound.automatic_words import RECEIVED
from followupd.inbound.bounce import Notice, notice
from followupd.inbound.bulk import bulk
from followupd.inbound.bulk import by_header as listed
from followupd.inbound.decoding import folded
from followupd.inbound.intent import about_hiring, intent
from followupd.inbound.invitation import Invitation, invitation
from followupd.inbound.naming import company_domains
from followupd.inbound.promise import promised
from followupd.inbound.quoted import answer
from followupd.inbound.receipts import challenge, complaint, read_receipt
from followupd.inbound.relays import relay_of
from followupd.inbound.verdict import Action, Intent, Kind, Verdict
from followupd.inbound.whose import Closeness, Match, match

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from followupd.inbound.known import Known
    from followupd.inbound.message import Mail


def verdict_of(mail: Mail, known: Known, received: datetime, *, in_sent: bool) -> Verdict:
    """Judge a mail that has been read. `received` is aware."""
    if ours := _own(mail, known, received, in_sent=in_sent):
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
    return _signed(_person(mail, known, received, match(mail, known, received)), mail, known)


def _signed(verdict: Verdict, mail: Mail, known: Known) -> Verdict:
    """Add what every verdict tells of the mail itself."""
    sender = author(mail.headers)
    return replace(
        verdict,
        sender=sender,
        subject=mail.subject[:300],
        message_id=mail.headers.first("message-id").strip()[:998],
        authenticated=vouched(mail.headers, known.authserv_id, sender),
    )


def _verdict(kind: Kind, action: Action, why: str, found: Match) -> Verdict:
    """Make a verdict of what was found; on closed interviews the user is told, and nothing else happens."""
    shown = found.open or found.interviews
    if found.interviews and not found.open and action in (Action.STOP, Action.PAUSE, Action.HOLD):
        action, why = Action.ALERT, f"{why}; the interview is closed"
    contact = found.contact.id if found.contact else None
    return Verdict(kind, action, why, tuple(one.id for one in shown), contact, found.about)


def _own(mail: Mail, known: Known, received: datetime, *, in_sent: bool) -> Verdict | None:
    token = mail.headers.first("x-followupd-id").strip()
    mine = author(mail.headers) in {address.lower() for address in known.own_addresses}
    if not (mine or in_sent or (token and token in known.tokens)):
        return None
    to = recipients(mail.headers)
    running = tuple(one for one in known.interviews if one.since <= received)
    people = [(one, person) for one in running for person in one.contacts if set(person.addresses) & set(to)]
    domains = {organisation(domain_of(address)) for address in to}
    concerned = tuple(
        {one.id: None for one, _ in people}
        | {one.id: None for one in running if company_domains(one) & domains}
    )
    sent = known.sent.get(known.tokens.get(token, ""))
    return Verdict(
        Kind.UNRELATED,
        Action.NONE,
        "the candidate wrote it"
        if mine
        else "it lies in Sent"
        if in_sent
        else "it carries our own X-Followupd-Id",
        concerned or ((sent.interview,) if sent else ()),
        people[0][1].id if people else (sent.contact if sent else None),
        (known.tokens[token],) if token in known.tokens else (),
        own=True,
        token=token or None,
        addressed=to,
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
            return _verdict(kind, _if_ours(action, known, whose), _joined(found, whose), whose)
    return None


def _if_ours(action: Action, known: Known, whose: Match) -> Action:
    """Return the action, or none where interviews are known and the mail concerns none of them."""
    return action if whose.interviews or not known.interviews else Action.NONE


def _joined(found: str, whose: Match) -> str:
    return f"{found}; {whose.why}" if whose.why else found


_BOUNCE_ACTIONS = {
    Kind.BOUNCE_PERMANENT: Action.STOP,
    Kind.BOUNCE_TEMPORARY: Action.ALERT,
    Kind.DELIVERY_NOTICE: Action.NONE,
}


def _bounced(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = notice(mail)
    if not found or (absence_titled(mail) and not found.status):
        return None
    whose = _bounced_whose(mail, known, received, found)
    why = f"{found.evidence} for {found.address}" if found.address else found.evidence
    verdict = _verdict(
        found.kind, _if_ours(_BOUNCE_ACTIONS[found.kind], known, whose), _joined(why, whose), whose
    )
    contact = verdict.contact or whose.thread_contact
    return replace(
        verdict, contact=contact, failed_address=found.address or None, status=found.status or None
    )


def _bounced_whose(mail: Mail, known: Known, received: datetime, found: Notice) -> Match:
    """Match a bounce by the mail it returns or by the address it names; its sender says nothing."""
    whose = match(mail, known, received, (found.address,) if found.address else ())
    return whose if whose.closeness >= Closeness.PERSON else Match()


def _automatic(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = automatic(mail)
    whose = match(mail, known, received)
    if not found or _genuine(mail, whose, found):
        return None
    contact = whose.contact.id if whose.contact else whose.thread_contact
    action = Action.STOP if found.left else Action.HOLD if found.absent else Action.ALERT
    if known.interviews and not contact and action is Action.HOLD:
        action = Action.ALERT  # somebody of the company is away, nobody we write to
    verdict = _verdict(Kind.AUTO_REPLY, _if_ours(action, known, whose), _joined(found.evidence, whose), whose)
    today = _today(received, whose)
    back = first_day_back(f"{mail.subject}\n\n{answer(mail.text)}", today) if found.absent else None
    return replace(verdict, contact=contact if whose.interviews else None, return_date=back, left=found.left)


def _genuine(mail: Mail, whose: Match, found: Automatic) -> bool:
    """Say whether a mail that only claims to be generated may be the company's real answer (rule 9)."""
    generated = (
        declared_generated(mail.headers)
        and "auto-replied" not in mail.headers.first("auto-submitted").lower()
    )
    spoken = whose.closeness is Closeness.COMPANY and not found.absent and not found.left
    return generated and spoken and "x-auto" not in found.evidence.lower()


def _today(received: datetime, whose: Match) -> date:
    """Return the date of arrival where the writer is."""
    if not whose.interviews:
        return received.date()
    try:
        return received.astimezone(ZoneInfo(whose.interviews[0].zone)).date()
    except (KeyError, ValueError, OSError):
        return received.date()


def _invited(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = invitation(mail)
    if not found:
        return None
    whose = match(mail, known, received, found.people, found.uids)
    if known.interviews and not whose.interviews:
        return Verdict(
            Kind.INVITATION, Action.NONE, f"an invitation ({found.method}) that concerns no interview"
        )
    action = Action.PAUSE if found.method in ("CANCEL", "PUBLISH") or _doubtful(whose) else Action.STOP
    label = Intent.NEXT_ROUND if found.method in ("REQUEST", "ADD") else None
    return replace(_verdict(Kind.INVITATION, action, _joined(_invites(found), whose), whose), intent=label)


def _invites(found: Invitation) -> str:
    subject = f" “{found.summary[:60]}”" if found.summary else ""
    return f"a calendar invitation{subject} ({found.method})"


def _to_many(mail: Mail, known: Known, received: datetime) -> Verdict | None:
    found = bulk(mail)
    if not found:
        return None
    whose = match(mail, known, received)
    if whose.closeness >= Closeness.PERSON:
        return None
    if known.interviews and whose.interviews and not listed(mail.headers):
        return None  # traits alone do not silence what may concern an interview
    # Applicant-tracking systems put list headers on real decisions, so what speaks of hiring is heard.
    speaks = about_hiring(folded(f"{mail.subject}\n{mail.text[:6000]}"))
    if (
        whose.closeness is Closeness.COMPANY
        or (not known.interviews and relay_of(author(mail.headers), known.relays))
    ) and speaks:
        return None
    return _verdict(
        Kind.BULK,
        Action.ALERT if whose.closeness is Closeness.COMPANY else Action.NONE,
        found,
        replace(whose, interviews=()) if whose.closeness < Closeness.COMPANY else whose,
    )


def _person(mail: Mail, known: Known, received: datetime, whose: Match) -> Verdict:
    """Judge what is left: a person's mail, or one that nobody understands, which counts as one (rule 9)."""
    if known.interviews and not whose.interviews:
        return Verdict(Kind.UNRELATED, Action.NONE, "it concerns no interview that followupd knows")
    words = answer(mail.text, (known.sent[key].text for key in whose.about if key in known.sent))
    label = intent(words)
    if (
        (whose.relay or relay_of(author(mail.headers), known.relays))
        and label in (None, Intent.HOLDING)
        and RECEIVED.search(folded(words[:3000]))
    ):
        return _verdict(
            Kind.AUTO_REPLY,
            Action.ALERT,
            _joined("an applicant-tracking system confirms that something arrived", whose),
            whose,
        )
    action, why = _answered(mail, known, whose, label)
    verdict = _verdict(Kind.REPLY, action, why, whose)
    if (
        label is Intent.OFFER
        and known.interviews
        and not vouched(mail.headers, known.authserv_id, author(mail.headers))
    ):
        label = None  # a forged mail shows no offer
    return replace(verdict, intent=label, promise=promised(words, _today(received, whose)))


def _answered(mail: Mail, known: Known, whose: Match, label: Intent | None) -> tuple[Action, str]:
    if not known.interviews:
        return Action.STOP, "a person wrote it: no sign of a machine"
    if told := _helper(mail, whose, label):
        return told
    if len(whose.open) > 1 and whose.closeness is not Closeness.THREAD:
        return Action.PAUSE, f"{whose.why}; it may concern several interviews"
    if _doubtful(whose):
        return Action.PAUSE, whose.why
    return Action.STOP, whose.why


def _doubtful(whose: Match) -> bool:
    return bool(whose.interviews) and whose.closeness < Closeness.PERSON


def _helper(mail: Mail, whose: Match, label: Intent | None) -> tuple[Action, str] | None:
    """Judge a helper's mail (rule 2): a kind word in their own thread is told, not counted as the company's answer.

    A helper who sits in the company may speak for it: outside their own thread, or with a decision in it, they brake.
    """
    person = whose.contact
    if not person or not person.helped:
        return None
    own_thread = whose.thread_contact in (None, person.id)
    inside = any(
        organisation(domain_of(author(mail.headers))) in company_domains(one) for one in whose.interviews
    )
    decides = label in (Intent.REJECTION, Intent.OFFER, Intent.NEXT_ROUND)
    if label is Intent.PLEASE_STOP:
        return Action.PAUSE, f"{whose.why}: a helper who asks not to be written to"
    if inside and (decides or whose.closeness is not Closeness.THREAD):
        return Action.PAUSE, f"{whose.why}: a helper who may speak for the company"
    if own_thread:
        return Action.ALERT, f"{whose.why}: a helper's own word, not the company's answer"
    return Action.PAUSE, f"{whose.why}: a helper, in the company's thread"
