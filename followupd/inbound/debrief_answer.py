"""What the candidate answers after an interview: a line about each person, who was absent, who came too, a day.

In any order, in plain sentences, under each name or behind it, in English, German, French and Spanish. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followupd.config.plain_text import clean_text
from followupd.inbound.dates import find_dates
from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

MAX_FACT = 300  # characters of what is kept about one person
_ABSENT = re.compile(
    r"\b(?:(?:was|were) (?:not|n'?t) (?:there|here|present)|wasn'?t (?:there|present)|(?:did not|didn'?t) (?:come|join|attend|show up)"
    r"|(?:was|were) (?:absent|missing|ill|sick)|could(?: not|n'?t) (?:come|join|make it)"
    r"|war(?:en)? (?:nicht (?:da|dabei|anwesend)|krank|abwesend)|kam nicht|fehlte"
    r"|n'?etait pas la|etait absente?|n'?est pas venue?|no (?:estuvo|vino|estaba)|falto)\b"
)
_CAME_TOO = re.compile(
    r"\b(?:(?:was|were) (?:also there|there too|there as well)|came (?:too|along|as well)|also (?:came|joined)|joined(?: us)?(?: too)?"
    r"|war(?:en)? (?:auch|ausserdem) (?:da|dabei)|kam(?:en)? (?:auch|dazu)|est venue? aussi|etait (?:aussi )?la aussi|etait aussi la"
    r"|tambien (?:vino|estuvo|estaba))\b"
)
_DECISION = re.compile(
    r"\b(?:decide|decision|let (?:me|us) know|hear (?:back|from)|get back|answer|entscheid\w*|melden|bescheid|rueckmeldung|ruckmeldung"
    r"|reponse|decid\w*|tiennent au courant|respuesta|diran|avisan)\b"
)
_PRESENT = re.compile(r"(?:was there|there|yes|present|war da|ja|da|etait la|oui|presente?|estuvo|si)")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?: (?:[A-ZÀ-ÖØ-Þ][\w'’.-]+|de|von|van|del|la))*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Þ])")
_SIGN_OFF = re.compile(
    r"(?:--|(?:best|kind)?\s*(?:regards|thanks|cheers)|(?:viele|liebe|beste|schoene|schone)?\s*(?:grusse|gruesse|gruss)|merci|cordialement|saludos|gracias)[,.!]?"
)


@dataclass
class DebriefAnswer:
    """What was understood of an answer."""

    facts: dict[str, str] = field(default_factory=dict)  # by the person's key
    absent: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    promise: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        return not (self.facts or self.absent or self.present or self.others or self.promise)


def read_debrief(text: str, people: Mapping[str, Sequence[str]], today: date) -> DebriefAnswer:
    """Return what an answer says. `people`: the names that each person may be called by, by their key."""
    answer, current = DebriefAnswer(), ""
    for line in text.splitlines():
        words = line.strip().strip("*•").strip()
        is_quoted = words.startswith(">")
        words = words.lstrip("> ").lstrip("-–").strip()
        if not is_quoted and _SIGN_OFF.fullmatch(fold_text(words)):
            break
        if not words:
            continue
        for sentence in _SENTENCE_END.split(words):
            heading, rest = _split_heading(sentence, people)
            if is_quoted:  # our own words: only a bare name says whom the next lines are about
                current = "" if rest else heading
            else:
                current = _read_sentence(answer, rest.strip(), heading or current, people, today)
    _settle(answer)
    return answer


def _split_heading(words: str, people: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """Return the person whose name begins a line before a colon or a dash, and what follows."""
    match = re.match(r"(.{2,60}?)\s*(?::|\s[-–—]\s)\s*(.*)$", words)
    key = _find_person(match[1], people, whole=True) if match else ""
    return (key, match[2]) if match and key else ("", words)


def _find_person(words: str, people: Mapping[str, Sequence[str]], *, whole: bool = False) -> str:
    """Return the one person that words name; empty where they name nobody, or several."""
    flat = fold_text(words)
    keys = {
        key
        for key, names in people.items()
        for name in names
        if (
            fold_text(name) == flat.strip()
            if whole
            else re.search(rf"\b{re.escape(fold_text(name))}\b", flat)
        )
    }
    return keys.pop() if len(keys) == 1 else ""


def _read_sentence(
    answer: DebriefAnswer, sentence: str, current: str, people: Mapping[str, Sequence[str]], today: date
) -> str:
    """Take in one sentence; return whom the next one is about."""
    if not sentence:
        return current
    flat, named = fold_text(sentence), _find_person(sentence, people)
    person = _find_person(" ".join(sentence.split()[:2]), people) or current or named
    if person and _ABSENT.search(flat):
        answer.absent.append(person)
        return person
    if (name := _find_newcomer(sentence, flat, named)) is not None:
        answer.others.append(name)
        return ""
    if day := _find_decision_day(flat, today):
        answer.promise = day
        return current
    if person:
        _note_person(answer, person, sentence, flat)
    return person


def _find_newcomer(sentence: str, flat: str, named: str) -> str | None:
    """Return who came too and is not known, where a sentence says so."""
    match = _NAME.match(sentence) if not named and _CAME_TOO.search(flat) else None
    return match[0] if match else None


def _find_decision_day(flat: str, today: date) -> date | None:
    """Return the day to come on which they decide, where a sentence names one."""
    if not _DECISION.search(flat):
        return None
    return next((m.day for m in find_dates(flat, today) if m.day and m.day >= today), None)


def _note_person(answer: DebriefAnswer, person: str, sentence: str, flat: str) -> None:
    if _PRESENT.fullmatch(flat.strip(" .!")):
        answer.present.append(person)
        return
    known = answer.facts.get(person, "")
    # As a file may have it: what controls, or is a code to mail programs, stands in no mail to others.
    plain_sentence = clean_text(sentence).replace("=?", "= ?")
    if plain_sentence:
        answer.facts[person] = f"{known} {plain_sentence}".strip()[:MAX_FACT]


def _settle(answer: DebriefAnswer) -> None:
    """Whoever was talked with was there; whoever was absent was not talked with."""
    for key in answer.absent:
        answer.facts.pop(key, None)
    answer.present = list(
        dict.fromkeys(k for k in (*answer.present, *answer.facts) if k not in answer.absent)
    )
    answer.absent = list(dict.fromkeys(answer.absent))
    answer.others = list(dict.fromkeys(answer.others))
