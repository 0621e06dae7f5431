"""One call for two interviews with one company: which calls are made together, and of which the candidate is asked."""

from itertools import pairwise
from typing import Any

import pytest
from builders import ACME, config, seen, steered, taken, thanked, utc

from followupd.config.model import Config
from followupd.engine.shared_call_marks import MAX_MARKS, mark_shared_calls
from followupd.journal.facts import Done, Fact, Settled, Taken, Touch
from followupd.journal.history import History
from followupd.planning.context import Rule
from followupd.planning.forecast import foresee
from followupd.planning.manual_steps import due_prompts, list_open_steps
from followupd.planning.moves import Move, Verb
from followupd.planning.planner import plan
from followupd.planning.shared_calls import find_companions
from followupd.writing.mail.message_id import name_shared_call, touch_token

LEAD: dict[str, Any] = ACME | {
    "id": "acme-lead", "position": "Team Lead", "at": "2026-11-13 14:00",
    "contacts": [{"name": "Lea Lind", "email": "lea@acme.example", "phone": "+49 30 1234567"}],
}  # fmt: skip
BOTH = config(ACME, LEAD, sending={"jitter": "0 minutes"})
CALL, LEADS_CALL = Touch("acme", "call", "ana-ruiz"), Touch("acme-lead", "call", "lea-lind")
THANKED = Settled(utc("13 16:00"), Touch("acme-lead", "thank-you", "lea-lind"), "skipped", "by you")
SHEET = taken("17 08:00", "call", how="sheet", message_ids=("<sheet@sam>",))
LEADS_SHEET = Taken(
    **{f: getattr(SHEET, f) for f in SHEET.__slots__ if f not in ("touch", "name", "address", "fact")},
    touch=LEADS_CALL, name="Lea Lind", address="lea@acme.example",
)  # fmt: skip


def companions(now: str, *facts: Fact, made: Config = BOTH) -> list[Move]:
    """The calls that are made with Ana's, at a moment."""
    history = History([*thanked(), *facts])
    for interview in made.interviews:  # as the daemon does before it plans
        snapshot = history.record_of(interview, made).new_snapshot
        assert snapshot
        history.add(snapshot)
    plans = list(plan(utc(now), made, history, seen(utc(now))))
    (call,) = (m for p in plans for m in p.moves if m.touch == CALL)
    return find_companions(made, history, call, plans)


def test_two_calls_that_are_due_within_days_are_one() -> None:
    (call,) = companions("17 08:00", THANKED)
    assert (call.touch, call.rule) == (LEADS_CALL, Rule.SHARED)


def make_roles(count: int) -> tuple[list[dict[str, Any]], list[Fact]]:
    """Roles at Acme beside the first, each with a person of its own who was thanked."""
    surnames = ("Lind", "Lund", "Lang", "Lohr", "Lutz", "Lau", "Linn", "Loos")[:count]
    roles = [
        LEAD | {"id": f"acme-{n}", "position": f"Role {n}", "at": f"2026-11-13 1{n}:00", "minutes": 30,
                "contacts": [{"name": f"Lea {name}", "email": f"lea{n}@acme.example"}]}
        for n, name in enumerate(surnames)
    ]  # fmt: skip
    thanks: list[Fact] = [
        Settled(utc("13 16:00"), Touch(f"acme-{n}", "thank-you", f"lea-{name.lower()}"), "skipped", "by you")
        for n, name in enumerate(surnames)
    ]
    return roles, thanks


@pytest.mark.parametrize(("roles_beside", "shared"), [(2, 2), (3, 3), (5, 5), (8, 7)])
def test_any_number_of_roles_that_somebody_has_shares_one_call(roles_beside: int, shared: int) -> None:
    """A fourth role had a call of its own until now, weeks later: one reminder a week reaches a company."""
    roles, thanks = make_roles(roles_beside)
    made = config(ACME, *roles, sending={"jitter": "0 minutes"})
    calls = [call.touch.interview for call in companions("17 08:00", *thanks, made=made)]
    assert calls == [f"acme-{n}" for n in range(shared)]


def test_a_restored_store_knows_a_sheet_for_five_in_whatever_order_its_files_are() -> None:
    roles, thanks = make_roles(4)
    sheet_calls = [CALL, *(t.touch for t in thanks if isinstance(t, Settled))]
    calls = [Touch(touch.interview, "call", touch.contact) for touch in sheet_calls]
    for order in (roles, roles[::-1]):
        made, history = config(ACME, *order), History(thanked())
        for interview in made.interviews:
            snapshot = history.record_of(interview, made).new_snapshot
            assert snapshot
            history.add(snapshot)
        marks = mark_shared_calls(history.record_of(made.interviews[0], made), made, b"key")
        assert set(marks[touch_token(b"key", name_shared_call(calls))]) == set(calls)
        assert marks[touch_token(b"key", name_shared_call(calls))][0] == CALL
        assert len(marks) == 4 + 12 + 4 + 1  # one, two in any order, three, four


def test_the_marks_of_an_agency_with_many_roles_are_bounded() -> None:
    """Of thirty roles there are two million groups."""
    names = [f"Lea {chr(97 + n // 10)}{chr(97 + n % 10)}".title() for n in range(30)]
    roles = [
        LEAD | {"id": f"acme-{n}", "position": f"Role {n}", "at": f"2026-11-13 10:{n:02}",
                "contacts": [{"name": name, "email": f"lea{n}@acme.example"}]}
        for n, name in enumerate(names)
    ]  # fmt: skip
    made, history = config(ACME, *roles), History(thanked())
    for interview in made.interviews:
        snapshot = history.record_of(interview, made).new_snapshot
        assert snapshot
        history.add(snapshot)
    marks = mark_shared_calls(history.record_of(made.interviews[0], made), made, b"key")
    assert len(marks) == 30 + 30 * 29 + MAX_MARKS


def test_a_restored_store_knows_a_sheet_for_three_by_its_mark() -> None:
    third = LEAD | {"id": "acme-third", "contacts": [{"name": "Mia Moss", "email": "mia@acme.example"}]}
    made, history = config(ACME, LEAD, third), History(thanked())
    for interview in made.interviews:
        snapshot = history.record_of(interview, made).new_snapshot
        assert snapshot
        history.add(snapshot)
    sheets = set(mark_shared_calls(history.record_of(made.interviews[0], made), made, b"key").values())
    third_call = Touch("acme-third", "call", "mia-moss")
    threes = {(CALL, LEADS_CALL, third_call), (CALL, third_call, LEADS_CALL)}
    assert sheets == {(CALL, LEADS_CALL), (CALL, third_call), *threes}


def test_a_restored_store_knows_a_sheet_for_two_though_both_files_were_renamed_since() -> None:
    history = History(thanked())
    renamed = config(ACME | {"id": "acme-z"}, LEAD | {"id": "acme-a"}, sending={"jitter": "0 minutes"})
    for made in (BOTH, renamed):
        for interview in made.interviews:
            snapshot = history.record_of(interview, made).new_snapshot
            assert snapshot
            history.add(snapshot)
    lead = renamed.interview_by_id["acme-a"]
    sheets = mark_shared_calls(history.record_of(lead, renamed), renamed, b"key")
    calls = Touch("acme-z", "call", "ana-ruiz"), Touch("acme-a", "call", "lea-lind")
    assert sheets[touch_token(b"key", name_shared_call((LEADS_CALL, CALL)))] == calls[::-1]


def test_people_are_thanked_before_a_call_speaks_of_their_interview() -> None:
    assert companions("16 08:00") == []
    assert companions("16 08:00", THANKED) != []


@pytest.mark.parametrize("at", ["2026-11-17 09:00", "2026-11-30 14:00"])
def test_a_call_that_is_due_when_it_is_too_late_for_the_other_stays_its_own(at: str) -> None:
    made = config(ACME, LEAD | {"at": at}, sending={"jitter": "0 minutes"})
    assert companions("17 08:00", THANKED, made=made) == []


def test_a_day_that_they_promised_is_waited_for() -> None:
    promised = config(ACME, LEAD | {"promise": "2026-11-18"}, sending={"jitter": "0 minutes"})
    assert companions("17 08:00", THANKED, made=promised) == []


@pytest.mark.parametrize(
    "word",
    [
        steered("16 09:00", "pause", interview="acme-lead"),
        steered("16 09:00", "close", interview="acme-lead"),
        Settled(utc("16 09:00"), LEADS_CALL, "skipped", "by you"),
    ],
)
def test_what_is_held_or_left_out_is_not_called_about(word: Fact) -> None:
    assert companions("17 08:00", THANKED, word) == []


def test_another_company_is_another_call() -> None:
    other = LEAD | {
        "company": "Brix AG",
        "contacts": [{"name": "Lea Lind", "email": "lea@brix.example"}],
    }
    assert companions("17 08:00", THANKED, made=config(ACME, other)) == []


def test_the_plan_shows_both_calls_on_one_day_and_the_rest_a_week_apart() -> None:
    history, now = History([*thanked(), THANKED]), utc("13 17:00")
    plans = foresee(now, BOTH, history, seen(now), list(plan(now, BOTH, history, seen(now))))
    moves = [m for p in plans for m in p.moves if m.verb is Verb.WAIT]
    calls = {str(m.touch): m for m in moves if m.touch.step == "call"}
    assert calls[str(CALL)].due == calls[str(LEADS_CALL)].due
    assert calls[str(LEADS_CALL)].why == "one call, with that of acme"
    days = sorted({m.reaches_company_at for m in moves})
    assert all((later - earlier).total_seconds() >= 7 * 86400 for earlier, later in pairwise(days))


def test_of_one_call_for_two_the_candidate_is_asked_once() -> None:
    history = History([*thanked(), THANKED, SHEET, LEADS_SHEET])
    (prompt,) = due_prompts(utc("18 12:00"), BOTH, history)
    (open_step,) = list_open_steps(utc("18 12:00"), BOTH, history)
    assert prompt.touch == open_step[0] == CALL


def test_while_one_of_them_rests_the_candidate_is_asked_of_the_other() -> None:
    paused = steered("17 10:00", "pause")
    history = History([*thanked(), THANKED, SHEET, LEADS_SHEET, paused])
    assert [p.touch for p in due_prompts(utc("18 12:00"), BOTH, history)] == [LEADS_CALL]


def test_what_came_of_it_ends_the_questions_of_both() -> None:
    reports = [Done(utc("17 10:00"), touch, "voicemail") for touch in (CALL, LEADS_CALL)]
    history = History([*thanked(), THANKED, SHEET, LEADS_SHEET, *reports])
    assert list(due_prompts(utc("18 12:00"), BOTH, history)) == []
