"""What came back reached nobody; what was taken and did not come back is taken for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import config, look, move, received, taken, utc

from followupd.inbound.verdict import Action, Kind
from followupd.journal.fact_json import dump_fact, parse_fact
from followupd.journal.facts import Reopened, Settled, Touch
from followupd.journal.history import History
from followupd.journal.returned_mails import count_returns, find_bounce, find_reopened_at, list_arrived_facts

if TYPE_CHECKING:
    from followupd.journal.record import InterviewRecord

ANA = Touch("acme", "thank-you", "ana-ruiz")
SENT = taken("12 15:30", "thank-you", message_ids=("<1@x>",))
BOUNCE = received(
    "12 15:31", "mailer-daemon@mail.example", Action.ALERT, kind=Kind.BOUNCE_PERMANENT, failed_address="ana@acme.example",
    about=("<1@x>",),
)  # fmt: skip
AGAIN = Reopened(utc("13 09:00"), ANA, "it came back", "<1@x>")


def record_of(*facts: Any) -> InterviewRecord:
    made = config()
    return History(facts).record_of(made.interviews[0], made)


def test_it_is_kept_as_it_was_written() -> None:
    assert parse_fact(dump_fact(AGAIN)) == AGAIN
    former = '{"at":"2026-11-13T09:00:00Z","touch":{"interview":"acme","step":"thank-you","contact":"ana-ruiz"},"fact":"reopened"}'
    assert parse_fact(former) == Reopened(utc("13 09:00"), ANA)


def test_only_a_bounce_that_names_mail_and_address_counts() -> None:
    assert find_bounce(record_of(SENT, BOUNCE), SENT) == BOUNCE
    for field, value in (
        ("about", ("<2@x>",)),
        ("failed_address", "ben@acme.example"),
        ("kind", Kind.BOUNCE_TEMPORARY),
    ):
        other = received("12 15:31", **{**_fields(), field: value})
        assert find_bounce(record_of(SENT, other), SENT) is None


def _fields() -> dict[str, Any]:
    return {
        "sender": "mailer-daemon@mail.example", "action": Action.ALERT, "kind": Kind.BOUNCE_PERMANENT,
        "failed_address": "ana@acme.example", "about": ("<1@x>",),
    }  # fmt: skip


def test_what_came_back_is_open_after_the_word_and_what_arrived_is_not() -> None:
    ana = config().interviews[0].lead
    assert record_of(SENT, BOUNCE).outcome_of("thank-you", ana) == SENT
    assert record_of(SENT, BOUNCE, AGAIN).outcome_of("thank-you", ana) is None
    for forged in (
        Reopened(AGAIN.at, ANA),
        Reopened(AGAIN.at, ANA, "again"),
        Reopened(AGAIN.at, ANA, "again", "<2@x>"),
    ):
        assert record_of(SENT, forged).outcome_of("thank-you", ana) == SENT
    second = taken("13 09:30", "thank-you", message_ids=("<2@x>",), address="ana.ruiz@acme.example")
    assert record_of(SENT, BOUNCE, AGAIN, second).outcome_of("thank-you", ana) == second


def test_each_return_is_counted_and_a_resending_is_none() -> None:
    ana = config().interviews[0].lead
    skipped = Settled(utc("12 16:00"), ANA, "skipped", "skipped by you")
    record = record_of(skipped, Reopened(utc("13 08:00"), ANA, "you said: again"), SENT, BOUNCE, AGAIN)
    assert count_returns(record, "thank-you", ana) == 1
    assert find_reopened_at(record, "thank-you", ana) == AGAIN.at
    assert find_reopened_at(record_of(Reopened(utc("13 08:00"), ANA)), "thank-you", ana) is None


def test_what_came_back_is_no_earlier_mail_and_no_reminder() -> None:
    check_in = taken("19 10:00", "check-in", message_ids=("<3@x>",))
    bounce = received("19 10:01", **{**_fields(), "about": ("<3@x>",)})
    assert list_arrived_facts(record_of(SENT, BOUNCE)) == []
    assert [r.fact for r in record_of(check_in, bounce).reminders] == [check_in]
    opened = Reopened(utc("19 11:00"), Touch("acme", "check-in", "ana-ruiz"), "it came back", "<3@x>")
    assert record_of(check_in, bounce, opened).reminders == []


def test_a_step_that_is_open_again_leaves_at_once_and_is_not_too_late() -> None:
    missed = Settled(utc("17 18:00"), ANA, "missed", "its latest moment was", due=utc("12 15:30"))
    opened = Reopened(utc("23 10:00"), ANA, "you said: again")
    again = move(look("23 10:30", History([missed, opened])), "thank-you")
    assert utc("23 10:00") <= again.due <= utc("23 10:26")
    assert again.verb == "send"
    assert again.latest > utc("23 18:00")
