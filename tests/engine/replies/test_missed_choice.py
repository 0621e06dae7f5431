"""Which of several missed steps an "again" by mail means: what is not clear is asked, and nothing is guessed."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import notify
from followupd.engine.replies.mailed_commands import apply_reply, find_answered
from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.journal.facts import Reopened, Settled, Touch
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = utc("14 10:00")
MISSED = (
    Touch("acme", "thank-you", "ana-ruiz"),
    Touch("acme", "thank-you", "ben-brandt"),
    Touch("acme", "check-in", "ana-ruiz"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Three steps were missed while the machine was off, and one notice told of them."""
    store = SqliteStore(tmp_path / "store.db")
    one = config(ACME)
    ledger = Ledger(store, lambda: ActiveConfig(one), {}, None)  # type: ignore[arg-type]
    for touch in MISSED:
        ledger.append(Settled(utc("13 18:00"), touch, "missed", "too late", due=utc("12 16:00")))
    notify(ledger, Notice(f"missed/{MISSED[0]}/20261112", "Not sent: 3 steps", "This was not sent."), NOW)
    yield ledger
    store.close()


def answer(ledger: Ledger, text: str) -> str:
    """The candidate answers the notice; return what followupd answers."""
    (notice,) = [m for m in ledger.store.list_mails() if m.id.startswith("notice/missed/")]
    command = read_command(text, (notice.message_id,), NOW.date())
    mail = Verdict(Kind.UNRELATED, Action.NONE, "own", is_own=True, message_id="<again@sam>", subject="Re: x")
    subject = find_answered(ledger, mail, command, NOW)
    assert subject
    apply_reply(ledger, subject, command, mail, NOW, NOW)
    (told,) = [m for m in ledger.store.list_mails() if m.id.startswith("notice/answer/")]
    return " ".join(message_from_bytes(told.mail.data, policy=default).get_content().split())


def reopened(ledger: Ledger) -> list[Touch]:
    return [fact.touch for fact in ledger.history.facts if isinstance(fact, Reopened)]


@pytest.mark.parametrize(
    ("text", "touch"),
    [
        ("again thank-you Ben Brandt", MISSED[1]), ("Again: thank-you to Ana Ruiz", MISSED[0]), ("again Ben", MISSED[1]), ("again, the check-in", MISSED[2]),
        ("nochmals check-in Ana Ruiz", MISSED[2]), ("encore une fois Ben", MISSED[1]), ("otra vez check-in", MISSED[2]),
    ],
)  # fmt: skip
def test_the_one_that_is_named_is_opened_and_no_other(ledger: Ledger, text: str, touch: Touch) -> None:
    assert "is open again" in answer(ledger, text)
    assert reopened(ledger) == [touch]


@pytest.mark.parametrize("text", ["again", "Again!", "nochmals", "again Ana", "again thank-you"])
def test_what_fits_several_is_asked_about_with_each_of_them(ledger: Ledger, text: str) -> None:
    said = answer(ledger, text)
    assert "answer with again and the one you mean: thank-you to Ana Ruiz" in said
    assert reopened(ledger) == []


@pytest.mark.parametrize(
    "text", ["again you forgot it", "again Zoe", "Ben again called me", "again and again Ben"]
)
def test_other_words_open_nothing(ledger: Ledger, text: str) -> None:
    answer(ledger, text)
    assert reopened(ledger) == []
