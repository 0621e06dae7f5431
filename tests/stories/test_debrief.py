"""From the invitation to the note: asked after the interview, answered by mail, shown, approved, sent."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from daemon_stage import PANEL, Stage, text_of
from mailhost import ANA
from own_replies import answer, answers

BEN = "ben@acme.example"


@pytest.fixture
def over(stage: Stage) -> Stage:
    """The interview is over; its people were taken from an invitation, and nobody told a word about them."""
    people = [
        {k: v for k, v in c.items() if k != "fact"} | {"confirmed": False} for c in PANEL["contacts"][:2]
    ]
    stage.write_interview(contacts=people)
    stage.look()
    return stage


def question(stage: Stage) -> list[EmailMessage]:
    return [m for m in stage.notices() if m["Subject"].startswith(("How was it?", "Once more: How was it?"))]


def test_from_the_question_to_the_note(over: Stage) -> None:
    stage = over
    (asked,) = question(stage)
    assert asked["Subject"] == "How was it? Acme GmbH, Data Engineer"
    own_mail = answer(
        stage,
        asked,
        "Ana: the move of your nightly loads to Kafka\nBen was not there.\nThey decide by 4 December.",
    )
    (told,) = answers(stage, own_mail)
    assert "Ana Alvarez: the move of your nightly loads to Kafka" in text_of(told)
    assert "Ben Brandt was not there, and gets no mail" in text_of(told)
    stage.clock.instant += timedelta(hours=2)
    stage.look()
    stage.look()
    assert not stage.followups(ANA.address)
    (shown,) = [m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you to Ana")]
    assert "What followupd is unsure about: - what you and Ana talked about is from your answer" in text_of(
        shown
    )
    answer(stage, shown, "yes")
    (note,) = stage.followups(ANA.address)
    assert "the move of your nightly loads to Kafka" in text_of(note)
    stage.clock.instant += timedelta(days=2)
    stage.look()
    assert not stage.followups(BEN)
    assert len(question(stage)) == 1


def test_it_is_asked_once_more_and_what_nobody_confirms_is_not_sent(over: Stage) -> None:
    over.clock.instant += timedelta(hours=18)
    over.look()
    first, second = question(over)
    assert second["Subject"] == f"Once more: {first['Subject']}"
    over.clock.instant += timedelta(days=4)
    over.look()
    assert len(question(over)) == 2
    assert not over.followups(ANA.address)


def test_an_answer_can_be_taken_back(over: Stage) -> None:
    (asked,) = question(over)
    own_mail = answer(over, asked, "Ana: the move to Kafka")
    undoing = answer(over, answers(over, own_mail)[0], "undo")
    assert "your debrief for Acme GmbH is taken back" in text_of(answers(over, undoing)[0])


def test_what_is_not_understood_is_asked_about(over: Stage) -> None:
    (asked,) = question(over)
    own_mail = answer(over, asked, "It went quite well, I think.")
    assert "did not understand" in text_of(answers(over, own_mail)[0])
