"""Two commands in one answer: both are done, or the question names both in the candidate's own words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.replies.reply_pairs import Part, can_do_both, find_pair

TUESDAY = date(2026, 12, 1)
NAMES = ("Sam Sample", "Ana Alvarez", "acme")
RELEASING = {"yes", "ok", "resume", "resend", "undo", "promise", "day", "not-theirs", "no-show"}


def pair_of(text: str) -> tuple[Part, Part] | None:
    return find_pair(read_command(text, ("<fu.1@x.example>",), TUESDAY), NAMES)


@pytest.mark.parametrize(
    ("text", "first", "second", "until"),
    [
        ("spoke to her, pls pause 2 weeks", "spoke", "hold", 14),
        ("Mit ihr telefoniert, bitte 2 Wochen Pause", "spoke", "hold", 14),
        ("Hable con Ana, me dicen algo la semana q viene. Pausa 2 semanas", "spoke", "hold", 14),
        ("pas de réponse, mets en pause jusqu'au 4/1", "no-answer", "hold", date(2027, 1, 4)),
        ("Posted today. Then pause until 4 Jan.", "posted", "hold", date(2027, 1, 4)),
        ("Pause until 4 January. I posted it yesterday", "posted", "hold", date(2027, 1, 4)),
        ("voicemail left and then hold until friday", "voicemail", "hold", date(2026, 12, 4)),
    ],
)
def test_a_report_and_a_brake_are_both_done(text: str, first: str, second: str, until: int | date) -> None:
    pair = pair_of(text)
    assert pair
    assert can_do_both(*pair)
    assert [part.meaning.verb for part in pair] == [first, second]
    assert (pair[1].command.day or pair[1].command.days) == until


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ja, und danach bitte pausieren bis 15.1.", ["ja", "bitte pausieren bis 15.1."]),
        ("yes\nps. pause acme after that till 4 jan", ["yes", "pause acme after that till 4 jan"]),
        ("oui, puis pause jusqu'au 4/1", ["oui", "pause jusqu'au 4/1"]),
    ],
)
def test_what_lets_a_mail_out_and_brakes_it_is_asked_about_by_both_names(text: str, shown: list[str]) -> None:
    pair = pair_of(text)
    assert pair
    assert not can_do_both(*pair)
    assert [part.words for part in pair] == shown


@pytest.mark.parametrize(
    "text",
    ["spoke to her", "yes please", "voicemail left, don't pause", "nobody picked up. what now? pause?"],
)
def test_one_command_or_an_unclear_one_is_no_pair(text: str) -> None:
    assert pair_of(text) is None


WORDS = ["spoke", "yes", "pause 2 weeks", "no", "close rejected", "resume", "left a voicemail", "stop", "skip", "posted", "send it", "not", "undo", "hold until friday", "ok", ",", ".", "and", "?", "they did not call"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=7))
def test_both_are_never_done_where_one_of_them_lets_something_out(words: list[str]) -> None:
    pair = pair_of(" ".join(words))
    if pair and can_do_both(*pair):
        assert RELEASING.isdisjoint(part.meaning.verb for part in pair)


def test_a_call_that_was_made_and_is_put_off_pauses_the_interview() -> None:
    pair = pair_of("Reached her voicemail & left a msg. snooze 1 week")
    assert pair
    assert can_do_both(*pair)
    assert [part.meaning.verb for part in pair] == ["voicemail", "hold"]
    assert pair[1].command.days == 7
