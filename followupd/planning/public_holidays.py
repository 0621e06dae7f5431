"""Which days of a year people rest, in 250 countries and their regions: the only one who opens `holidays`."""

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


class Year(NamedTuple):
    """One year of a country, a sign for each day: "1" where it is a holiday, or where people work."""

    holidays: str
    workdays: str


_SATURDAY = 5  # date.weekday()
_learnt: dict[tuple[str, int], Year] = {}


def year(country: str, number: int) -> Year:
    """Return a year as a country ("DE") or region ("DE-BY") has it; where that is not known, only weekends count."""
    return _learnt.get((country, number)) or _worked_out(country, number)


def learn(years: Mapping[tuple[str, int], Year]) -> None:
    """Take over years that were worked out elsewhere: then the library need not be loaded here."""
    _learnt.update(years)


def must_be_worked_out(country: str, number: int) -> bool:
    """Tell whether a year would have to be looked up in a library that is not loaded yet."""
    return (country, number) not in _learnt and "holidays" not in sys.modules


def is_known(country: str) -> bool:
    """Tell whether the holidays of a country (and region) are known; else only weekends count."""
    name, _, region = country.partition("-")
    known = _library().list_supported_countries()
    return name in known and (not region or region in known[name])


@lru_cache(maxsize=1024)
def _worked_out(country: str, number: int) -> Year:
    calendar, first = _holidays(country), date(number, 1, 1)
    days = [first + timedelta(n) for n in range((date(number, 12, 31) - first).days + 1)]
    if calendar is None:
        return Year(_signs(False for _ in days), _signs(day.weekday() < _SATURDAY for day in days))
    return Year(_signs(day in calendar for day in days), _signs(calendar.is_working_day(day) for day in days))


def _signs(answers: Iterable[bool]) -> str:
    return "".join("1" if answer else "0" for answer in answers)


@lru_cache(maxsize=64)
def _holidays(country: str) -> Any | None:
    """Return the calendar of a country ("DE") or region ("DE-BY"); None where none is known."""
    holidays = _library()
    name, _, region = country.partition("-")
    try:
        return holidays.country_holidays(name, subdiv=region or None)
    except NotImplementedError:
        return _holidays(name) if region else None


@cache
def _library() -> Any:
    """Return `holidays`, without the modules of its 250 countries and 20 calendars: each is loaded when asked for.

    Its packages would load them all at once, 10 MB that a daemon would carry about for months.
    """
    spec = find_spec("holidays")
    for name, find in (("countries", _country_class), ("groups", _named_in), ("calendars", _named_in)):
        package = f"holidays.{name}"
        if spec and package not in sys.modules:
            module = ModuleType(package)
            module.__path__ = [f"{place}/{name}" for place in spec.submodule_search_locations or ()]
            module.__dict__["__getattr__"] = partial(find, module)
            sys.modules[package] = module
    import holidays

    return holidays


def _country_class(_package: ModuleType, name: str) -> Any:
    """Return what `from holidays.countries import Germany` means, if one country leans on another."""
    import holidays

    if name.startswith("_"):
        raise AttributeError(name)
    return getattr(holidays, name).get_entity()


def _named_in(package: ModuleType, name: str) -> Any:
    """Return what `from holidays.groups import IslamicHolidays` means: it is sought first where its name points to."""
    if name.startswith("__"):
        raise AttributeError(name)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()  # IslamicHolidays: islamic_holidays
    modules = [module.name for module in iter_modules(package.__path__)]
    for one in sorted(modules, key=lambda one: (one not in words, one != "custom")):
        found = vars(import_module(f"{package.__name__}.{one}"))
        if name in found:
            return found[name]
    raise AttributeError(name)
