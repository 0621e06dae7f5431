"""An interview that is entered late begins where the playbook stands then."""

from dataclasses import replace

from builders import ACME, config, look, move, taken, utc

from followupd.journal.facts import Noted
from followupd.journal.history import History
from followupd.planning.moves import InterviewPlan, Verb


def noted(at: str) -> Noted:
    """Acme was first seen in the configuration."""
    return Noted(utc(at), "acme", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",))


def verbs(plan: InterviewPlan) -> dict[str, Verb]:
    return {f"{m.touch.step} {m.touch.contact}": m.verb for m in plan.moves}


def test_an_interview_entered_on_the_next_day_follows_the_playbook() -> None:
    in_time, unseen = look("13 10:00", History([noted("13 09:00")])), look("13 10:00")
    assert [(m.touch, m.due) for m in in_time.moves] == [(m.touch, m.due) for m in unseen.moves]


def test_within_a_week_the_thank_yous_still_go_out_an_hour_after_the_entry() -> None:
    plan = look("17 09:01", History([noted("17 09:00")]))
    thank_you = move(plan, "thank-you")
    assert thank_you.verb is Verb.WAIT
    assert utc("17 10:00") <= thank_you.due <= utc("17 10:30")
    assert move(plan, "thank-you", "hal-hart").verb is Verb.WAIT


def noted_people(at: str, *names: str) -> Noted:
    """The file named these people from then on."""
    people = {
        "ana": ("ana-ruiz", "ana ruiz", "ana@acme.example"),
        "ben": ("ben-brandt", "ben brandt", "ben@acme.example"),
    }
    return replace(
        noted(at), people=tuple(people[name] for name in names), addresses=tuple(people[n][2] for n in names)
    )


def test_a_person_who_is_added_days_later_is_still_thanked_an_hour_after_that() -> None:
    plan = look(
        "17 09:01", History([noted_people("12 10:00", "ana"), noted_people("17 09:00", "ana", "ben")])
    )
    assert move(plan, "thank-you").verb is Verb.MISS  # Ana was there from the start
    thank_you = move(plan, "thank-you", "ben-brandt")
    assert thank_you.verb is Verb.WAIT
    assert utc("17 10:00") <= thank_you.due <= utc("17 10:40")


def test_a_person_in_the_place_of_another_may_be_the_same_one_and_is_not_thanked_late() -> None:
    plan = look("17 09:01", History([noted_people("12 10:00", "ben"), noted_people("17 09:00", "ana")]))
    assert move(plan, "thank-you").verb is Verb.MISS


def test_a_corrected_address_makes_nobody_a_new_person() -> None:
    former = ("ben-brandt", "ben brandt", "bne@acme.example")
    first = replace(noted_people("12 10:00", "ana"), people=(former,), addresses=("bne@acme.example",))
    plan = look("17 09:01", History([first, noted_people("17 09:00", "ana", "ben")]))
    assert move(plan, "thank-you", "ben-brandt").verb is Verb.MISS


def test_after_a_week_thank_yous_and_call_are_too_late_and_the_check_in_comes_on_the_next_day() -> None:
    history = History([noted("30 10:00")])
    plan = look("30 10:01", history)
    assert {verbs(plan)[f"thank-you {c}"] for c in ("ana-ruiz", "ben-brandt")} == {Verb.MISS}
    call = move(plan, "call")
    assert call.verb is Verb.MISS
    history.add(taken("30 10:02", "call", how="user"))
    check_in = move(look("30 10:03", History([noted("30 10:00"), *_missed(plan)])), "check-in")
    assert (check_in.verb, f"{check_in.due:%d.%m.}") == (Verb.WAIT, "01.12.")


def test_what_is_still_to_come_keeps_its_day() -> None:
    """A week after the interview the check-in is not due yet."""
    late = look("20 10:01", History([noted("20 10:00"), taken("17 09:00", "call")]))
    in_time = look("20 10:01", History([noted("12 10:00"), taken("17 09:00", "call")]))
    assert move(late, "check-in").due == move(in_time, "check-in").due


def test_letter_and_last_note_follow_the_late_check_in_by_a_week_each() -> None:
    plan = look("2026-12-01 12:00", History([noted("30 10:00"), *_missed(look("30 10:01"))]))
    dues = {m.touch.step: m.reaches_company_at for m in plan.moves}
    assert (dues["letter"] - dues["check-in"]).days >= 6
    assert (dues["last-note"] - dues["letter"]).days >= 6


def test_a_cadence_without_a_mail_needs_no_beginning() -> None:
    steps = [{"id": "call", "channel": "phone", "when": "5 days after interview"}]
    made = config(ACME | {"cadence": steps})
    plan = look("30 10:01", History([noted("30 10:00")]), made)
    assert {m.verb for m in plan.moves} == {Verb.MISS}


def _missed(plan: InterviewPlan) -> list[object]:
    from followupd.journal.facts import Settled

    return [Settled(m.due, m.touch, "missed", m.why, due=m.due) for m in plan.moves if m.verb is Verb.MISS]
