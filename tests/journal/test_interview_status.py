"""How mails and commands, one after the other, make the status of an interview."""

from datetime import datetime
from typing import Any

import pytest
from builders import ACME, config, received, steered, utc

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.facts import Clarified, Done, Received, Steered, Touch
from followupd.journal.history import History
from followupd.journal.interview_status import (
    FOREVER,
    StatusChange,
    StatusScope,
    applicable_changes,
    fold_status,
)
from followupd.journal.states import InterviewState

NOON = utc("20 12:00")
SPOKE = Done(utc("17 10:00"), Touch("acme", "call", "ana-ruiz"), "spoke")
NOBODY_PICKED_UP = Done(utc("17 10:00"), Touch("acme", "call", "ana-ruiz"), "no-answer")
ANSWER = received("13 09:00")
DOUBT = received("13 09:00", action=Action.PAUSE)
BOUNCE = received(
    "13 09:00", action=Action.PAUSE, kind=Kind.BOUNCE_PERMANENT, failed_address="ana@acme.example"
)
STOP_PLEASE = received("13 09:00", intent=Intent.PLEASE_STOP, authenticated=True)
NO = Clarified(utc("14 09:00"), "acme", False, DOUBT.location)
YES = Clarified(utc("14 09:00"), "acme", True, DOUBT.location)
ACTIVE, PAUSED = InterviewState.ACTIVE, InterviewState.PAUSED
ANSWERED, CLOSED = InterviewState.ANSWERED, InterviewState.CLOSED

CASES: dict[str, tuple[InterviewState, tuple[StatusChange, ...]]] = {
    "nothing": (ACTIVE, ()),
    "an answer": (ANSWERED, (ANSWER,)),
    "an answer, resumed": (ACTIVE, (ANSWER, steered("14 09:00", "resume"))),
    "an answer after a resume": (ANSWERED, (steered("12 15:00", "resume"), ANSWER)),
    "a doubt": (PAUSED, (DOUBT,)),
    "a doubt, then an answer": (ANSWERED, (DOUBT, received("14 09:00"))),
    "a doubt, and no": (ACTIVE, (DOUBT, NO)),
    "a doubt, and yes": (ANSWERED, (DOUBT, YES)),
    "a doubt, an answer, and no": (ANSWERED, (DOUBT, received("13 10:00"), NO)),
    "a doubt, a talk, and no": (PAUSED, (DOUBT, SPOKE, NO)),
    "no to another mail": (PAUSED, (received("13 10:00", action=Action.PAUSE), NO)),
    "a doubt, a pause, and no": (PAUSED, (DOUBT, steered("13 10:00", "pause"), NO)),
    "a doubt, a pause that ended, and no": (ACTIVE, (DOUBT, steered("13 10:00", "pause", "13 19:00"), NO)),
    "a close, and yes": (CLOSED, (steered("13 09:00", "close"), YES)),
    "an answer, then a doubt": (ANSWERED, (ANSWER, received("14 09:00", action=Action.PAUSE))),
    "a bounce brakes an address, not the interview": (ACTIVE, (BOUNCE,)),
    "a request for silence stops, and only the user closes": (ANSWERED, (STOP_PLEASE,)),
    "a talk": (PAUSED, (SPOKE,)),
    "a call that nobody took": (ACTIVE, (NOBODY_PICKED_UP,)),
    "a pause": (PAUSED, (steered("13 09:00", "pause"),)),
    "a pause that ended": (ACTIVE, (steered("13 09:00", "pause", "19 09:00"),)),
    "a pause that lasts": (PAUSED, (steered("13 09:00", "pause", "21 09:00"),)),
    "two pauses, the longer one first": (
        PAUSED,
        (steered("13 09:00", "pause", "21 09:00"), steered("13 10:00", "pause", "19 09:00")),
    ),
    "a pause with an end does not end a doubt": (PAUSED, (DOUBT, steered("13 10:00", "pause", "19 09:00"))),
    "a pause does not hide an answer": (ANSWERED, (ANSWER, steered("13 10:00", "pause", "19 09:00"))),
    "a close": (CLOSED, (steered("13 09:00", "close"),)),
    "a close is for good": (CLOSED, (steered("13 09:00", "close"), steered("14 09:00", "resume"))),
    "an answer to a closed one": (CLOSED, (steered("12 15:00", "close"), ANSWER)),
    "a command to another interview": (ACTIVE, (steered("13 09:00", "close", interview="zeta"),)),
    "a talk in another interview": (ACTIVE, (Done(NOON, Touch("zeta", "call", "ana-ruiz"), "spoke"),)),
    "a note that only alerts": (ACTIVE, (received("13 09:00", action=Action.ALERT),)),
}


def status_after(*changes: StatusChange, now: datetime = NOON) -> Any:
    made = config()
    return History(changes).record_of(made.interviews[0], made).status_at(now)


@pytest.mark.parametrize(("state", "changes"), CASES.values(), ids=CASES)
def test_the_changes_make_the_state(state: InterviewState, changes: tuple[StatusChange, ...]) -> None:
    assert status_after(*changes).state is state


STRANGER: dict[str, Any] = {"sender": "x@elsewhere.example", "interviews": ()}
MAILS = {
    "by a person met": (True, received("13 09:00", interviews=())),
    "by another address of the company": (True, received("13 09:00", "hr@acme.example", interviews=())),
    "by a helper, about nothing": (False, received("13 09:00", "hal@friends.example", interviews=())),
    "by a stranger, about nothing": (False, received("13 09:00", **STRANGER)),
    "by a stranger, about the interview": (True, received("13 09:00", "x@elsewhere.example")),
    "before the interview": (False, received("12 12:00")),
    "before it, as an answer to our mail": (True, received("12 12:00", answers="acme")),
    "about another interview of the company, a doubt": (
        False,
        received("13 09:00", **STRANGER | {"interviews": ("acme-2",)}, action=Action.PAUSE),
    ),
    "about another interview of the company, an answer": (
        True,
        received("13 09:00", **STRANGER | {"interviews": ("acme-2",)}),
    ),
    "an invitation for one that is yet to come": (
        True,
        received("12 12:00", kind=Kind.INVITATION, action=Action.PAUSE),
    ),
    "an invitation that is older than the date in the file": (
        False,
        received("11 09:00", kind=Kind.INVITATION, action=Action.PAUSE),
    ),
}


@pytest.mark.parametrize(("is_concerned", "mail"), MAILS.values(), ids=MAILS)
def test_a_mail_counts_for_an_interview(is_concerned: bool, mail: Received) -> None:
    scope = StatusScope(
        config().interviews[0], frozenset({"acme"}), frozenset({"acme", "acme-2"}), utc("12 10:00")
    )
    assert scope.concerns(mail) is is_concerned
    assert (fold_status(scope, [mail]).state is not ACTIVE) is is_concerned


def test_a_pause_says_why_and_until_when() -> None:
    status = status_after(Steered(utc("13 09:00"), "acme", "pause", utc("21 09:00"), "on holiday"))
    assert (status.why, status.until) == ("paused on 13 November: on holiday", utc("21 09:00"))
    assert status_after(steered("13 09:00", "pause")).why == "paused on 13 November by you"


def test_what_was_released_is_released_from_that_moment() -> None:
    assert status_after(steered("13 09:00", "pause", "19 09:00")).released_at == utc("19 09:00")
    assert status_after(ANSWER, steered("14 09:00", "resume")).released_at == utc("14 09:00")


def test_the_users_own_pause_is_kept_beside_an_answer() -> None:
    assert status_after(ANSWER, steered("13 10:00", "pause", "30 09:00")).own_pause_until == utc("30 09:00")
    assert status_after(ANSWER, steered("13 10:00", "pause")).own_pause_until == FOREVER
    assert status_after(ANSWER).own_pause_until is None


def test_a_resume_counts_only_while_the_id_was_the_interviews_own() -> None:
    resume, pause = steered("14 09:00", "resume"), steered("14 09:00", "pause")
    assert list(applicable_changes([(5, resume)], {"acme": 4})) == []
    assert list(applicable_changes([(5, resume)], {"acme": 5})) == [resume]
    assert list(applicable_changes([(5, resume)], {})) == []
    assert list(applicable_changes([(5, pause)], {"acme": 4})) == [pause]


def test_every_mail_of_a_helper_about_the_interview_counts() -> None:
    people = [*ACME["contacts"][:2]]
    interview = config(ACME | {"contacts": people}).interviews[0]
    scope = StatusScope(interview, frozenset({"acme"}), frozenset({"acme"}))
    assert scope.concerns(received("13 09:00", "hal@friends.example"))
