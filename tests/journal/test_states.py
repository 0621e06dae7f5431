"""The two total tables."""

from itertools import product

import pytest

from followupd.journal.states import (
    INTERVIEW_TABLE,
    TOUCH_TABLE,
    InterviewEvent,
    InterviewState,
    TouchEvent,
    TouchState,
    draw_diagram,
)


def test_both_tables_are_total() -> None:
    assert {(s, e) for s, row in INTERVIEW_TABLE.items() for e in row} == set(
        product(InterviewState, InterviewEvent)
    )
    assert {(s, e) for s, row in TOUCH_TABLE.items() for e in row} == set(product(TouchState, TouchEvent))


def test_closed_is_absorbing() -> None:
    assert set(INTERVIEW_TABLE[InterviewState.CLOSED].values()) == {InterviewState.CLOSED}


def test_only_the_users_word_ends_the_silence_after_an_answer() -> None:
    row = INTERVIEW_TABLE[InterviewState.ANSWERED]
    assert [e for e, s in row.items() if s is InterviewState.ACTIVE] == [InterviewEvent.RESUME]


def test_sent_stays_sent_until_it_comes_back() -> None:
    changes = {e: s for e, s in TOUCH_TABLE[TouchState.SENT].items() if s is not TouchState.SENT}
    assert changes == {TouchEvent.REOPEN: TouchState.PLANNED}


@pytest.mark.parametrize(
    ("state", "events"),
    [
        (TouchState.UNKNOWN, {TouchEvent.RESEND}),
        (TouchState.REFUSED, {TouchEvent.RESEND, TouchEvent.REOPEN}),
        (TouchState.MISSED, {TouchEvent.REOPEN}),
        (TouchState.CANCELLED, {TouchEvent.UNDO, TouchEvent.REOPEN}),
    ],
)
def test_only_a_word_or_a_bounce_leads_back_to_sending(state: TouchState, events: set[TouchEvent]) -> None:
    back = {
        e
        for e, s in TOUCH_TABLE[state].items()
        if s in (TouchState.RENDERED, TouchState.PLANNED, TouchState.TRANSMITTING)
    }
    assert back == events


def test_a_crash_after_the_commit_is_unknown_and_before_it_is_harmless() -> None:
    assert TOUCH_TABLE[TouchState.COMMITTING][TouchEvent.CRASH] is TouchState.UNKNOWN
    assert TOUCH_TABLE[TouchState.TRANSMITTING][TouchEvent.CRASH] is TouchState.RENDERED


def test_the_dot_leaves_only_from_committing() -> None:
    sources = [s for s, row in TOUCH_TABLE.items() if row[TouchEvent.ACCEPT] is not s]
    assert sources == [TouchState.COMMITTING]


def test_the_picture_names_every_change() -> None:
    drawn = draw_diagram(INTERVIEW_TABLE)
    assert "active --> answered: answer" in drawn
    assert "closed -->" not in drawn
