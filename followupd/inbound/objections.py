"""What others have against our mail: complaints of a mailbox provider, and challenges of a robot.

A report or a header proves them. Words prove them only where the whole text is the formula of a machine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.greeting import has_named_greeting
from followupd.inbound.intent import detect_intent, has_decision
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
    """Return what shows that a mailbox provider reports our mail as unwanted (RFC 5965), or an empty string."""
    if mail.is_report_of("feedback-report") or mail.of_type("message/feedback-report"):
        return "an abuse report (feedback-report)"
    if mail.headers.has("x-apple-unsubscribe"):
        return "an unsubscription that the mail program sent (X-Apple-Unsubscribe)"
    # Seen in practice: Hotmail's loop sends the mail itself, without any report part.
    if say.COMPLAINT_SUBJECT.match(fold_text(mail.subject).strip()) and mail.of_type(
        "message/rfc822", "message/feedback-report"
    ):
        return f"its subject {quote_words(mail.subject)} with the mail complained about"
    return ""


def detect_challenge(mail: ParsedMail) -> str:
    """Return what shows that a robot wants a proof before it delivers, or an empty string. It is never answered."""
    return find_challenge_header(mail) or _find_challenge_words(mail)


def find_challenge_header(mail: ParsedMail) -> str:
    """Return the header that only a challenge carries, or an empty string."""
    return next((f"the header {name}" for name in _CHALLENGE_HEADERS if mail.headers.has(name)), "")


def _find_challenge_words(mail: ParsedMail) -> str:
    """Return the words of an unmistakable challenge: it asks for a proof, and says that our mail waits for it."""
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
    """Return whether a program sent it, or an address for confirmations."""
    return _is_robot_mail(mail) or _has_confirmation_address(mail)


def _robot_text(mail: ParsedMail) -> str:
    """Return the robot's own part, folded: a returned mail may hold any words."""
    parts = (part.text for part in mail.parts if part.type in ("text/plain", "text/html"))
    return fold_text("\n".join(parts)[:4000])


def _is_bare_challenge(mail: ParsedMail) -> bool:
    """Return whether the author's own words are those of a challenge and nothing else, without a sign of a robot."""
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
    """Return whether the answers shall go to another address than the author's, one made for a confirmation."""
    reply_to = find_addresses(mail.headers.get_first("reply-to"))
    return author_address(mail.headers) not in reply_to and any(
        re.match(r"(?:.*[-+.=])?(?:confirm|verify)\b", address) for address in reply_to
    )
