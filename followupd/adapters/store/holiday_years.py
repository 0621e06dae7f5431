"""Keeps the public holidays that the daemon has looked up, so that the commands need not load the library.

Loading the library takes longer than all the other work of a command. Another version of it may know other holidays, so
the version is stored with the years.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.planning import public_holidays

if TYPE_CHECKING:
    from followupd.engine.store_port import Store

_NAME = "holiday-years"


def save_years(store: Store) -> None:
    """Store the years that this process knows."""
    years = [[*country_year, *year] for country_year, year in public_holidays.list_known_years()]
    store.set_value(_NAME, json.dumps([read_version(), years]))


def load_years(store: Store) -> None:
    """Load the stored years if they are from the installed version of the library."""
    version, years = json.loads(store.get_value(_NAME) or '["", []]')
    if version and version == read_version():
        public_holidays.add_years(
            {(country, number): public_holidays.HolidayYear(*fields) for country, number, *fields in years}
        )


def read_version(package: str = "holidays") -> str:
    """Return the package's name with its version, from the folder beside the package; empty if there is none.

    `importlib.metadata` takes ten times as long for this.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return ""
    try:
        names = [path.name for path in Path(spec.origin).parents[1].glob(f"{package}-*-info")]
    except OSError:
        return ""
    return " ".join(sorted(names))
