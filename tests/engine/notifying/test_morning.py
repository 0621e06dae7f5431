"""The morning digest: what is to do today, in one mail, and only if there is something."""

import email
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest
from builders import ACME, config, received, taken, thanked, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine.conditions import plan_now
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.morning import send_morning_digest
from followupd.inbound.verdict import Action, Kind
from followupd.journal.command_facts import Debriefed, Instructed
from followupd.journal.facts import Fact, Touch


def digests(tmp_path: Path, facts: list[Fact], *moments: str, made: Config | None = None) -> list[str]:
    """What the digests say that are written at these moments, each by a daemon of its own."""
    for moment in moments:
        store = SqliteStore(tmp_path / "followupd.sqlite3")
        if not list(store.read_facts()):
            for fact in facts:
                store.append(fact)
        ledger = Ledger(
            store, lambda: ActiveConfig(made or config(notifications={"digest": {"morning": True}})), {}, None
        )  # type: ignore[arg-type]
        ledger.read_new_facts()
        send_morning_digest(
            ledger, lambda ledger=ledger, moment=moment: plan_now(ledger, utc(moment)), utc(moment)
        )
        parsed = [
            email.message_from_bytes(outgoing.mail.data, policy=default) for outgoing in store.list_mails()
        ]
        mails = [f"{mail['Subject']}\n{mail.get_content()}" for mail in parsed]
        store.close()
    return mails


CALL = replace(taken("17 07:40", "call"), how="sheet")


def test_nothing_to_do_is_no_mail(tmp_path: Path) -> None:
    assert digests(tmp_path, [*thanked()], "16 06:30") == []


def test_a_call_of_today_is_in_the_mail_once_over_restarts(tmp_path: Path) -> None:
    (mail,) = digests(tmp_path, [*thanked(), CALL], "18 06:10", "18 06:20", "18 08:00")
    assert "Today: 1 thing to do" in mail
    assert "Call Ana Ruiz (Acme GmbH)" in mail
    assert "followupd done acme call" in mail


@pytest.mark.parametrize("moment", ["18 05:30", "18 10:30", "18 20:00"])
def test_it_comes_when_the_candidate_wakes_in_their_zone_and_at_no_other_time(
    tmp_path: Path, moment: str
) -> None:
    assert digests(tmp_path, [*thanked(), CALL], moment) == []


def test_a_mail_that_was_not_answered_is_named_after_a_day(tmp_path: Path) -> None:
    facts = [*thanked(), received("16 06:00")]
    days = [f"{day} 06:30" for day in range(16, 27)]
    mails = digests(tmp_path, facts, *days)
    (mail,) = mails  # later it is asked about in mails of its own
    assert "You have not answered them yet" in " ".join(mail.split())


def test_who_said_that_they_answered_is_not_told_that_they_did_not(tmp_path: Path) -> None:
    word = Instructed(utc("16 09:00"), "acme", "digest", "mail/x", "answered", "did")
    (mail,) = digests(tmp_path, [*thanked(), received("16 06:00"), word], "17 06:30")
    assert "does the follow-up go on?" in " ".join(mail.split())
    assert "You have not answered them yet" not in " ".join(mail.split())


def test_a_digest_names_all_that_waits(tmp_path: Path) -> None:
    globex = ACME | {
        "id": "globex",
        "company": "Globex",
        "contacts": [{"name": "Kim Park", "email": "kim@globex.example"}],
    }
    made = config(ACME, globex, notifications={"digest": {"morning": True}})
    call = replace(CALL, touch=Touch("globex", "call", "kim-park"), name="Kim Park")
    facts = [*thanked(), received("14 06:00"), call]
    (mail,) = digests(tmp_path, facts, "18 06:10", made=made)
    assert "Today: 2 things to do" in mail


def test_who_came_too_and_has_no_address_is_asked_for_on_two_mornings(tmp_path: Path) -> None:
    told = Debriefed(utc("12 15:30"), "acme", others=("Carla Diaz",))
    days = [f"{day} 06:30" for day in range(13, 17)]
    mail, _ = digests(tmp_path, [*thanked(), told], *days)
    text = " ".join(mail.split())
    assert '- {name: Carla Diaz, email: "", role: met}' in text
    assert "interviews/acme.yaml" in text


def test_it_comes_only_to_who_wants_it(tmp_path: Path) -> None:
    assert digests(tmp_path, [*thanked(), CALL], "18 06:10", made=config()) == []


def test_an_absence_that_nothing_proves_is_named_once(tmp_path: Path) -> None:
    away = received("16 06:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz")
    (mail,) = digests(tmp_path, [*thanked(), away], "16 06:30", "17 06:30", "18 06:30")
    assert "Is Ana Ruiz (Acme GmbH) away?" in " ".join(mail.split())
    assert "followupd answer acme yes, or followupd answer acme no" in mail
