"""Turns an address on a card into lines for an envelope, in the order of its country."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from followupd.config.interview import PostalAddress
from followupd.setup.importers.records import clean_line

# The order of town, region and postcode (UPU S42): most countries write "10178 Berlin".
_TOWN_REGION_CODE = frozenset({"US", "CA", "AU", "IN", "MX", "BR"})
_CODE_LAST = frozenset({"GB", "IE", "NZ", "SG", "ZA", "HK"})
_COMMON_COUNTRY_NAMES = {
    "usa": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "holland": "NL",
}
# Cards name the country in the writer's language; these are the languages of most cards.
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "nb", "cs", "ja")


def build_postal_address(
    *, street: str, extended: str = "", box: str = "", town: str = "", region: str = "", code: str = "",
    country: str = "",
) -> PostalAddress | None:  # fmt: skip
    """Return the lines of an address, or None if neither street nor town is given.

    `street` may hold line feeds. `country` is a name or a code; a known country is left out of the lines, since a
    letter inside the country does not carry it.
    """
    iso_code = find_country_code(country)
    lines = [
        *_split_lines(box),
        *_split_lines(extended),
        *_split_lines(street),
        *_format_town(iso_code, clean_line(town), clean_line(region), clean_line(code)),
    ]
    if country and not iso_code:
        lines.append(clean_line(country))
    try:
        return PostalAddress(lines=list(filter(None, lines))[:6], country=iso_code)
    except ValidationError:
        return None


def _split_lines(text: str) -> list[str]:
    return [clean_line(part) for part in text.splitlines()]


def _format_town(country: str | None, town: str, region: str, code: str) -> list[str]:
    if country in _TOWN_REGION_CODE:
        return [", ".join(part for part in (town, f"{region} {code}".strip()) if part)]
    if country in _CODE_LAST:
        return [town, code]
    return [f"{code} {town}".strip()]


def find_country_code(text: str) -> str | None:
    """Return the two-letter code of a country from its code, or from its name in one of a dozen languages."""
    country_name = " ".join(text.split())
    names = _load_country_names()
    if country_name.upper() in names.values():
        return country_name.upper()
    return _COMMON_COUNTRY_NAMES.get(country_name.casefold()) or names.get(country_name.casefold())


@cache
def _load_country_names() -> dict[str, str]:
    from babel import Locale

    return {
        name.casefold(): code
        for language in reversed(_LANGUAGES)
        for code, name in Locale(language).territories.items()
        if len(code) == len("DE") and code.isalpha()
    }
