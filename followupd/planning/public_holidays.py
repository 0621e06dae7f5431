"""The public holidays of 250 countries and their regions: the only module that loads `holidays`."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class HolidayYear(NamedTuple):
    """One year of a country, with one character for each day: "1" if it is a holiday, or if people work."""

    holidays: str
    workdays: str


_SATURDAY = 5  # date.weekday()
_known_years: dict[tuple[str, int], HolidayYear] = {}


def holiday_year(country: str, number: int) -> HolidayYear:
    """Return a year of a country ("DE") or region ("DE-BY"); if it is not known, only weekends count.

    The days before Christmas and New Year count as holidays if Christmas is one, since offices are empty then.
    """
    return _known_years.get((country, number)) or _compute_year(country, number)


def add_years(years: Mapping[tuple[str, int], HolidayYear]) -> None:
    """Add years that another process looked up, so that the library need not be loaded here."""
    _known_years.update(years)


def list_known_years() -> list[tuple[tuple[str, int], HolidayYear]]:
    """Return the years that were added, sorted by country and year."""
    return sorted(_known_years.items())


def needs_library(country: str, number: int) -> bool:
    """Return whether a year would have to be looked up in a library that is not loaded yet."""
    return (country, number) not in _known_years and "holidays" not in sys.modules


def is_known_country(country: str) -> bool:
    """Return whether the holidays of a country (and region) are known; if not, only weekends count."""
    name, _, region = country.partition("-")
    countries = _load_library().list_supported_countries()
    return name in countries and (not region or region in countries[name])


@lru_cache(maxsize=1024)
def _compute_year(country: str, number: int) -> HolidayYear:
    country_calendar, first_day = _country_calendar(country), date(number, 1, 1)
    days = [first_day + timedelta(n) for n in range((date(number, 12, 31) - first_day).days + 1)]
    if country_calendar is None:
        return HolidayYear(
            _encode_days(False for _ in days), _encode_days(day.weekday() < _SATURDAY for day in days)
        )
    has_christmas = date(number, 12, 25) in country_calendar
    eves = {date(number, 12, 24), date(number, 12, 31)} if has_christmas else set[date]()
    return HolidayYear(
        _encode_days(day in country_calendar or day in eves for day in days),
        _encode_days(country_calendar.is_working_day(day) and day not in eves for day in days),
    )


def _encode_days(flags: Iterable[bool]) -> str:
    return "".join("1" if flag else "0" for flag in flags)


@lru_cache(maxsize=64)
def _country_calendar(country: str) -> Any | None:
    """Return the calendar of a country ("DE") or region ("DE-BY"); None if none is known."""
    holidays = _load_library()
    name, _, region = country.partition("-")
    try:
        return holidays.country_holidays(name, subdiv=region or None)
    except NotImplementedError:
        return _country_calendar(name) if region else None


@cache
def _load_library() -> Any:
    """Return `holidays` without the modules of its 250 countries and 20 calendars; each is loaded when it is needed.

    The library's packages would load them all at once. A daemon would hold these 10 MB for months.
    """
    spec = find_spec("holidays")
    for name, finder in (
        ("countries", _find_country_class),
        ("groups", _find_class),
        ("calendars", _find_class),
    ):
        package = f"holidays.{name}"
        if spec and package not in sys.modules:
            module = ModuleType(package)
            module.__path__ = [f"{folder}/{name}" for folder in spec.submodule_search_locations or ()]
            module.__dict__["__getattr__"] = partial(finder, module)
            sys.modules[package] = module
    import holidays

    return holidays


def _find_country_class(_package: ModuleType, name: str) -> Any:
    """Return the class for `from holidays.countries import Germany`, if one country needs another."""
    import holidays

    if name.startswith("_"):
        raise AttributeError(name)
    return getattr(holidays, name).get_entity()


def _find_class(package: ModuleType, name: str) -> Any:
    """Return the class for `from holidays.groups import IslamicHolidays`; the module with that name is tried first."""
    if name.startswith("__"):
        raise AttributeError(name)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()  # IslamicHolidays: islamic_holidays
    modules = [module.name for module in iter_modules(package.__path__)]
    for module_name in sorted(modules, key=lambda one: (one not in words, one != "custom")):
        members = vars(import_module(f"{package.__name__}.{module_name}"))
        if name in members:
            return members[name]
    raise AttributeError(name)
