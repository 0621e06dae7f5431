"""The provider's Authentication-Results count only while it adds them to every foreign mail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import config, utc
from vouching import WITH_RESULTS, WITHOUT_RESULTS, make_habit, make_returned_notice

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.ports import FrozenMail, OutgoingMail
from followupd.engine.scanning.result_habit import (
    DOUBT_PERIOD,
    HABIT_COUNT,
    HABIT_DOMAINS,
    is_habit,
    may_stand_anywhere,
    note_habit,
)
from followupd.inbound.classifier import classify_mail
from followupd.inbound.verdict import Action, Intent, Verdict
from followupd.journal.facts import Touch

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
    assert not may_stand_anywhere(store, None)
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


@pytest.fixture
def ledger(store: SqliteStore) -> Ledger:
    account = {
        "address": "sam@candidate.example", "authserv_id": MX,
        "imap": {"host": "imap.candidate.example", "port": 993}, "smtp": {"host": "smtp.candidate.example", "port": 465},
    }  # fmt: skip
    return Ledger(store, lambda: ActiveConfig(config(account=account)), {}, None)  # type: ignore[arg-type]


def test_a_provider_that_adds_none_vouches_for_nobody(ledger: Ledger) -> None:
    """A stranger writes the line in its name; without the habit, "please stop" closes nothing for good."""
    verdict = classify_mail(FORGED, ledger.gather_watchlist(), NOW)
    assert (verdict.action, verdict.intent) == (Action.STOP, Intent.PLEASE_STOP)
    assert not verdict.authenticated
    make_habit(ledger.store, MX)
    assert classify_mail(FORGED, ledger.gather_watchlist(), NOW).authenticated


BORDER = "Received: from relay.evil.example (relay.evil.example [8.8.8.8]) by in1.candidate.example with ESMTP id 7"
LMTP = "Received: from in1.candidate.example ([10.0.0.7]) by box.candidate.example with LMTP id 8"
RESULT = f"Authentication-Results: {MX}; dmarc=pass header.from=acme.example"
REST = FORGED.decode().partition("\r\n")[2]


def judge_with(ledger: Ledger, *fields: str) -> Verdict:
    """Judge the mail of Ana's that bears these fields on top."""
    return classify_mail("\r\n".join((*fields, REST)).encode(), ledger.gather_watchlist(), NOW)


def forge_habit(ledger: Ledger, *fields: str) -> None:
    """Let two weeks of mail come in from three domains, each with these fields on top, and no other mail."""
    for number in range(3 * HABIT_COUNT):
        rest = REST.replace("ana@acme.example", f"x@far{number % HABIT_DOMAINS}.example")
        mail = "\r\n".join((*fields, rest))
        verdict = classify_mail(mail.encode(), ledger.gather_watchlist(), NOW)
        note_habit(ledger.store, MX, verdict, NOW + timedelta(days=number))
    assert is_habit(ledger.store, MX)


@pytest.mark.parametrize("forged", [(RESULT,), (RESULT, "Received: from x by mx.candidate.example")])
@pytest.mark.parametrize("own_hops", [(), (BORDER,), (LMTP, BORDER)])
def test_two_weeks_of_forged_mail_from_three_domains_make_no_line_believed(
    ledger: Ledger, forged: tuple[str, ...], own_hops: tuple[str, ...]
) -> None:
    """What stands below the hop at which the mail came in came with the mail, whatever its habit."""
    forge_habit(ledger, *own_hops, *forged)
    if own_hops:  # as every mail server writes one (RFC 5321 §4.4)
        assert not judge_with(ledger, *own_hops, *forged).authenticated
    assert not judge_with(ledger, *forged[:1]).authenticated


def test_a_line_above_the_hop_at_which_the_mail_came_in_is_believed(ledger: Ledger) -> None:
    forge_habit(ledger, LMTP, RESULT, BORDER)
    assert judge_with(ledger, LMTP, RESULT, BORDER).authenticated
    assert judge_with(ledger, RESULT, BORDER).authenticated
    # A user of the same provider: no hop is from outside, and the line may be theirs.
    assert not judge_with(ledger, LMTP, RESULT).authenticated
    assert not judge_with(ledger, LMTP, BORDER, RESULT).authenticated


def test_a_line_below_that_hop_is_believed_once_a_notice_came_back_with_it(ledger: Ledger) -> None:
    """As Postfix and its milters write it: below the hop that they add."""
    forge_habit(ledger, BORDER, RESULT)
    note_habit(ledger.store, MX, make_returned_notice(ledger.store), NOW)
    assert judge_with(ledger, BORDER, RESULT).authenticated
    note_habit(ledger.store, MX, WITHOUT_RESULTS, NOW + timedelta(days=70))
    assert not may_stand_anywhere(ledger.store, MX)


def test_a_line_in_a_mail_that_a_recipient_could_forge_shows_nothing(ledger: Ledger) -> None:
    """Whoever got a mail of ours has its mark; of a notice nobody but the candidate has it."""
    verdict = make_returned_notice(ledger.store)
    to_ana = FrozenMail("sam@candidate.example", "ana@acme.example", b"")
    thanks = Touch("acme", "thank-you", "ana-ruiz")
    ledger.store.add_mail(
        OutgoingMail(str(thanks), thanks, to_ana, "<1@x>", "mark-of-ana", "Thank you", "Hello")
    )
    for forgery in (
        replace(verdict, token="mark-of-ana"),
        replace(verdict, token="made-up"),
        replace(verdict, is_own=False),
        replace(verdict, has_results=False),
    ):
        note_habit(ledger.store, MX, forgery, NOW)
        assert not may_stand_anywhere(ledger.store, MX), forgery
    note_habit(ledger.store, MX, verdict, NOW)
    assert may_stand_anywhere(ledger.store, MX)


def send_to(store: SqliteStore, number: int) -> str:
    """Put a mail to somebody at a company into the outbox; return its Message-ID."""
    touch, mail_id = Touch(f"round{number}", "thank-you", "ana"), f"<{number}@x>"
    mail = FrozenMail("sam@candidate.example", f"ana@far{number}.example", b"")
    store.add_mail(OutgoingMail(str(touch), touch, mail, mail_id, f"mark{number}", "Thank you", "Hello"))
    return mail_id


def test_answers_from_three_companies_show_that_the_provider_adds_the_line(ledger: Ledger) -> None:
    """As Gmail writes it: below its own hop, and into no mail to oneself."""
    forge_habit(ledger, BORDER, RESULT)
    ids = [send_to(ledger.store, number) for number in range(HABIT_DOMAINS)]  # type: ignore[arg-type]
    for number, mail_id in enumerate(ids):
        assert not judge_with(ledger, BORDER, RESULT).authenticated
        answer = replace(with_results(number), about=(mail_id,))
        for forgery in (
            replace(answer, sender="eve@evil.example"),  # whoever got to know the id
            replace(answer, about=("<guessed@x>",)),
            replace(answer, has_own_results=None),
            with_results(number),
        ):
            note_habit(ledger.store, MX, forgery, NOW)
            assert not may_stand_anywhere(ledger.store, MX), forgery
        note_habit(ledger.store, MX, answer, NOW)
    assert may_stand_anywhere(ledger.store, MX)
    assert judge_with(ledger, BORDER, RESULT).authenticated
    note_habit(ledger.store, MX, WITHOUT_RESULTS, NOW + timedelta(days=70))
    assert not may_stand_anywhere(ledger.store, MX)


def test_a_returned_notice_counts_only_after_the_last_mail_without_the_line(ledger: Ledger) -> None:
    note_habit(ledger.store, MX, WITHOUT_RESULTS, NOW)
    verdict = make_returned_notice(ledger.store)
    note_habit(ledger.store, MX, verdict, NOW - timedelta(hours=1))
    assert not may_stand_anywhere(ledger.store, MX)
    note_habit(ledger.store, MX, verdict, NOW + timedelta(hours=1))
    assert may_stand_anywhere(ledger.store, MX)


def test_without_a_name_nothing_is_read(store: SqliteStore) -> None:
    assert not is_habit(store, None)
    assert not may_stand_anywhere(store, None)
