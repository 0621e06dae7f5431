"""Detects read receipts: a mail program's report (RFC 8098), its standard text without a report, and Exchange's table.

A report proves a receipt. Words prove it only if the whole text is a machine's standard text. The table is recognised
by its structure, in any language, since nobody writes one by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.names.mentions import subject_core
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import receipts as say
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail
    from followupd.inbound.read_mail import ReadMail

MAX_RECEIPT = 700  # characters: a longer text is no receipt without a report
MAX_RECEIPT_LINES = 14
MAX_FORMULA = 200  # characters of the one sentence of a receipt
MAX_OPENING = 60  # characters of "Your message"
MIN_LABELS = 2  # lines such as "To: …" and "Subject: …", if the subject is not that of a receipt
_LABEL_LINE = re.compile(r"[^\W\d_][^:：.!?]{0,30}[:：]\s?\S.*")
_SECONDS = re.compile(r"\b\d{1,2}[:.]\d{2}[:.]\d{2}\b")
_YEAR = re.compile(r"(?<!\d)(?:20|25)\d\d(?!\d)")  # also in the Thai calendar
# "2026. november" and "2026 р. 10:15" are within a sentence; in "2026. Please come" another one begins.
_SENTENCE_GAP = re.compile(
    r"(?<=[^\W\d_])\.\s+(?=[^\W\d_])|(?<=\d)\.\s+(?=[^\W\d_]+,?\s+[^\W\d_])|[!?。！？]\s*(?=\S)|\n\s*\n"
)
# A notice of a delivery, or of a failed one, has the same form.
_DELIVERY_WORDS = re.compile(
    r"@|deliver|recipient|reach|fail|error|zugestellt|zustell|empfanger|erreich|destinat|remis|livr|recapit|entreg|bezorg|ontvanger|odbiorc|dostarcz|доставлен|получател|配信|送達|投递|送达|전달|수신자"
)
_REPLY_PREFIX = re.compile(
    r"^\s*(?:re|aw|sv|vs|antw|odp|ynt|rv|res|ref|r|bls|va|atb|απ|σχετ|תגובה|השב|رد|回复|回覆|答复|返信|回信|fwd?|fw|wg|tr|enc|i|pd|doorst|vl|tova|หมายเหตุ)\s*[:：]"
)

# The table of Exchange: the subject of the sent mail after a word, and a line for each of its fields.
_WORD_BEFORE = re.compile(r"^([^:：]{1,40})\s*[:：]\s*(?=\S)")
_FIELD_LINE = re.compile(r"^\s*[^\s:：][^:：]{0,40}[:：]\s*\S")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
MAX_OTHER_LINES = 3  # lines outside the table: "your message", "was read on"
MIN_CLOCKS = 2  # the times at which it was sent and read
MIN_FIELDS = 2  # To, Subject, Sent: at least two of them


def detect_read_receipt(mail: ParsedMail) -> str:
    """Return what shows that the mail is a read receipt (RFC 8098), or an empty string."""
    return find_receipt_report(mail) or _find_receipt_formula(mail)


def find_receipt_report(mail: ParsedMail) -> str:
    """Return the part that proves a read receipt, regardless of the text, or an empty string."""
    if mail.is_report_of("disposition-notification") or mail.of_type("message/disposition-notification"):
        return "a read receipt (disposition-notification)"
    return ""


def _find_receipt_formula(mail: ParsedMail) -> str:
    """Return what shows a receipt whose whole text is a machine's standard text, or an empty string."""
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
    """Return whether a text is one sentence with a day or a time that says that a mail was read."""
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
    """Return whether a text is "Your message", lines such as "To: …", and the time of reading, in any language."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    labels = [number for number, line in enumerate(lines) if number and _LABEL_LINE.fullmatch(line)]
    if len(labels) < (1 if is_titled else MIN_LABELS) or len(lines) > MAX_RECEIPT_LINES:
        return False
    is_opened_alone = labels[0] == 1 and len(lines[0]) <= MAX_OPENING
    closing = " ".join(lines[labels[-1] + 1 :] or lines[labels[-1] :])
    return is_opened_alone and _is_receipt_close(closing, is_titled=is_titled)


def _is_receipt_close(closing: str, *, is_titled: bool) -> bool:
    """Return whether a text is one sentence about when a mail was read.

    It must have a time with seconds; under the subject of a receipt, words for reading are enough.
    """
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


def find_receipt_form(read: ReadMail) -> str:
    """Return what shows that a mail is Exchange's table about a sent mail, or an empty string."""
    is_form = read.match.is_certain and _has_our_subject(read) and _is_table(read.mail.text.strip())
    return "a read receipt (the form of a mail program)" if is_form else ""


def _has_our_subject(read: ReadMail) -> bool:
    """Return whether the subject is a word other than "Re", a colon, and the subject of a sent mail."""
    subject = read.mail.subject
    prefix = _WORD_BEFORE.match(subject)
    if not prefix or subject_core(subject) != " ".join(fold_text(subject).split()):
        return False
    answered = subject_core(subject[prefix.end() :])
    our_subjects = [subject_core(sent.subject) for sent in read.watchlist.sent_mails.values()]
    return bool(answered) and any(our.startswith(answered) for our in our_subjects)


def _is_table(text: str) -> bool:
    """Return whether a text is only a table of a mail's fields and the time at which it was read."""
    lines = [line for line in text.split("\n") if line.strip()]
    fields = [line for line in lines if _FIELD_LINE.match(line)]
    is_short = bool(lines) and len(text) <= MAX_RECEIPT and len(lines) - len(fields) <= MAX_OTHER_LINES
    has_clocks = len(_CLOCK.findall(text)) >= MIN_CLOCKS and bool(_CLOCK.search(lines[-1] if lines else ""))
    return is_short and len(fields) >= MIN_FIELDS and has_clocks
