"""The commands by which the candidate tells what came of something: done, resolve, and what they refuse."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_env import Desk

from followupd.config.cadence import Channel
from followupd.engine.ports import FrozenMail, OutgoingMail
from followupd.journal.facts import Taken, Touch, Uncertain
from followupd.journal.states import TouchState


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_call_that_was_made_counts_as_the_weeks_reminder(desk: Desk) -> None:
    desk("done", "acme", "call", "--outcome", "voicemail", "--note", "left a message")
    moves = json.loads(desk("plan", "--json").stdout)
    assert "call" not in {m["step"] for m in moves}
    check_in = next(m for m in moves if m["step"] == "check-in")
    assert datetime.fromisoformat(check_in["due"]) >= datetime.now(UTC) + timedelta(days=6)


@pytest.mark.parametrize("days_ago", [1, 30])
def test_a_letter_that_arrives_within_a_week_of_another_reminder_is_remarked_on(
    desk: Desk, days_ago: int
) -> None:
    """Posted at once, a letter came four days after the check-in, and nothing was said."""
    touch, at = Touch("acme", "check-in", "ana-ruiz"), datetime.now(UTC) - timedelta(days=days_ago)
    whom = ("acme", ("acme.example",), "ana@acme.example", "Ana Ruiz")
    store = desk.store()
    store.append(Taken(at, touch, Channel.EMAIL, True, *whom, "smtp", message_ids=("<c@x>",), token="c"))
    store.close()
    said = desk("done", "acme", "letter", "--outcome", "posted", "--early").stderr
    assert ("two reminders in a week" in said) is (days_ago == 1)


def test_whoever_was_spoken_to_pauses_the_cadence(desk: Desk) -> None:
    said = desk("done", "acme", "call", "--outcome", "spoke").stderr
    assert "when do they decide?" in said
    assert {m["rule"] for m in json.loads(desk("plan", "--json").stdout)} == {"paused"}


def _uncertain(desk: Desk) -> Touch:
    touch = Touch("acme", "thank-you", "ana-ruiz")
    fact = Uncertain(datetime.now(UTC), touch, "<1@x>", "ana@acme.example", "no answer", name="Ana Ruiz")
    store = desk.store()
    store.append(fact)
    mail = FrozenMail("sam@candidate.example", "ana@acme.example", b"x\r\n")
    store.add_mail(OutgoingMail(str(touch), touch, mail, "<1@x>", "t", "Thanks", "words", TouchState.UNKNOWN))
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


def test_a_call_that_they_did_not_make_has_a_mail_the_same_day_and_can_be_taken_back(desk: Desk) -> None:
    said = desk("done", "acme", "call", "--outcome", "no-show").stderr
    assert "A mail to Ana Ruiz says so today" in said
    moves = {m["step"]: m for m in json.loads(desk("plan", "--json").stdout)}
    assert datetime.fromisoformat(moves["no-show"]["due"]) < datetime.now(UTC) + timedelta(days=5)
    assert "call" in moves  # the candidate's own call stays planned
    assert "we missed each other" in desk("preview", "acme", "no-show").stdout
    desk("undo", "acme")
    assert "no-show" not in {m["step"] for m in json.loads(desk("plan", "--json").stdout)}
