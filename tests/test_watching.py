"""What the inbox is read for: our own mails are known by their mark, under every name that a file may have had."""

from builders import ACME, config, utc

from followupd import watching
from followupd.facts import Noted, Touch
from followupd.history import History
from followupd.writing.mime import token

KEY = b"key"


def test_what_went_out_under_a_name_that_is_gone_counts_for_the_one_there_is_unless_its_file_cannot_be_read() -> (
    None
):
    made = config(ACME | {"id": "second", "at": "2026-11-19 14:00"})
    noted = Noted(utc("12 12:00"), "acme", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",))
    mark = token(KEY, str(Touch("acme", "call", "ana-ruiz")))
    found = watching.touches_by_token(History([noted]), made, KEY)
    assert found[mark] == Touch("second", "call", "ana-ruiz")
    assert mark not in watching.touches_by_token(History([noted]), made, KEY, frozenset({"acme"}))
