"""A question names the context, and does not contain it."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from many_interviews import Crowd

from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import load_and_typeset
from followupd.adapters.workers.questions import dump_question, load_question
from followupd.engine.ledger import build_draft_request
from followupd.journal.facts import Touch

if TYPE_CHECKING:
    from followupd.writing.draft import DraftRequest


@dataclass(frozen=True)
class Shared:
    """What many questions contain."""

    words: str


def test_the_context_is_the_same_object_again() -> None:
    context, other = Shared("w" * 10_000), Shared("other")
    data = dump_question(("write", {"config": context, "other": other}), context)
    kind, parts = load_question(io.BytesIO(data), context)
    assert len(data) < 500
    assert kind == "write"
    assert parts["config"] is context
    assert parts["other"] == other


def test_without_a_context_all_is_written() -> None:
    shared = Shared("words")
    assert load_question(io.BytesIO(dump_question(("ask", shared)))) == ("ask", shared)


def test_another_name_is_refused() -> None:
    class Odd(pickle.Pickler):
        def persistent_id(self, obj: object) -> str | None:
            return "secret" if obj == 1 else None

    file = io.BytesIO()
    Odd(file).dump([1])
    file.seek(0)
    with pytest.raises(pickle.UnpicklingError, match="secret"):
        load_question(file, "context")


@pytest.mark.parametrize("kind", ["write", "lint"])
def test_a_mail_costs_the_same_bytes_beside_ten_times_as_many_interviews(kind: str) -> None:
    """The whole configuration went along with each question: five hundred mails cost their square."""
    few, many = (len(dump_question((kind, r, None), r.config)) for r in map(request_draft, (4, 40)))
    assert many < few * 1.2


def request_draft(interviews: int) -> DraftRequest:
    """Return the request for one mail of so many interviews."""
    crowd = Crowd(interviews, 4)
    details = crowd.ledger.find_touch(Touch("c1", "thank-you", crowd.config.interviews[1].lead.key))
    assert details
    templates = TemplateFiles(Path("none"), interviews_folder=Path("none"))
    return build_draft_request(crowd.ledger, details, crowd.clock.now(), templates, load_and_typeset)
