"""What the store remembers of what it has read is what the file says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import steered, utc
from outbox_row import ROW

from followupd.adapters.store.sqlite import SqliteStore
from followupd.engine.ports import Cursor
from followupd.journal.states import TouchEvent, TouchState

NOW = utc("12 15:00")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[SqliteStore, SqliteStore]]:
    ours, theirs = SqliteStore(tmp_path / "s.sqlite3"), SqliteStore(tmp_path / "s.sqlite3")
    yield ours, theirs
    ours.close()
    theirs.close()


def said(store: SqliteStore) -> tuple[object, ...]:
    """Return everything that is remembered."""
    states = [
        o.state for o in store.list_mails(TouchState.RENDERED, TouchState.UNKNOWN, TouchState.TRANSMITTING)
    ]
    row = store.find_mail(ROW.id)
    return (
        len(store.read_facts()),
        states,
        row and row.state,
        store.read_cursors(),
        store.get_value("a"),
        store.list_wanted_copies(),
    )


def write(store: SqliteStore) -> None:
    store.append(steered("13 10:00", "pause"))
    store.add_mail(ROW)
    store.apply_event(ROW.id, TouchEvent.TRANSMIT, NOW)
    store.set_cursor("INBOX", Cursor(1, 7))
    store.set_value("a", "b")


WRITTEN = (1, ["transmitting"], "transmitting", {"INBOX": Cursor(1, 7)}, "b", [])
EMPTY = (0, [], None, {}, None, [])


def test_what_another_process_writes_is_seen_at_once(two: tuple[SqliteStore, SqliteStore]) -> None:
    ours, theirs = two
    assert said(ours) == EMPTY
    write(theirs)
    assert said(ours) == WRITTEN
    theirs.apply_event(ROW.id, TouchEvent.WITHHOLD, NOW)
    assert ours.find_mail(ROW.id) is None
    assert ours.apply_event(ROW.id, TouchEvent.CANCEL, NOW) is None


def test_what_another_process_wrote_is_seen_in_a_transaction(two: tuple[SqliteStore, SqliteStore]) -> None:
    ours, theirs = two
    assert said(ours) == EMPTY
    write(theirs)
    with ours.transaction():
        assert said(ours) == WRITTEN


def test_what_is_undone_is_not_remembered(two: tuple[SqliteStore, SqliteStore]) -> None:
    for store in (two[0], SqliteStore(None)):
        with pytest.raises(ZeroDivisionError), store.transaction():
            write(store)
            assert said(store) == WRITTEN
            _ = 1 / 0
        assert said(store) == EMPTY


def test_what_is_asked_for_may_be_changed_by_who_asked() -> None:
    store = SqliteStore(None)
    write(store)
    store.read_cursors().clear()
    store.list_mails(TouchState.TRANSMITTING).clear()
    store.read_facts().clear()
    assert said(store) == WRITTEN
