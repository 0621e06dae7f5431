"""Every kind of fact has a sentence, in every case that it may have and in every language."""

from datetime import date
from typing import get_args, get_type_hints

import pytest
from builders import ACME, by_hand, config, received, steered, taken, utc

from followupd.adapters.catalogues import list_languages, load_words
from followupd.config.interview import EVERY
from followupd.inbound.verdict import Action
from followupd.journal import command_facts, facts
from followupd.journal.draft_states import Drafted, DraftState
from followupd.journal.facts import Done, Fact, Noted, Reopened, Steered, Touch
from followupd.writing.language.journal_sentences import SENTENCES, collect_names, describe_facts
from followupd.writing.language.words import Words

CHECK_IN = Touch("acme", "check-in", "ana-ruiz")
NOTED = Noted(utc("12 15:00"), "acme", "Acme", utc("12 13:00"), (), ())
# The field of a fact that chooses its sentence, with all the values that the field may have.
CASES = {
    facts.Taken: "how",
    facts.Settled: "outcome",
    facts.Printed: "outcome",
    command_facts.ContactSteered: "command",
}


def say(*said: Fact, words: Words | None = None) -> list[str]:
    names = collect_names(config(ACME).interviews, said)
    return [text.sentence for text in describe_facts(said, names, words or Words())]


def test_every_kind_of_fact_has_a_sentence() -> None:
    assert set(SENTENCES) == set(get_args(Fact))


@pytest.mark.parametrize("kind", CASES)
def test_every_value_of_the_field_that_chooses_has_a_sentence(kind: type) -> None:
    assert set(SENTENCES[kind].messages) == set(get_args(get_type_hints(kind)[CASES[kind]]))


def test_every_action_command_and_state_of_a_draft_has_a_sentence() -> None:
    commands = get_args(get_type_hints(Steered)["command"])
    assert set(SENTENCES[facts.Received].messages) == set(Action)
    assert set(SENTENCES[Drafted].messages) == set(DraftState)
    assert set(SENTENCES[Steered].messages) == {(c, every) for c in commands for every in (True, False)}


@pytest.mark.parametrize("language", list_languages())
def test_every_sentence_is_there_in_every_language(language: str) -> None:
    words = load_words(language, Words().zone)
    messages = [m for sentences in SENTENCES.values() for m in sentences.messages.values()]
    assert language == "en" or [m for m in messages if words.translate(m) == m] == []


def test_the_person_has_the_name_of_the_file_or_of_the_mail() -> None:
    removed = taken(
        "12 15:30", "thank-you", name="Ana Ruiz de Soto", touch=Touch("acme", "thank-you", "gone")
    )
    assert say(steered("12 16:00", "pause"), removed) == [
        "Paused",
        "Thank-you to Ana Ruiz de Soto was sent to ana@acme.example",
    ]
    assert say(Done(utc("17 10:00"), CHECK_IN, "spoke")) == ["Check-in to Ana Ruiz: you spoke with them"]
    assert say(Done(utc("17 10:00"), Touch("acme", "call", "li-na"), "odd")) == ["Call to Li Na: odd"]


def test_the_dates_follow_the_sentence() -> None:
    away = received("19 08:50", action=Action.HOLD, return_date=date(2026, 11, 25))
    assert say(away) == ["Received from ana@acme.example: an absence, until 25 November 2026"]
    assert say(Steered(utc("20 13:00"), EVERY, "pause", utc("23 08:00"))) == [
        "Everything paused, until 23 November 2026, 08:00 UTC"
    ]
    promised = Steered(utc("20 13:00"), "acme", "resume", promise=date(2026, 12, 1))
    assert say(promised) == ["Resumed, they decide by 1 December 2026"]


def test_a_pause_does_not_end_on_the_day_of_an_absence_in_the_mail() -> None:
    doubtful = received("19 08:50", action=Action.PAUSE, return_date=date(2026, 11, 25))
    assert say(doubtful) == [
        "Received from ana@acme.example: perhaps an answer, so it is paused, an absence until 25 November 2026"
    ]


def test_an_interview_is_added_once_and_then_changed() -> None:
    assert say(NOTED, by_hand("13 10:00", "ana@acme.example"), NOTED) == [
        "Interview added", "You wrote to ana@acme.example yourself", "Interview changed",
    ]  # fmt: skip


def test_a_step_that_came_back_is_not_open_by_the_word_of_the_user() -> None:
    assert say(Reopened(utc("13 10:00"), CHECK_IN), Reopened(utc("13 10:00"), CHECK_IN, "it came back")) == [
        "Check-in to Ana Ruiz is sent again, by your word", "Check-in to Ana Ruiz is open again",
    ]  # fmt: skip


def test_the_detail_is_as_it_was_written_down() -> None:
    mail = received("19 08:50", why="it answers our mail")
    (text,) = describe_facts([mail], {}, load_words("de", Words().zone))
    assert (text.sentence, text.detail) == (
        "Erhalten von ana@acme.example: eine Antwort", "it answers our mail · INBOX",
    )  # fmt: skip
