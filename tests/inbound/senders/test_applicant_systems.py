from __future__ import annotations

import pytest

from followupd.inbound.senders.applicant_systems import find_relay, parse_relays


def test_subdomains_count_and_lookalikes_do_not():
    assert find_relay("no-reply@us.greenhouse-mail.io", {}) == "Greenhouse"
    assert find_relay("x@notgreenhouse.io", {}) == ""


def test_a_table_of_the_users_own_adds_to_the_shipped_one():
    own_table = {"jobs.example": "Jobs", "lever.co": "Our Lever"}
    assert find_relay("x@jobs.example", own_table) == "Jobs"
    assert find_relay("x@lever.co", own_table) == "Our Lever"
    assert find_relay("x@greenhouse.io", own_table) == "Greenhouse"


@pytest.mark.parametrize("text", ["- a\n- b", "acme: 3", "nodot: Name", "a: [", "1: x"])
def test_a_broken_table_says_what_is_wrong(text):
    with pytest.raises(ValueError, match="relays"):
        parse_relays(text)


def test_an_empty_file_is_an_empty_table():
    assert parse_relays("# nothing\n") == {}
