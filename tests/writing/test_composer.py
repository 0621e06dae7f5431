"""Which words a check-in takes: after a promised day it speaks of that day, once."""

from datetime import date
from pathlib import Path

from builders import ACME, config, look, move, taken, thanked, utc

from followupd.adapters.templates import TemplateFiles
from followupd.journal.facts import Fact
from followupd.journal.history import History
from followupd.writing.composer import lint_draft, write_draft
from followupd.writing.draft import DraftRequest
from followupd.writing.letter_pdf import typeset_letter


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


def test_without_a_promise_it_does_not() -> None:
    assert "in mind" not in words(None)


def test_who_has_had_a_mail_since_that_day_is_not_reminded_of_it_again() -> None:
    since = taken("21 10:00", "check-in-2", subject="Data Engineer", message_ids=("<a@b>",))
    assert utc("21 10:00") == since.at
    assert "in mind" not in words(date(2026, 11, 19), since)
