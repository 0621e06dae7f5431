"""What is asked about calls and letters comes once, and again after each time that the candidate put it off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import config, taken, thanked, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.prompting import send_prompt
from followupd.engine.replies.reply_subject import Topic, describe_notice
from followupd.journal.facts import Taken, Touch
from followupd.planning.manual_steps import Prompt, due_prompts

CALL = taken("17 08:00", "call", how="sheet")
LETTER = taken("24 08:00", "letter", how="sheet")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store, made = SqliteStore(tmp_path / "store.db"), config()
    ledger = Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]
    for fact in thanked():
        ledger.append(fact)
    yield ledger
    store.close()


def ask(ledger: Ledger, *moments: str) -> list[str]:
    """What the candidate was told by these moments of missed calls and letters, by its key."""
    for moment in moments:
        for step in due_prompts(utc(moment), ledger.config, ledger.history):
            if step.prompt is not Prompt.AGAIN:
                send_prompt(ledger, None, step, utc(moment))  # type: ignore[arg-type]
    return [mail.id.removeprefix("notice/") for mail in ledger.store.list_mails()]


@pytest.mark.parametrize(
    ("sheet", "first", "reported", "outcome", "note", "second"),
    [
        (CALL, "20 12:00", "20 13:00", "no-answer", "", "25 18:00"),
        (CALL, "20 12:00", "20 13:00", "snooze", "3", "30 18:00"),
        (LETTER, "26 12:00", "26 13:00", "snooze", "2", "30 12:00"),
    ],
)
def test_what_the_candidate_put_off_is_told_once_more(
    ledger: Ledger, sheet: Taken, first: str, reported: str, outcome: str, note: str, second: str
) -> None:
    ledger.append(sheet)
    assert len(ask(ledger, first, first)) == 1
    touch = Touch("acme", sheet.touch.step, "ana-ruiz")
    commands.record_outcome(ledger, touch, utc(reported), outcome, note)
    keys = ask(ledger, second, second)
    assert len(keys) == 2
    topic = Topic.CALL if sheet is CALL else Topic.LETTER
    assert [describe_notice(ledger, key, utc(second)).touch for key in keys] == [touch, touch]
    assert {describe_notice(ledger, key, utc(second)).topic for key in keys} == {topic}
