"""Submission after the final dot: nobody can say what became of the mail, unless the server says so exactly."""

import time

import pytest
from faulty_smtp import DOT, QUEUED, FaultySmtp, cut, never_ends, reads_of_the_dot, says, silence, stops_after
from smtp_talk import GARBAGE, attempt

from followupd.engine.outcomes import Accepted, Unknown


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
