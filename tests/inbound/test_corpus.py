"""Every mail of the corpus is judged as its name says: kind, then words like `back-2026-12-01` or an intent."""

from __future__ import annotations

import email.utils
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from project_paths import DATA

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching.watchlist import Watchlist
from followupd.inbound.verdict import Action, Intent, Kind

if TYPE_CHECKING:
    from pathlib import Path

MAILS = sorted((DATA / "mails").glob("*.eml"))
INTENTS = {intent.value for intent in Intent}


def judged(path: Path):
    raw = path.read_bytes()
    written = re.search(rb"^Date: (.*)$", raw, re.MULTILINE)
    at = (
        email.utils.parsedate_to_datetime(written[1].decode().strip())
        if written
        else datetime(2026, 11, 24, tzinfo=UTC)
    )
    return classify_mail(raw, Watchlist(), at)


def named(path: Path) -> list[str]:
    return path.name.removesuffix(".eml").split(".")


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(MAILS) >= 150


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_is_of_the_kind_that_its_name_says(path):
    assert judged(path).kind == named(path)[0]


@pytest.mark.parametrize(
    "path", [p for p in MAILS if p.name.startswith("auto_reply")], ids=lambda path: path.stem
)
def test_the_first_day_back_is_read_where_the_note_gives_one_and_never_guessed(path):
    back = next((word[5:] for word in named(path) if word.startswith("back-")), None)
    day = judged(path).return_date
    assert (day.isoformat() if day else None) == back


@pytest.mark.parametrize("path", [p for p in MAILS if INTENTS & set(named(p))], ids=lambda path: path.stem)
def test_an_answer_says_what_its_name_says(path):
    assert judged(path).intent in named(path)


@pytest.mark.parametrize("path", [p for p in MAILS if p.name.startswith("reply")], ids=lambda path: path.stem)
def test_a_person_always_stops_the_cadence(path):
    assert judged(path).action in {Action.STOP, Action.PAUSE}


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_verdict_says_why_in_a_sentence(path):
    assert len(judged(path).why) > 10


def test_a_note_from_somebody_who_has_left_stops():
    left = [judged(path) for path in MAILS if path.name.startswith("auto_reply.left")]
    assert left
    assert all(verdict.left and verdict.action is Action.STOP and not verdict.return_date for verdict in left)


def test_the_corpus_covers_every_kind_that_one_mail_alone_can_show():
    assert {named(path)[0] for path in MAILS} == {kind.value for kind in Kind} - {"unrelated"}
