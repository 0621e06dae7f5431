"""Judges a person's mail. A mail that is not understood counts as one (rule 9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.actions import Nature, Proof, Relation, choose_action
from followupd.inbound.automatic.auto_reply import is_acknowledgement
from followupd.inbound.automatic.only_receipt import says_only_receipt
from followupd.inbound.dates.writing_date import local_writing_date
from followupd.inbound.intent import detect_intent, find_promise, names_future_day
from followupd.inbound.matching.roles import find_meant_interviews
from followupd.inbound.names.mentions import company_domains
from followupd.inbound.parsing.addresses import (
    author_address,
    registrable_domain_of,
)
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.inbound.senders.passed_on import passes_on_word_of
from followupd.inbound.verdict import Action, Intent, Kind, Verdict

if TYPE_CHECKING:
    from datetime import date

    from followupd.inbound.matching.match import Match
    from followupd.inbound.matching.watchlist import WatchedInterview
    from followupd.inbound.parsing.message import ParsedMail
    from followupd.inbound.read_mail import ReadMail

OF_SEVERAL = "; it may concern several interviews"


def judge_person_mail(read: ReadMail) -> Verdict:
    """Judge any remaining mail: it is from a person, or not understood, which counts as one (rule 9)."""
    mail, watchlist, mail_match = read.mail, read.watchlist, read.match
    if read.relation is Relation.NONE:
        return Verdict(Kind.UNRELATED, Action.NONE, "it concerns no interview that followupd knows")
    our_texts = (watchlist.sent_mails[key].text for key in mail_match.our_ids if key in watchlist.sent_mails)
    answer_text = extract_answer(mail.text, our_texts)
    label = detect_intent(answer_text)
    today = local_writing_date(read)
    if label in (None, Intent.HOLDING) and _is_acknowledgement(read, answer_text, today):
        why = join_reasons("an applicant-tracking system confirms that something arrived", mail_match)
        action = choose_action(read.relation, Nature.ACKNOWLEDGEMENT, Proof.HEADER)
        return build_verdict(Kind.AUTO_REPLY, action, why, mail_match)
    verdict = _build_reply(read, label)
    if label is Intent.OFFER and watchlist.interviews and not read.is_author_verified:
        label = None  # a mail that may be forged is not reported as an offer
    day = find_promise(answer_text, today)
    # A mail that names the day of the decision postpones it until then, in any words.
    return replace(verdict, intent=label or (Intent.HOLDING if day else None), promise=day)


def _is_acknowledgement(read: ReadMail, answer_text: str, today: date) -> bool:
    """Return whether a system only confirms that something arrived.

    If an interview is concerned, the text must say nothing else.
    """
    relay = read.match.relay or find_relay(read.author, read.watchlist.relays)
    has_date = names_future_day(answer_text, today)
    if not is_acknowledgement(read.mail, answer_text, via_relay=bool(relay), has_date=has_date):
        return False
    return not read.is_related or (not has_date and says_only_receipt(answer_text))


def _build_reply(read: ReadMail, label: Intent | None) -> Verdict:
    """Build the verdict on a person's mail: it stops what it is about.

    If it is about one of several roles with the company, the other interviews are paused, and the user is asked.
    """
    mail_match = read.match
    if read.relation is Relation.ALONE:
        action = choose_action(Relation.ALONE, Nature.ANSWER, Proof.WORDS)
        return build_verdict(Kind.REPLY, action, "a person wrote it: no sign of a machine", mail_match)
    if helper_decision := judge_helper(read.mail, mail_match, label):
        return build_verdict(Kind.REPLY, *helper_decision, mail_match)
    open_interviews = mail_match.open_interviews
    meant_interviews = find_meant_interviews(read, open_interviews) if len(open_interviews) > 1 else ()
    is_told_apart = mail_match.is_certain and 0 < len(meant_interviews) < len(open_interviews)
    action = choose_action(mail_match.relation, Nature.ANSWER, Proof.WORDS)
    if is_told_apart:
        others = tuple(other.id for other in open_interviews if other not in meant_interviews)
        meant_match = replace(mail_match, interviews=meant_interviews)
        return replace(build_verdict(Kind.REPLY, action, mail_match.why, meant_match), doubtful=others)
    if len(open_interviews) > 1 and mail_match.relation is not Relation.THREAD:
        why = f"{mail_match.why}{OF_SEVERAL}{_name_meant_role(meant_interviews)}"
        return build_verdict(Kind.REPLY, Action.PAUSE, why, mail_match)
    return build_verdict(Kind.REPLY, action, mail_match.why, mail_match)


def _name_meant_role(meant_interviews: tuple[WatchedInterview, ...]) -> str:
    """Return what to add to the reason if the mail names one of several roles or its number: the candidate decides."""
    if len(meant_interviews) != 1 or not meant_interviews[0].role:
        return ""
    return f"; it seems to be about {meant_interviews[0].role}"


def judge_helper(mail: ParsedMail, mail_match: Match, label: Intent | None) -> tuple[Action, str] | None:
    """Judge a helper's mail (rule 2); None if the writer is no helper.

    A mail in the helper's own thread is reported, and does not count as the company's answer. A helper within the
    company may speak for it: outside of their own thread, or with a decision, their mail pauses.
    """
    person = mail_match.contact
    if not person or not person.is_helper:
        return None
    own_thread = mail_match.thread_contact in (None, person.id)
    is_insider = any(
        registrable_domain_of(author_address(mail.headers)) in company_domains(interview)
        for interview in mail_match.interviews
    )
    is_decisive = label in (Intent.REJECTION, Intent.OFFER, Intent.NEXT_ROUND)
    if label is Intent.PLEASE_STOP:
        return Action.PAUSE, f"{mail_match.why}: a helper who asks not to be written to"
    if passes_on_word_of(mail, mail_match.interviews):
        return Action.PAUSE, f"{mail_match.why}: a helper who passes on a mail of theirs"
    if is_insider and (is_decisive or mail_match.relation is not Relation.THREAD):
        return Action.PAUSE, f"{mail_match.why}: a helper who may speak for the company"
    if own_thread:
        return Action.ALERT, f"{mail_match.why}: a helper's own word, not the company's answer"
    return Action.PAUSE, f"{mail_match.why}: a helper, in the company's thread"


def build_verdict(kind: Kind, action: Action, why: str, mail_match: Match) -> Verdict:
    """Build a verdict. If all interviews are closed, the user is notified and nothing else happens."""
    shown_interviews = mail_match.open_interviews or mail_match.interviews
    if (
        mail_match.interviews
        and not mail_match.open_interviews
        and action in (Action.STOP, Action.PAUSE, Action.HOLD)
    ):
        action, why = Action.ALERT, f"{why}; the interview is closed"
    contact = mail_match.contact.id if mail_match.contact else None
    return Verdict(
        kind, action, why, tuple(interview.id for interview in shown_interviews), contact, mail_match.our_ids
    )


def join_reasons(evidence: str, mail_match: Match) -> str:
    """Return the evidence for the kind and that for the match as one sentence."""
    return f"{evidence}; {mail_match.why}" if mail_match.why else evidence
