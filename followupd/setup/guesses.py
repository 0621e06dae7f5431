"""Understands what people type for a country, a time zone or a language, and guesses it from the machine."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from pydantic import TypeAdapter, ValidationError

from followupd.config.fields import Country, Zone
from followupd.config.places import find_country_of_zone, find_zone_of_country, list_zones
from followupd.setup.importers.postal_address import find_country_code

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTRY_EXAMPLE = "for example Germany, DE, or DE-BY for its region"
ZONE_EXAMPLE = "for example Europe/Berlin, Berlin or Germany"
_REGION = re.compile(r"([A-Za-z]{2})-([A-Za-z0-9]{1,3})")
_MAX_NAMED_ZONES = 6
# The examples to name for a country with many zones.
_LARGE_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto",
    "America/Vancouver", "America/Sao_Paulo", "America/Mexico_City", "Australia/Sydney", "Australia/Perth",
    "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Jakarta", "Asia/Almaty",
)  # fmt: skip


def parse_country(text: str) -> str:
    """Return the code of a country from any spelling: de, Germany, Allemagne, de-by. Raises ValueError."""
    name = " ".join(text.split())
    if region := _REGION.fullmatch(name):
        return f"{region[1]}-{region[2]}".upper()
    code = find_country_code(name)
    if code is None:
        raise ValueError(f"{name!r} is no country that followupd knows; {COUNTRY_EXAMPLE}")
    return str(TypeAdapter(Country).validate_python(code))


def parse_language(text: str) -> str:
    """Return the code of a language from its code or its name: en, German, Deutsch. Raises ValueError."""
    from babel import Locale

    name = text.strip().casefold()
    for language in ("en", "de", "fr", "es"):
        for code, language_name in Locale(language).languages.items():
            if name in {code, language_name.casefold()} and len(code) == len("en"):
                return str(code)
    raise ValueError(f"{text!r} is no language that followupd knows; two small letters: en, de, fr or es")


def parse_zone(text: str) -> str:
    """Return the time zone by its name, its city or its country. Raises ValueError."""
    name = "_".join(text.split())
    for zone in sorted(available_timezones()):
        if zone.casefold() == name.casefold():
            return zone
    city_zone = _find_zone_of_city(name)
    if city_zone:
        return city_zone
    code = find_country_code(text)
    if code is None:
        return _explain_unknown_zone(text)
    country_zone = find_zone_of_country(code)
    if country_zone:
        return country_zone
    raise ValueError(f"{text!r} has several time zones; name one, {_name_zones(code)}")


def _find_zone_of_city(city: str) -> str | None:
    cities = [z for z in available_timezones() if z.rpartition("/")[2].casefold() == city.casefold()]
    known = sorted(z for z in cities if find_country_of_zone(z))
    return known[0] if len(known) == 1 else None


def _explain_unknown_zone(text: str) -> str:
    """Raise ValueError with the nearest name, unless the text is a valid zone after all."""
    try:
        return str(TypeAdapter(Zone).validate_python(text))
    except ValidationError as fault:
        problem = fault.errors()[0]["msg"].removeprefix("Value error, ")
    raise ValueError(problem if "did you mean" in problem else f"unknown time zone {text!r}; {ZONE_EXAMPLE}")


def _name_zones(country: str) -> str:
    zones: Sequence[str] = list_zones(country)
    large_zones = [z for z in _LARGE_ZONES if z in zones] or zones
    return f"for example {', '.join(large_zones[:_MAX_NAMED_ZONES])}"


def guess_zone(country: str | None) -> str | None:
    """Return the machine's zone if it is in this country, else the zone of the country."""
    machine_zone = detect_zone()
    if country is None or (machine_zone and find_country_of_zone(machine_zone) == country[:2]):
        return machine_zone
    return find_zone_of_country(country) or machine_zone


def guess_country() -> str | None:
    """Return the country of the machine, from its time zone or its language settings."""
    zone = detect_zone()
    return (find_country_of_zone(zone) if zone else None) or detect_country()


def guess_language(country: str | None, shipped_languages: Sequence[str]) -> str:
    """Return the language to write in: a language of the country if there are texts in it, else English."""
    from babel.languages import get_official_languages

    languages = get_official_languages((country or "")[:2], de_facto=True)
    machine_language = detect_language(shipped_languages)
    ordered_languages = [name for name in (machine_language, *languages) if name in languages]
    return next((name for name in ordered_languages if name in shipped_languages), "en")


def detect_language(shipped_languages: Sequence[str]) -> str:
    """Return the language of this machine's settings; empty if it is not set or there are no texts in it."""
    language = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2]
    return language if language in shipped_languages else ""


def detect_zone() -> str | None:
    """Return the time zone of this machine; None if it is not set."""
    if (
        (tz_setting := os.environ.get("TZ", "").removeprefix(":"))
        and "/" in tz_setting
        and not tz_setting.startswith("/")
    ):
        return tz_setting
    name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    return name if "/" in name and not name.startswith("Etc/") else None


def detect_country() -> str | None:
    """Return the country of this machine's language settings; None if it is not set."""
    locale_name = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    country = locale_name.partition(".")[0].partition("_")[2]
    return country if len(country) == 2 and country.isupper() else None  # noqa: PLR2004 - ISO 3166-1
