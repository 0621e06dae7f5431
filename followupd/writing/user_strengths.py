"""What the user typed as `strengths:` and `keywords:`, as sentences and as a list of words.

Asked for sentences, people write "team player" or "Python, SQL". A sentence stays, an adjective or a kind of person
becomes "I am …", a clipped sentence gets its subject, and all nouns together become one sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class StrengthForms:
    """How one language says strengths."""

    sentence: re.Pattern[str]  # the mark of a sentence about oneself
    clipped: re.Pattern[str]  # a sentence without its subject: "Built pipelines"
    subject: str
    quality: re.Pattern[str]  # what one is: "team player", "teamfähig"
    quality_frame: str
    nouns_frame: str
    years: tuple[re.Pattern[str], str]  # "5+ years Java"
    example: str


_NEVER = re.compile(r"(?!)")
_PERSON = r"(?:player|learner|starter|worker|thinker|communicator|solver|leader|organi[sz]er|listener|speaker|writer|all-?rounder)"
_FORMS = {
    "en": StrengthForms(
        re.compile(r"\b(?:I|I[’'](?:ve|m|d|ll)|my|me)\b|^(?:my|in my|as a)\b", re.IGNORECASE),
        re.compile(
            r"(?!(?:experienced|skilled|advanced|motivated|certified|dedicated|organi[sz]ed|trusted|related|distributed|embedded|applied)\b)"
            r"(?:\w{3,}ed|built|led|ran|wrote|made|taught|won|grew|kept|sold|cut|set up|brought|took|held|drove|oversaw)\s+(?!for\b|by\b)\S",
            re.IGNORECASE,
        ),
        "I {}",
        re.compile(
            rf"(?:(?P<person>(?:[\w-]+ )?(?:[\w-]+[ -])?{_PERSON})|(?:very )?(?:motivated|organi[sz]ed|reliable|flexible|creative|proactive|analytical"
            r"|curious|punctual|dedicated|communicative|hard-?working|pragmatic|resilient|experienced|skilled|fluent|certified|good|strong|quick|able|familiar)\b.*)",
            re.IGNORECASE,
        ),
        "I am {}",
        "I would bring {}",
        (re.compile(r"(?P<n>\d+)\s?(?P<plus>\+?)\s?years?(?: of)?(?: experience(?: with| in| of)?)? (?P<what>.+)", re.IGNORECASE), "{n} years of experience with {what}"),
        "I have run a Kafka cluster for three years.",
    ),
    "de": StrengthForms(
        re.compile(r"\b(?:ich|mein\w*|mich|mir)\b", re.IGNORECASE),
        _NEVER,
        "{}",
        re.compile(
            r"(?:(?:sehr )?[\w-]*(?:fähig|willig|fertig|freudig|stark|bewusst|orientiert|motiviert|iert|sam|lich|isch|bar|voll|ibel|ig)(?:(?:,| und| &) ?(?=\w))?)+",
            re.IGNORECASE,
        ),
        "Ich bin {}",
        "Mitbringen würde ich {}",
        (re.compile(r"(?P<n>\d+)\s?(?P<plus>\+?)\s?jahre?n?(?: erfahrung(?: mit| in)?)? (?P<what>.+)", re.IGNORECASE), "{n} Jahre Erfahrung mit {what}"),
        "Drei Jahre lang habe ich einen Kafka-Cluster betrieben.",
    ),
    "fr": StrengthForms(
        re.compile(r"\b(?:je|mon|ma|mes|me|moi)\b|\b[jm][’']", re.IGNORECASE),
        _NEVER,
        "{}",
        re.compile(
            r"(?:(?:rigoureu(?:x|se)|autonome|motivée?|polyvalente?|organisée?|curieu(?:x|se)|dynamique|créati(?:f|ve)|réacti(?:f|ve)|ponctuel(?:le)?"
            r"|sérieu(?:x|se)|sociable|fiable|flexible)(?:(?:,| et) ?(?=\w))?)+",
            re.IGNORECASE,
        ),
        "Je suis {}",
        "Mes points forts\u00a0: {}",
        (re.compile(r"(?P<n>\d+)\s?(?P<plus>\+?)\s?ans?(?: d[’']exp[ée]rience(?: en| de| avec)?)?(?: de)? (?P<what>.+)", re.IGNORECASE), "{n} ans d’expérience en {what}"),
        "Pendant trois ans, j’ai exploité un cluster Kafka.",
    ),
    "es": StrengthForms(
        re.compile(
            r"\b(?:yo|mi|mis|me|he|tengo|soy|sé|llevo|trabajo (?:con|como|desde)|hablo|puedo|domino|manejo|conozco|dirijo|lidero|he|estoy|fui|tuve|hice|\w{2,}[éí])\b",
            re.IGNORECASE,
        ),
        _NEVER,
        "{}",
        re.compile(
            r"(?:(?:(?:proactiv|organizad|motivad|creativ|dinámic|resolutiv|comprometid|autónom|trabajador|analític)[oa]|trabajadora?|responsable|puntual|polivalente|flexible)"
            r"(?:(?:,| y| e) ?(?=\w))?)+",
            re.IGNORECASE,
        ),
        "Soy {}",
        "Mis puntos fuertes: {}",
        (re.compile(r"(?P<n>\d+)\s?(?P<plus>\+?)\s?años?(?: de experiencia(?: en| con)?)?(?: de)? (?P<what>.+)", re.IGNORECASE), "{n} años de experiencia con {what}"),
        "Durante tres años operé un clúster de Kafka.",
    ),
}  # fmt: skip
_MORE_THAN = {"en": "more than ", "de": "mehr als ", "fr": "plus de ", "es": "más de "}
_ARTICLE = re.compile(r"(?:a|an|the)\s", re.IGNORECASE)
_LONG_SENTENCE = 6  # words behind which an end of its own makes a sentence


@lru_cache(maxsize=512)
def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of "Python, SQL; Kafka", and of "Java / Spring"."""
    return tuple(part for part in (one.strip(" .") for one in re.split(r"[,;•]|\s/\s|\s\|\s", text)) if part)


def list_keywords(keywords: Iterable[str]) -> list[str]:
    """Return keywords one by one, each once, however they were typed."""
    parts: dict[str, str] = {}
    for one in keywords:
        for part in split_list(one):
            parts.setdefault(part.casefold(), part)
    return list(parts.values())


def read_strength(text: str, language: str) -> str | None:
    """Return a strength as a sentence; None where it is made of nouns that only a list can take."""
    forms = _FORMS.get(language)
    bare_text = " ".join(text.split()).rstrip()
    clause = bare_text.rstrip(".!")
    if forms is None or _is_sentence(bare_text, forms):
        return bare_text
    if match := forms.quality.fullmatch(clause):
        article = "" if not match.groupdict().get("person") or _ARTICLE.match(clause) else "a "
        article = "an " if article and clause[:1] in "aeioAEIO" else article
        return forms.quality_frame.format(f"{article}{_lower_first(clause)}")
    if forms.clipped.match(clause):
        return forms.subject.format(_lower_first(clause))
    return None


def _is_sentence(text: str, forms: StrengthForms) -> bool:
    has_end = text.endswith((".", "!", "?")) and len(text.split()) >= _LONG_SENTENCE
    return has_end or bool(forms.sentence.search(text))


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def list_sentences(
    strengths: Iterable[str], language: str, join: Callable[[list[str]], str] = ", ".join
) -> list[str]:
    """Return strengths as sentences: those that are some, and one of all the nouns."""
    sentences, nouns = [], []
    for text in strengths:
        sentence = read_strength(text, language)
        if sentence:
            sentences.append(sentence)
        elif sentence is None:
            nouns += [_phrase_noun(part, language) for part in split_list(text)]
    if nouns:
        sentences.append(_FORMS[language].nouns_frame.format(join(nouns)))
    return sentences


def _phrase_noun(text: str, language: str) -> str:
    """Return one noun of a list: "5+ years Java" with its small words, "Communication skills" with a small letter."""
    pattern, frame = _FORMS[language].years
    if match := pattern.fullmatch(text):
        more = _MORE_THAN[language] if match["plus"] else ""
        return more + frame.format(n=match["n"], what=match["what"])
    words = text.split()
    is_common = len(words) > 1 and words[0][1:].islower() and all(word.islower() for word in words[1:])
    return _lower_first(text) if is_common and language != "de" else text


def explain_strength(text: str, language: str) -> str | None:
    """Return what would make a strength better, with an example; None where it is a sentence already."""
    forms = _FORMS.get(language)
    if forms is None or _is_sentence(" ".join(text.split()), forms):
        return None
    return f"has the strength {text!r}, which is no sentence; write one about what you did, as in {forms.example!r}"
