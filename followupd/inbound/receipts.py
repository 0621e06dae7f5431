"""Notices that are neither failures nor answers: read receipts, complaints of a mailbox provider, challenges.

A report or a header proves them. Words prove them only where the whole text is the formula of a machine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.greeting import has_named_greeting
from followupd.inbound.intent import detect_intent, has_decision
from followupd.inbound.parsing.addresses import author_address, find_addresses
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import receipts as say
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

MAX_RECEIPT = 700  # characters: a receipt that only its words show is no longer
MAX_RECEIPT_LINES = 14
MAX_FORMULA = 200  # characters of the one sentence of a receipt
MAX_OPENING = 60  # characters of "Your message"
MIN_LABELS = 2  # lines such as "To: …" and "Subject: …", where the subject is none of a receipt
_LABEL_LINE = re.compile(r"[^\W\d_][^:：.!?]{0,30}[:：]\s?\S.*")
_SECONDS = re.compile(r"\b\d{1,2}[:.]\d{2}[:.]\d{2}\b")
_YEAR = re.compile(r"(?<!\d)(?:20|25)\d\d(?!\d)")  # of the Thai calendar as well
# "2026. november" and "2026 р. 10:15" go on, "2026. Please come" is another sentence.
_SENTENCE_GAP = re.compile(
    r"(?<=[^\W\d_])\.\s+(?=[^\W\d_])|(?<=\d)\.\s+(?=[^\W\d_]+,?\s+[^\W\d_])|[!?。！？]\s*(?=\S)|\n\s*\n"
)
# A notice of delivery, or of none, has the same form.
_DELIVERY_WORDS = re.compile(
    r"@|deliver|recipient|reach|fail|error|zugestellt|zustell|empfanger|erreich|destinat|remis|livr|recapit|entreg|bezorg|ontvanger|odbiorc|dostarcz|доставлен|получател|配信|送達|投递|送达|전달|수신자"
)
_REPLY_PREFIX = re.compile(
    r"^\s*(?:re|aw|sv|vs|antw|odp|ynt|rv|res|ref|r|bls|va|atb|απ|σχετ|תגובה|השב|رد|回复|回覆|答复|返信|回信|fwd?|fw|wg|tr|enc|i|pd|doorst|vl|tova|หมายเหตุ)\s*[:：]"
)
_CHALLENGE_HEADERS = (
    "x-bluebottle-request",
    "x-boxbe-cr",
    "x-spamarrest-probe",
    "x-tmda-confirm",
    "x-challenge",
    "x-qurb-message",
    "x-mailinblack",
)


def detect_read_receipt(mail: ParsedMail) -> str:
    """Return what shows that the mail is a read receipt (RFC 8098), or an empty string."""
    return find_receipt_report(mail) or _find_receipt_formula(mail)


def find_receipt_report(mail: ParsedMail) -> str:
    """Return the part that proves a read receipt, whatever the text says, or an empty string."""
    if _is_report_of(mail, "disposition-notification") or mail.of_type("message/disposition-notification"):
        return "a read receipt (disposition-notification)"
    return ""


def _find_receipt_formula(mail: ParsedMail) -> str:
    """Return the subject of a receipt whose whole text is a machine's formula, or an empty string."""
    subject, text = fold_text(mail.subject), fold_text(mail.text[: MAX_RECEIPT * 2]).strip()
    if _REPLY_PREFIX.match(subject) or len(text) > MAX_RECEIPT or "?" in text:
        return ""
    is_titled = bool(say.READ_SUBJECT.match(subject))
    is_receipt = (
        (is_titled and (not text or _is_receipt_sentence(text)))
        or _is_labelled_receipt(text, is_titled=is_titled)
        or _consists_of_receipt_sentences(text)
    )
    return f"its subject {quote_words(mail.subject)} and the words of a read receipt" if is_receipt else ""


def _is_receipt_sentence(text: str) -> bool:
    """Say whether a text is one sentence, with a day or a time, that says that a mail was read."""
    sentences = [piece for piece in _SENTENCE_GAP.split(text) if piece.strip()]
    line = " ".join(text.split())
    return (
        len(sentences) == 1
        and len(line) <= MAX_FORMULA
        and bool(say.READ_VERB.search(line))
        and _names_day(line)
    )


def _names_day(line: str) -> bool:
    return bool(re.search(r"\d", line))


def _is_labelled_receipt(text: str, *, is_titled: bool) -> bool:
    """Say whether a text is "Your message", lines such as "To: …", and when it was read, in whatever language."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    labels = [number for number, line in enumerate(lines) if number and _LABEL_LINE.fullmatch(line)]
    if len(labels) < (1 if is_titled else MIN_LABELS) or len(lines) > MAX_RECEIPT_LINES:
        return False
    is_opened_alone = labels[0] == 1 and len(lines[0]) <= MAX_OPENING
    closing = " ".join(lines[labels[-1] + 1 :] or lines[labels[-1] :])
    return is_opened_alone and _is_receipt_close(closing, is_titled=is_titled)


def _is_receipt_close(closing: str, *, is_titled: bool) -> bool:
    """Say whether a text is one sentence of when a mail was read: a stamp to the second, or words under such a subject."""
    is_stamped = bool(_SECONDS.search(closing) and _YEAR.search(closing))
    return (
        len(closing) <= MAX_FORMULA
        and len(_SENTENCE_GAP.split(closing)) == 1
        and not _DELIVERY_WORDS.search(closing)
        and (is_stamped or (is_titled and bool(say.READ_VERB.search(closing))))
    )


def _consists_of_receipt_sentences(text: str) -> bool:
    pieces = [
        " ".join(piece.split()) for piece in re.split(r"\n\s*\n|(?<=[a-z])\.\s+", text) if piece.strip()
    ]
    return bool(pieces) and all(say.RECEIPT_SENTENCES.fullmatch(piece) for piece in pieces)


def detect_complaint(mail: ParsedMail) -> str:
    """Return what shows that a mailbox provider reports our mail as unwanted (RFC 5965), or an empty string."""
    if _is_report_of(mail, "feedback-report") or mail.of_type("message/feedback-report"):
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
    service, demand = say.CHALLENGE_SERVICE.search(own_text), say.PROOF_DEMAND.search(own_text)
    is_robot = _is_robot_mail(mail) or _has_confirmation_address(mail)
    hit = None
    if service and (demand or is_robot or not mail.headers.has("in-reply-to")):
        hit = service
    elif say.MAIL_WAITING.search(own_text) and (is_robot or _is_bare_challenge(mail)):
        hit = None if has_decision(mail.text) else demand
    return f"the words {quote_words(hit[0])}" if hit else ""


def _robot_text(mail: ParsedMail) -> str:
    """Return the robot's own part, folded: a returned mail may hold any words."""
    parts = (part.text for part in mail.parts if part.type in ("text/plain", "text/html"))
    return fold_text("\n".join(parts)[:4000])


def _is_bare_challenge(mail: ParsedMail) -> bool:
    """Say whether the author's own words are those of a challenge and nothing else, without a sign of a robot."""
    own_text = extract_answer(mail.text)
    folded_text = fold_text(own_text[:2000])
    patterns = (say.PROOF_DEMAND, say.MAIL_WAITING, say.PROOF_MEANS)
    return (
        all(pattern.search(folded_text) for pattern in patterns)
        and not has_named_greeting(mail)
        and not detect_intent(own_text)
    )


def _is_robot_mail(mail: ParsedMail) -> bool:
    """Say whether a program sent it: an empty envelope sender, a robot's address, or a declared automatic mail."""
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
    """Say whether the answers shall go to another address than the author's, one made for a confirmation."""
    reply_to = find_addresses(mail.headers.get_first("reply-to"))
    return author_address(mail.headers) not in reply_to and any(
        re.match(r"(?:.*[-+.=])?(?:confirm|verify)\b", address) for address in reply_to
    )


def _is_report_of(mail: ParsedMail, kind: str) -> bool:
    return mail.type == "multipart/report" and mail.params.get("report-type", "").strip().lower() == kind
