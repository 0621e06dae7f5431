"""Writes the day of a date in words as a number: "am fünften Dezember", "the twenty-first of January". Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.phrases.months import MONTHS

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

_ENGLISH_DAYS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_GERMAN_DAYS = (
    "ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten elften zwolften "
    "dreizehnten vierzehnten funfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten"
)
_FRENCH_DAYS = (
    "premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt"
)
_SPANISH_DAYS = (
    "primero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte"
)
_ENGLISH = _ENGLISH_DAYS.split()
_GERMAN = _GERMAN_DAYS.split()
_FRENCH = _FRENCH_DAYS.split()
_SPANISH = _SPANISH_DAYS.split()
_GERMAN_UNITS = ["ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"]


def _number_english() -> dict[str, int]:
    late = {
        f"twenty{mark}{word}": 20 + number for mark in "- " for number, word in enumerate(_ENGLISH[:9], 1)
    }
    return late | {"thirtieth": 30, "thirty-first": 31, "thirty first": 31} | _number(_ENGLISH)


def _number_german() -> dict[str, int]:
    late = {f"{unit}undzwanzigsten": 20 + number for number, unit in enumerate(_GERMAN_UNITS, 1)}
    late |= {"dreissigsten": 30, "einunddreissigsten": 31} | _number(_GERMAN)
    # "der fünfte Dezember" has no last letter.
    return late | {word.removesuffix("n"): number for word, number in late.items()} | {"siebenten": 7}


def _number_french() -> dict[str, int]:
    units = ["et un", *_FRENCH[1:9]]
    late = {f"vingt{mark}{unit}": 20 + number for mark in "- " for number, unit in enumerate(units, 1)}
    return late | {"trente": 30, "trente et un": 31, "trente-et-un": 31, "vingt-et-un": 21} | _number(_FRENCH)


def _number_spanish() -> dict[str, int]:
    units = ("uno", *_SPANISH[1:9])
    late = {f"veinti{unit}": 20 + number for number, unit in enumerate(units, 1)}
    return late | {"uno": 1, "treinta": 30, "treinta y uno": 31} | _number(_SPANISH)


def _number(words: list[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(words, 1)}


_MONTH = "|".join(sorted((name for name in MONTHS if name.isascii()), key=len, reverse=True))


def _compile_day_first(words: Mapping[str, int], link: str) -> LazyPattern:
    choices = "|".join(sorted(words, key=len, reverse=True))
    return LazyPattern(rf"(?<![\w-])({choices}){link}({_MONTH})(?!\w)")


_ENGLISH_NUMBERS = _number_english()
_NUMBERS = (
    (_ENGLISH_NUMBERS, r" (?:of )?(?:the )?"),
    (_number_german(), r"\.? "),
    (_number_french(), r" (?:de )?"),
    (_number_spanish(), r" (?:de )?"),
)
_DAY_FIRST = tuple((_compile_day_first(words, link), words) for words, link in _NUMBERS)
_MONTH_FIRST = LazyPattern(
    rf"(?<![\w-])({_MONTH}) (?:the )?({'|'.join(sorted(_ENGLISH_NUMBERS, key=len, reverse=True))})(?!\w)"
)


def spell_day_numbers(flat: str) -> str:
    """Return a folded answer in which the day of each date in words is a number before its month."""
    for pattern, words in _DAY_FIRST:
        flat = pattern.sub(partial(_write_number, words), flat)
    return _MONTH_FIRST.sub(_write_month_last, flat)


def _write_number(words: Mapping[str, int], match: re.Match[str]) -> str:
    return f"{words[match[1]]} {match[2]}"


def _write_month_last(match: re.Match[str]) -> str:
    return f"{_ENGLISH_NUMBERS[match[2]]} {match[1]}"
