"""What may be opened again, and what opens by itself after a bounce."""

from __future__ import annotations

from typing import Any

import pytest
from builders import ACME, by_hand, config, received, steered, taken, utc

from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import Noted, Settled, Steered, Touch, Uncertain
from followupd.journal.history import History
from followupd.planning.reopening import find_obstacle, find_returned_touches

ANA = Touch("acme", "thank-you", "ana-ruiz")
SENT = taken("12 15:30", "thank-you", message_ids=("<1@x>",))
BOUNCE = received(
    "12 15:31", "mailer-daemon@mail.example", Action.ALERT, kind=Kind.BOUNCE_PERMANENT, failed_address="ana@acme.example",
    about=("<1@x>",),
)  # fmt: skip
REFUSED = Settled(utc("12 15:30"), ANA, "refused", "550 no such user", address="ana@acme.example")
MISSED = Settled(
    utc("16 18:00"), ANA, "missed", "its latest moment was", due=utc("12 15:30"), address="ana@acme.example"
)
LOST = Uncertain(utc("12 15:30"), ANA, "<1@x>", "ana@acme.example", "no answer")
CORRECTED = config(
    ACME | {"contacts": [{**ACME["contacts"][0], "email": "ana.ruiz@acme.example"}, *ACME["contacts"][1:]]}
)


def obstacle(*facts: Any, made: Any = None, step: str = "thank-you", person: int = 0) -> str | None:
    made = made or config()
    interview = made.interviews[0]
    record = History(facts).record_of(interview, made)
    return find_obstacle(record, made, made.find_step(interview, step), interview.contacts[person])


def returned(*facts: Any, now: str = "13 10:00", made: Any = CORRECTED) -> list[Touch]:
    noted = Noted(
        utc("12 10:00"), "acme", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",),
        (("ana-ruiz", "ana ruiz", "ana@acme.example"),), ("ana@acme.example",),
    )  # fmt: skip
    record = History([noted, *facts]).record_of(made.interviews[0], made)
    return [one.touch for one in find_returned_touches(record, made, utc(now))]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((), "is open"),
        ((SENT,), "nothing goes out twice"),
        ((LOST,), "followupd resolve acme thank-you"),
        ((SENT, BOUNCE), "came back"),
        ((REFUSED,), "was refused"),
    ],
)
def test_what_may_not_be_opened_again_says_why(facts: tuple[Any, ...], words: str) -> None:
    assert words in str(obstacle(*facts))


@pytest.mark.parametrize("facts", [(MISSED,), (SENT, BOUNCE, steered("13 09:00", "resume"))])
def test_what_reached_nobody_may_be_opened_again(facts: tuple[Any, ...]) -> None:
    assert obstacle(*facts) is None


def test_a_reminder_is_not_opened_behind_a_later_one_nor_for_another_person() -> None:
    missed = Settled(utc("23 18:00"), Touch("acme", "check-in", "ana-ruiz"), "missed", "too late")
    steps = [s.id for s in config().steps_of(config().interviews[0]) if s.is_reminder]
    later = steps[steps.index("check-in") + 1] if steps[-1] != "check-in" else ""
    assert obstacle(missed, step="check-in") is None
    assert later
    assert "has gone out since" in str(obstacle(missed, taken("27 10:00", later), step="check-in"))
    others = Settled(utc("23 18:00"), Touch("acme", "check-in", "ben-brandt"), "missed", "too late")
    assert "goes to Ana Ruiz alone" in str(obstacle(others, step="check-in", person=1))


@pytest.mark.parametrize("facts", [(SENT, BOUNCE), (REFUSED,)])
def test_what_came_back_opens_by_itself_once_the_address_is_corrected(facts: tuple[Any, ...]) -> None:
    assert returned(*facts) == [ANA]
    assert returned(*facts, made=config()) == []


@pytest.mark.parametrize(
    "facts",
    [
        (SENT,),
        (
            SENT,
            received(
                "12 15:31",
                "x@y.example",
                Action.ALERT,
                kind=Kind.BOUNCE_PERMANENT,
                failed_address="ana@acme.example",
            ),
        ),
        (SENT, BOUNCE, received("13 08:00")),
        (SENT, BOUNCE, steered("13 08:00", "close")),
        (SENT, BOUNCE, Steered(utc("13 08:00"), "*", "pause"), Steered(utc("13 09:00"), "*", "resume")),
        (SENT, BOUNCE, by_hand("13 08:00", "ana.ruiz@acme.example")),
        (MISSED,),
    ],
    ids=["not returned", "names no mail", "answered", "closed", "all paused", "by hand", "missed"],
)
def test_nothing_else_opens_by_itself(facts: tuple[Any, ...]) -> None:
    assert returned(*facts) == []


def test_after_a_week_it_is_not_worth_sending_by_itself() -> None:
    assert returned(SENT, BOUNCE, now="19 15:00") == [ANA]
    assert returned(SENT, BOUNCE, now="19 16:00") == []
