"""An address on a card into lines on an envelope, in the order of its country."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from followupd.config.interview import PostalAddress
from followupd.setup.importers.records import line

# How town, region and postcode stand (UPU S42): most countries write "10178 Berlin".
_TOWN_REGION_CODE = frozenset({"US", "CA", "AU", "IN", "MX", "BR"})
_CODE_LAST = frozenset({"GB", "IE", "NZ", "SG", "ZA", "HK"})
_SPOKEN = {
    "usa": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "holland": "NL",
}
# Cards name the country in the writer's language; these are those of most cards.
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "nb", "cs", "ja")


def postal(
    *, street: str, extended: str = "", box: str = "", town: str = "", region: str = "", code: str = "",
    country: str = "",
) -> PostalAddress | None:  # fmt: skip
    """Return the lines of an address, or None where neither street nor town is given.

    `street` may hold line feeds; `country` is a name or a code, and its name is left out of the lines: a letter
    inside the country does not carry it.
    """
    known = country_code(country)
    lines = [
        *_lines(box),
        *_lines(extended),
        *_lines(street),
        *_town(known, line(town), line(region), line(code)),
    ]
    if country and not known:
        lines.append(line(country))
    try:
        return PostalAddress(lines=[text for text in lines if text][:6], country=known)
    except ValidationError:
        return None


def _lines(text: str) -> list[str]:
    return [line(part) for part in text.splitlines()]


def _town(country: str | None, town: str, region: str, code: str) -> list[str]:
    if country in _TOWN_REGION_CODE:
        return [", ".join(part for part in (town, f"{region} {code}".strip()) if part)]
    if country in _CODE_LAST:
        return [town, code]
    return [f"{code} {town}".strip()]


def country_code(text: str) -> str | None:
    """Return the two-letter code of a country by its name in one of a dozen languages, or by its code."""
    plain = " ".join(text.split())
    names = _names()
    if plain.upper() in names.values():
        return plain.upper()
    return _SPOKEN.get(plain.casefold()) or names.get(plain.casefold())


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        name.casefold(): code
        for language in reversed(_LANGUAGES)
        for code, name in Locale(language).territories.items()
        if len(code) == len("DE") and code.isalpha()
    }
