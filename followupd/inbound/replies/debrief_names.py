"""Finds people in the candidate's answer after an interview, and tells a name from a subject. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import debrief_topics as topics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    People = Mapping[str, Sequence[str]]  # for each person's key, the names that the answer may use for them

_WORD = re.compile(r"[^\W_]+")
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|['’.-](?=[^\W\d_]))+\.?|[A-ZÀ-ÖØ-Þ]\.?")
# DevOps, GitLab; but not McKay or DeVries.
_INNER_CAPITAL = re.compile(r"(?!(?:Mc|Mac|De|La|Le|Di|Van)[A-ZÀ-ÖØ-Þ])[^\W\d_]+[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_MOST_WORDS = 4  # of a name
_SHORT = 4  # letters: ANA may be a name, but SQL is more likely


def find_labelled(label: str, people: People) -> str:
    """Return the one person whose name a label is, with or without titles, and with a family name's first letter."""
    flat = fold_text(label).strip()
    words = [word for word in _WORD.findall(flat) if word not in topics.TITLES]
    keys = [key for key, names in people.items() if _is_label_of(names, flat, words)]
    return keys[0] if len(keys) == 1 else ""


def _is_label_of(names: Sequence[str], flat: str, words: Sequence[str]) -> bool:
    return flat in {fold_text(name).strip() for name in names} or _are_of_one_name(words, names)


def _are_of_one_name(words: Sequence[str], names: Sequence[str]) -> bool:
    name_words = {word for name in names for word in _WORD.findall(fold_text(name))}
    initials = {word[0] for word in name_words}
    is_named = any(word in name_words for word in words)
    return is_named and all(word in name_words or word in initials for word in words)


def holds_only_names(label: str, people: People) -> bool:
    """Return whether a label has no other word than names of people in the interview's file, and titles."""
    return not find_other_words(fold_text(label), people) - topics.TITLES


def is_name(label: str) -> bool:
    """Return whether a label is the name of a person, and no subject of the talk."""
    words = label.split()
    has_title = _begins_with_title(words)
    names = [word for word in words[has_title:] if fold_text(word) not in topics.PARTICLES]
    return _look_like_name(names) and (has_title or not _are_subjects(names))


def _begins_with_title(words: Sequence[str]) -> bool:
    return len(words) > 1 and fold_text(words[0]).strip(".") in topics.TITLES


def _look_like_name(names: Sequence[str]) -> bool:
    return 0 < len(names) <= _MOST_WORDS and all(map(_NAME_WORD.fullmatch, names))


def _are_subjects(names: Sequence[str]) -> bool:
    return any(map(_is_subject, names)) or _is_abbreviation(names)


def _is_subject(word: str) -> bool:
    flat = fold_text(word).strip(".")
    parts = [flat, *flat.split("-")]
    is_thing = any(part in topics.SUBJECTS or topics.SUBJECT_ENDING.fullmatch(part) for part in parts)
    return is_thing or bool(_INNER_CAPITAL.match(word))


def _is_abbreviation(names: Sequence[str]) -> bool:
    return len(names) == 1 and names[0].isupper() and len(names[0]) <= _SHORT


def find_person(words: str, people: People) -> str:
    """Return the one person that a text names; empty if it names nobody, or several people."""
    keys = find_people(words, people)
    return keys[0] if len(keys) == 1 else ""


def find_people(words: str, people: People) -> list[str]:
    """Return everybody whom a text names."""
    flat = fold_text(words)
    return [key for key, names in people.items() if _find_name(flat, names)]


def _find_name(flat: str, names: Sequence[str]) -> re.Match[str] | None:
    return re.search(rf"\b(?:{'|'.join(re.escape(fold_text(name)) for name in names)})\b", flat)


def find_other_words(flat: str, people: People) -> set[str]:
    """Return the words of a text that are not names."""
    all_names = " ".join(name for names in people.values() for name in names)
    return set(_WORD.findall(flat)) - set(_WORD.findall(fold_text(all_names)))
