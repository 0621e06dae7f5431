"""Whose a draft of the folder may be: one with the mark of another interview's is not this one's, however alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.drafts.case import DraftCase, leave_out_others
from followupd.engine.drafts.folder_port import DraftPlace
from followupd.engine.drafts.recognition import SeenDraft
from followupd.engine.ledger import Ledger
from followupd.inbound.replies.draft_text import DraftMarks
from followupd.journal.draft_states import Drafted, DraftState
from followupd.journal.facts import Touch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store, made = SqliteStore(tmp_path / "store.db"), config(ACME)
    yield Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]
    store.close()


def draft_of(ledger: Ledger, interview: str) -> DraftCase:
    touch = Touch(interview, "thank-you", "ana-ruiz")
    fact = Drafted(utc("12 15:00"), *(touch.interview, touch.step, touch.contact), DraftState.PLACED)
    return DraftCase(ledger, touch, [fact], ledger.find_touch(touch), None)


def seen(uid: int, *marks: str) -> SeenDraft:
    return SeenDraft(DraftPlace(1, uid), DraftMarks(marks, "", "Thank you", ("ana@acme.example",)))


def test_a_draft_with_the_mark_of_another_interviews_alone_is_left_out(ledger: Ledger) -> None:
    mine, other = draft_of(ledger, "acme"), draft_of(ledger, "second")
    own_mark, other_mark = min(mine.marks), min(other.marks)
    of_others, of_both = seen(1, other_mark), seen(2, own_mark, other_mark)
    unmarked, of_nobody = seen(3), seen(4, "0a1b2c3d-0000-4000-8000-000000000000")
    drafts = [of_others, of_both, unmarked, of_nobody]
    assert leave_out_others(mine, [mine, other], drafts) == [of_both, unmarked, of_nobody]
    assert leave_out_others(mine, [mine], drafts) == drafts
