"""What was said last, and the journal without what was taken back."""

from dataclasses import replace

import pytest
from builders import config, look, received, steered, taken, thanked, utc

from followupd.journal.command_facts import Debriefed, Started, Undone
from followupd.journal.facts import Approved, Done, Fact, Settled, Touch
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.journal.undoing import find_departure, find_last_command, leave_out_undone

IDS = frozenset({"acme"})
CALL = Touch("acme", "call", "ana-ruiz")


def undone(*facts: Fact) -> list[Fact]:
    """The facts, with the last command taken back."""
    command = find_last_command(facts, IDS)
    assert command
    return [*facts, Undone(utc("20 10:00"), "acme", command.what, command.positions)]


@pytest.mark.parametrize(
    "word",
    [
        steered("18 09:00", "close"),
        steered("18 09:00", "pause"),
        Settled(utc("18 09:00"), CALL, "skipped", "by you"),
        Done(utc("18 09:00"), CALL, "spoke"),
    ],
)
def test_after_an_undo_the_plan_is_as_if_it_had_never_been_said(word: Fact) -> None:
    before, after = History(thanked()), History(undone(*thanked(), word))
    plan, same_plan = look("20 11:00", before), look("20 11:00", after)
    assert (plan.status, plan.moves) == (same_plan.status, same_plan.moves)


def test_a_close_takes_its_drops_along_and_an_answer_stays() -> None:
    dropped = Settled(utc("18 09:01"), CALL, "cancelled", "closed")
    facts = [*thanked(), steered("18 09:00", "close"), dropped, received("18 10:00")]
    assert look("20 11:00", History(facts)).status.state is InterviewState.CLOSED
    assert look("20 11:00", History(undone(*facts))).status.state is InterviewState.ANSWERED


def test_a_debrief_takes_along_whom_it_left_out() -> None:
    moment = utc("18 09:00")
    skipped = Settled(moment, Touch("acme", "thank-you", "ana-ruiz"), "skipped", "by you")
    facts = [skipped, Debriefed(moment, "acme", absent=("ana-ruiz",))]
    command = find_last_command(facts, IDS)
    assert command
    assert (command.what, command.positions) == ("debrief", (1, 2))


def start() -> list[Fact]:
    """The facts of an interview whose people the candidate had thanked before."""
    return [
        *(replace(fact, how="user", message_ids=()) for fact in thanked()),
        Started(utc("18 09:00"), "acme", ("ana-ruiz", "ben-brandt", "hal-hart")),
    ]


def test_earlier_thanks_are_taken_back_with_the_word_that_reported_them() -> None:
    plan, same_plan = look("18 11:00", History(undone(*start()))), look("18 11:00", History())
    assert plan.moves == same_plan.moves


def test_a_word_on_earlier_thanks_stays_once_a_reminder_has_left_on_it() -> None:
    own_letter = replace(taken("17 10:00", "letter"), how="user", reminder=True)
    facts = [own_letter, *start(), taken("24 10:00", "check-in")]
    command = find_last_command(facts, IDS)
    assert command
    assert own_letter not in command.facts
    departure = find_departure(facts, IDS, command)
    assert departure
    assert departure.touch.step == "check-in"


def test_an_approval_that_was_given_twice_is_taken_back_as_a_whole() -> None:
    mail = Touch("acme", "check-in", "ana-ruiz")
    facts = [*thanked(), Approved(utc("18 09:00"), mail, "d1"), Approved(utc("18 10:00"), mail, "d1")]
    command = find_last_command(facts, IDS)
    assert command
    assert [type(f) for f in command.facts] == [Approved, Approved]


def test_a_pause_of_the_daemon_is_no_command() -> None:
    from followupd.journal.facts import Steered

    assert find_last_command([Steered(utc("18 09:00"), "acme", "pause", why="renamed")], IDS) is None


def test_what_has_left_since_cannot_be_taken_back() -> None:
    skipped = Settled(utc("17 09:00"), CALL, "skipped", "by you")
    facts = [*thanked(), skipped, taken("24 10:00", "check-in")]
    command = find_last_command(facts, IDS)
    assert command
    departure = find_departure(facts, IDS, command)
    assert departure
    assert departure.touch.step == "check-in"


def test_facts_that_are_read_twice_are_taken_back_once() -> None:
    facts = undone(*thanked(), steered("18 09:00", "close"))
    once = leave_out_undone(facts)
    assert leave_out_undone(once) == once
    assert History(History(facts).facts).facts == once
    assert config()


def test_what_came_of_one_call_for_two_is_taken_back_for_both() -> None:
    other = Touch("acme-lead", "call", "lea-lind")
    sheet = taken("17 08:00", "call", how="sheet", message_ids=("<sheet@sam>",))
    facts = [
        sheet,
        replace(sheet, touch=other),
        Done(utc("17 10:00"), CALL, "voicemail"),
        Done(utc("17 10:00"), other, "voicemail"),
        Done(utc("17 10:00"), Touch("brix", "call", "bea"), "voicemail"),
    ]
    command = find_last_command(facts, IDS)
    assert command
    assert command.positions == (3, 4)
    later = taken("24 08:00", "check-in")
    assert find_departure(
        [*facts, replace(later, touch=Touch("acme-lead", "check-in", "lea-lind"))], IDS, command
    )
