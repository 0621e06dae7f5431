"""What was told after an interview counts where the file is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import ACME, config, look, move, utc

from followupd.journal.command_facts import Debriefed
from followupd.journal.debriefs import build_told_interview, find_missing_people, find_told_fact, was_there
from followupd.journal.fact_json import dump_fact, parse_fact
from followupd.journal.history import History
from followupd.journal.undoing import find_last_command
from followupd.planning.context import Rule, TextReport
from followupd.planning.debrief_prompts import find_debrief_prompt
from followupd.planning.moves import Verb

if TYPE_CHECKING:
    from followupd.config.model import Config
    from followupd.journal.record import InterviewRecord

TOLD = Debriefed(
    utc("12 15:00"), "acme", (("ana-ruiz", "the move to Kafka"),), ("ana-ruiz",), ("ben-brandt",), ("Carla Diaz",),
    utc("27 00:00").date(),
)  # fmt: skip


def record_of(*facts: Any, made: Config | None = None) -> InterviewRecord:
    made = made or config()
    return History(facts).record_of(made.interviews[0], made)


def test_it_is_kept_as_it_was_told() -> None:
    assert parse_fact(dump_fact(TOLD)) == TOLD


def test_a_fact_that_was_told_is_in_the_note_and_the_file_goes_first() -> None:
    record = record_of(TOLD)
    told = build_told_interview(record)
    assert told.lead.fact == "the move to Kafka"
    assert (
        find_told_fact(record, told.lead)
        == find_told_fact(record, record.interview.lead)
        == "the move to Kafka"
    )
    written = config(ACME | {"contacts": [{**ACME["contacts"][0], "fact": "your nightly loads"}]})
    filed = record_of(TOLD, made=written)
    assert build_told_interview(filed) is filed.interview
    assert find_told_fact(filed, filed.interview.lead) is None


def test_the_last_word_counts() -> None:
    again = Debriefed(utc("12 17:00"), "acme", (("ana-ruiz", "the on-call rota"),), ("ben-brandt",))
    record = record_of(TOLD, again)
    ana, ben, hal = record.interview.contacts
    assert find_told_fact(record, ana) == "the on-call rota"
    assert (was_there(record, ben), was_there(record, hal)) == (True, None)


def test_a_promise_that_was_told_holds_the_reminders() -> None:
    assert record_of(TOLD).promised_date == TOLD.promise


def test_who_came_too_is_asked_about_until_the_file_names_them() -> None:
    assert find_missing_people(record_of(TOLD)) == ["Carla Diaz"]
    carla = {"name": "Carla Diaz", "email": "carla@acme.example"}
    made = config(ACME | {"contacts": [*ACME["contacts"], carla]})
    assert find_missing_people(record_of(TOLD, made=made)) == []


def test_who_came_too_is_thanked_as_soon_as_the_file_has_an_address() -> None:
    carla = {"name": "Carla Diaz", "email": "carla@acme.example", "confirmed": False, "role": "met"}
    made = config(ACME | {"contacts": [*ACME["contacts"], carla]})
    assert was_there(record_of(TOLD, made=made), made.interviews[0].contacts[-1]) is True
    found = look("12 16:30", History([TOLD]), made)
    assert next(m for m in found.moves if m.contact_name == "Carla Diaz").rule is not Rule.UNCONFIRMED


def test_who_was_absent_gets_nothing_and_who_was_there_is_confirmed() -> None:
    people = [c | {"confirmed": False} for c in ACME["contacts"]]
    found = look("12 16:30", History([TOLD]), config(ACME | {"contacts": people}))
    assert move(found, "thank-you").verb is Verb.SEND
    absent = move(found, "thank-you", "ben-brandt")
    assert (absent.verb, absent.rule, absent.why) == (
        Verb.HOLD,
        Rule.UNCONFIRMED,
        "you said that Ben Brandt was not there",
    )
    assert move(found, "thank-you", "hal-hart").rule is Rule.UNCONFIRMED


def test_a_note_with_a_told_fact_is_shown_first() -> None:
    made = config(sending={"approve": "unsure"})
    from followupd.journal.facts import Touch

    reports = {Touch("acme", "thank-you", "ana-ruiz"): TextReport("mark")}
    found = move(look("12 16:30", History([TOLD]), made, text_reports=reports), "thank-you")
    assert found.rule is Rule.APPROVAL
    assert "is from your answer: “the move to Kafka”" in found.why


def test_it_can_be_taken_back() -> None:
    command = find_last_command([TOLD], frozenset({"acme"}))
    assert command
    assert command.what == "debrief"


@pytest.mark.parametrize(
    ("now", "number"),
    [("12 13:30", None), ("12 14:01", 1), ("12 21:00", 1), ("13 08:30", 2), ("13 20:00", None)],
)
def test_it_is_asked_as_the_interview_ends_and_once_the_next_morning(now: str, number: int | None) -> None:
    assert find_debrief_prompt(utc(now), config(), record_of()) == number
    assert find_debrief_prompt(utc(now), config(), record_of(TOLD)) is None
    assert find_debrief_prompt(utc(now), config(notifications={"debrief": False}), record_of()) is None


def test_nobody_is_asked_what_the_file_says_already() -> None:
    made = config(ACME | {"contacts": [c | {"fact": "your loads"} for c in ACME["contacts"]]})
    assert find_debrief_prompt(utc("12 14:01"), made, record_of(made=made)) is None
