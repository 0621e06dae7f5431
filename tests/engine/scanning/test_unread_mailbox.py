"""A mailbox that cannot be read for hours reaches the candidate, once for each time."""

from pathlib import Path

import pytest
from builders import config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.scanning.unread_mailbox import UnreadMailbox
from followupd.errors import FollowupdError, LoginRefused, TryAgain, Unreachable


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = config()
    return Ledger(SqliteStore(tmp_path / "store.db"), lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]


def titles(ledger: Ledger) -> list[str]:
    return [notice.subject for notice in ledger.pushes]


def test_it_is_told_after_six_hours_and_once(ledger: Ledger) -> None:
    mailbox, fault = UnreadMailbox(), Unreachable("imap.example: nobody answers")
    for moment in ("12 09:00", "12 11:00", "12 14:59"):
        mailbox.note_failure(ledger, fault, utc(moment))
    assert titles(ledger) == []
    for moment in ("12 15:00", "12 18:00", "13 15:00"):
        mailbox.note_failure(ledger, fault, utc(moment))
    assert titles(ledger) == ["followupd is silent: mailbox"]
    assert "imap.example: nobody answers" in ledger.pushes[0].gist
    assert len(ledger.store.list_mails()) == 1


def test_the_next_time_is_told_again(ledger: Ledger) -> None:
    mailbox, fault = UnreadMailbox(), Unreachable("imap.example: nobody answers")
    for day in ("12", "14"):
        mailbox.note_failure(ledger, fault, utc(f"{day} 09:00"))
        mailbox.note_failure(ledger, fault, utc(f"{day} 15:00"))
        mailbox.end()
    assert len(titles(ledger)) == 2


@pytest.mark.parametrize("fault", [LoginRefused("535"), TryAgain("the keyring is locked")])
def test_what_has_a_notice_of_its_own_is_not_told_twice(ledger: Ledger, fault: FollowupdError) -> None:
    mailbox = UnreadMailbox()
    for moment in ("12 09:00", "12 18:00"):
        mailbox.note_failure(ledger, fault, utc(moment))
    assert titles(ledger) == []
