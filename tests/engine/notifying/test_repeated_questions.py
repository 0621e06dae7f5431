"""A decision that waits is asked again after 2, 5 and 10 days, in the thread of the first mail, and never more often."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from builders import config, received, taken, thanked, utc

from followupd.adapters.catalogues import load_words
from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine import commands
from followupd.engine.conditions import plan_now
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import notify
from followupd.engine.notifying.repeated_questions import repeat_questions
from followupd.engine.replies.reply_subject import Topic, describe_notice
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import Done, Steered, Touch, Uncertain
from followupd.journal.states import TouchEvent, TouchState
from followupd.writing.notices.mail_notices import describe_received_mail, make_notice_key

HOUR = timedelta(hours=1)
DOUBT = received("16 07:00", "kim@friends.example", Action.PAUSE)
ANSWER = received("16 07:00")


@contextmanager
def opened(path: Path, made: Config | None = None) -> Iterator[Ledger]:
    """A ledger on the store, as a daemon has it that was just started."""
    store = SqliteStore(path / "followupd.sqlite3")
    ledger = Ledger(store, lambda: ActiveConfig(made or config()), {}, None)  # type: ignore[arg-type]
    ledger.read_new_facts()
    yield ledger
    store.close()


def write_facts(path: Path, *facts: object) -> None:
    """Put facts into the journal."""
    with opened(path) as ledger:
        for one in facts:
            ledger.append(one)  # type: ignore[arg-type]


def wait_until(path: Path, begin: str, end: str, made: Config | None = None) -> list[EmailMessage]:
    """Live from one moment to another, an hour at a time, with a new daemon each hour; return the mails that ask."""
    moment = utc(begin)
    while moment <= utc(end):
        with opened(path, made) as ledger:
            repeat_questions(ledger, lambda ledger=ledger, at=moment: plan_now(ledger, at), moment)
            for outgoing in ledger.store.list_mails(TouchState.RENDERED):
                for event in (TouchEvent.TRANSMIT, TouchEvent.COMMIT, TouchEvent.ACCEPT):
                    ledger.store.apply_event(outgoing.id, event, moment)
        moment += HOUR
    return list_asked(path)


def list_asked(path: Path) -> list[EmailMessage]:
    """The mails that ask again, oldest first."""
    with opened(path) as ledger:
        mails = [m for m in ledger.store.list_mails() if m.id.startswith("notice/asked/")]
        return [email.message_from_bytes(m.mail.data, policy=default) for m in mails]


def days_of(mails: list[EmailMessage]) -> list[str]:
    """The days on which they were written, in Berlin."""
    return [f"{datetime.strptime(m['Date'], '%a, %d %b %Y %H:%M:%S %z'):%d %H}" for m in mails]


@pytest.mark.parametrize("fact", [ANSWER, DOUBT])
def test_it_is_asked_after_two_five_and_ten_days_in_waking_hours_and_never_again(
    tmp_path: Path, fact: object
) -> None:
    write_facts(tmp_path, *thanked(), fact)
    mails = wait_until(tmp_path, "16 09:00", "2026-12-20 09:00")
    assert days_of(mails) == ["18 10", "21 10", "26 10"]
    assert "since 2 days" in mails[0].get_content()
    assert "You are not asked again" not in mails[1].get_content()
    assert "You are not asked again" in mails[2].get_content()


def test_a_note_of_absence_that_nothing_proves_is_asked_about_as_other_decisions_are(tmp_path: Path) -> None:
    away = received(
        "16 07:00",
        action=Action.HOLD,
        kind=Kind.AUTO_REPLY,
        return_date=date(2026, 12, 20),
        contact="ana-ruiz",
    )
    write_facts(tmp_path, *thanked(), away)
    mails = wait_until(tmp_path, "16 09:00", "2026-12-19 09:00")
    assert days_of(mails) == ["18 10", "21 10", "26 10"]
    assert "yes, no" in mails[0].get_content()
    with opened(tmp_path) as ledger:
        keys = [m.id.removeprefix("notice/") for m in ledger.store.list_mails() if "/asked/" in m.id]
        assert describe_notice(ledger, keys[0], utc("19 09:00")).mail == away


def test_it_stands_in_the_thread_of_the_first_mail_and_a_reply_is_read_like_one_to_that(
    tmp_path: Path,
) -> None:
    write_facts(tmp_path, *thanked(), DOUBT)
    with opened(tmp_path) as ledger:
        first = describe_received_mail(ledger.words, DOUBT, "Acme GmbH")
        assert first
        assert first.key == make_notice_key(DOUBT)
        notify(ledger, first, utc("16 07:10"))
        first_id = next(iter(ledger.store.list_mails())).message_id
    mail, *_ = wait_until(tmp_path, "16 09:00", "18 12:00")
    assert mail["In-Reply-To"] == first_id
    assert mail["Subject"].startswith("Re: ")
    assert "Answer this mail with one word: yes, no" in mail.get_content()
    with opened(tmp_path) as ledger:
        asked = next(m for m in ledger.store.list_mails() if m.message_id == mail["Message-ID"])
        subject = describe_notice(ledger, asked.id.removeprefix("notice/"), utc("18 12:00"))
    assert (subject.topic, subject.mail, subject.interviews) == (Topic.DOUBT, DOUBT, ("acme",))


def test_what_is_decided_is_asked_no_more(tmp_path: Path) -> None:
    write_facts(tmp_path, *thanked(), ANSWER)
    wait_until(tmp_path, "16 09:00", "19 09:00")
    with opened(tmp_path) as ledger:
        commands.resume_interview(ledger, "acme", utc("19 09:30"))
    assert len(wait_until(tmp_path, "19 10:00", "2026-12-01 09:00")) == 1


def test_a_mail_that_has_not_left_is_taken_back_when_the_question_is_decided(tmp_path: Path) -> None:
    write_facts(tmp_path, *thanked(), ANSWER)
    wait_until(tmp_path, "16 09:00", "18 08:00")
    with opened(tmp_path) as ledger:
        repeat_questions(ledger, lambda: plan_now(ledger, utc("18 09:00")), utc("18 09:00"))
        (waiting,) = ledger.store.list_mails(TouchState.RENDERED)
        commands.close_interview(ledger, "acme", utc("18 09:10"), "")
        repeat_questions(ledger, lambda: plan_now(ledger, utc("18 10:00")), utc("18 10:00"))
        found = ledger.store.find_mail(waiting.id)
        assert found
        assert found.state is TouchState.CANCELLED


def test_a_new_answer_after_a_resume_waits_anew(tmp_path: Path) -> None:
    write_facts(tmp_path, *thanked(), ANSWER)
    wait_until(tmp_path, "16 09:00", "19 09:00")
    with opened(tmp_path) as ledger:
        commands.resume_interview(ledger, "acme", utc("19 09:30"))
        ledger.append(replace(received("19 10:10"), uid=99))
    mails = wait_until(tmp_path, "19 11:00", "2026-12-10 09:00")
    assert days_of(mails) == ["18 10", "21 12", "24 12", "29 12"]


def test_a_pause_that_the_candidate_wanted_is_not_asked_about(tmp_path: Path) -> None:
    write_facts(tmp_path, *thanked(), Steered(utc("16 07:00"), "acme", "pause"))
    assert wait_until(tmp_path, "16 09:00", "2026-12-01 09:00") == []


def test_a_talk_of_which_nothing_is_known_is_asked_about(tmp_path: Path) -> None:
    touch = Touch("acme", "call", "ana-ruiz")
    write_facts(tmp_path, *thanked(), taken("17 07:40", "call"), Done(utc("17 10:00"), touch, "spoke"))
    mails = wait_until(tmp_path, "17 11:00", "2026-12-01 09:00")
    assert len(mails) == 3
    assert "Answer this mail with one word: resume, close" in mails[0].get_content()


def test_a_mail_of_which_nobody_knows_is_asked_about_with_its_words(tmp_path: Path) -> None:
    fact = Uncertain(
        utc("12 14:00"), Touch("acme", "thank-you", "ana-ruiz"), "ana@acme.example", "lost", "Ana Ruiz"
    )
    write_facts(tmp_path, fact)
    mails = wait_until(tmp_path, "12 15:00", "2026-12-01 09:00")
    assert len(mails) == 3
    assert "yes, resend" in mails[0].get_content()


def test_after_a_month_without_a_machine_nothing_old_is_asked(tmp_path: Path) -> None:
    write_facts(tmp_path, *thanked(), ANSWER)
    wait_until(tmp_path, "16 09:00", "16 12:00")
    assert wait_until(tmp_path, "2026-12-20 09:00", "2026-12-22 09:00") == []


def test_a_clock_that_was_set_back_asks_nothing(tmp_path: Path) -> None:
    write_facts(tmp_path, *thanked(), ANSWER)
    wait_until(tmp_path, "18 09:00", "18 10:00")
    assert wait_until(tmp_path, "17 09:00", "18 08:00") == []


def test_it_speaks_the_candidates_language(tmp_path: Path) -> None:
    made = config(candidate={"name": "Sam", "zone": "Europe/Berlin", "country": "DE", "language": "de"})
    store = SqliteStore(tmp_path / "followupd.sqlite3")
    ledger = Ledger(store, lambda: ActiveConfig(made), {}, None, load_words)  # type: ignore[arg-type]
    for one in (*thanked(), ANSWER):
        ledger.append(one)
    for moment in (utc("16 09:00"), utc("18 10:00")):
        repeat_questions(ledger, lambda at=moment: plan_now(ledger, at), moment)
    (outgoing,) = store.list_mails()
    store.close()
    assert (
        "Antworten Sie auf diese Mail"
        in email.message_from_bytes(outgoing.mail.data, policy=default).get_content()
    )
