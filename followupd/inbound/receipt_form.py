"""The form of a read receipt that Exchange writes without a report part: our subject behind a word, and a table of our mail.

It is known by its structure, in any language: nobody writes so by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.mentions import subject_core
from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from followupd.inbound.read_mail import ReadMail

_PREFIX = re.compile(r"^([^:：]{1,40})\s*[:：]\s*(?=\S)")
_FIELD_LINE = re.compile(r"^\s*[^\s:：][^:：]{0,40}[:：]\s*\S")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
MAX_FORM = 700  # characters
MAX_OTHER_LINES = 3  # lines beside the table: "your message", "was read on"
MIN_FIELDS = 2  # To, Subject, Sent: at least two of them


def find_receipt_form(read: ReadMail) -> str:
    """Return what shows that a mail is such a form, or an empty string."""
    text = read.mail.text.strip()
    prefix = _PREFIX.match(read.mail.subject)
    if not prefix or not text or len(text) > MAX_FORM or read.relation is not Relation.THREAD:
        return ""
    core = fold_text(read.mail.subject).strip()
    if subject_core(read.mail.subject) != core:
        return ""  # "Re:" is an answer
    our_subjects = [subject_core(sent.subject) for sent in read.watchlist.sent_mails.values()]
    answered = subject_core(read.mail.subject[prefix.end() :])
    lines = [line for line in text.split("\n") if line.strip()]
    fields = [line for line in lines if _FIELD_LINE.match(line)]
    has_subject = any(our and (our == answered or our.startswith(answered)) for our in our_subjects)
    is_table = len(fields) >= MIN_FIELDS and len(lines) - len(fields) <= MAX_OTHER_LINES
    has_clocks = len(_CLOCK.findall(text)) >= 2 and bool(_CLOCK.search(lines[-1]))  # noqa: PLR2004
    return "a read receipt (the form of a mail program)" if has_subject and is_table and has_clocks else ""
