"""The pass: what it says of itself to the daemon."""

from many_interviews import Crowd

from followupd.engine.ports import Cursor


def test_the_first_look_is_awaited_until_an_attempt_fails_or_something_was_read() -> None:
    engine = Crowd(1, 5).engine
    assert engine.awaits_first_look
    engine.scan_failures = 1
    assert not engine.awaits_first_look
    engine.scan_failures = 0
    engine.ledger.store.set_cursor("INBOX", Cursor(1, 5))
    assert not engine.awaits_first_look
