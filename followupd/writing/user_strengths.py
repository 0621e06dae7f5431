"""What the user typed as `strengths:` and `keywords:`, as sentences and as a list of words.

Asked for sentences, people write "team player" or "Python, SQL". A sentence stays as it is. An adjective or a
kind of person becomes "I am …". A sentence without its subject gets it back. All nouns together become one sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.writing.lint_messages import make_remark
from followupd.writing.strength_forms import FORMS, MORE_THAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from followupd.writing.lint_messages import Remark
    from followupd.writing.strength_forms import StrengthForms


_ARTICLE = re.compile(r"(?:a|an|the)\s", re.IGNORECASE)
_LINK = re.compile(r"\s(?:and|und|et|y|e|&)\s")
_LONG_SENTENCE = 6  # words behind which an end of its own makes a sentence


@lru_cache(maxsize=512)
def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of "Python, SQL; Kafka", and of "Java / Spring"."""
    parts = (part.strip(" .") for part in re.split(r"[,;•]|\s/\s|\s\|\s", text))
    return tuple(filter(None, parts))


def list_keywords(keywords: Iterable[str]) -> list[str]:
    """Return keywords one by one, each once, however they were typed."""
    parts: dict[str, str] = {}
    for one in keywords:
        for part in split_list(one):
            parts.setdefault(part.casefold(), part)
    return list(parts.values())


def read_strength(text: str, language: str) -> str | None:
    """Return a strength as a sentence; None where it is made of nouns that only a list can take."""
    forms = FORMS.get(language)
    bare_text = " ".join(text.split()).rstrip()
    clause = bare_text.rstrip(".!")
    if forms is None:
        return bare_text
    if forms.clipped.match(clause) and not forms.sentence.search(clause):
        return forms.subject.format(_lower_first(clause))
    if _is_sentence(bare_text, forms):
        return bare_text
    if match := forms.quality.fullmatch(clause):
        is_person = bool(match.groupdict().get("person"))
        return forms.quality_frame.format(_name_kind(clause) if is_person else _lower_first(clause))
    return None


def _name_kind(text: str) -> str:
    """Return a kind of person with its English article: a team player, an active listener."""
    small_text = " ".join(word if word.isupper() else word.casefold() for word in text.split())
    if _ARTICLE.match(small_text):
        return small_text
    return f"{'an' if small_text[:1] in 'aeio' else 'a'} {small_text}"


def _is_sentence(text: str, forms: StrengthForms) -> bool:
    has_end = text.endswith((".", "!", "?")) and len(text.split()) >= _LONG_SENTENCE
    return has_end or bool(forms.sentence.search(text))


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def list_sentences(
    strengths: Sequence[str], language: str, join: Callable[[list[str]], str] = ", ".join
) -> list[str]:
    """Return strengths as sentences: those that are some, one of all qualities, and one of all the nouns."""
    sentences, nouns = [], []
    qualities = [list_qualities(text, language) for text in strengths]
    if quality_words := [word for words in qualities for word in words]:
        sentences.append(FORMS[language].quality_frame.format(join(quality_words)))
    for text in (text for text, words in zip(strengths, qualities, strict=True) if not words):
        sentence = read_strength(text, language)
        if sentence:
            sentences.append(sentence)
        elif sentence is None:
            nouns += [_phrase_noun(part, language) for part in _split_nouns(text)]
    if nouns:
        sentences.append(FORMS[language].nouns_frame.format(join(nouns)))
    return sentences


def list_qualities(text: str, language: str) -> list[str]:
    """Return what one is, word by word: "teamfähig, belastbar"; empty where a strength says something else."""
    forms = FORMS.get(language)
    parts = split_list(text) if forms else ()
    words = [word for part in parts for word in _LINK.split(part)]
    matches = [forms.quality.fullmatch(word) for word in words] if forms else []
    is_all = bool(words) and all(one and not one.groupdict().get("person") for one in matches)
    return [_lower_first(word) for word in words] if is_all else []


def _split_nouns(text: str) -> list[str]:
    """Return the parts of a list with its last link: "Python, R und SQL" has three."""
    parts = list(split_list(text))
    return [*parts[:-1], *_LINK.split(parts[-1])] if len(parts) > 1 else parts


def _phrase_noun(text: str, language: str) -> str:
    """Return one noun of a list: "5+ years Java" with its small words, "Communication skills" with a small letter."""
    forms = FORMS[language]
    if match := forms.years.fullmatch(text):
        more = MORE_THAN[language] if match["plus"] else ""
        is_field = match["what"] and match["what"].casefold().strip(".") not in ("exp", "experience")
        field = f" {match['link'] or forms.years_link} {match['what']}" if is_field else ""
        return f"{more}{forms.years_frame.format(n=match['n'])}{field}"
    return _lower_first(text) if forms.describing.match(text) or _is_all_small(text, language) else text


def _is_all_small(text: str, language: str) -> bool:
    """Return whether a phrase has a capital at its start alone, and none that could be a name's: not in German."""
    words = text.split()
    return (
        language in ("fr", "es")
        and len(words) > 1
        and words[0][1:].islower()
        and all(map(str.islower, words[1:]))
    )


def explain_strength(text: str, language: str) -> Remark | None:
    """Return what would make a strength better, with an example; None where it is a sentence already."""
    forms = FORMS.get(language)
    if forms is None or _is_sentence(" ".join(text.split()), forms):
        return None
    return make_remark("strength-form", quote=repr(text), example=repr(forms.example))
