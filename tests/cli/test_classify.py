from __future__ import annotations

from datetime import date

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
