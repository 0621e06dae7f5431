"""A few pushes in a row are passed on at once; a server that pushes without end is passed on once a second."""

from __future__ import annotations

from itertools import pairwise

import pytest

from followupd.adapters.mail.push_pace import BURST, PushPace


class Watch:
    """A stopwatch that goes where the test sends it."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def pass_on(pace: PushPace, watch: Watch, count: int) -> list[float]:
    """Pass so many pushes on, each as soon as the rest after the last is over; return when."""
    moments = []
    for _ in range(count):
        moments.append(watch.seconds)
        watch.seconds += pace.count_push()
    return moments


def test_an_answer_right_behind_another_mail_waits_a_tenth_of_the_gap(watch: Watch) -> None:
    moments = pass_on(PushPace(1.0, watch), watch, BURST)
    assert [later - sooner for sooner, later in pairwise(moments)] == pytest.approx([0.1] * (BURST - 1))


def test_pushes_without_end_are_passed_on_once_a_gap(watch: Watch) -> None:
    moments = pass_on(PushPace(1.0, watch), watch, 200)
    assert 200 - BURST - 1 <= moments[-1] <= 200
    assert all(later - sooner <= 1.0 for sooner, later in pairwise(moments))


def test_quiet_seconds_earn_another_burst_and_not_more(watch: Watch) -> None:
    pace = PushPace(1.0, watch)
    pass_on(pace, watch, 50)
    watch.seconds += 3600
    began = watch.seconds
    moments = pass_on(pace, watch, 50)
    assert moments[BURST - 1] - began < 1.0
    assert moments[-1] - began >= 50 - BURST - 1
