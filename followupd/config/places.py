"""Countries and their time zones: finds the zone of a country, and the country of a zone. Pure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Countries with several zones, in which most people live in one of them.
_MAIN_ZONES = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "AR": "America/Argentina/Buenos_Aires",
}


@cache
def _territory_by_zone() -> Mapping[str, str]:
    from babel.core import get_global

    territories: Mapping[str, str] = get_global("zone_territories")
    return {zone: country for zone, country in territories.items() if country.isalpha() and country != "ZZ"}


def list_zones(country: str) -> Sequence[str]:
    """Return the time zones of a country, DE or DE-BY."""
    return sorted(zone for zone, territory in _territory_by_zone().items() if territory == country[:2])


def find_zone_of_country(country: str) -> str | None:
    """Return the only time zone of a country, or the main one; None if it has several, or is unknown."""
    zones = list_zones(country)
    return _MAIN_ZONES.get(country[:2]) or (zones[0] if len(zones) == 1 else None)


def find_country_of_zone(zone: str) -> str | None:
    """Return the country of a time zone, or None."""
    return _territory_by_zone().get(zone)
