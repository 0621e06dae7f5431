"""A mail is written down once for each interview, also where two interviews with one company have one start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Folder, FolderRole, MailHeader
from followupd.engine.scanning.incoming import IncomingMail
from followupd.inbound.classifier import classify_mail
from followupd.journal.facts import Received

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from followupd.config.model import Config

NOW = utc("14 10:00")
LEAD = {**ACME, "id": "lead", "position": "Team Lead"}  # spoken about at the same meeting
SIGNATURE = (
    b"From: Signing <sign@signing.example>\r\nTo: sam@candidate.example\r\n"
    b"Subject: Acme GmbH: please sign your contract\r\nMessage-ID: <1@signing.example>\r\n\r\nPlease sign.\r\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store = SqliteStore(tmp_path / "store.db")
    yield Ledger(store, lambda: ActiveConfig(config(ACME, LEAD)), {}, None)  # type: ignore[arg-type]
    store.close()


def read(ledger: Ledger, config: Config) -> set[str]:
    """Read the mail while the files say this; return the interviews for which it was written down."""
    ledger.active_config = ActiveConfig(config)
    before = len(ledger.history.facts)
    folder = Folder("Junk", FolderRole.JUNK)
    header = MailHeader(folder, 1, NOW, len(SIGNATURE), SIGNATURE.partition(b"\r\n\r\n")[0])
    verdict = classify_mail(SIGNATURE, ledger.gather_watchlist(), NOW)
    IncomingMail(ledger, header, verdict, 1, NOW).record()
    facts = [f for f in ledger.history.facts[before:] if isinstance(f, Received)]
    return {id_ for fact in facts for id_ in fact.interviews}


def test_a_mail_about_two_roles_of_one_meeting_pauses_both(ledger: Ledger) -> None:
    assert read(ledger, config(ACME, LEAD)) == {"acme", "lead"}
    assert read(ledger, config(ACME, LEAD)) == set()


def test_a_second_role_of_that_meeting_that_is_added_later_is_paused_as_well(ledger: Ledger) -> None:
    assert read(ledger, config(ACME)) == {"acme"}
    assert read(ledger, config(ACME, LEAD)) == {"lead"}
    assert read(ledger, config(ACME, LEAD)) == set()


def test_a_file_that_was_renamed_takes_in_no_old_mail_again(ledger: Ledger) -> None:
    assert read(ledger, config(ACME)) == {"acme"}
    assert read(ledger, config({**ACME, "id": "acme-gmbh"})) == set()
