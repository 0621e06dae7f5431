"""Recognises a mail that a helper forwards: it begins with the lines of a header, and one of them names its writer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.names.mentions import company_domains
from followupd.inbound.names.name_forms import compile_person, plain_text
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.senders.spelt_addresses import is_domain_spelt, spell_words

if TYPE_CHECKING:
    from followupd.inbound.matching.watchlist import WatchedInterview
    from followupd.inbound.parsing.message import ParsedMail

MAX_TEXT = 12_000  # characters
_LINE = r"(?:^[ \t>*]{0,8}[^\W\d_][^\n:：]{0,24}[:：][^\n]{1,300}(?:\n|$))"
# Three such lines in a row, in any language: "From: …", "Date: …", "Subject: …". Below a rule, two are enough.
_HEADER_LINES = re.compile(
    rf"{_LINE}{{3,8}}|^[ \t>*]{{0,8}}[-_=—]{{3,40}}[^\n]{{0,80}}\n\s{{0,3}}{_LINE}{{2}}", re.MULTILINE
)


def passes_on_word_of(mail: ParsedMail, interviews: tuple[WatchedInterview, ...]) -> bool:
    """Return whether the text holds a mail from the company, or from a contact who is no helper."""
    headers = [plain_text(block[0]) for block in _HEADER_LINES.finditer(mail.text[:MAX_TEXT])]
    return any(_names_one_of(interview, block) for interview in interviews for block in headers)


def _names_one_of(interview: WatchedInterview, block: str) -> bool:
    people = (compile_person(person.name) for person in interview.contacts if not person.is_helper)
    if matches_any(filter(None, people), block):
        return True
    spelt_block = (spell_words(block),)
    return any(is_domain_spelt(domain, spelt_block) for domain in company_domains(interview))
