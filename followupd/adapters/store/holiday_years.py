"""The years of public holidays that the daemon has looked up, kept for the commands: they need not load the library.

The library takes a command longer than all the rest of its work. Another version of it may know other holidays, so
the years are kept together with the version that they are from.
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
    """Keep the years that this process was told of."""
    years = [[*country_year, *year] for country_year, year in public_holidays.list_known_years()]
    store.set_value(_NAME, json.dumps([read_version(), years]))


def load_years(store: Store) -> None:
    """Take over the years that were kept, if they are from the version of the library that is installed."""
    version, years = json.loads(store.get_value(_NAME) or '["", []]')
    if version and version == read_version():
        public_holidays.add_years(
            {(country, number): public_holidays.HolidayYear(*fields) for country, number, *fields in years}
        )


def read_version() -> str:
    """Return the name of the installed package with its version, as the folder beside it has it; empty if there is none.

    To ask `importlib.metadata` for the version takes ten times as long.
    """
    spec = find_spec("holidays")
    if spec is None or spec.origin is None:
        return ""
    try:
        names = [path.name for path in Path(spec.origin).parents[1].glob("holidays-*-info")]
    except OSError:
        return ""
    return " ".join(sorted(names))
