"""Where a step goes to somebody of an agency, the agency is named beside them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import ACME
from command_env import Desk

AGENCY = {"name": "Rocket Recruiting", "contacts": [{"name": "Rita Reck", "email": "rita@rocket.example"}]}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    start = datetime.now(UTC) - timedelta(minutes=70)
    data = {k: v for k, v in ACME.items() if k not in ("id", "contacts")}
    desk.interview("acme", data | {"at": f"{start:%Y-%m-%d %H:%M}", "zone": "UTC", "via": AGENCY})
    return desk


@pytest.mark.parametrize("words", [["plan"], ["status"], ["why", "acme"], []], ids=" ".join)
def test_the_agency_stands_behind_the_name(desk: Desk, words: list[str]) -> None:
    shown = desk(*words, status=1 if words == ["status"] else 0).stdout
    assert "Rita Reck, Rocket Recruiting" in shown
