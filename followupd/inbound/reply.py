"""A person's mail, or one that nobody understands, which counts as one (rule 9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.authentication import vouched
from followupd.inbound.auto_reply import confirms
from followupd.inbound.intent import intent, names_a_day, promised
from followupd.inbound.matching import Closeness, Match
from followupd.inbound.mentions import company_domains
from followupd.inbound.parsing.addresses import author, domain_of, organisation
from followupd.inbound.parsing.quoting import answer
from followupd.inbound.verdict import Action, Intent, Kind, Verdict

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.inbound.parsing.message import Mail
    from followupd.inbound.watchlist import Known


def judged_person(mail: Mail, known: Known, received: datetime, whose: Match) -> Verdict:
    """Judge what is left: a person's mail, or one that nobody understands, which counts as one (rule 9)."""
    if known.interviews and not whose.interviews:
        return Verdict(Kind.UNRELATED, Action.NONE, "it concerns no interview that followupd knows")
    words = answer(mail.text, (known.sent[key].text for key in whose.about if key in known.sent))
    label = intent(words)
    relay = whose.relay or relay_of(author(mail.headers), known.relays)
    dated = names_a_day(words, today_of(received, whose))
    if label in (None, Intent.HOLDING) and confirms(mail, words, relayed=bool(relay), dated=dated):
        why = joined("an applicant-tracking system confirms that something arrived", whose)
        return concluded(Kind.AUTO_REPLY, Action.ALERT, why, whose)
    action, why = _answered(mail, known, whose, label)
    verdict = concluded(Kind.REPLY, action, why, whose)
    if (
        label is Intent.OFFER
        and known.interviews
        and not vouched(mail.headers, known.authserv_id, author(mail.headers))
    ):
        label = None  # a forged mail shows no offer
    day = promised(words, today_of(received, whose))
    # Who names the day of the decision puts it off until then, in whatever words.
    return replace(verdict, intent=label or (Intent.HOLDING if day else None), promise=day)


def _answered(mail: Mail, known: Known, whose: Match, label: Intent | None) -> tuple[Action, str]:
    if not known.interviews:
        return Action.STOP, "a person wrote it: no sign of a machine"
    if told := helped(mail, whose, label):
        return told
    if len(whose.open) > 1 and whose.closeness is not Closeness.THREAD:
        return Action.PAUSE, f"{whose.why}; it may concern several interviews"
    if doubtful(whose):
        return Action.PAUSE, whose.why
    return Action.STOP, whose.why


def helped(mail: Mail, whose: Match, label: Intent | None) -> tuple[Action, str] | None:
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


def concluded(kind: Kind, action: Action, why: str, found: Match) -> Verdict:
    """Make a verdict of what was found; on closed interviews the user is told, and nothing else happens."""
    shown = found.open or found.interviews
    if found.interviews and not found.open and action in (Action.STOP, Action.PAUSE, Action.HOLD):
        action, why = Action.ALERT, f"{why}; the interview is closed"
    contact = found.contact.id if found.contact else None
    return Verdict(kind, action, why, tuple(one.id for one in shown), contact, found.about)


def if_ours(action: Action, known: Known, whose: Match) -> Action:
    """Return the action, or none where interviews are known and the mail concerns none of them."""
    return action if whose.interviews or not known.interviews else Action.NONE


def joined(found: str, whose: Match) -> str:
    """Return the evidence of the kind, and that of whose it is, as one sentence."""
    return f"{found}; {whose.why}" if whose.why else found


def today_of(received: datetime, whose: Match) -> date:
    """Return the date of arrival where the writer is."""
    if not whose.interviews:
        return received.date()
    try:
        return received.astimezone(ZoneInfo(whose.interviews[0].zone)).date()
    except (KeyError, ValueError, OSError):
        return received.date()


def doubtful(whose: Match) -> bool:
    """Say whether the mail only may concern its interviews, so that the user is asked."""
    return bool(whose.interviews) and whose.closeness < Closeness.PERSON
