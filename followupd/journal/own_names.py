"""Finds how people write their own names, if the file writes them in another way. Pure."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from followupd.config.person_name import parse_person_name
from followupd.config.plain_text import remove_accents
from followupd.journal.memo import memoized
from followupd.journal.signed_names import NameSeen

if TYPE_CHECKING:
    from followupd.config.interview import Contact
    from followupd.journal.record import InterviewRecord

_WORD = re.compile(r"[^\W\d_]+")
_SIMILAR = 0.7  # the least similarity of two spellings; "Jon" and "John" have 0.86
_FILLERS = (
    "from",
    "at",
    "of",
    "via",
    "von",
    "bei",
    "de",
    "chez",
    "the",
    "team",
    "hr",
    "recruiting",
    "talent",
)
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})


@memoized
def find_other_spelling(record: InterviewRecord, contact: Contact) -> str:
    """Return how a person writes their own name if the file writes it in another way, else an empty string."""
    seen = record.index.select_facts(NameSeen, *(("signed", address) for address in contact.addresses))
    name = seen[-1].name if seen else ""
    return name if name and is_other_spelling(contact.name, name, record.interview.company) else ""


def is_other_spelling(written: str, signed: str, company: str) -> bool:
    """Return whether two names may be one person's, spelt in two ways: "Jon Smith" and "John Smith".

    Words that only one of them has do not matter: "J. Smith", a middle name, the company after a name. Nor does a
    signature without the accents that the file has: many systems leave them out.
    """
    if _join_letters(written) == _join_letters(signed):  # O'Brien and OBrien
        return False
    ignored = {*_list_words(company), *_FILLERS}
    signed_words = [word for word in _list_words(parse_person_name(signed).full_name) if word not in ignored]
    words = _list_words(parse_person_name(written).full_name)
    only_written = [word for word in words if _spellings_of(word).isdisjoint(signed_words)]
    known_spellings = set[str]().union(*map(_spellings_of, words))
    only_signed = [word for word in signed_words if word not in known_spellings]
    if not only_written or not only_signed:
        return False
    has_same_part = len(only_written) < len(words)
    return has_same_part or any(_are_similar(*pair) for pair in product(only_written, only_signed))


def _join_letters(name: str) -> str:
    return "".join(_WORD.findall(name)).casefold()


def _list_words(name: str) -> list[str]:
    """Return the words of a name without initials, lower case."""
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    return [word.casefold() for word in words if len(word) > 1]


def _spellings_of(word: str) -> set[str]:
    """Return a word with its spellings without accents."""
    return {word, remove_accents(word), word.translate(_TWO_LETTERS)}


def _are_similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, remove_accents(one), remove_accents(other))
    return matcher.ratio() >= _SIMILAR
