"""Years as the library has them, in this process or in another."""

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest

from followupd.planning import public_holidays


def days(number: int) -> list[date]:
    first = date(number, 1, 1)
    return [day for day in (first + timedelta(n) for n in range(366)) if day.year == number]


@pytest.mark.parametrize("country", ["DE-BY", "US-CA", "EG", "CN", "IL"])
@pytest.mark.parametrize("number", [2026, 2028])
def test_a_year_says_of_each_day_what_the_library_says(country: str, number: int) -> None:
    name, _, region = country.partition("-")
    calendar = holidays.country_holidays(name, subdiv=region or None)
    year = public_holidays.holiday_year(country, number)
    free = {date(number, 12, 24), date(number, 12, 31)} if date(number, 12, 25) in calendar else set()
    assert [sign == "1" for sign in year.holidays] == [day in calendar or day in free for day in days(number)]
    assert [sign == "1" for sign in year.workdays] == [
        calendar.is_working_day(day) and day not in free for day in days(number)
    ]


def test_the_eves_are_free_where_christmas_is_kept() -> None:
    eves = [date(2026, 12, day).timetuple().tm_yday - 1 for day in (24, 31)]
    assert [public_holidays.holiday_year("DE", 2026).holidays[day] for day in eves] == ["1", "1"]
    assert [public_holidays.holiday_year("CN", 2026).holidays[day] for day in eves] == ["0", "0"]


def test_a_country_that_nobody_knows_has_weekends_only() -> None:
    year = public_holidays.holiday_year("XX", 2028)
    assert year.holidays == "0" * 366
    assert year.workdays.startswith("001111100111110")  # the first of January is a Saturday


LEAN = """
import sys
from followupd.planning.public_holidays import is_known_country as is_known, _country_calendar as _holidays
calendars = {c: _holidays(c) for c in ("DE-BE", "FR", "GB", "US-CA")}
assert None not in calendars.values() and _holidays("XX") is None
assert len([m for m in sys.modules if m.startswith("holidays.countries.")]) < 10
assert not [m for m in sys.modules if m.endswith((".hebrew", ".islamic", ".chinese", ".tibetan"))]
assert is_known("DE-BE") and not is_known("XX")
import holidays
from holidays.countries import Germany
assert isinstance(calendars["DE-BE"], Germany)
for country, regions in holidays.list_supported_countries().items():
    assert _holidays(country) is not None, country
"""


def test_only_the_countries_that_are_asked_for_are_loaded_and_every_country_can_be() -> None:
    subprocess.run([sys.executable, "-c", LEAN], check=True)


EVERYWHERE = """
print([(c, sorted(library.country_holidays(c, years=[2026]).items())) for c in library.list_supported_countries()])
"""


def test_what_is_loaded_piece_by_piece_is_what_the_library_says_as_a_whole() -> None:
    ways = (
        "from followupd.planning.public_holidays import _load_library as _library; library = _library()",
        "import holidays as library",
    )
    lean, whole = (
        subprocess.run([sys.executable, "-c", way + EVERYWHERE], check=True, capture_output=True).stdout
        for way in ways
    )
    assert lean == whole
    assert len(lean) > 100_000
