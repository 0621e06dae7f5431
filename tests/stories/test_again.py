"""Open again: what came back goes out to the corrected address, and what was missed or skipped by the user's word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from daemon_stage import PANEL, Stage, text_of
from mailhost import ANA

from followupd.engine import commands
from followupd.errors import UsageError
from followupd.journal.facts import Reopened, Taken

WRONG = "ana.alvares@acme.example"


def people(address: str) -> list[dict[str, Any]]:
    return [{**PANEL["contacts"][0], "email": address}]


def open_again(stage: Stage, step: str = "thank-you", contact: str | None = None) -> str:
    assert stage.daemon
    ledger = stage.daemon._ledger
    ledger.read_new_facts()
    interview = ledger.config.interviews[0]
    return commands.open_again(ledger, interview, step, stage.clock.instant, contact).name


@pytest.fixture
def returned(stage: Stage) -> Stage:
    """The thank-you went to an address that does not exist, and the server has said so."""
    stage.mailhost.add_user(WRONG)
    stage.mailhost.bounce(WRONG)
    stage.write_interview(contacts=people(WRONG))
    stage.look()
    assert stage.advance()
    stage.mailhost.postfix.settle()
    stage.look()
    return stage


def test_it_goes_out_to_the_corrected_address_as_another_mail(returned: Stage) -> None:
    stage = returned
    assert any("cannot be reached" in str(m["Subject"]) for m in stage.notices())
    stage.write_interview(contacts=people(ANA.address))
    stage.look()
    (told,) = [m for m in stage.notices() if str(m["Subject"]).startswith("Goes out again")]
    assert "You have corrected the address since" in text_of(told)
    stage.clock.instant += timedelta(minutes=40)
    stage.look()
    (mail,) = stage.followups(ANA.address)
    assert not str(mail["Subject"]).startswith("Re:")
    assert mail["In-Reply-To"] is None
    assert stage.daemon
    facts = stage.daemon._ledger.history.facts
    first, second = [f for f in facts if isinstance(f, Taken)]
    assert set(first.message_ids).isdisjoint(second.message_ids)
    assert [f.returned for f in facts if isinstance(f, Reopened)] == [first.message_ids[0]]
    stage.clock.instant += timedelta(days=1)
    stage.restart()
    stage.look()
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
    with pytest.raises(UsageError, match="nothing goes out twice"):
        open_again(stage)


def test_old_copies_in_sent_prove_nothing_of_the_new_mail(returned: Stage) -> None:
    stage = returned
    for _ in range(4):
        stage.clock.instant += timedelta(minutes=2)
        stage.look()
    stage.write_interview(contacts=people(ANA.address))
    stage.look()
    assert stage.daemon
    stage.daemon._ledger.store.forget_cursors()  # type: ignore[attr-defined]
    stage.look()
    stage.clock.instant += timedelta(minutes=40)
    stage.look()
    assert len(stage.followups(ANA.address)) == 1


def test_what_was_skipped_goes_out_by_the_users_word_and_once(stage: Stage) -> None:
    stage.write_interview(contacts=people(ANA.address))
    stage.look()
    assert stage.daemon
    commands.skip_step(stage.daemon._ledger, "acme", "thank-you", stage.clock.instant)
    stage.look()
    assert open_again(stage) == "Ana Alvarez"
    with pytest.raises(UsageError, match="is open"):
        open_again(stage)
    stage.advance()
    stage.look()
    assert len(stage.followups(ANA.address)) == 1


def test_what_was_missed_goes_out_late_by_the_users_word(stage: Stage) -> None:
    stage.write_interview(contacts=people(ANA.address))
    stage.look()
    stage.stop()
    stage.clock.instant += timedelta(days=6)
    stage.start()
    stage.look()
    (missed,) = [m for m in stage.notices() if str(m["Subject"]).startswith("Not sent")]
    assert "followupd again acme thank-you --contact ana-alvarez" in text_of(missed)
    open_again(stage, contact="Ana")
    stage.clock.instant += timedelta(hours=1)
    stage.look()
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
