"""The provider's Authentication-Results count only while it adds them to every foreign mail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import config, utc
from vouching import WITH_RESULTS, WITHOUT_RESULTS, make_habit

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.result_habit import DOUBT_PERIOD, HABIT_COUNT, HABIT_DOMAINS, is_habit, note_habit
from followupd.inbound.classifier import classify_mail
from followupd.inbound.verdict import Action, Intent, Verdict

MX = "mx.candidate.example"
NOW = utc("20 10:00")
FORGED = (
    f"Authentication-Results: {MX}; dmarc=pass header.from=acme.example\r\n"
    "Received: from evil.example by relay.evil.example; Fri, 20 Nov 2026 10:00:00 +0100\r\n"
    "From: Ana Ruiz <ana@acme.example>\r\nTo: sam@candidate.example\r\nSubject: Stop\r\nMessage-ID: <1@evil.example>\r\n\r\n"
    "Please do not contact me again.\r\n"
).encode()


@pytest.fixture
def store() -> Iterator[SqliteStore]:
    store = SqliteStore(None)
    yield store
    store.close()


def with_results(number: int) -> Verdict:
    return replace(WITH_RESULTS, sender=f"x@far{number}.example")


def test_twenty_mails_in_a_row_over_two_weeks_are_a_habit_and_one_without_ends_it(store: SqliteStore) -> None:
    for number in range(HABIT_COUNT):
        assert not is_habit(store, MX), number
        note_habit(store, MX, with_results(number), NOW + timedelta(days=number))
    assert is_habit(store, MX)
    assert not is_habit(store, "mx.other.example")
    assert not is_habit(store, None)
    note_habit(store, MX, WITHOUT_RESULTS, NOW)
    assert not is_habit(store, MX)


@pytest.mark.parametrize(
    ("step", "domains"), [(timedelta(minutes=1), 500), (timedelta(days=1), HABIT_DOMAINS - 1)]
)
def test_the_first_mails_of_a_new_mailbox_make_no_habit_in_one_night_or_from_one_hand(
    store: SqliteStore, step: timedelta, domains: int
) -> None:
    for number in range(500):
        note_habit(store, MX, with_results(number % domains), NOW + number * step)
    assert not is_habit(store, MX)


def test_mails_that_are_read_in_any_order_show_the_same_habit(store: SqliteStore) -> None:
    for number in reversed(range(HABIT_COUNT)):
        note_habit(store, MX, with_results(number), NOW + timedelta(days=number))
    assert is_habit(store, MX)


def test_what_a_former_version_counted_begins_anew(store: SqliteStore) -> None:
    store.set_value("result-habit", '{"of": "mx.candidate.example", "count": 20, "without": ""}')
    assert not is_habit(store, MX)
    make_habit(store, MX)
    assert is_habit(store, MX)


def test_a_flood_of_mails_with_a_forged_line_makes_no_habit(store: SqliteStore) -> None:
    note_habit(store, MX, WITHOUT_RESULTS, NOW)
    for minutes in range(500):
        note_habit(store, MX, WITH_RESULTS, NOW + timedelta(minutes=minutes))
    assert not is_habit(store, MX)
    make_habit(store, MX, NOW + DOUBT_PERIOD)
    assert is_habit(store, MX)


def test_an_old_mail_that_is_read_late_does_not_shorten_the_doubt(store: SqliteStore) -> None:
    note_habit(store, MX, WITHOUT_RESULTS, NOW)
    note_habit(store, MX, WITHOUT_RESULTS, NOW - timedelta(days=60))
    make_habit(store, MX, NOW + timedelta(days=1))
    assert not is_habit(store, MX)


def test_a_provider_that_adds_none_vouches_for_nobody(tmp_path: Path) -> None:
    """A stranger writes the line in its name; without the habit, "please stop" closes nothing for good."""
    account = {
        "address": "sam@candidate.example", "authserv_id": MX,
        "imap": {"host": "imap.candidate.example", "port": 993}, "smtp": {"host": "smtp.candidate.example", "port": 465},
    }  # fmt: skip
    store = SqliteStore(tmp_path / "store.db")
    ledger = Ledger(store, lambda: ActiveConfig(config(account=account)), {}, None)  # type: ignore[arg-type]
    verdict = classify_mail(FORGED, ledger.gather_watchlist(), NOW)
    assert (verdict.action, verdict.intent) == (Action.STOP, Intent.PLEASE_STOP)
    assert not verdict.authenticated
    make_habit(store, MX)
    assert classify_mail(FORGED, ledger.gather_watchlist(), NOW).authenticated
    store.close()
