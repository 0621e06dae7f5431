"""Reads the candidate's answer after an interview: a line about each person, who was absent or came as well, a day.

The lines may be in any order, in plain sentences, under each name or behind it, in English, German, French and Spanish.
Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from typing import TYPE_CHECKING

from followupd.config.plain_text import clean_text
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import debrief as say
from followupd.inbound.replies.debrief_headings import has_plain_names, split_headed_sentences, strip_bullet
from followupd.inbound.replies.debrief_names import find_other_words, find_people, find_person
from followupd.inbound.replies.decision_day import find_decision_day, is_about_decision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from followupd.inbound.replies.debrief_headings import Heading
    from followupd.inbound.replies.debrief_names import People

MAX_FACT = 300  # characters that are kept about one person
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?: (?:[A-ZÀ-ÖØ-Þ][\w'’.-]+|de|von|van|del|la))*")
_SIGN_OFF = re.compile(
    r"(?:--|(?:best|kind)?\s*(?:regards|thanks|cheers)|(?:viele|liebe|beste|schoene|schone)?\s*(?:grusse|gruesse|gruss)|merci|cordialement|saludos|gracias)[,.!]?"
)


@dataclass
class DebriefAnswer:
    """The understood parts of an answer."""

    facts: dict[str, str] = field(default_factory=dict)  # by the person's key
    absent: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    other_facts: dict[str, str] = field(default_factory=dict)  # what was told of the others, by their names
    promise: date | None = None
    holds_instruction: bool = False  # the answer holds a command, so nothing in it is a fact

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        is_told = self.facts or self.absent or self.present or self.others or self.promise
        return self.holds_instruction or not is_told

    def without_people(self, keys: frozenset[str]) -> DebriefAnswer:
        """Return the answer without everything about these people."""
        return replace(
            self,
            facts=dict(filterfalse(lambda pair: pair[0] in keys, self.facts.items())),
            absent=list(filterfalse(keys.__contains__, self.absent)),
            present=list(filterfalse(keys.__contains__, self.present)),
        )


def read_debrief(text: str, people: Mapping[str, Sequence[str]], today: date) -> DebriefAnswer:
    """Parse an answer. `people`: for each person's key, the names that the answer may use for them."""
    answer, current, is_plain = DebriefAnswer(), "", has_plain_names(text, people)
    for line in text.splitlines():
        is_quoted = line.lstrip(" *•").startswith(">")
        words = strip_bullet(line.lstrip("> ")).strip("*•–- ")
        if not is_quoted and _SIGN_OFF.fullmatch(fold_text(words)):
            break
        if not words:
            continue
        for heading in split_headed_sentences(words, people, has_plain_names=is_plain):
            current = (
                _read_quoted(heading) if is_quoted else _read_headed(answer, heading, current, people, today)
            )
    _settle(answer)
    return answer


def _read_quoted(heading: Heading) -> str:
    """Return whom the next lines are about, as a bare name in followupd's quoted mail shows."""
    return "" if heading.rest else _only_key(heading)


def _only_key(heading: Heading) -> str:
    return heading.keys[0] if len(heading.keys) == 1 else ""


def _read_headed(answer: DebriefAnswer, heading: Heading, current: str, people: People, today: date) -> str:
    """Add a sentence to the answer, for everybody whom its heading names; return whom the next one is about."""
    if not heading.names_somebody:
        return _read_line(answer, heading.rest, "", current, people, today)
    if heading.strangers and not _says_absent(heading.rest):
        answer.others += heading.strangers
        if fact := _clean_fact(heading.rest):
            answer.other_facts |= dict.fromkeys(heading.strangers, fact)
    for key in heading.keys:
        _read_line(answer, heading.rest, key, "", people, today)
    return "" if heading.strangers else _only_key(heading)


def _says_absent(words: str) -> bool:
    return _says_only_absent(words) or bool(say.ABSENT.search(fold_text(words)))


def _says_only_absent(words: str) -> bool:
    return bool(say.ABSENT_ALONE.fullmatch(fold_text(words).strip(" .!")))


def _read_line(
    answer: DebriefAnswer,
    words: str,
    heading: str,
    current: str,
    people: Mapping[str, Sequence[str]],
    today: date,
) -> str:
    """Add a sentence, or the text behind a name, to the answer; return the person whom the next one is about."""
    if not heading and _says_nothing_more(answer, fold_text(words).strip(" .!"), current):
        return current
    person = heading or current
    if person and _says_only_absent(words):
        answer.absent.append(person)
        return person
    if not heading and _says_everybody(fold_text(words).strip(" .!")):
        answer.present += people
        return ""
    for clause in [words] if heading else _split_clauses(words, people):
        current = _read_sentence(answer, clause, heading or current, people, today, is_headed=bool(heading))
    return current


def _says_nothing_more(answer: DebriefAnswer, flat: str, current: str) -> bool:
    """Return whether a line says no to the other questions: below a talk it does not make the person absent."""
    is_no = say.NO_ALONE.fullmatch(flat) and current in (*answer.facts, *answer.present)
    return bool(is_no or say.NOBODY_ELSE.fullmatch(flat))


def _says_everybody(flat: str) -> bool:
    is_everybody = say.EVERYBODY.search(flat) or say.EVERYBODY_ALONE.fullmatch(flat)
    return bool(is_everybody and not say.ABSENT.search(flat))


def _split_clauses(sentence: str, people: Mapping[str, Sequence[str]]) -> list[str]:
    """Split a sentence where it goes on with another person or a command to followupd; "Ana and Ben" stay together."""
    clauses, start = [], 0
    for joint in say.JOIN.finditer(sentence):
        before, after = sentence[start : joint.start()], sentence[joint.end() :]
        is_other = len(before.split()) > 1 and bool(find_people(before, people))
        next_words = " ".join(re.split(r"[,;]", after)[0].split()[:4])
        is_dependent = bool(say.DEPENDENT.match(fold_text(after)))
        is_person = is_other and not is_dependent and bool(find_people(next_words, people))
        if is_person or say.INSTRUCTION.match(fold_text(after)):
            clauses.append(before)
            start = joint.end()
    return [*clauses, sentence[start:]]


def _read_sentence(
    answer: DebriefAnswer,
    sentence: str,
    current: str,
    people: Mapping[str, Sequence[str]],
    today: date,
    *,
    is_headed: bool,
) -> str:
    """Add one sentence to the answer; return the person whom the next one is about."""
    if not sentence:
        return current
    flat, named = fold_text(sentence).strip(" .!"), find_person(sentence, people)
    if not is_headed and _is_instruction(flat):
        answer.holds_instruction = True
        return ""
    person = (current if is_headed else "") or find_person(" ".join(sentence.split()[:2]), people)
    person = person or named or current
    if person and _take_absent(answer, flat, person, people):
        return person
    if (name := _find_newcomer(sentence, flat, named)) is not None:
        answer.others.append(name)
        return ""
    return _take_person(answer, sentence, flat, person, people, today)


def _is_instruction(flat: str) -> bool:
    return bool(say.INSTRUCTION.match(flat) or say.NO_MAIL.search(flat))


def _take_absent(answer: DebriefAnswer, flat: str, person: str, people: Mapping[str, Sequence[str]]) -> bool:
    """Add those who were absent, or were replaced, if a sentence says so; return whether it does."""
    if replaced := say.REPLACED.search(flat):
        answer.absent += find_people(" ".join(flat[replaced.end() :].split()[:2]), people)
        return bool(answer.absent)
    hit = say.ABSENT.search(flat)
    if hit and _is_stranger(flat[: hit.start()], people, person in answer.facts):
        return True  # they spoke with the person above: somebody else was absent
    if hit and not (say.NOT_ABSENT.search(flat) or _is_in_talk(flat[: hit.start()], people)):
        answer.absent += _find_subjects(flat[: hit.end()], people) or [person]
        return True
    if _says_only_not(flat, people):
        named = find_people(flat, people) or [person]  # "not Ben"; "Ana, not Ben" is not clear
        answer.absent += named if len(named) == 1 else []
        answer.holds_instruction |= len(named) > 1
        return True
    return False


def _says_only_not(flat: str, people: People) -> bool:
    """Return whether a sentence has a negation, names, and nothing else: "not Ben"."""
    return bool(say.NEGATIONS & set(_WORD.findall(flat))) and not find_other_words(flat, people) - say.FILLERS


def _is_stranger(words: str, people: Mapping[str, Sequence[str]], was_there: bool) -> bool:
    """Return whether the words before an absence, below a talk, name somebody who is not in the interview's file."""
    return was_there and bool({*words.split()[-1:]} - say.NO_NAMES) and not find_people(words, people)


def _is_in_talk(words_before: str, people: Mapping[str, Sequence[str]]) -> bool:
    """Return whether an absence was only a topic of the talk, and nobody is named between the word for talk and it."""
    talk = say.ABSENT_IN_TALK.search(words_before)
    return talk is not None and not find_people(words_before[talk.end() :], people)


def _find_subjects(flat: str, people: Mapping[str, Sequence[str]]) -> list[str]:
    """Return who was absent: all who are named if only their names are before it, else the nearest one."""
    named = find_people(flat, people)
    subject = say.ABSENT.sub("", flat)
    if len(named) < 2 or not find_other_words(subject, people) - {"and", "und", "et", "y", "or"}:  # noqa: PLR2004
        return named
    return [max(named, key=lambda key: _find_last(flat, people[key]))]


def _find_last(flat: str, names: Sequence[str]) -> int:
    return max(flat.rfind(fold_text(name)) for name in names)


def _take_person(
    answer: DebriefAnswer,
    sentence: str,
    flat: str,
    person: str,
    people: Mapping[str, Sequence[str]],
    today: date,
) -> str:
    """Add a decision day, or a sentence about a person, and return the person whom the next one is about."""
    if day := find_decision_day(fold_text(sentence), today):
        answer.promise = day
    elif person and not (_says_no_day(flat) and not find_people(sentence, people)):
        _note_person(answer, person, sentence, flat, people)
    return person


def _says_no_day(flat: str) -> bool:
    """Return whether a sentence is about the decision, and names no day that is known."""
    return bool(say.NO_DECISION.search(flat)) or is_about_decision(flat)


def _find_newcomer(sentence: str, flat: str, named: str) -> str | None:
    """Return the name of an unknown person who came as well, if a sentence says so."""
    if named:
        return None
    if (match := _NAME.match(sentence)) and say.CAME_TOO.search(flat):
        return match[0]
    hit = say.MET_TOO.search(flat)
    words = sentence.split()[len(flat[: hit.end()].split()) :] if hit else []
    match = _NAME.match(" ".join(words))
    is_whole = match and say.BEHIND_NAME.match(fold_text(" ".join(words)[match.end() :]))
    return match[0] if match and is_whole else None


def _note_person(
    answer: DebriefAnswer, person: str, sentence: str, flat: str, people: Mapping[str, Sequence[str]]
) -> None:
    """Add what was spoken about. That a person was only present is recorded, but is nothing to write about."""
    other_words = find_other_words(flat, people)
    named = find_people(sentence, people)
    if other_words <= say.PRESENCE_WORDS and (other_words or named):
        answer.present += named or [person]
        return
    known = answer.facts.get(person, "")
    if plain_sentence := _clean_fact(sentence):
        answer.facts[person] = f"{known} {plain_sentence}".strip()[:MAX_FACT]


def _clean_fact(sentence: str) -> str:
    """Return a sentence as a file may have it: no control character or mail program code gets into a mail to others."""
    return clean_text(sentence).replace("=?", "= ?")[:MAX_FACT]


def _settle(answer: DebriefAnswer) -> None:
    """Resolve contradictions: a person with facts was present, and an absent person has no facts."""
    for key in answer.absent:
        answer.facts.pop(key, None)
    answer.present = list(
        dict.fromkeys(k for k in (*answer.present, *answer.facts) if k not in answer.absent)
    )
    answer.absent = list(dict.fromkeys(answer.absent))
    answer.others = list(dict.fromkeys(answer.others))
