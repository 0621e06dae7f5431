"""Submission after the final dot: nobody can say what became of the mail, unless the server says so exactly."""

import time

import pytest
from faulty_smtp import DOT, QUEUED, FaultySmtp, cut, never_ends, reads_of_the_dot, says, silence, stops_after
from smtp_talk import GARBAGE, attempt

from followupd.engine.sending.outcomes import Accepted, Deferred, Unknown


@pytest.mark.parametrize("count", range(len(QUEUED)))
def test_an_answer_cut_at_any_byte_leaves_the_outcome_unknown(count):
    server = FaultySmtp(fault=stops_after("dot", count))
    assert isinstance(attempt(server), Unknown)
    assert len(server.taken) == 1


@pytest.mark.parametrize("count", range(1, len(DOT)))
def test_a_dot_that_is_cut_at_any_byte_leaves_the_outcome_unknown(count):
    server = FaultySmtp(fault=reads_of_the_dot(count))
    assert isinstance(attempt(server), Unknown)
    assert server.taken == []


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_an_unparsable_answer_leaves_the_outcome_unknown(garbage):
    server = FaultySmtp(fault=says("dot", garbage))
    assert isinstance(attempt(server), Unknown)
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "fault", [silence("dot"), never_ends("dot"), says("dot", b"354 go on\r\n"), says("dot", b"250 OK")]
)
def test_silence_and_endless_talk_leave_the_outcome_unknown(fault):
    server = FaultySmtp(fault=fault)
    assert isinstance(attempt(server, patience=0.5), Unknown)
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"421 4.4.2 upstream timed out\r\n",
        b"451 4.4.1 no answer from host\r\n",
        b"421 timeout waiting for the content filter\r\n",
        b"450 connection lost\r\n",
    ],
)
def test_a_4xx_that_speaks_of_a_lost_line_leaves_the_outcome_unknown(answer):
    """A filter that has passed the mail on and waited in vain says so; believed, the mail would go out twice."""
    server = FaultySmtp(fault=says("dot", answer))
    assert isinstance(attempt(server), Unknown)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_before_the_dot_the_same_words_leave_no_doubt(step):
    server = FaultySmtp(fault=says(step, b"421 4.4.2 timed out\r\n"))
    assert isinstance(attempt(server), Deferred)


def test_the_clock_is_read_after_the_last_sign_of_life():
    """A machine that sleeps while the sign of life is given must not send the dot when it wakes."""
    slept = [0.0]

    def alive() -> None:
        if asked:
            slept[0] = 3600.0

    asked = []
    server = FaultySmtp()
    outcome = attempt(
        server, lambda: not asked.append(1), alive=alive, uptime=lambda: time.monotonic() + slept[0]
    )
    assert isinstance(outcome, Deferred)
    assert server.taken == []


@pytest.mark.parametrize(
    "fault",
    [
        cut("quit"),
        silence("quit"),
        never_ends("quit"),
        says("quit", b"500 what?\r\n"),
        says("quit", b"\xff\r\n"),
    ],
)
def test_whatever_becomes_of_quit_an_accepted_mail_stays_accepted(fault):
    server = FaultySmtp(fault=fault)
    assert isinstance(attempt(server, patience=0.5), Accepted)
    assert len(server.taken) == 1


def test_the_wait_for_the_last_answer_shows_signs_of_life():
    beats = []
    server = FaultySmtp(fault=silence("dot"))
    assert isinstance(attempt(server, patience=0.5, alive=lambda: beats.append(time.monotonic())), Unknown)
    assert len(beats) > 5
