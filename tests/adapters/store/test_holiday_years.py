"""The years of public holidays that the daemon has looked up are the commands' too, until another version is installed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from followupd.adapters.store import holiday_years
from followupd.adapters.store.sqlite import SqliteStore
from followupd.planning import public_holidays
from followupd.planning.public_holidays import HolidayYear

YEAR = HolidayYear("1" * 365, "0" * 365)
OTHERWHERE = ("QQ", 2026)  # a country that the library does not have


@pytest.fixture(autouse=True)
def _forget_years() -> Iterator[None]:
    known_years = dict(public_holidays._known_years)
    yield
    public_holidays._known_years.clear()
    public_holidays._known_years.update(known_years)


def save_one(store: SqliteStore) -> None:
    public_holidays.add_years({OTHERWHERE: YEAR})
    holiday_years.save_years(store)
    public_holidays._known_years.clear()


def test_the_years_that_were_kept_are_taken_over() -> None:
    store = SqliteStore(None)
    save_one(store)
    assert holiday_years.read_version().startswith("holidays-")
    holiday_years.load_years(store)
    assert public_holidays.holiday_year(*OTHERWHERE) == YEAR


@pytest.mark.parametrize("version", ["", "holidays-0.1.dist-info"])
def test_years_of_another_version_are_not_taken_over(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(None)
    with monkeypatch.context() as patched:
        patched.setattr(holiday_years, "read_version", lambda: version)
        save_one(store)
    holiday_years.load_years(store)
    assert public_holidays.holiday_year(*OTHERWHERE) != YEAR


def test_without_years_nothing_is_taken_over() -> None:
    holiday_years.load_years(SqliteStore(None))
    assert OTHERWHERE not in public_holidays._known_years


COMMAND = """
import sys
from pathlib import Path
from followupd.adapters.store import holiday_years
from followupd.adapters.store.sqlite import SqliteStore
from followupd.planning import public_holidays
store = SqliteStore(Path(sys.argv[1]))
holiday_years.load_years(store)
print(public_holidays.holiday_year("DE-BE", 2026).holidays.count("1"), "holidays" in sys.modules)
"""


def test_a_command_does_not_load_the_library(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    store = SqliteStore(path)
    year = public_holidays.holiday_year("DE-BE", 2026)
    public_holidays.add_years({("DE-BE", 2026): year})
    holiday_years.save_years(store)
    store.close()
    ended = subprocess.run(
        [sys.executable, "-c", COMMAND, str(path)], capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == [str(year.holidays.count("1")), "False"]
