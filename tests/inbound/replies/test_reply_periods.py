"""Weeks, months and years in the candidate's answers. The cases of every language are in tests/data/replies."""

from datetime import date

import pytest

from followupd.inbound.replies.reply_periods import names_unread_end, spell_periods

WEDNESDAY, SATURDAY, DECEMBER = date(2026, 11, 25), date(2026, 11, 28), date(2026, 12, 2)


@pytest.mark.parametrize(
    ("answer", "today", "spelt"),
    [
        ("hold until december", WEDNESDAY, "hold until 2026-12-01"),
        ("hold until november", WEDNESDAY, "hold until november"),  # it is November
        ("hold until january 2027", WEDNESDAY, "hold until 2027-01-01"),
        ("hold until january 4", WEDNESDAY, "hold until january 4"),  # read as a date later
        ("pause bis nachsten monat", DECEMBER, "pause bis 2027-01-01"),
        ("hold until the weekend", SATURDAY, "hold until the weekend"),
        ("pause bis kw 60", WEDNESDAY, "pause bis kw 60"),
        ("hold until week 2", WEDNESDAY, "hold until 2027-01-11"),
        ("spoke , they decide in week 2", WEDNESDAY, "spoke , they decide in 2027-01-15"),
        ("hold until next tuesday , they decide next week", WEDNESDAY, "hold until next tuesday , they decide 2026-12-04"),
        ("remind me tuesday next week", WEDNESDAY, "remind me 2026-12-01"),
        ("erinnere mich nachste woche dienstag", WEDNESDAY, "erinnere mich 2026-12-01"),
        ("the interview was in january", WEDNESDAY, "the interview was in january"),
        ("posted last week", WEDNESDAY, "posted last week"),
    ],
)  # fmt: skip
def test_a_period_with_one_meaning_becomes_a_date(answer: str, today: date, spelt: str) -> None:
    assert spell_periods(answer, today) == spelt


@pytest.mark.parametrize(
    "answer", ["hold until easter", "pause bis ostern", "attends jusqu'a paques", "not before spring"]
)
def test_an_end_in_unknown_words_is_noticed(answer: str) -> None:
    assert names_unread_end(answer)


@pytest.mark.parametrize(
    "answer",
    ["hold until i say so", "pause bis auf weiteres", "attends jusqu'a nouvel ordre", "espera hasta nuevo aviso", "hold until they answer"],
)  # fmt: skip
def test_a_pause_without_an_end_needs_none(answer: str) -> None:
    assert not names_unread_end(answer)
