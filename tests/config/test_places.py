"""Countries and their zones: derived where there is one, asked for where there are several."""

import pytest
from builders import ACME, config

from followupd.config.places import find_country_of_zone, find_zone_of_country, list_zones


@pytest.mark.parametrize(
    ("country", "zone"),
    [("DE", "Europe/Berlin"), ("DE-BY", "Europe/Berlin"), ("AT", "Europe/Vienna"), ("ES", "Europe/Madrid"),
     ("US", None), ("CA", None), ("XX", None)],
)  # fmt: skip
def test_a_country_with_one_zone_gives_it(country: str, zone: str | None) -> None:
    assert find_zone_of_country(country) == zone


def test_a_zone_gives_its_country() -> None:
    assert find_country_of_zone("America/Denver") == "US"
    assert find_country_of_zone("Etc/UTC") is None
    assert "America/Denver" in list_zones("US")


@pytest.mark.parametrize(
    ("given", "zone"),
    [({}, "Europe/Berlin"), ({"country": "FR"}, "Europe/Paris"), ({"country": "US"}, None),
     ({"country": "US", "zone": "America/Denver"}, "America/Denver"), ({"zone": "Asia/Tokyo"}, "Asia/Tokyo")],
)  # fmt: skip
def test_an_interview_abroad_is_not_given_the_zone_of_the_candidate(given: dict, zone: str | None) -> None:
    made = config({k: v for k, v in ACME.items() if k not in {"zone", "country"}} | given)

    assert made.interviews[0].zone == zone


def test_the_lead_is_somebody_who_was_confirmed() -> None:
    contacts = [
        {"name": "Talent Acme", "email": "jobs@acme.example", "confirmed": False},
        {"name": "Ben Brandt", "email": "ben@acme.example"},
    ]
    assert config(ACME | {"contacts": contacts}).interviews[0].lead.name == "Ben Brandt"
