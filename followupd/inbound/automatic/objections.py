"""Detects objections to a sent mail: complaints from a mailbox provider, and challenges from a robot.

A report or a header proves them. Words prove them only if the whole text is a machine's standard text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.intent import detect_intent, has_decision
from followupd.inbound.names.greeting import has_named_greeting
from followupd.inbound.parsing.addresses import author_address, find_addresses
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import receipts as say
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

_CHALLENGE_HEADERS = (
    "x-bluebottle-request",
    "x-boxbe-cr",
    "x-spamarrest-probe",
    "x-tmda-confirm",
    "x-challenge",
    "x-qurb-message",
    "x-mailinblack",
)


def detect_complaint(mail: ParsedMail) -> str:
    """Return what shows that a mailbox provider reports a sent mail as unwanted (RFC 5965), or an empty string."""
    if mail.is_report_of("feedback-report") or mail.of_type("message/feedback-report"):
        return "an abuse report (feedback-report)"
    if mail.headers.has("x-apple-unsubscribe"):
        return "an unsubscription that the mail program sent (X-Apple-Unsubscribe)"
    # Seen in practice: Hotmail's feedback loop sends the mail itself, without a report part.
    if say.COMPLAINT_SUBJECT.match(fold_text(mail.subject).strip()) and mail.of_type(
        "message/rfc822", "message/feedback-report"
    ):
        return f"its subject {quote_words(mail.subject)} with the mail complained about"
    return ""


def detect_challenge(mail: ParsedMail) -> str:
    """Return what shows that a robot demands a proof before it delivers, or an empty string. It is never answered."""
    return find_challenge_header(mail) or _find_challenge_words(mail)


def find_challenge_header(mail: ParsedMail) -> str:
    """Return the header that only a challenge has, or an empty string."""
    return next((f"the header {name}" for name in _CHALLENGE_HEADERS if mail.headers.has(name)), "")


def _find_challenge_words(mail: ParsedMail) -> str:
    """Return the words of a clear challenge: it demands a proof, and says that the sent mail waits for it."""
    own_text = _robot_text(mail)
    if not matches_any((say.CHALLENGE_SERVICE, say.MAIL_WAITING), own_text):  # as in nearly all mails
        return ""
    service, demand = say.CHALLENGE_SERVICE.search(own_text), say.PROOF_DEMAND.search(own_text)
    is_robot = _is_by_robot(mail)
    hit = None
    if service and (demand or is_robot or not mail.headers.has("in-reply-to")):
        hit = service
    elif say.MAIL_WAITING.search(own_text) and (is_robot or _is_bare_challenge(mail)):
        hit = None if has_decision(mail.text) else demand
    return f"the words {quote_words(hit[0])}" if hit else ""


def _is_by_robot(mail: ParsedMail) -> bool:
    """Return whether a program sent the mail, or its answers go to an address for confirmations."""
    return _is_robot_mail(mail) or _has_confirmation_address(mail)


def _robot_text(mail: ParsedMail) -> str:
    """Return the robot's own text, folded, without a returned mail, which may hold any words."""
    parts = (part.text for part in mail.parts if part.type in ("text/plain", "text/html"))
    return fold_text("\n".join(parts)[:4000])


def _is_bare_challenge(mail: ParsedMail) -> bool:
    """Return whether the author's own text is a challenge and nothing else, although no robot's header shows it."""
    own_text = extract_answer(mail.text)
    folded_text = fold_text(own_text[:2000])
    patterns = (say.PROOF_DEMAND, say.MAIL_WAITING, say.PROOF_MEANS)
    return (
        all(pattern.search(folded_text) for pattern in patterns)
        and not has_named_greeting(mail)
        and not detect_intent(own_text)
    )


def _is_robot_mail(mail: ParsedMail) -> bool:
    """Return whether a program sent it: an empty envelope sender, a robot's address, or a declared automatic mail."""
    local = author_address(mail.headers).partition("@")[0]
    has_null_sender = any(value.strip() == "<>" for value in mail.headers.get_all("return-path"))
    robot_name = re.match(
        r"(?:no|do)[-_.]?(?:not)?[-_.]?reply|mailer-daemon|postmaster|.*(?:confirm|verify|challenge|dated|spam)",
        local,
    )
    return (
        has_null_sender
        or bool(robot_name)
        or mail.type == "multipart/report"
        or mail.headers.has("auto-submitted", "x-tmda-fingerprint", "precedence")
    )


def _has_confirmation_address(mail: ParsedMail) -> bool:
    """Return whether answers go to an address for confirmations that is not the author's."""
    reply_to = find_addresses(mail.headers.get_first("reply-to"))
    return author_address(mail.headers) not in reply_to and any(
        re.match(r"(?:.*[-+.=])?(?:confirm|verify)\b", address) for address in reply_to
    )
