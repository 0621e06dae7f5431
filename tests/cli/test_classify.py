from __future__ import annotations

import json
from datetime import date

import pytest

from followupd.cli.app import format_json
from followupd.cli.classify import verdict_data
from followupd.inbound.verdict import Action, Intent, Kind, Verdict


def test_a_verdict_becomes_one_flat_object():
    verdict = Verdict(Kind.AUTO_REPLY, Action.HOLD, "because", return_date=date(2026, 12, 1))
    assert verdict_data("a.eml", verdict) == {
        "file": "a.eml",
        "kind": "auto_reply",
        "action": "hold",
        "why": "because",
        "return_date": "2026-12-01",
        "intent": None,
    }


def test_an_intent_is_its_word():
    assert (
        verdict_data("a", Verdict(Kind.REPLY, Action.STOP, "x", intent=Intent.NEXT_ROUND))["intent"]
        == "next_round"
    )


@pytest.mark.parametrize(
    "odd", ["\x9b31m", "\u202eknil", "\u2028", "\u200b", "\U000e0001", "\ud800", "\x1b]0;x\x07"]
)
def test_what_a_program_reads_as_json_commands_no_terminal(odd: str) -> None:
    data = {"message_id": f"<{odd}@x.example>", "name": "Jörg 山田"}
    for indent in (None, 2):
        text = format_json(data, indent)
        assert all(c.isprintable() or c == "\n" for c in text)
        assert json.loads(text) == data
        assert "Jörg 山田" in text


def test_an_answer_without_a_known_intent_still_has_a_word():
    assert verdict_data("a", Verdict(Kind.REPLY, Action.STOP, "x"))["intent"] == "other"
