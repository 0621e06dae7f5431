"""The first word of a company's name, which people use for short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.matching.watchlist import cached_on_item
from followupd.inbound.names.legal_forms import strip_legal_form
from followupd.inbound.names.mentions import company_names
from followupd.inbound.names.name_forms import compile_name
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from followupd.inbound.matching.watchlist import WatchedInterview

MIN_SHORT_NAME = 5  # letters of a company's first word
# First words that many companies have in their names.
_COMMON_WORD_LIST = """
    global united first national international american european deutsche german british french royal
    general central north south west east northern southern western eastern digital smart green blue black
    white creative advanced modern applied technical technische university universitat institut institute
    center centre group gruppe capital media health medical hotel school stadt landes bundes studio
    systems software solutions services consulting engineering energy future prime alpha delta omega
    people talent career careers human resources
"""
_COMMON_WORDS = frozenset(_COMMON_WORD_LIST.split())


def is_short_name_in(interview: WatchedInterview, text: str) -> bool:
    """Return whether a text holds the first word of the company's name, which people use for short."""
    patterns = (compile_name(word, is_cased=True) for word in short_names(interview))
    return matches_any(filter(None, patterns), text)


@cached_on_item
def short_names(interview: WatchedInterview) -> list[str]:
    """Return the first words of the company's names with several words, without words that many companies use."""
    names = (re.findall(r"[^\W_]+", strip_legal_form(name)) for name in company_names(interview))
    return [
        words[0]
        for words in names
        if len(words) > 1 and len(words[0]) >= MIN_SHORT_NAME and fold_text(words[0]) not in _COMMON_WORDS
    ]
