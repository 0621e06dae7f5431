"""Checks of the lint on the parts of a mail: thanks, interest, fact, skill, keywords, the question to phone.

Each check returns the remark about the fault, or None. The row in `lint` decides whether it holds the mail or only
advises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.writing.language.user_facts import phrase_fact
from followupd.writing.language.user_strengths import list_sentences, list_topics
from followupd.writing.lint import lint_words as words
from followupd.writing.lint.lint_messages import Remark, make_remark
from followupd.writing.lint.lint_note import Note, contains_name, uses_words_of
from followupd.writing.lint.similarity import normalize_text
from followupd.writing.panel import choose_keywords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def build_word_check(part: str, patterns: Mapping[str, str]) -> Callable[[Note], Remark | None]:
    """Return the check of a part that is recognised by its words, in each language with such words."""

    def find_missing(note: Note) -> Remark | None:
        pattern = patterns.get(note.language)
        is_missing = part in note.needed_parts and pattern and not note.has_pattern(pattern)
        return make_remark(part) if is_missing else None

    return find_missing


def check_phone(note: Note) -> Remark | None:
    """Return a remark if the thanks to the lead contain no question with a word for phoning."""
    pattern = words.PHONE.get(note.language)
    questions = re.findall(r"[^.!?\n]*\?", note.full_text)
    if "phone" not in note.needed_parts or not pattern or note.contact.key != note.interview.lead.key:
        return None
    if any(re.search(pattern, question) for question in questions):
        return None
    return make_remark("phone")


def check_fact(note: Note) -> Remark | None:
    """Return a remark if the fact for this person is not in the text."""
    fact = note.contact.fact
    if "fact" not in note.needed_parts or not fact:
        return None
    if uses_words_of(note, fact) or uses_words_of(note, phrase_fact(fact, note.language, note.tone)):
        return None
    return make_remark("fact/own" if note.has_own_words else "fact/template", topic=fact)


def advise_fact(note: Note) -> Remark | None:
    """Return a remark if there is no fact for this person."""
    if "fact" not in note.needed_parts or note.contact.fact:
        return None
    return make_remark("fact-unknown", name=note.contact.given_name)


def check_skill(note: Note) -> Remark | None:
    """Return a remark if the text does not contain the role and one of the strengths."""
    if "skill" not in note.needed_parts or not note.strengths:
        return None
    names_role = contains_name(note.full_text, note.interview.position) or note.has_pattern(words.ROLE)
    phrases = [*note.strengths, *list_sentences(note.strengths, note.language)]
    if names_role and any(uses_words_of(note, one) for one in phrases):
        return None
    if note.has_own_words:
        return make_remark("skill/own", strength=note.strengths[0])
    return make_remark("skill/template")


def advise_skill(note: Note) -> Remark | None:
    """Return a remark if no strengths are given."""
    if "skill" not in note.needed_parts or note.interview.strengths:
        return None
    return make_remark("skill-unknown")


def check_keywords(note: Note) -> Remark | None:
    """Return a remark if the text has fewer than two keywords, or fewer than this reader's share has."""
    role_keywords = list_topics(note.interview.keywords, note.language)
    use_count = sum(normalize_text(one) in note.full_text for one in role_keywords)
    is_for_panel = note.kind.startswith("thank-you")
    share = choose_keywords(note.interview, note.contact) if is_for_panel else role_keywords
    if "keywords" not in note.needed_parts or use_count >= min(2, len(share)):
        return None
    name = "keywords/own" if note.has_own_words else "keywords/template"
    return make_remark(name, count=use_count, keywords=", ".join(role_keywords))


def advise_keywords(note: Note) -> Remark | None:
    """Return a remark if no keywords are given."""
    if "keywords" not in note.needed_parts or note.interview.keywords:
        return None
    return make_remark("keywords-unknown")
