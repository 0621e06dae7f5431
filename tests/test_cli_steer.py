"""The commands that steer: pause, resume, close, skip, done, resolve, and what they refuse."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desks import Desk

from followupd.facts import Touch, Uncertain
from followupd.lock import Lock
from followupd.ports import Mail, Outgoing
from followupd.states import TouchState


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_pause_resume_and_close_are_written_at_once(desk: Desk) -> None:
    desk("pause", "--all", "--until", "2099-01-01")
    assert {m["rule"] for m in json.loads(desk("plan", "--json").stdout)} == {"paused"}
    desk("resume", "--all")
    said = desk("close", "acme", "--outcome", "offer").stderr
    assert "dropped: check-in to Ana Ruiz" in said
    assert "closed is for good" in desk("resume", "acme", status=64).stderr


@pytest.mark.parametrize(
    "words",
    [
        ("pause",),
        ("pause", "acme", "--all"),
        ("pause", "acme", "--until", "2020-01-01"),
        ("pause", "acme", "--until", "soon"),
        ("pause", "acme", "--until", "0001-01-01"),
        ("pause", "acme", "--until", "9999-12-31T23:59"),
    ],
)
def test_a_pause_that_says_nothing_sensible_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    desk(*words, status=64)


def test_a_pause_ends_at_the_very_moment_that_was_named(desk: Desk) -> None:
    desk("pause", "acme", "--until", "2099-01-01T10:00-05:00")
    (move, *_) = json.loads(desk("plan", "--json").stdout)
    assert datetime.fromisoformat(move["lifts"]) == datetime(2099, 1, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("words", [("resume", "acme"), ("done", "acme", "call", "--outcome", "voicemail")])
def test_a_promise_for_a_day_that_no_calendar_counts_from_is_refused(
    desk: Desk, words: tuple[str, ...]
) -> None:
    assert "is the year right?" in desk(*words, "--promise", "9999-12-31", status=64).stderr
    assert desk("plan", "--json").stdout


def test_a_brake_that_no_daemon_hears_says_so(desk: Desk) -> None:
    assert f"No daemon runs on {desk.state}" in desk("pause", "acme").stderr
    lock = Lock(desk.state)
    assert "No daemon" not in desk("close", "acme").stderr
    lock.release()


def test_a_closed_interview_is_not_paused(desk: Desk) -> None:
    desk("close", "acme")
    assert "closed is for good" in desk("pause", "acme", status=64).stderr


def test_a_skipped_step_is_left_out(desk: Desk) -> None:
    desk("skip", "acme", "letter")
    assert "letter" not in {m["step"] for m in json.loads(desk("plan", "--json").stdout)}
    assert "no open step" in desk("skip", "acme", "letter", status=64).stderr


def test_a_call_that_was_made_counts_as_the_weeks_reminder(desk: Desk) -> None:
    desk("done", "acme", "call", "--outcome", "voicemail", "--note", "left a message")
    moves = json.loads(desk("plan", "--json").stdout)
    assert "call" not in {m["step"] for m in moves}
    check_in = next(m for m in moves if m["step"] == "check-in")
    assert datetime.fromisoformat(check_in["due"]) >= datetime.now(UTC) + timedelta(days=6)


def test_whoever_was_spoken_to_pauses_the_cadence(desk: Desk) -> None:
    said = desk("done", "acme", "call", "--outcome", "spoke").stderr
    assert "what did they say?" in said
    assert {m["rule"] for m in json.loads(desk("plan", "--json").stdout)} == {"paused"}


def _uncertain(desk: Desk) -> Touch:
    touch = Touch("acme", "thank-you", "ana-ruiz")
    fact = Uncertain(datetime.now(UTC), touch, "<1@x>", "ana@acme.example", "no answer", name="Ana Ruiz")
    store = desk.store()
    store.append(fact)
    mail = Mail("sam@candidate.example", "ana@acme.example", b"x\r\n")
    store.put(Outgoing(str(touch), touch, mail, "<1@x>", "t", "Thanks", "words", TouchState.UNKNOWN))
    store.close()
    return touch


@pytest.mark.parametrize(("word", "open_again"), [("--sent", False), ("--resend", True)])
def test_the_user_decides_about_a_mail_of_unknown_fate(desk: Desk, word: str, open_again: bool) -> None:
    _uncertain(desk)
    assert "accepted or not?" in desk("status", status=1).stdout
    desk("resolve", "acme", "thank-you", word)
    moves = json.loads(desk("plan", "--json").stdout)
    assert (("thank-you", "Ana Ruiz") in {(m["step"], m["contact"]) for m in moves}) is open_again
    assert "not in doubt" in desk("resolve", "acme", "thank-you", "--sent", status=64).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("done", "acme", "call", "--outcome", "posted"), "call is by phone; what came of it is spoke, voicemail"),
        (("done", "acme", "letter", "--outcome", "spoke"), "letter is by post; what came of it is posted"),
        (("done", "acme", "check-in", "--outcome", "spoke"), "check-in is a mail, and followupd knows"),
        (("done", "acme", "call", "--outcome", "spoke", "--promise", "2020-01-01"), "2020-01-01 is past"),
        (("log", "acmee"), "no interview is called 'acmee'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written_down(
    desk: Desk, words: tuple[str, ...], says: str
) -> None:
    assert says in desk(*words, status=64).stderr
    assert desk("log").stdout == ""
