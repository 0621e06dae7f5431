"""Parses a person's name. One function does so for every source: the file, a card, an invitation, a mail, a reply.

nameparser reads titles, degrees, commas and particles. The rules here cover the rest: capitals, the order of names
outside Western Europe, double names, and additions of address books.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from followupd.config.kin_names import split_devoted, split_kin
from followupd.config.lazy_pattern import LazyPattern
from followupd.config.name_order import NameParts, is_family_name, split_double, split_order, word_set
from followupd.config.name_text import DOCTORATE_FIELD, split_office, write_out_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nameparser import ParsedName, Parser

_QUOTES = " '\"“”„‘’«»"
# Additions of directories after a name: "Ana Ruiz (Acme)", "Ana Ruiz | Acme", "Ana Ruiz - HR", "Ana Ruiz via LinkedIn".
_ADDITION = LazyPattern(r"\s*[(\[].*|\s+(?:[|/@–—-]|via|von unterwegs)\s.*")
_JOB = LazyPattern(
    r",\s*(?=[^,]*\b(?:of|manager\w*|head|lead|leiter\w*|engineer|director\w*|recruiter\w*|hr|cto|ceo|cfo|coo|officer|partner|developer|entwickler\w*|referent\w*|jefe|jefa|directrice|directeur|responsable|chef)\b).*",
    re.IGNORECASE,
)
# In "Dana Dr. Weber": "Weber, Dr. Dana" becomes that when its halves are swapped.
_INNER_TITLE = LazyPattern(r"(?<=\s)(?:(?:Prof|Dr|Dra|Ing|Mag)\.(?:-\w+\.?)?\s+)+(?=\S)")
_COURTESY = LazyPattern(
    r"(?:frau|fr(?=\.)|herrn?|hr|mr|mrs|ms|miss|mx|madame|mme|monsieur|mlle|señora|señor|srta|sra|sr|doña|dña|don)\b\.?",
    re.IGNORECASE,
)
_GENERATION = LazyPattern(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_INITIAL = LazyPattern(r"[^\W\d_]|(?:[^\W\d_]\.-?){1,3}")
_PARTICLES = word_set(
    "von van de der den le la las los del di da dos das do du le zu zum zur vom y e bin ibn al el ter ten af av"
)
_FAMILY_ARTICLES = ("le", "la", "lo")  # Le Gall, La Rosa; but de la Fuente
_ARABIC_PARTICLES = ("el", "ben", "bel", "bou", "aït", "ait", "ould", "abu", "abou", "bint", "ibn", "bin")
_LINKS = ("i", "y", "e")  # between two family names
_FIRST_LINK = 2  # a given name and a family name come before it
_PATRONYMIC = LazyPattern(r"\w+(?:вич|вна|ична)|\w+(?:ovich|evich|ovna|evna)", re.IGNORECASE)
_UNSPACED = LazyPattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MIN_CAPITALS = 2  # a word in capitals with fewer letters does not count as shouted
_MAX_SEEN = 4096
_known_names: dict[str, PersonName] = {}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in spoken order; given and family name are empty if the order cannot be seen."""

    full_name: str
    given_name: str = ""  # the name for a greeting
    family_name: str = ""
    title: str = ""  # courtesy and academic titles, as written: Frau Dr.

    @property
    def shown_name(self) -> str:
        """The name for the user to read. A family name alone keeps its title: Mr. Kim is not Ms. Kim."""
        is_family_alone = bool(self.title) and self.full_name == self.family_name
        return f"{self.title} {self.full_name}" if is_family_alone else self.full_name


def parse_person_name(text: str) -> PersonName:
    """Return a name in spoken order: "RUIZ, Dr. Ana (Acme)" is Dr. Ana Ruiz. A text that is no name stays as it is."""
    return _known_names.get(text) or _parse_text(text)


def add_parsed_names(names: Mapping[str, PersonName]) -> None:
    """Add names that another process parsed, so that the library need not be loaded here."""
    _known_names.update(names)


def has_loaded_library() -> bool:
    """Return whether nameparser is loaded: then a name was parsed that nobody had added."""
    return "nameparser" in sys.modules


@lru_cache(maxsize=_MAX_SEEN)
def _parse_text(text: str) -> PersonName:
    bare_text = _JOB.sub("", _ADDITION.sub("", write_out_name(text))).strip(_QUOTES) or text.strip()
    kin, rest = split_kin(bare_text)
    if kin:
        return _join_kin(kin, parse_person_name(rest))
    bare_text, has_office = split_office(bare_text)
    if has_office and bare_text.isalpha():
        return PersonName(_mend_case([bare_text], is_small=bare_text.islower()), "", bare_text.capitalize())
    parsed = _build_parser().parse(_move_title(bare_text))
    if not parsed.given and not parsed.family:
        return PersonName(bare_text)
    if _UNSPACED.search(bare_text):  # in these scripts nobody is greeted by half a name
        return PersonName(bare_text.removeprefix(parsed.title).strip(), "", parsed.family, parsed.title)
    parts = _find_parts(parsed, bare_text)
    words = _spoken_words(parsed, parts)
    suffix = next((one for one in re.split(r"[,\s]+", parsed.suffix) if _GENERATION.fullmatch(one)), "")
    is_small = bare_text == bare_text.lower()
    field = DOCTORATE_FIELD.search(text)
    return PersonName(
        f"{_mend_case(words, is_small=is_small)} {suffix}".strip(),
        _mend_case(parts.given_name.split(), is_small=is_small),
        _mend_case(parts.family_name.split(), is_small=is_small),
        f"{parsed.title}{field[0] if field else ''}",
    )


def _join_kin(kin: str, name: PersonName) -> PersonName:
    """Return a name with the word before it, so that Tante Gerda is not greeted as Tante."""
    word = _capitalize(kin)
    family_name = name.family_name if name.given_name else ""
    return replace(
        name,
        full_name=f"{word} {name.full_name}",
        given_name=f"{word} {name.given_name or name.full_name}",
        family_name=family_name,
    )


def _move_title(text: str) -> str:
    """Return a name with its title at the front: "Dana Dr. Weber" becomes Dr. Dana Weber.

    Some address books put the title in the middle.
    """
    match = _INNER_TITLE.search(text) if "," not in text else None
    if not match or not _build_parser().parse(text[: match.start()]).given:
        return text
    return f"{match[0]}{text[: match.start()]}{text[match.end() :]}"


@cache
def _build_parser() -> Parser:
    from nameparser import Parser

    return Parser()


def _find_parts(parsed: ParsedName, text: str) -> NameParts:
    """Return given and family name in the written form."""
    given_words = f"{parsed.given} {parsed.middle}".split()
    if not given_words:
        return NameParts("", parsed.family)
    if not parsed.family:
        return NameParts("", parsed.given) if is_family_name(parsed.given) else NameParts(parsed.given, "")
    if devoted_parts := split_devoted(" ".join([*given_words, parsed.family])):
        return devoted_parts
    if "," in text and text.find(parsed.family) < text.find(parsed.given):
        return NameParts(_greeted_part(given_words), parsed.family)
    words = [*given_words, *([parsed.family] if parsed.family_particles else parsed.family.split())]
    if all(map(_INITIAL.fullmatch, words[:-1])) and words[-1].split()[0] in _PARTICLES:  # P. van Dijk
        return NameParts("", words[-1])
    words = _join_arabic(words)
    return _split_by_words(words, has_title=bool(parsed.title)) or _split_usual(words, parsed)


def _join_arabic(words: list[str]) -> list[str]:
    """Return the words with the parts of an Arabic family name joined: Houria | El Amrani, Youssef | Ben Salah."""
    is_arabic = len(words) > _FIRST_LINK and words[-2].casefold() in _ARABIC_PARTICLES
    return [*words[:-2], " ".join(words[-2:])] if is_arabic else words


def _split_by_words(words: list[str], *, has_title: bool) -> NameParts | None:
    """Return the parts of a name, if one of its words shows them; else None.

    Such a word is a particle after a title, a father's name, a name in capitals, or a name that shows the order.
    """
    if _is_family_alone(words, has_title=has_title):
        return NameParts("", " ".join(words))
    if linked_parts := _split_linked(words):
        return linked_parts
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]):  # noqa: PLR2004 - family name, given name, father's
        return NameParts(words[1], words[0])
    cased_words = [_capitalize(word) if word.isupper() or word.islower() else word for word in words]
    return _split_by_capitals(words) or split_order(cased_words)


def _is_family_alone(words: list[str], *, has_title: bool) -> bool:
    """Return whether a particle shows that the words are a family name.

    Examples: Graf von Bernstorff, Sr. Martínez de la Rosa.
    """
    has_inner_particle = len(words) > 1 and words[1].split()[0] in _PARTICLES
    is_behind_title = has_title and words[0].casefold() in _PARTICLES
    return is_behind_title or (has_inner_particle and is_family_name(words[0]))


def _split_linked(words: list[str]) -> NameParts | None:
    """Return the parts of a name with two linked family names: Núria Puigdemont i Ferrer, José Ortega y Gasset."""
    place = next((n for n, word in enumerate(words) if word in _LINKS), 0)
    if place < _FIRST_LINK or place == len(words) - 1:
        return None
    return NameParts(_greeted_part(words[: place - 1]), " ".join(words[place - 1 :]))


def _split_usual(words: list[str], parsed: ParsedName) -> NameParts:
    parts = split_double([word for word in words if not _INITIAL.fullmatch(word)] or words)
    if " " in parts.given_name and not parts.family_name:
        return parts
    if parts.given_name in _PARTICLES:  # M. de La Tour: a title that was read as an initial
        return NameParts("", " ".join(word for word in words if not _INITIAL.fullmatch(word)))
    given_name = "" if all(map(_INITIAL.fullmatch, words[:-1])) else parts.given_name
    return NameParts(given_name, parts.family_name or parsed.family)


def _greeted_part(given_words: list[str]) -> str:
    """Return the part of the given names for a greeting.

    It has no initials, and a second name only if both are one name.
    """
    full_words = [word for word in given_words if not _INITIAL.fullmatch(word)]
    return split_double([*full_words, "x"]).given_name if full_words else ""


def _split_by_capitals(words: list[str]) -> NameParts | None:
    """Return the parts of a name in which one part has capitals: that part is the family name, in any place."""
    is_family = [_is_shouted(word) for word in words]
    if all(is_family) or not any(is_family):
        return None
    family_words = [word for word, is_caps in zip(words, is_family, strict=True) if is_caps]
    given_words = [word for word, is_caps in zip(words, is_family, strict=True) if not is_caps]
    contiguous = is_family[0] or is_family[-1]
    return NameParts(_greeted_part(given_words), " ".join(family_words)) if contiguous else None


def _is_shouted(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    has_vowel = bool(re.search(r"[AEIOUYÄÖÜÁÉÍÓÚ]", word))
    bare_word = word.removeprefix("Mc")
    return (
        len(letters) >= _MIN_CAPITALS
        and bare_word == bare_word.upper()
        and word != word.lower()
        and has_vowel
    )


def _spoken_words(parsed: ParsedName, parts: NameParts) -> list[str]:
    written_words = f"{parsed.given} {parsed.middle} {parsed.family}".split()
    if parts.family_name and parts.given_name and _is_turned(parsed, parts):
        family_words = parts.family_name.split()
        return [word for word in written_words if word not in family_words] + family_words
    return written_words


def _is_turned(parsed: ParsedName, parts: NameParts) -> bool:
    """Return whether a name that is written with the family name first is spoken in the other order."""
    is_family_first = parts.family_name.split()[0] == parsed.given
    return is_family_first and (parts.is_turned or _is_shouted(parsed.given))


def _mend_case(words: list[str], *, is_small: bool) -> str:
    """Return words with one capital each if they are all in capitals, or if the whole name has none."""
    mended_words: list[str] = []
    for word in filter(None, words):
        is_first = not mended_words or mended_words[-1].casefold() not in _PARTICLES
        if not is_small and not _is_shouted(word):
            mended_words.append(word)
        elif is_first and word.casefold() in _FAMILY_ARTICLES:
            mended_words.append(word.capitalize())
        else:
            mended_words.append(_capitalize(word))
    return " ".join(mended_words)


def _capitalize(word: str) -> str:
    if word.casefold() in _PARTICLES:
        return word.casefold()
    return str(_build_parser().parse(word).capitalized(force=True)) if word[:1].isalpha() else word


@lru_cache(maxsize=_MAX_SEEN)
def split_titles(text: str) -> tuple[str, str]:
    """Return the courtesy and the rest of a title: for "Frau Dr." they are Frau and Dr."""
    match = _COURTESY.match(text.strip())
    return (match[0], text.strip()[match.end() :].strip()) if match else ("", text.strip())


def join_titles(given_title: str, written_title: str) -> str:
    """Return the title that the file gives. A courtesy leaves the doctorate before the name: Frau and Dr. are Frau Dr."""
    courtesy, rest = split_titles(given_title)
    _, degrees = split_titles(written_title)
    return f"{courtesy} {degrees}".strip() if courtesy and not rest else given_title or written_title
