"""A mail of which the candidate said that it is no answer, and that is read again after their files changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Folder, FolderRole, MailHeader
from followupd.engine.scanning.incoming import IncomingMail
from followupd.inbound.classifier import classify_mail
from followupd.journal.facts import Received
from followupd.journal.interview_status import InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from followupd.config.model import Config

NOW = utc("14 10:00")
LEAD = {**ACME, "id": "lead", "position": "Team Lead", "at": "2026-11-12 16:00"}
BOTH = config(ACME, LEAD)
CORRECTED = config({**ACME, "at": "2026-11-12 13:00"}, {**LEAD, "at": "2026-11-12 17:00"})
DECISION = (
    b"From: Dora <dora@agency.example>\r\nTo: sam@candidate.example\r\nSubject: Your application\r\n"
    b"Message-ID: <1@agency.example>\r\n\r\n"
    b"Hello,\r\n\r\nour client Acme GmbH has asked me to write to you. Unfortunately Acme GmbH has decided to go ahead"
    b" with another candidate.\r\n\r\nDora\r\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store = SqliteStore(tmp_path / "store.db")
    yield Ledger(store, lambda: ActiveConfig(BOTH), {}, None)  # type: ignore[arg-type]
    store.close()


def correct(ledger: Ledger, config: Config = CORRECTED) -> None:
    """The files say something else from now on."""
    ledger.active_config = ActiveConfig(config)


def read(ledger: Ledger, folder: str = "INBOX", uid: int = 1) -> list[tuple[str, ...]]:
    """Read the mail; return the interviews for which it was written down, once for each time."""
    before = len(ledger.history.facts)
    header = MailHeader(
        Folder(folder, FolderRole.INBOX), uid, NOW, len(DECISION), DECISION.partition(b"\r\n\r\n")[0]
    )
    verdict = classify_mail(DECISION, ledger.gather_watchlist(), NOW)
    IncomingMail(ledger, header, verdict, 1, NOW).record()
    return [f.interviews for f in ledger.history.facts[before:] if isinstance(f, Received)]


def state(ledger: Ledger, config: Config, name: str) -> InterviewState:
    interview = next(i for i in config.interviews if i.id == name)
    return ledger.history.record_of(interview, config).status_at(NOW).state


def decline(ledger: Ledger, *names: str) -> None:
    for name in names:
        commands.answer_doubt(ledger, name, NOW, is_answer=False)


def test_a_mail_that_is_no_answer_is_not_asked_about_again_after_the_date_was_corrected(
    ledger: Ledger,
) -> None:
    assert read(ledger) == [("acme", "lead")]
    decline(ledger, "acme", "lead")
    correct(ledger)
    assert read(ledger) == []
    assert state(ledger, CORRECTED, "acme") is InterviewState.ACTIVE


def test_nor_is_it_after_it_was_moved_to_another_folder(ledger: Ledger) -> None:
    read(ledger)
    decline(ledger, "acme", "lead")
    correct(ledger)
    assert read(ledger, "Jobs", 7) == []


def test_a_no_for_one_interview_says_nothing_of_another_one(ledger: Ledger) -> None:
    read(ledger)
    decline(ledger, "acme")
    correct(ledger)
    assert read(ledger) == [("lead",)]
    assert state(ledger, CORRECTED, "lead") is InterviewState.PAUSED


def test_a_no_that_was_taken_back_leaves_the_mail_in_doubt(ledger: Ledger) -> None:
    read(ledger)
    decline(ledger, "acme", "lead")
    commands.undo_last(ledger, "acme", NOW)
    correct(ledger)
    assert read(ledger) == [("acme",)]


def test_a_no_of_a_round_at_another_company_says_nothing(ledger: Ledger) -> None:
    read(ledger)
    decline(ledger, "acme", "lead")
    people = [{**c, "email": c["email"].replace("acme", "brix")} for c in ACME["contacts"]]
    # The next interview was written over the file, at a company whose parent is the one that the mail names.
    brix = {**ACME, "company": "Brix", "aliases": ["Acme GmbH"], "contacts": people, "at": "2026-11-12 13:00"}
    correct(ledger, config(brix))
    assert read(ledger) == [("acme",)]
