"""The candidate's own words are the mail: from a file beside the interview's, or from `note:`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from builders import ACME, config

from followupd.config.cadence import FAREWELL_STEP
from followupd.writing.draft import OwnSource, OwnText
from followupd.writing.own_text import choose_own_text, list_text_names, split_subject

NOTE = "Subject: Thank you, Ana\n\nDear Ana,\n\nthank you.\n\nSam\n"


@dataclass
class Files:
    """Text files by name."""

    texts: dict[str, str] = field(default_factory=dict)

    def find_own_text(self, interview: str, name: str) -> str | None:
        return self.texts.get(f"{interview}/{name}")

    def find_template(self, *_: Any) -> Any:
        raise AssertionError


def choose(step_id: str = "thank-you", note: str | None = None, **texts: str) -> OwnText | None:
    people = [ACME["contacts"][0] | ({"note": note} if note else {}), *ACME["contacts"][1:]]
    made = config(ACME | {"contacts": people})
    interview = made.interviews[0]
    step = FAREWELL_STEP if step_id == FAREWELL_STEP.id else made.find_step(interview, step_id)
    assert step
    files = Files({f"acme/{name.replace('__', '.').replace('_', '-')}": text for name, text in texts.items()})
    return choose_own_text(files, interview, step, interview.lead)


def test_a_note_is_the_whole_mail_and_its_first_line_may_be_the_subject() -> None:
    found = choose(note=NOTE)
    assert found == OwnText(OwnSource.NOTE, "Dear Ana,\n\nthank you.\n\nSam\n", "Thank you, Ana")


@pytest.mark.parametrize("step", ["check-in", "call", FAREWELL_STEP.id])
def test_a_note_is_for_the_thank_you_alone(step: str) -> None:
    assert choose(step, note=NOTE) is None


@pytest.mark.parametrize("name", ["thank_you__ana_ruiz__txt", "thank_you__ana__txt"])
def test_a_file_goes_before_the_note(name: str) -> None:
    assert choose(note=NOTE, **{name: "Dear Ana,\n\nhello.\n"}) == OwnText(
        OwnSource.FILE, "Dear Ana,\n\nhello.\n"
    )


def test_a_first_name_that_two_have_names_no_file() -> None:
    people = [
        {"name": "Ana Ruiz", "email": "a@acme.example"},
        {"name": "Ana Lopez", "email": "l@acme.example"},
    ]
    made = config(ACME | {"contacts": people})
    interview = made.interviews[0]
    step = made.find_step(interview, "thank-you")
    assert step
    assert list(list_text_names(interview, step, interview.contacts[0])) == ["thank-you.ana-ruiz.txt"]


def test_a_note_that_mail_programs_would_stumble_over_is_refused() -> None:
    for bad in ("", "  \n", "a\x00b", "=?utf-8?q?x?=", "x" * 5001):
        with pytest.raises(ValueError, match="contacts"):
            config(ACME | {"contacts": [ACME["contacts"][0] | {"note": bad}]})


def test_the_subject_is_known_in_four_languages() -> None:
    for word in ("Subject", "Betreff", "Objet", "Asunto"):
        assert split_subject(f"{word}: Hello\n\nWords.\n") == ("Hello", "Words.\n")
    assert split_subject("Words.\n") == ("", "Words.\n")
