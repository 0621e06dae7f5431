"""Which words a check-in takes: after a promised day it speaks of that day, once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from builders import ACME, config, look, move, received, steered, taken, thanked, utc

from followupd.adapters.templates import TemplateFiles
from followupd.journal.facts import Done, Fact, Touch
from followupd.journal.history import History
from followupd.writing.composer import lint_draft, write_draft
from followupd.writing.draft import DraftRequest
from followupd.writing.letters.letter_pdf import typeset_letter


def words(promise: date | None, *facts: Fact) -> str:
    made = config(ACME | ({"promise": promise.isoformat()} if promise else {}))
    history = History([*thanked(), taken("17 10:00", "call", subject=""), *facts])
    interview = made.interviews[0]
    step = made.find_step(interview, "check-in")
    assert step
    due = move(look("24 11:00", history, made), "check-in").due
    desk = DraftRequest(
        made,
        history.record_of(interview, made),
        interview.lead,
        step,
        due,
        TemplateFiles(Path()),
        typeset_letter,
    )
    written = write_draft(desk)
    assert not [f for f in lint_draft(desk, written) if f.severity == "hold"]
    return written.text.body


def test_a_check_in_after_a_promised_day_speaks_of_that_day() -> None:
    assert "you had 20 November in mind" in words(date(2026, 11, 20))


def test_a_day_that_they_wrote_is_quoted_as_that_and_one_that_they_said_as_said() -> None:
    answer, go_on = received("16 09:00"), replace(steered("16 10:00", "resume"), promise=date(2026, 11, 20))
    assert "In your mail of 16 November you had 20 November in mind" in words(None, answer, go_on)
    call = Done(utc("17 10:05"), Touch("acme", "call", "ana-ruiz"), "spoke", promise=date(2026, 11, 20))
    assert "When we spoke, you had 20 November in mind" in words(None, call)


def test_without_a_promise_it_does_not() -> None:
    assert "in mind" not in words(None)


def test_who_has_had_a_mail_since_that_day_is_not_reminded_of_it_again() -> None:
    since = taken("21 10:00", "check-in-2", subject="Data Engineer", message_ids=("<a@b>",))
    assert utc("21 10:00") == since.at
    assert "in mind" not in words(date(2026, 11, 19), since)
