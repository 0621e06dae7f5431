"""A person whom the candidate has paused: nothing to them, the others go on, and nothing bursts afterwards."""

from typing import Any

import pytest
from builders import ACME, config, look, move, taken, thanked, utc

from followupd.journal.command_facts import ContactSteered
from followupd.journal.facts import Noted
from followupd.journal.history import History
from followupd.planning.context import Rule
from followupd.planning.manual_steps import due_prompts, list_open_steps
from followupd.planning.moves import Verb


def word(at: str, command: Any, until: str | None = None, contact: str = "ana-ruiz") -> ContactSteered:
    address = {"ana-ruiz": "ana@acme.example", "ben-brandt": "ben@acme.example"}[contact]
    return ContactSteered(utc(at), "acme", contact, address, command, utc(until) if until else None)


def test_only_this_person_is_held() -> None:
    plan = look("12 15:40", History([word("12 15:00", "pause", contact="ben-brandt")]))
    ben = move(plan, "thank-you", "ben-brandt")
    assert (ben.verb, ben.rule, ben.lifts_at) == (Verb.HOLD, Rule.PAUSED, None)
    assert ben.why == "you paused Ben Brandt on 12 November"
    assert move(plan, "thank-you").verb is Verb.SEND
    assert move(plan, "call").rule is not Rule.PAUSED


def test_the_pause_of_the_lead_holds_the_reminders() -> None:
    history = History([*thanked(), word("16 09:00", "pause")])
    call = move(look("17 12:00", history), "call")
    assert (call.verb, call.rule) == (Verb.HOLD, Rule.PAUSED)


@pytest.mark.parametrize("end", [("resume", None), ("pause", "20 09:00")])
def test_after_the_pause_nothing_is_due_before_its_end(end: tuple[str, str | None]) -> None:
    command, until = end
    words = (
        [word("16 09:00", command, until)]
        if until
        else [word("16 09:00", "pause"), word("20 09:00", command)]
    )
    history = History([*thanked(), *words])
    call = move(look("20 09:30", history), "call")
    assert call.rule in (Rule.RELEASE, Rule.DUE)
    assert utc("20 09:00") <= call.due < utc("21 00:00")
    assert call.latest > utc("23 00:00")


def test_a_sheet_is_not_asked_about_meanwhile() -> None:
    sheet = taken("17 08:00", "call", reminder=True, how="sheet")
    for words, count in (([], 1), ([word("17 09:00", "pause")], 0)):
        history = History([*thanked(), sheet, *words])
        assert len(list(due_prompts(utc("18 09:00"), config(), history))) == count
        assert len(list(list_open_steps(utc("18 09:00"), config(), history))) == count


@pytest.mark.parametrize("change", [{"name": "Anna Ruiz-Lopez"}, {"email": "anna@acme.example"}])
def test_the_pause_stays_when_the_person_is_corrected(change: dict[str, str]) -> None:
    made = config()
    noted = History().identities.new_snapshot(made.interviews[0])
    assert isinstance(noted, Noted)
    history = History([noted, word("12 15:00", "pause")])
    ana = ACME["contacts"][0] | change
    corrected = config(ACME | {"contacts": [ana, *ACME["contacts"][1:]]})
    key = corrected.interviews[0].lead.key
    assert move(look("12 15:40", history, corrected), "thank-you", key).rule is Rule.PAUSED


def test_a_sheet_for_one_who_is_paused_and_no_longer_the_lead_comes_no_second_time() -> None:
    facts = [*thanked(), taken("17 08:00", "call", how="sheet")]
    new_lead = {"name": "Cleo Chen", "email": "cleo@acme.example", "lead": True}
    made = config({**ACME, "contacts": [new_lead, {**ACME["contacts"][0], "lead": False}]})
    assert list(due_prompts(utc("18 12:00"), made, History(facts)))
    paused = History([*facts, word("17 12:00", "pause")])
    assert list(due_prompts(utc("18 12:00"), made, paused)) == []
