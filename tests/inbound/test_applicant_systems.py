from __future__ import annotations

from pathlib import Path

import pytest

import followupd.inbound
from followupd.inbound.applicant_systems import SHIPPED_RELAYS, find_relay, parse_relays


def test_the_shipped_file_and_the_table_are_the_same():
    text = (Path(followupd.inbound.__file__).parent / "relays.yaml").read_text(encoding="utf-8")
    assert parse_relays(text) == SHIPPED_RELAYS


def test_subdomains_count_and_lookalikes_do_not():
    assert find_relay("no-reply@us.greenhouse-mail.io", {}) == "Greenhouse"
    assert find_relay("x@notgreenhouse.io", {}) == ""


def test_a_table_of_the_users_own_replaces_the_shipped_one():
    assert find_relay("x@jobs.example", {"jobs.example": "Jobs"}) == "Jobs"


@pytest.mark.parametrize("text", ["- a\n- b", "acme: 3", "nodot: Name", "a: [", "1: x"])
def test_a_broken_table_says_what_is_wrong(text):
    with pytest.raises(ValueError, match="relays"):
        parse_relays(text)


def test_an_empty_file_is_an_empty_table():
    assert parse_relays("# nothing\n") == {}
