"""The names that people sign with: who may ask about one, and who may end the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.scanning.own_names import note_own_name
from followupd.journal.own_names import find_other_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = utc("13 09:00")


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A ledger with one interview, whose file says Ana Ruiz."""
    store, acme = SqliteStore(None), config(ACME)
    yield Ledger(store, lambda: ActiveConfig(acme), {}, None)  # type: ignore[arg-type]
    store.close()


def read(ledger: Ledger, name: str, *, is_proven: bool) -> str:
    """Read a mail with that name in its From line; return the spelling that is asked about."""
    header = f"From: {name} <ana@acme.example>\r\nSubject: Thursday\r\n".encode()
    note_own_name(ledger, header, NOW, is_proven=is_proven)
    record = ledger.record_of(ledger.config.interviews[0])
    return find_other_spelling(record, record.interview.lead)


def test_any_mail_asks_about_a_name_and_only_a_proven_one_ends_the_question(ledger: Ledger) -> None:
    assert not read(ledger, "Ana Ruiz", is_proven=False)
    assert read(ledger, "Anna Ruiz", is_proven=False) == "Anna Ruiz"
    assert read(ledger, "Ana Ruiz", is_proven=False) == "Anna Ruiz"
    assert not read(ledger, "Ana Ruiz", is_proven=True)
    assert read(ledger, "Anna Ruiz", is_proven=True) == "Anna Ruiz"
