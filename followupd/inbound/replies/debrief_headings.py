"""Splits the candidate's answer after an interview into sentences, each with the people in its heading. Pure.

A heading is a name before a colon, a dash or the like: "Ana: the lab", "Ben - the budget", "with Zoe: the rota".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import debrief_topics as topics
from followupd.inbound.replies.debrief_names import find_labelled, find_people, holds_only_names, is_name
from followupd.inbound.replies.decision_day import is_about_decision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.inbound.replies.debrief_names import People

_BULLET = re.compile(r"(?:[-–—*•·→>+]|\(?\d{1,2}[.)])\s+|[•*]")
_HEADING = re.compile(r"(.{2,60}?)\s*(:|\s[-–—]+\s)\s*(.*)$", re.DOTALL)
# Behind the name of a contact, less is enough: "Ana—the lab", "ana- the lab", "Ana = the lab".
_LOOSE_HEADING = re.compile(r"(.{2,60}?)\s*(?:[:;=—–→…]|[-=]+>|\.{2,}|\s-|-\s)\s*(.*)$", re.DOTALL)
_PART_END = re.compile(r"\s*[;/,|]\s+")
# People who type on a telephone begin the next sentence with a small letter, too. Then no abbreviation may be before
# it.
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\d\.)\s+(?=[A-ZÀ-ÖØ-Þ])|(?<=[^\W\d_]{4}[.!?])\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Heading:
    """The people whom a line names before a colon or a dash, and the rest of the line."""

    keys: tuple[str, ...]
    strangers: tuple[str, ...]  # names of people who are not in the interview's file
    rest: str
    is_unclear: bool = False  # it names a person, but two have that name

    @property
    def names_somebody(self) -> bool:
        """Whether the line is about the people in its heading, and not about the person above."""
        return bool(self.keys or self.strangers or self.is_unclear)


def has_plain_names(text: str, people: People) -> bool:
    """Return whether a text writes names in small letters, or all in capitals: then the name of a stranger, too."""
    for match in map(_HEADING.match, map(strip_bullet, text.splitlines())):
        label = match[1].strip() if match else ""
        if label in (label.lower(), label.upper()) and find_labelled(label, people):
            return True
    return False


def strip_bullet(line: str) -> str:
    """Return a line without its bullet or number."""
    words = line.strip()
    while match := _BULLET.match(words):
        words = words[match.end() :]
    return words.strip()


def split_headed_sentences(line: str, people: People, *, has_plain_names: bool) -> Iterator[Heading]:
    """Yield the sentences of a line, each with the people whom it names in its heading."""
    for part in _split_parts(line, people, has_plain_names=has_plain_names):
        heading = split_heading(part, people, has_plain_names=has_plain_names)
        sentences = _SENTENCE_END.split(part)
        if heading.names_somebody:
            first, *sentences = _SENTENCE_END.split(heading.rest)
            yield replace(heading, rest=strip_bullet(first))
        for sentence in sentences:
            inner = split_heading(sentence, people, has_plain_names=has_plain_names)
            yield replace(inner, rest=inner.rest.strip())


def _split_parts(line: str, people: People, *, has_plain_names: bool) -> Iterator[str]:
    """Yield the parts of a line that begin with another person: "Ana: the lab; Ben - the budget"."""
    start = 0
    for end in _PART_END.finditer(line):
        before, after = line[start : end.start()], line[end.end() :]
        part = _PART_END.split(after)[0]
        is_strong = end[0].strip() == ";"
        heading = split_heading(part, people, has_plain_names=has_plain_names)
        begins = bool(heading.keys) or (is_strong and (heading.names_somebody or _is_apart(part, people)))
        if begins and not holds_only_names(before, people):
            yield before
            start = end.end()
    yield line[start:]


def _is_apart(part: str, people: People) -> bool:
    """Return whether a part behind a semicolon is about another person, or about the decision."""
    return bool(find_people(" ".join(part.split()[:2]), people)) or is_about_decision(fold_text(part))


def split_heading(words: str, people: People, *, has_plain_names: bool = False) -> Heading:
    """Return the people named at the beginning of a line, and the rest; without a heading the rest is the line."""
    loose = _LOOSE_HEADING.match(words)
    if loose and (key := find_labelled(_strip_lead_in(loose[1]), people)):
        return Heading((key,), (), loose[2])
    match = _HEADING.match(words)
    if match is None:
        return Heading((), (), words)
    label = topics.ROLE_BEHIND_NAME.sub("", _strip_lead_in(match[1]))
    if key := find_labelled(label, people):
        return Heading((key,), (), match[3])
    return _split_joint_heading(label, match[3], people, words, has_plain_names=has_plain_names)


def _strip_lead_in(label: str) -> str:
    return topics.LEAD_IN.sub("", label.strip())


def _split_joint_heading(
    label: str, rest: str, people: People, line: str, *, has_plain_names: bool
) -> Heading:
    """Return the heading that names several people, or a stranger: "Ana and Ben: the lab", "Zoe: the lab"."""
    parts = tuple(filter(None, topics.NAME_JOINT.split(label)))
    keys = tuple(find_labelled(part, people) for part in parts)
    others = [part for part, key in zip(parts, keys, strict=True) if not key]
    no_heading = Heading((), (), line)
    if any(find_people(part, people) for part in others):
        is_only_names = all(holds_only_names(part, people) for part in others)
        return Heading((), (), rest, is_unclear=True) if is_only_names else no_heading
    strangers = _find_strangers(others, has_plain_names=has_plain_names)
    is_about_person = any(keys[:1]) or _is_first(strangers, others)
    return Heading(tuple(filter(None, keys)), strangers, rest) if is_about_person else no_heading


def _find_strangers(others: Sequence[str], *, has_plain_names: bool) -> tuple[str, ...]:
    return tuple(filter(is_name, map(str.title, others) if has_plain_names else others))


def _is_first(strangers: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether the first of the other parts of a heading is a stranger's name, and no subject."""
    return bool(strangers) and strangers[0].casefold() == others[0].casefold()
