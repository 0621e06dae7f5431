"""What happens, when, and why: the playbook at Acme, an interview on Thursday 12 November 2026, 15:00 to 16:00 there."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import ACME, by_hand, config, look, move, received, seen, steered, taken, thanked, utc
from hypothesis import given
from hypothesis import strategies as st

from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import Receipt, Settled, Touch
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule
from followupd.planning.moves import Verb
from followupd.planning.planner import gate, plan_interview


def at(instant: object) -> str:
    return f"{instant:%d %H:%M}"


def test_everyone_is_thanked_an_hour_after_the_interview() -> None:
    found = look("12 15:50")  # the jitter, and ten minutes between any two of the three
    thanks = [m for m in found.moves if m.touch.step == "thank-you"]
    assert [m.verb for m in thanks] == [Verb.SEND] * 3
    assert all(utc("12 15:00") <= m.due <= utc("12 15:50") for m in thanks)


@pytest.mark.parametrize("when", ["0 days", "0 business days", "0 hours"])
def test_nobody_is_thanked_on_the_day_before_the_interview_is_over(when: str) -> None:
    cadence = [{"id": "thank-you", "channel": "email", "to": "everyone", "when": f"{when} after interview"}]
    made = config(ACME | {"cadence": cadence})
    assert {m.verb for m in look("12 09:00", made=made).moves} == {Verb.WAIT}
    assert all(m.due >= made.interviews[0].end_time for m in look("12 09:00", made=made).moves)


def test_a_thank_you_is_missed_after_the_next_business_day() -> None:
    assert move(look("13 16:59"), "thank-you").verb is Verb.SEND
    assert move(look("13 07:00"), "thank-you").rule is Rule.WINDOW
    assert move(look("13 07:00"), "thank-you").rule is Rule.WINDOW
    assert move(look("16 09:00"), "thank-you").verb is Verb.MISS


def test_the_first_step_keeps_to_the_window_too() -> None:
    friday_evening = ACME | {"at": "2026-11-13 16:30"}
    found = look("13 17:30", made=config(friday_evening))
    assert at(move(found, "thank-you").due)[:2] == "16"


def test_the_reminders_follow_a_week_apart() -> None:
    found = look("12 16:00", History(thanked()))
    days = [(m.touch.step, f"{m.due:%d.%m.}") for m in found.moves]
    assert days == [("call", "17.11."), ("check-in", "24.11."), ("letter", "25.11."), ("last-note", "09.12.")]


def test_the_week_counts_from_what_really_happened() -> None:
    history = History([*thanked(), taken("19 10:00", "call")])
    assert move(look("20 09:00", history), "check-in").due >= utc("26 10:00")


def test_a_jitter_is_the_same_at_every_look() -> None:
    assert move(look("12 15:00"), "thank-you").due == move(look("12 15:20"), "thank-you").due


@pytest.mark.parametrize(
    ("fact", "rule", "state"),
    [
        (received("14 09:00"), Rule.ANSWERED, InterviewState.ANSWERED),
        (
            received("14 09:00", "stranger@acme.example", interviews=()),
            Rule.ANSWERED,
            InterviewState.ANSWERED,
        ),
        (received("14 09:00", action=Action.PAUSE), Rule.PAUSED, InterviewState.PAUSED),
        (steered("14 09:00", "pause"), Rule.PAUSED, InterviewState.PAUSED),
        (steered("14 09:00", "pause", interview=EVERY), Rule.PAUSED, InterviewState.ACTIVE),
    ],
)
def test_a_brake_holds_everything(fact: object, rule: Rule, state: InterviewState) -> None:
    found = look("17 12:00", History([*thanked(), fact]))  # type: ignore[list-item]
    assert found.status.state is state
    assert {(m.verb, m.rule) for m in found.moves} == {(Verb.HOLD, rule)}


def test_an_answer_holds_the_thank_yous_to_others_unless_the_user_lets_them_go() -> None:
    history = History([received("12 15:10")])
    assert move(look("12 15:50", history), "thank-you", "ben-brandt").rule is Rule.ANSWERED
    let_go = config(sending={"after_answer": "send_thanks"})
    assert move(look("12 15:50", history, let_go), "thank-you", "ben-brandt").verb is Verb.SEND
    assert move(look("17 12:00", history, let_go), "call").verb is Verb.HOLD


def test_mail_from_before_the_interview_is_no_answer() -> None:
    early = received("14 09:00", received=utc("11 09:00"))
    assert look("14 10:00", History([early])).status.state is InterviewState.ACTIVE


def test_a_pause_with_a_date_lifts_by_itself_but_never_an_answer() -> None:
    pause = steered("13 09:00", "pause", "16 08:00")
    assert look("16 09:00", History([*thanked(), pause])).status.state is InterviewState.ACTIVE
    assert look("16 09:00", History([received("13 08:00"), pause])).status.state is InterviewState.ANSWERED


def test_resuming_everything_does_not_unsay_an_answer() -> None:
    history = History([received("13 08:00"), steered("14 09:00", "resume", interview=EVERY)])
    assert look("17 12:00", history).status.state is InterviewState.ANSWERED


def test_a_pause_shifts_the_reminder_and_its_latest_moment() -> None:
    history = History([*thanked(), steered("16 09:00", "pause"), steered("26 09:00", "resume")])
    call = move(look("26 10:00", history), "call")
    assert (call.verb, call.due >= utc("26 09:00")) == (Verb.SEND, True)


def test_what_is_closed_is_dropped_whatever_comes_after() -> None:
    history = History(
        [*thanked(), steered("13 09:00", "close"), steered("14 09:00", "resume"), received("15 09:00")]
    )
    assert {m.verb for m in look("17 12:00", history).moves} == {Verb.DROP}


@pytest.mark.parametrize("first", ["answer", "pause"])
def test_a_pause_holds_the_thanks_that_an_answer_lets_go(first: str) -> None:
    facts = [received("12 15:00"), steered("12 15:01", "pause", "13 09:00")]
    history = History(facts if first == "answer" else facts[::-1])
    made = config(sending={"after_answer": "send_thanks", "jitter": "0 minutes"})
    assert move(look("12 16:00", history, made), "thank-you").rule is Rule.PAUSED
    assert move(look("13 09:00", history, made), "thank-you").verb is Verb.SEND


def test_one_reminder_a_week_counts_mails_written_by_hand() -> None:
    history = History([*thanked(), by_hand("15 10:00", "ana@acme.example")])
    call = move(look("17 12:00", history), "call")
    assert (call.verb, call.rule) == (Verb.WAIT, Rule.BUDGET)
    assert call.due >= utc("22 10:00")


def test_one_reminder_a_week_counts_the_other_interviews_at_the_company() -> None:
    other = taken(
        "16 10:00", "call", touch=Touch("other", "call", "dora"), address="dora@acme.example", name="Dora"
    )
    assert move(look("17 12:00", History([*thanked(), other])), "call").rule in (
        Rule.BUDGET,
        Rule.ALTERNATION,
    )


def test_two_reminders_in_a_row_never_use_the_same_channel() -> None:
    history = History([*thanked(), taken("17 10:00", "call"), by_hand("18 10:00", "ben@acme.example")])
    held = move(look("26 12:00", history), "check-in")
    assert (held.verb, held.rule) == (Verb.HOLD, Rule.ALTERNATION)


def test_a_mail_by_hand_counts_from_the_servers_date_though_our_clock_lagged_behind() -> None:
    read_too_early = replace(by_hand("18 21:00", "ana@acme.example"), at=utc("18 09:00"))
    history = History([*thanked(), taken("17 10:00", "call"), read_too_early])
    assert move(look("18 22:00", history), "check-in").due >= utc("25 21:00")


def test_who_was_thanked_by_hand_is_not_thanked_again() -> None:
    history = History([by_hand("12 14:30", "ana@acme.example")])
    found = look("12 15:50", history)
    assert move(found, "thank-you").rule is Rule.BY_HAND
    assert move(found, "thank-you", "ben-brandt").verb is Verb.SEND


def test_an_absence_shifts_the_reminder_to_a_business_day_after_the_return() -> None:
    away = received(
        "13 09:00",
        action=Action.HOLD,
        kind=Kind.AUTO_REPLY,
        contact="ana-ruiz",
        return_date=utc("20 00:00").date(),
    )
    call = move(look("17 12:00", History([*thanked(), away])), "call")
    assert (call.verb, call.rule) == (Verb.WAIT, Rule.ABSENCE)
    assert at(call.due)[:2] == "23"


def test_an_absence_without_a_day_holds_seven_business_days_and_then_the_mail_waits_for_approval() -> None:
    away = received("13 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz")
    history = History([*thanked(), away])
    call = move(look("17 12:00", history), "call")
    assert (call.verb, call.rule, at(call.due)[:2]) == (Verb.WAIT, Rule.ABSENCE, "24")
    later_note = replace(away, at=utc("17 11:00"), received=utc("17 11:00"))
    history = History([*thanked(), taken("17 10:00", "call"), later_note])
    assert move(look("25 12:00", history), "check-in").rule is Rule.ABSENCE
    assert move(look("26 12:00", history), "check-in").rule is Rule.APPROVAL


def test_a_third_absence_shifts_no_more() -> None:
    notes = [
        received(f"{13 + n} 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz",
                 return_date=(utc("17 00:00") + timedelta(days=10 * n)).date(), uid=n)
        for n in range(3)
    ]  # fmt: skip
    call = move(look("16 12:00", History([*thanked(), *notes])), "call")
    assert f"{call.due:%d.%m.}" == "30.11."  # a business day after 27 November, the second date


def test_an_absence_that_is_read_again_after_the_date_was_corrected_is_no_second_one() -> None:
    note = received(
        "13 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz", message_id="<away@x>"
    )
    later = received(
        "14 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz", message_id="<back@x>",
        return_date=utc("20 00:00").date(),
    )  # fmt: skip
    again = replace(note, at=utc("13 12:00"))
    call = move(look("17 12:00", History([*thanked(), note, again, later])), "call")
    assert (call.rule, at(call.due)[:2]) == (Rule.ABSENCE, "23")


def test_a_promised_date_holds_all_channels_and_one_day_more() -> None:
    promised = config(ACME | {"promise": "2026-11-26"})
    call = move(look("17 12:00", History(thanked()), promised), "call")
    assert (call.rule, at(call.due)[:2]) == (Rule.PROMISE, "27")


def test_a_dead_address_is_not_written_to() -> None:
    bounce = received(
        "13 09:00",
        "mailer-daemon@x.example",
        Action.ALERT,
        kind=Kind.BOUNCE_PERMANENT,
        failed_address="Ana@acme.example",
    )
    history = History([*thanked(), taken("17 10:00", "call"), bounce])
    assert move(look("25 12:00", history), "check-in").rule is Rule.ADDRESS
    corrected = config(ACME | {"contacts": [{"name": "Ana Ruiz", "email": "ana.ruiz@acme.example"}]})
    assert move(look("25 12:00", history, corrected), "check-in").verb is Verb.SEND


def test_without_a_fresh_receipt_nothing_goes_out() -> None:
    made, now = config(), utc("12 15:30")
    for receipt in (None, Receipt(now - timedelta(minutes=11), "", ()), Receipt(now, "something else", ())):
        situation = seen(now)
        found = plan_interview(
            now, made, History(), type(situation)(jitter_key=b"key", receipt=receipt), made.interviews[0]
        )
        assert move(found, "thank-you").rule is Rule.RECEIPT
    last_read = seen(now - timedelta(minutes=11))
    found = plan_interview(now, made, History(), last_read, made.interviews[0])
    assert move(found, "thank-you").why == "the mailbox was last read at 16:19 CET on 12 November"


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"halt_reason": "the HOLD file is there"}, Rule.HALTED),
        ({"fault_by_interview": {"acme": "acme.yaml:3: at: is missing"}}, Rule.CONFIG),
        ({"fault_by_interview": {EVERY: "config.yaml:1: cannot be read"}}, Rule.CONFIG),
        ({"retry_times": {Touch("acme", "thank-you", "ana-ruiz"): utc("12 15:40")}}, Rule.RETRY),
        ({"failed_until": {"acme": utc("12 16:00")}}, Rule.TRIPPED),
    ],
)
def test_whatever_is_in_doubt_holds(more: dict[str, object], rule: Rule) -> None:
    assert move(look("12 15:30", **more), "thank-you").rule is rule


def test_the_daily_cap_counts_by_the_candidates_own_day() -> None:
    capped = config(sending={"daily_cap": 2})
    history = History(thanked("12 15:26")[:2])
    held = move(look("12 15:30", history, capped), "thank-you", "hal-hart")
    assert (held.rule, held.lifts_at) == (Rule.CAP, utc("12 23:00"))


def test_while_live_is_false_nothing_is_sent() -> None:
    assert move(look("12 15:30", made=config(live=False)), "thank-you").verb is Verb.REHEARSE


def test_a_missed_step_does_not_take_the_next_one_along() -> None:
    missed = Settled(
        utc("20 08:00"), Touch("acme", "call", "ana-ruiz"), "missed", "downtime", due=utc("17 07:40")
    )
    assert f"{move(look('20 09:00', History([*thanked(), missed])), 'check-in').due:%d.%m.}" == "24.11."


def test_the_gate_says_what_the_plan_says() -> None:
    made, now = config(), utc("12 15:30")
    touch = Touch("acme", "thank-you", "ana-ruiz")
    assert gate(now, made, History(), seen(now), touch) is None
    stopped = gate(now, made, History([received("12 15:29")]), seen(now), touch)
    assert stopped is not None
    assert stopped.rule is Rule.ANSWERED
    gone = gate(now, made, History(), seen(now), Touch("acme", "thank-you", "nobody"))
    assert gone is not None
    assert gone.rule is Rule.CLOSED


@given(st.integers(0, 60 * 24 * 60))
def test_nothing_is_sent_outside_the_window_or_past_its_latest_moment(minutes: int) -> None:
    now = utc("10 00:00") + timedelta(minutes=minutes)
    made = config()
    for m in plan_interview(now, made, History(), seen(now), made.interviews[0]).moves:
        if m.verb is Verb.SEND:
            local = now.astimezone(made.interviews[0].time_zone)
            assert local.weekday() < 5
            assert "08:30" <= f"{local:%H:%M}" < "18:00"
            assert m.due <= now <= m.latest
            assert m.channel in Channel
