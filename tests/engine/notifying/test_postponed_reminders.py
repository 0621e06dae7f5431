"""A reminder that another interview with the company delays by weeks is told, once, with what would change it."""

import email
import re
from email.policy import default
from pathlib import Path

from builders import ACME, config, thanked, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine.conditions import forecast_now, plan_now
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.postponed_reminders import LATE_BY, tell_postponed_reminders
from followupd.engine.replies.reply_subject import describe_notice
from followupd.journal.facts import Steered
from followupd.planning.forecast_cache import ForecastCache
from followupd.planning.moves import Verb
from followupd.writing.language.words import name_step

LEAD = ACME | {
    "id": "acme-lead", "position": "Team Lead", "at": "2026-11-13 14:00",  # a day later: one call is for both, and its mails come second
    "contacts": [{"name": "Lea Lind", "email": "lea@acme.example", "phone": "+49 30 1234567"}],
}  # fmt: skip
BOTH = config(ACME, LEAD, sending={"jitter": "0 minutes"})  # so that always the same one comes first


def mails_told(path: Path, made: Config, *moments: str, facts: tuple[Steered, ...] = ()) -> list[str]:
    """What is told at these moments, each by a daemon of its own."""
    for moment in moments:
        store = SqliteStore(path / "followupd.sqlite3")
        ledger = Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]
        if not ledger.history.facts:
            for fact in (*thanked(), *facts):
                ledger.append(fact)
        tell_postponed_reminders(
            ForecastCache(), ledger, lambda ledger=ledger, at=moment: plan_now(ledger, utc(at)), utc(moment)
        )
        mails = [email.message_from_bytes(m.mail.data, policy=default) for m in store.list_mails()]
        store.close()
    return [f"{mail['Subject']}\n{mail.get_content()}".replace("\r", "") for mail in mails]


def test_a_letter_that_comes_weeks_late_is_told_once_with_what_would_change_it(tmp_path: Path) -> None:
    (told,) = mails_told(tmp_path, BOTH, "13 16:00", "13 17:00", "14 09:00", "16 09:00")
    assert "Much later than planned: the follow-up for Team Lead at Acme GmbH" in told
    assert re.search(r"letter to Lea Lind: on \d+ December 2026, in place of \d+ November 2026", told)
    assert "followupd pause acme\n" in told


def test_nothing_that_comes_so_late_is_left_untold(tmp_path: Path) -> None:
    told = " ".join(mails_told(tmp_path, BOTH, "13 16:00"))
    store = SqliteStore(tmp_path / "followupd.sqlite3")
    ledger = Ledger(store, lambda: ActiveConfig(BOTH), {}, None)  # type: ignore[arg-type]
    now = utc("13 16:00")
    own = {m.touch: m.due for plan in plan_now(ledger, now) for m in plan.moves}
    moves = [m for plan in forecast_now(ledger, now) for m in plan.moves if m.verb is Verb.WAIT]
    late = [m for m in moves if m.due - own[m.touch] > LATE_BY]
    store.close()
    assert late
    names = [name_step(ledger.words, m.touch.step) for m in late]
    assert all(f"{name} to {m.contact_name}" in told for name, m in zip(names, late, strict=True))


def test_one_interview_with_a_company_is_never_told_of(tmp_path: Path) -> None:
    elsewhere = LEAD | {
        "id": "globex", "company": "Globex", "contacts": [{"name": "Kim Park", "email": "kim@globex.example"}],
    }  # fmt: skip
    assert mails_told(tmp_path, config(ACME), "13 16:00") == []
    assert mails_told(tmp_path, config(ACME, elsewhere), "16 09:00") == []


def test_a_paused_interview_takes_no_turn(tmp_path: Path) -> None:
    pause = Steered(utc("12 15:50"), "acme", "pause")
    assert mails_told(tmp_path, BOTH, "13 16:00", facts=(pause,)) == []


def test_nobody_is_told_at_night(tmp_path: Path) -> None:
    assert mails_told(tmp_path, BOTH, "13 02:00") == []


def test_a_reply_to_it_is_about_that_interview(tmp_path: Path) -> None:
    mails_told(tmp_path, BOTH, "13 16:00")
    store = SqliteStore(tmp_path / "followupd.sqlite3")
    ledger = Ledger(store, lambda: ActiveConfig(BOTH), {}, None)  # type: ignore[arg-type]
    (mail,) = store.list_mails()
    subject = describe_notice(ledger, mail.id.removeprefix("notice/"), utc("12 17:00"))
    store.close()
    assert subject.interviews == ("acme-lead",)
