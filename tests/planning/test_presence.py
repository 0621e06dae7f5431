"""Nobody is thanked who may not have been there, whatever the way their entry came into the file."""

from __future__ import annotations

from typing import Any

import pytest
from builders import ACME, config, look, move, utc

from followupd.journal.command_facts import Debriefed
from followupd.journal.history import History
from followupd.planning.context import Rule
from followupd.planning.moves import Verb

SHARED = (
    "jobs@acme.example", "hr@acme.example", "talent@acme.example", "recruiting@acme.example", "careers@acme.example",
    "info@acme.example", "no-reply@acme.example", "bewerbung@acme.example", "room-4@acme.example",
    "c_18@resource.calendar.google.com", "interviews.team@acme.example",
)  # fmt: skip
TOLD = Debriefed(utc("12 15:00"), "acme", present=("ana-ruiz",))


def thanks(*facts: Any, approve: str = "none", **changes: Any) -> Any:
    people = [{**ACME["contacts"][0], **changes}, *ACME["contacts"][1:]]
    made = config(ACME | {"contacts": people}, sending={"approve": approve})
    return move(look("12 16:30", History(facts), made), "thank-you")


@pytest.mark.parametrize("address", SHARED)
@pytest.mark.parametrize("approve", ["none", "unsure"])
def test_a_mailbox_that_several_read_gets_nothing_before_a_word(address: str, approve: str) -> None:
    held = thanks(email=address, approve=approve)
    assert (held.verb, held.rule) == (Verb.HOLD, Rule.UNCONFIRMED)
    assert "confirmed: true in interviews/acme.yaml" in held.why


def test_the_file_or_the_debrief_says_that_they_read_it() -> None:
    assert thanks(email="jobs@acme.example", confirmed=True).verb is Verb.SEND
    assert thanks(TOLD, email="jobs@acme.example").verb is Verb.SEND
    assert thanks(email="jobs@acme.example", confirmed=False).rule is Rule.UNCONFIRMED


@pytest.mark.parametrize(
    "address", ["ana@acme.example", "ana.hiring@acme.example", "peoplesmith@acme.example"]
)
def test_a_persons_own_address_needs_no_word(address: str) -> None:
    assert thanks(email=address).verb is Verb.SEND
