"""What the candidate still has to do by hand, and when they are reminded of it."""

import pytest
from builders import config, received, steered, taken, thanked, utc

from followupd.journal.facts import Done, Touch
from followupd.journal.history import History
from followupd.planning.manual_steps import Prompt, due_prompts

CALL = taken("17 08:00", "call", how="sheet")
LETTER = taken("24 08:00", "letter", how="sheet")


def said(at: str, outcome: str, step: str = "call", note: str = "") -> Done:
    return Done(utc(at), Touch("acme", step, "ana-ruiz"), outcome, note)


def asked(now: str, *facts: object) -> list[tuple[Prompt, int]]:
    history = History([*thanked(), *facts])  # type: ignore[list-item]
    return [(e.prompt, e.number) for e in due_prompts(utc(now), config(), history)]


def test_a_sheet_that_nobody_answers_comes_once_more_on_the_next_business_day() -> None:
    assert asked("17 16:00", CALL) == []
    assert asked("18 07:31", CALL) == asked("19 12:00", CALL) == [(Prompt.AGAIN, 1)]


def test_a_call_that_was_not_made_in_time_is_missed() -> None:
    assert asked("19 17:01", CALL) == [(Prompt.MISSED, 0)]


@pytest.mark.parametrize("outcome", ["spoke", "voicemail", "wrong-number", "done"])
def test_a_call_that_was_made_is_settled(outcome: str) -> None:
    assert asked("30 12:00", CALL, said("17 10:00", outcome)) == []


def test_nobody_picked_up_means_another_try_and_not_for_ever() -> None:
    tries = [said(f"{day} 10:00", "no-answer") for day in (17, 18, 19)]
    assert asked("18 08:00", CALL, tries[0]) == [(Prompt.AGAIN, 2)]
    assert asked("19 08:00", CALL, *tries[:2]) == [(Prompt.AGAIN, 3)]
    assert asked("20 08:00", CALL, *tries) == []


def test_a_snooze_brings_the_sheet_back_after_its_days() -> None:
    snoozed = said("17 10:00", "snooze", note="3")
    assert asked("19 12:00", CALL, snoozed) == []
    assert asked("20 08:00", CALL, snoozed) == [(Prompt.AGAIN, 2)]
    assert asked("25 08:00", CALL, snoozed) == [(Prompt.MISSED, 1)]
    assert asked("18 08:00", CALL, said("17 10:00", "snooze", note="1")) == [(Prompt.AGAIN, 2)]


def test_a_letter_is_asked_about_until_it_is_posted() -> None:
    assert asked("25 12:00", LETTER) == []
    assert asked("26 12:00", LETTER) == [(Prompt.POSTED, 0)]
    assert asked("26 12:00", LETTER, said("25 10:00", "posted", "letter")) == []


def test_a_snoozed_letter_is_asked_about_again_when_the_snooze_ends() -> None:
    snoozed = said("26 12:00", "snooze", "letter", note="2")
    assert asked("27 12:00", LETTER, snoozed) == []
    assert asked("30 12:00", LETTER, snoozed) == [(Prompt.POSTED, 1)]


@pytest.mark.parametrize(
    "fact", [received("17 09:00"), steered("17 09:00", "pause"), steered("17 09:00", "close")]
)
def test_an_interview_that_rests_asks_nothing(fact: object) -> None:
    assert asked("18 12:00", CALL, fact) == []
