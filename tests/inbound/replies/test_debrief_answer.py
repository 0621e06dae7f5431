"""What the candidate writes after an interview becomes facts about people, and a promise."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.inbound.replies.debrief_answer import read_debrief

PEOPLE = {
    "ana-ruiz": ("Ana Ruiz", "Ana", "Ruiz"),
    "ben-brandt": ("Ben Brandt", "Ben", "Brandt"),
    "hal-hart": ("Hal Hart", "Hal", "Hart"),
}
TODAY = date(2026, 11, 12)

UNDER_EACH_NAME = """\
Ana Ruiz:
the move of the nightly loads to Kafka

Ben Brandt:
was not there

Carla Diaz came too.
They decide by 4 December.

Best regards
Sam
"""
IN_SENTENCES = "Ben was not there. Ana: the move of the nightly loads to Kafka. They decide by 4 December. Carla Diaz came too."
BETWEEN_THE_QUESTIONS = """\
On Thu, 12 Nov 2026 at 16:00, followupd wrote:
> Who was there? One line about each: what you talked about
>
> Ana Ruiz:
the move of the nightly loads to Kafka
> Ben Brandt:
was not there
>
> 2. Did somebody else come? Write for example: Carla Diaz came too.
Carla Diaz came too
> 3. Did they name a day?
they decide by 4 December
"""


@pytest.mark.parametrize("text", [UNDER_EACH_NAME, IN_SENTENCES, BETWEEN_THE_QUESTIONS])
def test_every_order_is_understood(text: str) -> None:
    answer = read_debrief(text, PEOPLE, TODAY)
    assert answer.facts["ana-ruiz"].rstrip(".") == "the move of the nightly loads to Kafka"
    assert set(answer.facts) == {"ana-ruiz"}
    assert answer.absent == ["ben-brandt"]
    assert answer.present == ["ana-ruiz"]
    assert answer.others == ["Carla Diaz"]
    assert answer.promise == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "absent", "promise"),
    [
        ("Ben war nicht da. Sie entscheiden bis zum 4. Dezember.", ["ben-brandt"], date(2026, 12, 4)),
        ("Ben n'était pas là. Ils décident le 4 décembre.", ["ben-brandt"], date(2026, 12, 4)),
        ("Ben no estuvo. Deciden el 4 de diciembre.", ["ben-brandt"], date(2026, 12, 4)),
        ("Ben couldn't make it.", ["ben-brandt"], None),
    ],
)
def test_four_languages_are_understood(text: str, absent: list[str], promise: date | None) -> None:
    answer = read_debrief(text, PEOPLE, TODAY)
    assert (answer.absent, answer.promise) == (absent, promise)


@pytest.mark.parametrize(
    "text", ["", "thanks!", "undo", "stop", "> Ana Ruiz:\n> Ben Brandt:\n", "It went well."]
)
def test_what_is_about_nobody_says_nothing(text: str) -> None:
    assert read_debrief(text, PEOPLE, TODAY).is_empty


@pytest.mark.parametrize(
    "line",
    [
        "no", "No.", "n", "nein", "non", "nobody", "Nobody else.", "no one else", "none", "nothing more", "niemand sonst",
        "sonst niemand", "personne d'autre", "nadie más",
    ],
)  # fmt: skip
def test_a_no_below_a_talk_answers_the_next_question(line: str) -> None:
    answer = read_debrief(f"Ana: the move to Kafka\nBen: the on-call rota\n{line}", PEOPLE, TODAY)
    assert answer.facts == {"ana-ruiz": "the move to Kafka", "ben-brandt": "the on-call rota"}
    assert answer.absent == []


@pytest.mark.parametrize(
    "line",
    [
        "Cleo was not there.", "Cleo Chen was not there", "Cleo Chen war nicht da.", "Cleo n'était pas là", "Cleo no vino",
        "Unfortunately Cleo was ill.",
    ],
)  # fmt: skip
def test_the_absence_of_a_stranger_says_nothing_of_the_person_above(line: str) -> None:
    answer = read_debrief(f"Ben: the on-call rota\n{line}", PEOPLE, TODAY)
    assert (answer.facts, answer.absent) == ({"ben-brandt": "the on-call rota"}, [])


@pytest.mark.parametrize(
    "text",
    ["Ben: the rota\nHe was not there.", "Ben: the rota\nLeider war er nicht da.", "Ben Brandt:\nBenny was not there.",
     "Ben Brandt:\nno", "Ben: the rota\nBen was not there."],
)  # fmt: skip
def test_an_absence_of_the_person_above_counts(text: str) -> None:
    assert read_debrief(text, PEOPLE, TODAY).absent == ["ben-brandt"]


def test_a_day_of_the_past_is_no_promise() -> None:
    assert read_debrief("They decided on 4 November.", PEOPLE, TODAY).promise is None


def test_two_of_one_name_are_not_guessed() -> None:
    people = {"ana-ruiz": ("Ana Ruiz", "Ana"), "ana-lopez": ("Ana Lopez", "Ana")}
    assert read_debrief("Ana: the move to Kafka", people, TODAY).is_empty
    assert set(read_debrief("Ana Lopez: the move to Kafka", people, TODAY).facts) == {"ana-lopez"}


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("the \x1b[31mmove\x07 to Kafka\x00", "the [31mmove to Kafka"),
        ("a half \ud800 character", "a half character"),
        ("\u202eakfaK\u202c and loads", "akfaK and loads"),
        ("Kaf\u200bka", "Kafka"),
        ("=?utf-8?q?x?=", "= ?utf-8?q?x?="),
    ],
)
def test_what_is_told_stands_in_a_mail_as_a_file_may_have_it(words: str, fact: str) -> None:
    assert read_debrief(f"Ana: {words}", PEOPLE, TODAY).facts == {"ana-ruiz": fact}


def test_words_that_nobody_can_see_tell_nothing() -> None:
    assert read_debrief("Ana: \u200b\u202e\x07", PEOPLE, TODAY).is_empty


@pytest.mark.parametrize(
    "text",
    [
        "Ana was there, Ben wasn't.", "Ana was there but Ben could not make it", "Ben wasnt there, but Ana was", "Ana: yes\nBen: no",
        "Ben kam nicht, Ana war da", "Ana war da, Ben nicht", "Ben war leider krank, aber Ana war da", "Ana: da\nBen: nicht da",
        "Ana était là, pas Ben", "Ana: présente\nBen: absent", "Ana estaba, Ben no", "Ana: sí\nBen: ausente", "Ana Ruiz:\nyes\n\nBen Brandt:\nno",
    ],
)  # fmt: skip
def test_who_was_there_and_who_was_not_is_told_apart_in_one_sentence(text: str) -> None:
    answer = read_debrief(text, PEOPLE, TODAY)
    assert (answer.absent, answer.present, answer.facts) == (["ben-brandt"], ["ana-ruiz"], {})


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Ana and Ben did not come", ["ana-ruiz", "ben-brandt"]),
        ("Ana told me that Ben was ill", ["ben-brandt"]),
        ("Ana sagte, dass Ben krank war", ["ben-brandt"]),
        ("Instead of Ben, Dora Lee came", ["ben-brandt"]),
        ("Ben was not ill, we talked about skiing", []),
        ("Ana war nicht krank", []),
        ("Ana was missing a lens engineer, we talked about that", []),
        ("Ana talked about how they were not there yet with the new lens", []),
        ("Ana sagte, dass wir noch nicht da waren, wo sie hinwollen", []),
        ("Ana a dit qu'ils n'étaient pas présents sur ce marché", []),
        ("Ana wrote that they could not come", ["ana-ruiz"]),
        ("Ana told me how they work and why Ben was not there", ["ben-brandt"]),
    ],
)
def test_an_absence_is_that_of_the_person_it_is_said_of(text: str, absent: list[str]) -> None:
    assert read_debrief(text, PEOPLE, TODAY).absent == absent


def test_a_sentence_about_two_people_is_one_for_each() -> None:
    answer = read_debrief("I spoke with Ana about lenses, with Ben about the tour", PEOPLE, TODAY)
    assert answer.facts == {
        "ana-ruiz": "I spoke with Ana about lenses",
        "ben-brandt": "with Ben about the tour",
    }


@pytest.mark.parametrize("text", ["Everybody was there", "alle waren da", "Todos estaban"])
def test_all_are_everybody(text: str) -> None:
    assert read_debrief(text, PEOPLE, TODAY).present == list(PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "stop, Ana rejected me", "Please skip Ben", "don't write to Ben", "Ana was nice, please don't write to Ben", "Ana: lenses. No mail to Ben.",
        "Bitte schreib Ben nicht", "Ben bitte keine Mail", "N'écris pas à Ben", "pas de mail à Ben", "No le escribas a Ben", "Ana, not Ben",
    ],
)  # fmt: skip
def test_a_word_to_followupd_is_no_fact_about_anybody(text: str) -> None:
    assert read_debrief(text, PEOPLE, TODAY).is_empty


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("They will not decide by 4 December", None),
        ("Keine Entscheidung vor dem 4. Dezember", None),
        ("They have not decided yet, but will decide by 4 December", date(2026, 12, 4)),
    ],
)
def test_a_day_on_which_they_do_not_decide_is_no_promise(text: str, promise: date | None) -> None:
    assert read_debrief(text, PEOPLE, TODAY).promise == promise


def test_a_sentence_that_only_begins_like_a_command_is_a_fact() -> None:
    assert read_debrief("Para Ana lo más importante es el equipo", PEOPLE, TODAY).facts
    assert read_debrief("Close teamwork matters to Ana", PEOPLE, TODAY).facts


def test_what_is_said_of_some_people_can_be_left_out() -> None:
    answer = read_debrief(UNDER_EACH_NAME, PEOPLE, TODAY)
    remaining = answer.without_people(frozenset({"ana-ruiz"}))
    assert (remaining.facts, remaining.absent, remaining.promise) == ({}, ["ben-brandt"], date(2026, 12, 4))
    assert answer.without_people(frozenset({"ana-ruiz", "ben-brandt"})).others == ["Carla Diaz"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We also met Tom", "Tom"),
        ("We also met Tom Baker (tom.baker@acme.example).", "Tom Baker"),
        ("There was also Tom Baker, the CTO.", "Tom Baker"),
        ("Außerdem war Tom Baker dabei", "Tom Baker"),
        ("Auch dabei: Tom Baker", "Tom Baker"),
        ("J'ai aussi rencontré Tom Baker", "Tom Baker"),
        ("También conocí a Tom Baker", "Tom Baker"),
    ],
)
def test_who_was_met_as_well_is_named_behind_the_verb(text: str, name: str) -> None:
    answer = read_debrief(text, PEOPLE, TODAY)
    assert (answer.others, answer.facts, answer.absent) == ([name], {}, [])


@pytest.mark.parametrize(
    "text", ["We also spoke with Kafka experts", "also met with their team", "Also saw the new lab"]
)
def test_a_subject_is_nobody_who_came_too(text: str) -> None:
    assert read_debrief(text, PEOPLE, TODAY).others == []


@pytest.mark.parametrize("text", ["Both.", "all there", "Beide", "Tout le monde", "todos"])
def test_everybody_in_one_word(text: str) -> None:
    assert read_debrief(text, PEOPLE, TODAY).present == list(PEOPLE)


@pytest.mark.parametrize("text", ["it was just Ben, Ana was ill", "Ana was sick today, so just ben"])
def test_that_only_one_came_is_nothing_to_write_of(text: str) -> None:
    answer = read_debrief(text, PEOPLE, TODAY)
    assert (answer.facts, answer.absent, answer.present) == ({}, ["ana-ruiz"], ["ben-brandt"])


def test_a_sentence_that_begins_with_a_small_letter_is_one_of_its_own() -> None:
    people = {"ana": ("Ana Ruiz", "Ana", "Ruiz"), "ben": ("Ben Brandt", "Ben", "Brandt")}
    text = "Ana and Ben. Ana loved that I know Kafka. they decide by the 11th"
    answer = read_debrief(text, people, date(2026, 12, 1))
    assert answer.facts == {"ana": "Ana loved that I know Kafka."}
    assert answer.promise == date(2026, 12, 11)
