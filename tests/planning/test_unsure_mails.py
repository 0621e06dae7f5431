"""Under `approve: unsure` a first mail leaves by itself only if nothing about it is unsure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import ACME, by_hand, config, look, move, received, seen, steered, taken, thanked, utc

from followupd.config.interview import EVERY
from followupd.config.model import Config
from followupd.journal.command_facts import ContactSteered, Instructed
from followupd.journal.draft_states import Drafted, DraftState
from followupd.journal.facts import Approved, Fact, Steered, Touch
from followupd.journal.history import History
from followupd.planning.approval import find_doubts
from followupd.planning.context import Rule, TextReport
from followupd.planning.moves import Move, Verb
from followupd.planning.planner import gate

NOTE = Touch("acme", "thank-you", "ana-ruiz")
GOOD = TextReport("mark")
DUE, LATE = "12 16:30", "16 18:00"


def unsure(**changes: Any) -> Config:
    people = [{**ACME["contacts"][0], "fact": "your nightly loads"} | changes, *ACME["contacts"][1:]]
    return config(ACME | {"contacts": people}, sending={"approve": "unsure"})


def note(made: Config, report: TextReport | None, *facts: Fact, now: str = DUE) -> Move:
    reports = {Touch("acme", "thank-you", made.interviews[0].lead.key): report} if report else {}
    found = look(now, History(facts), made, text_reports=reports)
    return move(found, "thank-you", made.interviews[0].lead.key)


def test_it_is_the_default() -> None:
    made = Config.model_validate({"account": config().account, "candidate": config().candidate})
    assert made.sending.approve == "unsure"


def test_what_is_sure_leaves_by_itself() -> None:
    assert note(unsure(), GOOD).verb is Verb.SEND


@pytest.mark.parametrize(
    ("changes", "report", "reason"),
    [
        ({"fact": None}, GOOD, "only you and Ana talked about"),
        ({}, TextReport("mark", ("it greets nobody",)), "it greets nobody"),
        ({"email": "jobs@acme.example", "confirmed": True}, GOOD, "a mailbox of a department"),
        ({"email": "no-reply@acme.example", "confirmed": True}, GOOD, "a mailbox of a department"),
        ({"email": "Raum-4@acme.example", "confirmed": True}, GOOD, "a mailbox of a department"),
        ({}, None, "were not checked yet"),
    ],
)
def test_anything_unsure_waits_and_says_why(
    changes: dict[str, Any], report: TextReport | None, reason: str
) -> None:
    found = note(unsure(**changes), report)
    assert (found.verb, found.rule) == (Verb.HOLD, Rule.APPROVAL)
    assert reason in found.why
    assert "followupd approve acme thank-you" in found.why


@pytest.mark.parametrize("verb", ["edit", "no"])
def test_a_mail_that_is_opened_again_waits_if_other_words_or_a_no_for_it_came_too_late(verb: str) -> None:
    """It left in the words of the template, although the candidate had sent others."""
    about = "approve/acme/thank-you/ana-ruiz/67b3560697"
    answer = Instructed(utc("12 16:10"), "acme", "digest", about, verb, "refused")
    found = note(unsure(), GOOD, answer)
    assert (found.verb, found.rule) == (Verb.HOLD, Rule.APPROVAL)
    assert "you answered no, or in other words" in found.why
    assert note(unsure(), GOOD, answer, Approved(utc("12 16:20"), NOTE, "mark")).verb is Verb.SEND
    for other in (replace(answer, answer="did"), replace(answer, about="approve/acme/check-in/ana-ruiz/67")):
        assert note(unsure(), GOOD, other).verb is Verb.SEND


def test_the_gate_before_the_dot_asks_the_same() -> None:
    for report in (GOOD, TextReport("mark", ("it greets nobody",)), None):
        reports = {NOTE: report} if report else {}
        hold = gate(utc(DUE), unsure(), History(), seen(utc(DUE), text_reports=reports), NOTE)
        assert (hold is None) == (report is GOOD)


def test_own_words_need_no_fact() -> None:
    assert note(unsure(fact=None), TextReport("mark", is_own=True)).verb is Verb.SEND


@pytest.mark.parametrize("end", ["answer", "pause"])
def test_an_edited_draft_waits_for_a_yes_after_an_answer_or_a_pause(end: str) -> None:
    edited = Drafted(utc("12 15:50"), "acme", "thank-you", "ana-ruiz", DraftState.EDITED, digest="mark")
    approval = Approved(utc("12 15:50"), NOTE, "mark")
    own = TextReport("mark", is_own=True)
    assert note(unsure(fact=None), own, edited, approval).verb is Verb.SEND
    ends = {"answer": received("12 16:00"), "pause": steered("12 16:00", "pause")}
    past = [edited, approval, ends[end], steered("12 16:05", "resume")]
    found = note(unsure(fact=None), own, *past)
    assert (found.verb, found.rule) == (Verb.HOLD, Rule.APPROVAL)
    assert "you may have changed its draft before they answered" in found.why
    assert note(unsure(fact=None), own, *past, Approved(utc("12 16:10"), NOTE, "mark")).verb is Verb.SEND


PAUSES = {
    "interview": [steered("19 10:00", "pause"), steered("2026-12-18T10:00", "resume")],
    "everything": [
        Steered(utc("19 10:00"), EVERY, "pause"),
        Steered(utc("2026-12-18T10:00"), EVERY, "resume"),
    ],
    "person": [
        ContactSteered(utc("19 10:00"), "acme", "ana-ruiz", "ana@acme.example", "pause"),
        ContactSteered(utc("2026-12-18T10:00"), "acme", "ana-ruiz", "ana@acme.example", "resume"),
    ],
}


@pytest.mark.parametrize("paused", PAUSES)
def test_a_reminder_that_a_pause_made_weeks_late_is_asked_about_once_more(paused: str) -> None:
    """The end of a pause moves its latest moment: it left weeks later, on the yes from before."""
    check_in, made = Touch("acme", "check-in", "ana-ruiz"), config(sending={"approve": "all"})
    past = [*thanked(), taken("17 10:00", "call", how="user"), Approved(utc("18 10:00"), check_in, "mark")]
    reports = {check_in: TextReport("mark")}

    def find_check_in(now: str, *facts: Fact) -> Move:
        return move(look(now, History([*past, *facts]), made, text_reports=reports), "check-in")

    on_time = find_check_in("24 15:00")
    assert on_time.verb is Verb.SEND
    late = find_check_in("2026-12-18T15:00", *PAUSES[paused])
    assert (late.verb, late.rule) == (Verb.HOLD, Rule.APPROVAL)
    assert (
        find_check_in(
            "2026-12-18T15:00", *PAUSES[paused], Approved(utc("2026-12-18T14:00"), check_in, "mark")
        ).verb
        is Verb.SEND
    )


def test_an_approval_lets_it_out() -> None:
    doubtful = TextReport("mark", ("it greets nobody",))
    assert note(unsure(), doubtful, Approved(utc("12 16:10"), NOTE, "mark")).verb is Verb.SEND


def test_a_person_who_has_had_a_mail_is_not_asked_about() -> None:
    found = look("24 12:00", History(thanked()), unsure(fact=None))
    check_in = next(m for m in found.moves if m.touch.step == "check-in")
    assert check_in.rule is not Rule.APPROVAL


def test_a_check_in_that_is_the_first_mail_is() -> None:
    others = [f for f in thanked() if f.touch.contact != "ana-ruiz"]
    done = [taken("17 09:00", "call", how="user")]
    found = look(
        "24 15:00", History([*others, by_hand("12 16:00", "ana@acme.example"), *done]), unsure(fact=None)
    )
    check_in = next(m for m in found.moves if m.touch.step == "check-in")
    assert (check_in.verb, check_in.rule) == (Verb.HOLD, Rule.APPROVAL)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (TextReport("mark", ("it greets nobody",)), "you did not approve it before"),
        (GOOD, "its latest moment was"),
        (None, "its latest moment was"),  # nobody was asked: the machine was off
    ],
)
def test_a_missed_approval_is_told_as_that(report: TextReport | None, words: str) -> None:
    found = note(unsure(), report, now=LATE)
    assert found.verb is Verb.MISS
    assert words in found.why


def test_every_doubt_is_listed() -> None:
    made = unsure(fact=None, email="hr@acme.example")
    record = History().record_of(made.interviews[0], made)
    step, lead = made.steps_of(made.interviews[0])[0], made.interviews[0].lead
    assert len(find_doubts(record, step, lead, TextReport("mark", ("one", "two")))) == 4
