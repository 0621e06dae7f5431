"""The form of a read receipt that Exchange writes without a report part: our subject behind a word, and a table of our mail.

It is known by its structure, in any language: nobody writes so by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.mentions import subject_core
from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from followupd.inbound.read_mail import ReadMail

_PREFIX = re.compile(r"^([^:：]{1,40})\s*[:：]\s*(?=\S)")
_FIELD_LINE = re.compile(r"^\s*[^\s:：][^:：]{0,40}[:：]\s*\S")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
MAX_FORM = 700  # characters
MAX_OTHER_LINES = 3  # lines beside the table: "your message", "was read on"
MIN_CLOCKS = 2  # when it was sent, and when it was read
MIN_FIELDS = 2  # To, Subject, Sent: at least two of them


def find_receipt_form(read: ReadMail) -> str:
    """Return what shows that a mail is such a form, or an empty string."""
    is_form = read.match.is_certain and _has_our_subject(read) and _is_table(read.mail.text.strip())
    return "a read receipt (the form of a mail program)" if is_form else ""


def _has_our_subject(read: ReadMail) -> bool:
    """Say whether the subject is a word that is no "Re:", a colon, and a subject of ours."""
    subject = read.mail.subject
    prefix = _PREFIX.match(subject)
    if not prefix or subject_core(subject) != " ".join(fold_text(subject).split()):
        return False
    answered = subject_core(subject[prefix.end() :])
    our_subjects = [subject_core(sent.subject) for sent in read.watchlist.sent_mails.values()]
    return bool(answered) and any(our.startswith(answered) for our in our_subjects)


def _is_table(text: str) -> bool:
    """Say whether a text is a table of a mail and when it was read, to the minute, and nothing else."""
    lines = [line for line in text.split("\n") if line.strip()]
    fields = [line for line in lines if _FIELD_LINE.match(line)]
    is_short = bool(lines) and len(text) <= MAX_FORM and len(lines) - len(fields) <= MAX_OTHER_LINES
    has_clocks = len(_CLOCK.findall(text)) >= MIN_CLOCKS and bool(_CLOCK.search(lines[-1] if lines else ""))
    return is_short and len(fields) >= MIN_FIELDS and has_clocks
