"""An address on a card into lines on an envelope: countries by their names, and the order of each."""

from __future__ import annotations

import pytest

from followupd.config.interview import PostalAddress
from followupd.setup.importers.postal_address import build_postal_address, find_country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [("Deutschland", "DE"), ("Allemagne", "DE"), ("USA", "US"), ("de", "DE"), ("Polska", "PL"), ("日本", "JP"),
     ("Nowhere", None), ("", None)],
)  # fmt: skip
def test_a_country_is_known_by_its_name_in_many_languages(name: str, code: str | None) -> None:
    assert find_country_code(name) == code


def test_an_address_is_written_in_the_order_of_its_country() -> None:
    british = build_postal_address(street="1 High Street", town="London", code="SW1A 1AA", country="UK")
    assert british == PostalAddress(lines=["1 High Street", "London", "SW1A 1AA"], country="GB")
    unknown = build_postal_address(street="1 Road", town="Town", code="123", country="Nowhere")
    assert unknown == PostalAddress(lines=["1 Road", "123 Town", "Nowhere"])
    assert build_postal_address(street="") is None
