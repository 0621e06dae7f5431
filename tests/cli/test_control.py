"""The commands that steer: pause, resume, close, skip, and what they refuse."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from builders import ACME, config, received
from command_env import Desk

from followupd.adapters.system.lock import DaemonLock
from followupd.inbound.verdict import Action, Kind
from followupd.journal.history import History


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


def test_a_name_that_the_file_had_before_is_answered_with_the_one_it_has(desk: Desk) -> None:
    store = desk.store()
    file = desk.config.parent / "interviews" / "acme.yaml"
    (acme,) = config(yaml.safe_load(file.read_text()) | {"id": "acme"}).interviews
    noted = History().identities.new_snapshot(acme)
    assert noted
    store.append(noted)
    store.close()
    file.rename(file.with_name("data.yaml"))
    assert "acme is called data by now; say data" in desk("pause", "acme", status=64).stderr
    desk("pause", "data")


def test_a_resume_says_whether_anything_was_held_and_what_still_holds(desk: Desk) -> None:
    assert "Nothing held everything." in desk("resume", "--all").stderr
    desk("pause", "--all")
    said = desk("resume", "acme").stderr
    assert "Nothing held acme." in said
    assert "Everything is paused all the same; followupd resume --all lifts that." in said
    assert "Resumed everything that pause --all held." in desk("resume", "--all").stderr
    desk("pause", "acme")
    said = desk("resume", "acme").stderr
    assert "Resumed acme." in said
    assert "paused all the same" not in said


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
    lock = DaemonLock(desk.state)
    assert "No daemon" not in desk("close", "acme").stderr
    lock.release()


def test_a_closed_interview_is_not_paused(desk: Desk) -> None:
    desk("close", "acme")
    assert "closed is for good" in desk("pause", "acme", status=64).stderr


def test_a_skipped_step_is_left_out(desk: Desk) -> None:
    desk("skip", "acme", "letter")
    assert "letter" not in {m["step"] for m in json.loads(desk("plan", "--json").stdout)}
    assert "no open step" in desk("skip", "acme", "letter", status=64).stderr


def test_a_doubt_is_answered_at_the_terminal(desk: Desk) -> None:
    store = desk.store()
    now = datetime.now(UTC)
    doubt = replace(received("13 09:00", "kim@friends.example", Action.PAUSE), at=now, received=now)
    store.append(doubt)
    store.close()
    said = desk("status", status=1).stdout  # followupd is not running
    assert "is it their answer? followupd answer acme yes, or no" in said
    assert "acme goes on." in desk("answer", "acme", "no").stderr
    assert "no mail about acme is in doubt" in desk("answer", "acme", "yes", status=64).stderr
    assert "You said that the mail of kim@friends.example is no answer" in desk("log", "acme").stdout


@pytest.mark.parametrize(
    ("word", "answer"), [("yes", "Noted: reminders to who is away wait."), ("no", "acme goes on.")]
)
def test_an_absence_that_nothing_proves_is_judged_at_the_terminal(desk: Desk, word: str, answer: str) -> None:
    store, now = desk.store(), datetime.now(UTC)
    away = received("13 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, subject="Away")
    store.append(replace(away, at=now, received=now))
    store.close()
    question = "followupd answer acme yes, or no"
    assert question in desk("status", status=1).stdout  # followupd is not running
    assert "Is Ana Ruiz (Acme GmbH) away?" in desk().stdout
    refused = desk.at_terminal("answer", "acme", word, typed="n\n", status=64).stderr
    assert "ana@acme.example: Away" in refused
    assert "Are they " in refused
    assert answer in desk.at_terminal("answer", "acme", word, typed="y\n").stderr
    assert question not in desk("status", status=1).stdout
    assert "no mail about acme is in doubt" in desk("answer", "acme", word, status=64).stderr


@pytest.mark.parametrize("words", [("close", "acme"), ("close", "--all")])
def test_a_close_is_asked_about_at_a_terminal(desk: Desk, words: tuple[str, ...]) -> None:
    refused = desk.at_terminal(*words, typed="n\n", status=64)
    assert "End the follow-up for acme?" in refused.stderr
    assert "nothing was changed" in refused.stderr
    assert desk("log").stdout == ""
    assert "Closed acme." in desk.at_terminal(*words, typed="y\n").stderr


def test_an_undo_says_at_a_terminal_what_it_takes_back_and_asks(desk: Desk) -> None:
    desk("pause", "acme")
    refused = desk.at_terminal("undo", "acme", typed="n\n", status=64)
    assert "Take back: pause of " in refused.stderr
    assert "nothing was changed" in refused.stderr
    assert "Taken back: pause" in desk.at_terminal("undo", "acme", "--yes", typed="").stderr
    assert "there is nothing to undo" in desk.at_terminal("undo", "acme", typed="y\n", status=64).stderr


def test_the_mail_in_doubt_is_shown_before_the_word_counts(desk: Desk) -> None:
    store, now = desk.store(), datetime.now(UTC)
    doubt = received("13 09:00", "kim@friends.example", Action.PAUSE, subject="About you")
    store.append(replace(doubt, at=now, received=now))
    store.close()
    refused = desk.at_terminal("answer", "acme", "no", typed="n\n", status=64).stderr
    assert "kim@friends.example: About you" in refused
    assert "Is none of this their answer?" in refused
    assert "acme goes on." in desk.at_terminal("answer", "acme", "no", typed="y\n").stderr


def test_a_skip_for_several_people_is_asked_about_at_a_terminal(desk: Desk) -> None:
    two = [ACME["contacts"][0], {"name": "Ben Okafor", "email": "ben@acme.example"}]
    start = datetime.now(UTC) - timedelta(minutes=70)
    desk.interview(
        "acme",
        {k: v for k, v in ACME.items() if k != "id"}
        | {"at": f"{start:%Y-%m-%d %H:%M}", "zone": "UTC", "contacts": two},
    )
    refused = desk.at_terminal("skip", "acme", "thank-you", typed="n\n", status=64)
    question = refused.stderr.partition("?")[0]  # in the order in which they would leave, which is drawn
    assert question.startswith("Skip thank-you for ")
    assert {"Ana Ruiz", "Ben Okafor"} == set(question.removeprefix("Skip thank-you for ").split(", "))
    assert desk("log").stdout == ""
    skipped = desk.at_terminal("skip", "acme", "thank-you", typed="y\n").stderr
    assert "Skipped thank-you to Ana Ruiz." in skipped
    assert "Skipped thank-you to Ben Okafor." in skipped


def test_one_person_is_paused_and_resumed(desk: Desk) -> None:
    assert "Paused Ana Ruiz; followupd resume lifts it." in desk("pause", "acme", "--contact", "ana").stderr
    rules = {(m["contact"], m["rule"]) for m in json.loads(desk("plan", "--json").stdout)}
    assert ("Ana Ruiz", "paused") in rules
    said = desk("resume", "acme", "--contact", "Ana").stderr
    assert "Resumed Ana Ruiz." in said
    assert "Next: " in said
    assert "Ana Ruiz was not paused." in desk("resume", "acme", "--contact", "Ana").stderr


def test_what_cannot_be_said_of_one_person_is_refused(desk: Desk) -> None:
    refused = desk("pause", "--all", "--contact", "Ana", status=64).stderr
    assert "name the interview of that person; for example: followupd pause acme --contact Ben" in refused
    refused = desk("resume", "acme", "--contact", "Ana", "--promise", "2099-01-01", status=64).stderr
    assert "a promised day is for the whole interview; leave out --contact or --promise" in refused
    assert "nobody is called 'Bob' there" in desk("pause", "acme", "--contact", "Bob", status=64).stderr
