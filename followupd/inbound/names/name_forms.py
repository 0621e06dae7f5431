"""The forms that a name may have in a text: in other scripts, inflected, joined, hyphenated, family name first.

Every name becomes one compiled pattern, which is searched in text without accents (see `plain_text`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from followupd.inbound.names.han_variants import list_variants, match_variants
from followupd.inbound.names.legal_forms import strip_legal_form
from followupd.inbound.names.name_pattern import NamePattern
from followupd.inbound.parsing.text import fold_text

# Han, kana, Hangul, Thai, Lao, Khmer, Burmese: words are not separated, and particles follow them directly.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
# The beginning and the end of a name. Scripts without spaces put their words directly beside it ("Acme社", "Acme의").
_BEGIN, _END = rf"(?<![^\W_{_UNSPACED}])", rf"(?![^\W_{_UNSPACED}])"
_UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(r"[^\W_]+")
# Optional marks within words: zero-width, soft hyphen, Hebrew points, Arabic vowels, tatweel.
_IGNORED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0640]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "đ": "d", "Đ": "D", "ı": "i", "İ": "I",
        "ß": "ss", "’": "'", "‘": "'", "´": "'", "\u00a0": " ", "ς": "σ",
    }
)  # fmt: skip

# Letters that may also be written as two: "Kroeger" and "Kröger" are the same name.
_TWO_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)  # fmt: skip
_SECOND_LETTER = re.compile(r"([AaOoUu])e|([Aa])a")


@lru_cache(maxsize=512)
def plain_text(text: str) -> str:
    """Return a text without accents and optional marks, in its own case (see `fold_text`)."""
    if text.isascii():
        return text
    base_text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _IGNORED.sub("", unicodedata.normalize("NFC", base_text)).translate(_LETTERS)


def _plain_name(name: str) -> str:
    """Return a name without accents, with two letters for each letter that may be written as two."""
    return plain_text(unicodedata.normalize("NFC", name).translate(_TWO_LETTERS))


def _escape(text: str) -> str:
    """Return the pattern of a piece of such a name, in which the second of the two letters may be missing."""
    return _SECOND_LETTER.sub(lambda hit: f"{hit[1]}e?" if hit[1] else f"{hit[2]}a?", re.escape(text))


_GAP = r"[\W_]{0,4}(?:(?:and|und|et|og|och|en|e|y|i|a|&)[\W_]{1,3})?"
# Words that languages write in front of a name without a space: "in", "from", "the", "and".
_PREFIXES = (("[\u05d0-\u05ea]", "[\u05d1\u05d4\u05d5\u05db\u05dc\u05de\u05e9]{0,3}"), ("[\u0621-\u064a]", "[\u0648\u0641\u0628\u0643\u0644]{0,2}(?:\u0627\u0644)?"))  # fmt: skip
# Case endings of Finnish, Estonian, Hungarian, Slavic and Baltic languages, Turkish, German, Greek and Latin.
_RAW_ENDINGS = (
    "s|es|n|en|er|ns|t|ille|illa|ilta|ista|issa|iin|iksi|ina|ia|et|ot|at|a|an|aa|in|un|on|ta|tta|ssa|sta|lla|lta|lle|na|ksi|hun|han|hin|le|st|sse|ga|ks|l|lt|"
    "nak|nek|ban|ben|bol|nal|nel|hoz|hez|tol|rol|ra|re|val|vel|ba|be|ig|ert|e|i|y|u|ie|ou|ow|owi|em|om|iem|ego|iego|emu|iemu|iu|iowi|iach|iami|owie|ej|oj|im|ym|ach|ami|"
    "ovi|ova|ove|och|us|as|is|am|ai|ui|nin|nun|den|dan|de|da|ye|ya|dir|а|у|ом|е|и|ы|ой|ою|ого|ому|ым|ем|ю|я|ей|ов|ах|ам|ами|ові|і|ії|"
    "ου|ον|α|ας|ων|η|ης|ο|οσ|οι|selle|sella|selta|sesta|sen|sessa|sena|seen|ого|его|ему|ую|ая|ый|им|ых|их|ые|ие|ое|ям|ями|ях|eho|emu|ou|ym|ymi"
)
_ENDINGS = "|".join(dict.fromkeys(plain_text(_RAW_ENDINGS).split("|")))
# Letters that are dropped before an ending: a last vowel, Finnish -nen, the end of an adjective.
_DROPPED = re.compile(r"(?:nen|ыи|ии|ои|ая|яя|ое|ее|ые|ие|[aoiu]|[аоиыяη])$", re.IGNORECASE)
# The vowel that is dropped: "Ветер", "Ветра".
_FLEETING = re.compile(r"([eoеёо])([rkcрлкцн])$", re.IGNORECASE)
MIN_INFLECTED = 5  # letters: a shorter name is not searched with endings
MIN_INFLECTED_BESIDE = 3  # letters of a word, if the name has another word
MIN_UNSPACED = 2  # characters of a script without spaces
_MAX_UNDIVIDED = 4  # characters of a name that is written without a space
_END_OF_WORD = r"(?!\w)"
_MAX_PATTERNS = 16384  # several for each interview: those of a thousand interviews must fit into the cache
MIN_LOOSE = 6  # letters: a shorter name is not searched in joined or hyphenated form


def is_unspaced(text: str) -> bool:
    """Return whether a name is written in a script without spaces between words."""
    return len(_UNSPACED_CHAR.findall(text)) >= MIN_UNSPACED


@lru_cache(maxsize=_MAX_PATTERNS)
def compile_name(name: str, *, is_cased: bool = False) -> NamePattern | None:
    """Return the pattern of a company's or a role's name, or None if the name is too short to search for.

    `is_cased`: the first letter must have the same case as in the name. So "apple" does not match "Apple".
    """
    words = _WORD.findall(_plain_name(name))
    letters = sum(map(len, words))
    if is_unspaced(name):
        chars = [char for char in plain_text(name).casefold() if not char.isspace()]
        return NamePattern(r"\s*".join(map(match_variants, chars)), letters=list_variants(chars[0]))
    if not words or letters < 2:  # noqa: PLR2004 - one letter names nobody
        return None
    if letters < MIN_LOOSE:
        core = _escape(_plain_name(name).strip())
        stems = [stem_of(word, len(word) + 1) for word in words]
        return NamePattern(rf"{_BEGIN}{_cased(core, is_cased=is_cased)}{_END}", stems)
    shortest = MIN_INFLECTED if len(words) == 1 else MIN_INFLECTED_BESIDE
    first = _GAP.join(_inflect(word, shortest) for word in words)
    stems = [stem_of(word, shortest) for word in words]
    return NamePattern(rf"{_BEGIN}{_prefix(words[0])}{_cased(first, is_cased=is_cased)}{_END}", stems)


def _cased(pattern: str, *, is_cased: bool) -> str:
    """Return the pattern with the case of its first letter fixed, if `is_cased`; the rest matches in any case."""
    if not is_cased or not pattern[:1].isupper():
        return pattern
    return f"(?-i:{pattern[0]}){pattern[1:]}"


def _prefix(word: str) -> str:
    return next((prefix for letters, prefix in _PREFIXES if re.match(letters, word)), "")


def _inflect(word: str, shortest: int = MIN_INFLECTED) -> str:
    """Return the pattern of a word with the endings that languages add to names, and without the letters they drop."""
    if len(word) < shortest:
        return _escape(word)
    dropped = _find_dropped(word, shortest)
    stem, end = (word[: dropped.start()], dropped[0]) if dropped else (word, "")
    if fleeting := _FLEETING.search(stem):
        stem_pattern = f"{_escape(stem[: fleeting.start()])}{fleeting[1]}?{fleeting[2]}"
    else:
        stem_pattern = _escape(stem)
    return (
        rf"{stem_pattern}(?:{re.escape(end)})?(?:{_ENDINGS})?" if end else rf"{stem_pattern}(?:{_ENDINGS})?"
    )


def _find_dropped(word: str, shortest: int) -> re.Match[str] | None:
    return _DROPPED.search(word) if len(word) > shortest else None


def stem_of(word: str, shortest: int) -> str:
    """Return the longest run of letters that every form of a word of a name has (see `_inflect`)."""
    dropped = _find_dropped(word, shortest)
    stem = word[: dropped.start()] if dropped else word
    fleeting = _FLEETING.search(stem) if len(word) >= shortest else None
    runs = _SECOND_LETTER.sub(lambda hit: f"{hit[0][0]} ", stem[: fleeting.start()] if fleeting else stem)
    return max(runs.split(" "), key=len)


_INITIALS = r"(?:[\W_]{1,3}(?:[^\W\d_]{1,2}\.?|von|van|den|der|del|dos|das|bin|ibn|ter|zum|zur|dela)){0,3}"
# One more given name: "Ana Maria Roe". A joining word would mean two people.
_MIDDLE_NAME = r"(?:[ -][\\\"'(“„«]{0,2}(?!(?:and|und|oder|with|mit|von|for|fur|the|or|og|och|ali|ili)\b)[^\W\d_]{3,14}[\\\"')”“»]{0,2})?"
# The words between an initial or a title and a family name: "J.J. van der Berg".
_PARTICLES = r"(?:[\W_]{0,2}[^\W\d_]\.|[\W_]{1,2}(?:van|von|de|der|den|del|della|di|da|dos|das|la|le|el|al|bin|ibn|ter|ten|zu|zum|zur|af|av)(?![^\W_])){0,4}"
_DOCTOR = r"dr|prof|"
_TITLES = rf"(?:ms|mrs|mr|miss|{_DOCTOR}frau|herrn?|fru|hr|madame|mme|monsieur|mlle|senora?|sra?|signora?|sig|dott(?:\.?ssa|oressa|ore)?|dra|doutora?|d-?na|dl|doamn[aei]i?|domnul(?:ui)?|gospod[aj]\w{0, 3}|gospodin\w?|gospa|gdja|pon[aiu]a?s?|kundze|kungs|proua|harra|kyri[ao]s?|κυρι[αο]\w?|κα|κοσ|пан[іуаом]?\w?|mevrouw|meneer|mevr|dhr|pani?|pana|panem|г-н|г-жа|госпожа|господин\w{0, 2})"


@lru_cache(maxsize=_MAX_PATTERNS)
def compile_person(name: str) -> NamePattern | None:
    """Return the pattern of a full name, in either order, with middle initials; None for a first name alone."""
    if is_unspaced(name):
        return _compile_unspaced_person(name)
    words = _WORD.findall(_plain_name(name))
    if len(words) < 2:  # noqa: PLR2004 - a first name is anybody's
        return None
    last = _inflect(words[-1], MIN_INFLECTED_BESIDE)
    middle = "".join(rf"(?:[\W_]{{1,3}}{_escape(word)})?" for word in words[1:-1])
    first_forms = _inflect(words[0], MIN_INFLECTED_BESIDE)
    gap = r"[\W_]{1,3}" if len(words[0] + words[-1]) < 9 else r"[\W_]{0,3}"  # noqa: PLR2004 - short words may stand in others
    forward = rf"{_prefix(words[0])}{first_forms}{middle}{_MIDDLE_NAME}{_INITIALS}{gap}{last}"
    backward = rf"{_prefix(words[-1])}{last},?[\W_]{{1,3}}{first_forms}"
    stems = [stem_of(word, MIN_INFLECTED_BESIDE) for word in (words[-1], words[0])]
    return NamePattern(rf"{_BEGIN}(?:{forward}|{backward}){_END}", stems)


def _compile_unspaced_person(name: str) -> NamePattern:
    parts = plain_text(name).split()
    # There may be spaces between all letters, and a dot between the names.
    names = [r"\s*".join(map(match_variants, part)) for part in parts]
    orders = {r"\s*[・·]?\s*".join(names), r"\s*[・·]?\s*".join(reversed(names))}
    if len(parts) == 1 and MIN_UNSPACED < len(parts[0]) <= _MAX_UNDIVIDED:
        # In a name without a space, the first letter is nearly always the family name. Others may write it last, after
        # a space.
        family_name, *given_name = map(match_variants, parts[0])
        orders.add(r"\s*".join(given_name) + r"\s+" + family_name + _END_OF_WORD)
    letters = list_variants(parts[0][0])
    return NamePattern("|".join(sorted(orders)), letters=letters)


@lru_cache(maxsize=_MAX_PATTERNS)
def compile_short_person(name: str, *, with_doctors: bool = True) -> NamePattern | None:
    """Return the pattern of a family name after an initial or a title: "M. Lindqvist", "Ms Lindqvist"."""
    words = _WORD.findall(_plain_name(name))
    if len(words) < 2 or is_unspaced(name) or len(words[-1]) < 4:  # noqa: PLR2004
        return None
    initial = re.escape(words[0][0])
    titles = _TITLES if with_doctors else _TITLES.replace(_DOCTOR, "")
    last_name = _inflect(words[-1])
    return NamePattern(
        rf"{_BEGIN}(?:(?:{initial}\.?|{titles}\.?){_PARTICLES}[\W_]{{1,2}}{last_name}|{last_name},? {initial}\.){_END}",
        [stem_of(words[-1], MIN_INFLECTED_BESIDE)],
    )


_GENERIC_WORD = re.compile(
    r"(?:the|societe|groupe|gruppe|grupo|gruppo|firma|fa|ets|etablissements|maison|entreprise|cabinet|studio)\.?\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)


def _cut_generic_word(name: str) -> str:
    """Return a name without a word for "company" in front of it, if at least two words are left."""
    plain_name = plain_text(name)
    generic_word = _GENERIC_WORD.match(plain_name)
    return plain_name[generic_word.end() :] if generic_word else name


def company_forms(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return a company's names, with and without their legal form."""
    forms: list[str] = []
    for name in names:
        shorter_name = strip_legal_form(name)
        forms += [name, shorter_name, _cut_generic_word(shorter_name)] if name.strip() else []
    unique = {fold_text(form): form for form in reversed(forms)}
    return tuple(form for form in unique.values() if len(form.strip()) > 1)
