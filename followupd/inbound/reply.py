"""A person's mail, or one that nobody understands, which counts as one (rule 9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.authentication import vouched
from followupd.inbound.auto_reply import confirms
from followupd.inbound.concluding import concluded, doubtful, joined, today_of
from followupd.inbound.intent import intent
from followupd.inbound.matching import Closeness, Match
from followupd.inbound.mentions import company_domains
from followupd.inbound.parsing.addresses import author, domain_of, organisation
from followupd.inbound.parsing.quoting import answer
from followupd.inbound.promise import names_a_day, promised
from followupd.inbound.verdict import Action, Intent, Kind, Verdict

if TYPE_CHECKING:
    from datetime import datetime

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
