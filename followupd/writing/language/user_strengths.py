"""Puts what the user typed as `strengths:` and `keywords:` into sentences and into a list of words.

Asked for sentences, people write "team player" or "Python, SQL". A sentence stays as it is. An adjective or a kind of
person becomes "I am …". A sentence without its subject gets one. All nouns together become one sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.writing.language.strength_forms import FORMS, MORE_THAN
from followupd.writing.lint.lint_messages import make_remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from followupd.writing.language.strength_forms import StrengthForms
    from followupd.writing.lint.lint_messages import Remark


_GERMAN_WORD = re.compile(r"[a-zäöüß]{4,}")
# English phrases have no such adjectives: "machine learning", "sales force".
_GERMAN_ADJECTIVE = r"(?:(?:agil|groß|klein|neu|modern|offen|all|mobil|sozial)e[nrs]?|[a-zäöüß]{2,}(?:isch|lich|ig|al|ell|ert|teilt|end|sam|bar|haft|los|är|iv(?!e\b))e[nrs]?)"
_GERMAN_PHRASE = re.compile(rf"(?P<adjectives>(?:{_GERMAN_ADJECTIVE} )+)(?P<noun>[a-zäöüß]{{4,}})")
# The preposition between years and a field of work; a tool has the usual one: with SQL, mit SQL.
_FIELDS = {
    "de": {
        "im": re.compile(
            r"(?:\w+)?(?:verkauf|vertrieb|einkauf|handel|marketing|service|dienst|controlling|wesen|lager|büro|bau|management|tourismus)",
            re.IGNORECASE,
        ),
        "in der": re.compile(
            r"(?:\w+)?(?:pflege|(?<!zeit)ung|ion|(?<!energ)ie|ik|küche|schaft|arbeit|industrie|schule|kita)",
            re.IGNORECASE,
        ),
    },
    "en": {
        "in": re.compile(
            r"(?:.+ )?(?:\w+ing|sales|retail|logistics|hospitality|(?:health)?care|management|finance|education|construction|hr|it|law|research|design|development)",
            re.IGNORECASE,
        ),
    },
}
_ARTICLE = re.compile(r"(?:a|an|the)\s", re.IGNORECASE)
_LINK = re.compile(r"\s(?:and|und|et|y|e|&)\s")
_LONG_SENTENCE = 6  # words; a text of this length with punctuation at its end is a sentence


@lru_cache(maxsize=512)
def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of "Python, SQL; Kafka", and of "Java / Spring"."""
    parts = (part.strip(" .") for part in re.split(r"[,;•]|\s/\s|\s\|\s", text))
    return tuple(filter(None, parts))


def list_keywords(keywords: Iterable[str]) -> list[str]:
    """Return keywords one by one, each once, regardless of how they were typed."""
    parts: dict[str, str] = {}
    for one in keywords:
        for part in split_list(one):
            parts.setdefault(part.casefold(), part)
    return list(parts.values())


def list_topics(keywords: Iterable[str], language: str) -> list[str]:
    """Return the keywords that work can be about: all except qualities such as "team player" and "teamfähig"."""
    return [keyword for keyword in list_keywords(keywords) if not names_quality(keyword, language)]


def names_quality(keyword: str, language: str) -> bool:
    """Return whether a keyword names a quality of a person. In German, a capital makes it a noun, which is none."""
    forms = FORMS.get(language)
    if forms is None or (language == "de" and keyword != keyword.lower()):
        return False
    return bool(forms.quality.fullmatch(keyword)) and not forms.languages.fullmatch(keyword)


def write_keyword(keyword: str, language: str) -> str:
    """Return a keyword in the spelling of its language.

    German nouns get a capital, also in "kasse" and "agiles arbeiten".
    """
    if language != "de":
        return keyword
    if match := _GERMAN_PHRASE.fullmatch(keyword):
        return f"{match['adjectives']}{match['noun'].capitalize()}"
    return keyword.capitalize() if _GERMAN_WORD.fullmatch(keyword) else keyword


def read_strength(text: str, language: str) -> str | None:
    """Return a strength as a sentence; None if it has nouns that only a list can contain."""
    forms = FORMS.get(language)
    bare_text = _mend_typing(" ".join(text.split()).rstrip(), language)
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


def _mend_typing(text: str, language: str) -> str:
    """Return a text with the apostrophe for "im motivated", and without the space that other languages put before %."""
    if language != "en":
        return text
    return re.sub(r"(?<=\d) (?=%)", "", re.sub(r"^i['’]?m (?=\w)", "I am ", text, flags=re.IGNORECASE))


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
    """Return strengths as sentences: those that are sentences, one of all qualities, and one of all nouns."""
    sentences, rest = _begin_sentences(list(strengths), language, join)
    nouns: list[str] = []
    for text in rest:
        sentence = read_strength(text, language)
        if sentence:
            sentences.append(sentence)
        elif sentence is None:
            nouns += [_phrase_noun(part, language) for part in _split_nouns(text)]
    if nouns:
        forms = FORMS[language]
        frame = forms.noun_frame if len(nouns) == 1 and forms.noun_frame else forms.nouns_frame
        sentences.append(frame.format(join(nouns)))
    return sentences


def _begin_sentences(
    strengths: list[str], language: str, join: Callable[[list[str]], str]
) -> tuple[list[str], list[str]]:
    """Return one sentence on all languages, one on all qualities, and the strengths that are neither."""
    sentences: list[str] = []
    for find_words, frame in ((list_languages, "speaks_frame"), (list_qualities, "quality_frame")):
        word_lists = [find_words(text, language) for text in strengths]
        if words := [word for some in word_lists for word in some]:
            sentences.append(getattr(FORMS[language], frame).format(join(words)))
        strengths = [text for text, some in zip(strengths, word_lists, strict=True) if not some]
    return sentences, strengths


def list_languages(text: str, language: str) -> list[str]:
    """Return the languages that a person speaks, each with its level; empty if a strength is something else."""
    matches = _match_words(text, FORMS[language].languages) if language in FORMS else []
    return [_write_language(match, language) for match in matches]


def _write_language(match: re.Match[str], language: str) -> str:
    name = match["name"].removesuffix("kenntnisse")
    written_name = name.casefold() if language in ("fr", "es") else name.capitalize()
    return f"{written_name} ({match['level'].upper()})" if match["level"] else written_name


def list_qualities(text: str, language: str) -> list[str]:
    """Return the qualities in a strength, word by word: "teamfähig, belastbar"; empty if it is something else."""
    matches = _match_words(text, FORMS[language].quality) if language in FORMS else []
    is_person = any(one.groupdict().get("person") for one in matches)
    return [] if is_person else [_write_quality(one) for one in matches]


def _match_words(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the pattern's match in each word of a list; nothing if one word does not match."""
    words = [word for part in split_list(text) for word in _LINK.split(part)]
    matches = [match for match in map(pattern.fullmatch, words) if match]
    return matches if len(matches) == len(words) else []


def _write_quality(match: re.Match[str]) -> str:
    """Return a quality in small letters, unless it is a German noun."""
    is_noun = bool(match.groupdict().get("noun"))
    return match[0][:1].upper() + match[0][1:] if is_noun else _lower_first(match[0])


def _split_nouns(text: str) -> list[str]:
    """Return the parts of a list with its last conjunction: "Python, R und SQL" has three."""
    parts = list(split_list(text))
    return [*parts[:-1], *_LINK.split(parts[-1])] if len(parts) > 1 else parts


def _phrase_noun(text: str, language: str) -> str:
    """Return one noun of a list: "5+ years Java" with its preposition, "Communication skills" with a small letter."""
    forms = FORMS[language]
    if match := forms.years.fullmatch(text):
        more = MORE_THAN[language] if match["plus"] else ""
        is_field = match["what"] and match["what"].casefold().strip(".") not in ("exp", "experience")
        field = (
            f" {match['link'] or _choose_link(match['what'], language)} {match['what']}" if is_field else ""
        )
        return f"{more}{forms.years_frame.format(n=match['n'].casefold())}{field}"
    return _lower_first(text) if forms.describing.match(text) or _is_all_small(text, language) else text


def _choose_link(field: str, language: str) -> str:
    """Return the preposition between years and their field: "in sales", "im Verkauf", "in der Pflege", or "mit SQL"."""
    patterns = _FIELDS.get(language, {})
    return next(
        (link for link, fields in patterns.items() if fields.fullmatch(field)), FORMS[language].years_link
    )


def _is_all_small(text: str, language: str) -> bool:
    """Return whether a phrase has a capital only at its start, so that it is no name. For French and Spanish only."""
    words = text.split()
    return (
        language in ("fr", "es")
        and len(words) > 1
        and words[0][1:].islower()
        and all(map(str.islower, words[1:]))
    )


def explain_strength(text: str, language: str) -> Remark | None:
    """Return how to improve a strength, with an example; None if it is a sentence already."""
    forms = FORMS.get(language)
    if forms and forms.half.match(text):
        return make_remark("strength-form/half", quote=repr(text))
    if forms is None or _is_sentence(" ".join(text.split()), forms):
        return None
    return make_remark("strength-form", quote=repr(text), example=repr(forms.example))
