"""Telephone numbers in notices of calls, voicemails and text messages, compared by their digits."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_DIGITS = 7  # fewer are an extension, a date or a price
MAX_DIGITS = 15  # ITU-T E.164
_NUMBER = re.compile(r"(?<![\w])[+(]?\d(?:[\d\s().\u00a0/-]|&nbsp;){5,24}\d")
_TRUNK_ZERO = re.compile(r"\(0\)")
_ENCODED_PLUS = re.compile(r"%2b", re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SIGNS_BY_CATEGORY = {"Pd": "-", "Zs": " ", "Cf": ""}
SEARCH_RANGE = 4_000  # characters of a notice in which the number is searched


def find_numbers(text: str) -> frozenset[str]:
    """Return the telephone numbers in a text as digits, without the prefixes that are dialled before them."""
    plain_text = _ENCODED_PLUS.sub("+", _NOT_ASCII.sub(_plain_sign, text[:SEARCH_RANGE]))
    digit_runs = (normalize_number(run) for run in _NUMBER.findall(plain_text))
    return frozenset(digits for digits in digit_runs if MIN_DIGITS <= len(digits) <= MAX_DIGITS)


def _plain_sign(hit: re.Match[str]) -> str:
    """Return a sign in ASCII: digits of any script, any dash, any space. A sign without width is removed."""
    sign = hit[0]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return _SIGNS_BY_CATEGORY.get(unicodedata.category(sign), sign)


def normalize_number(number: str) -> str:
    """Return the digits of a number without "+", "00", and the zero that is only dialled within the country."""
    return re.sub(r"\D", "", _TRUNK_ZERO.sub("", number)).lstrip("0")


def is_same_number(one: str, other: str) -> bool:
    """Return whether two normalised numbers are the same, with or without the country code."""
    return min(len(one), len(other)) >= MIN_DIGITS and (one.endswith(other) or other.endswith(one))


def has_number(own_numbers: Iterable[str], text_numbers: Iterable[str]) -> bool:
    """Return whether one of a person's numbers is among those of a text."""
    known = [digits for digits in map(normalize_number, own_numbers) if digits]
    return any(is_same_number(one, other) for other in text_numbers for one in known)
