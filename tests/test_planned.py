"""The planner is asked again when anything that it knows has changed, and only for what that can change."""

from builders import config, seen, steered, taken, utc

from followupd.case import Situation
from followupd.facts import Receipt
from followupd.history import History
from followupd.plan import plan
from followupd.planned import Planned

MADE = config()
DUE = utc("13 09:00")


def asked(at: str, situation: Situation, history: History | None = None) -> Planned:
    now, history = utc(at), history or History()
    found = tuple(plan(now, MADE, history, situation))
    return Planned(now, MADE, history, len(history.facts), situation, found)


def test_the_same_question_has_the_same_answer() -> None:
    before = asked("13 09:00", seen(DUE))
    assert before.still(before) is None


def test_another_moment_is_another_question() -> None:
    history = History()
    later = asked("13 09:01", seen(DUE), history)
    assert asked("13 09:00", seen(DUE), history).still(later) == {}


def test_another_fact_is_another_question() -> None:
    history = History()
    before = asked("13 09:00", seen(DUE), history)
    history.add(steered("13 09:00", "pause"))
    assert before.still(asked("13 09:00", seen(DUE), history)) == {}


def test_a_halt_is_another_question() -> None:
    history = History()
    before = asked("13 09:00", seen(DUE), history)
    assert before.still(asked("13 09:00", seen(DUE, halted="the file HOLD is there"), history)) == {}


def test_a_fresh_receipt_changes_what_is_due_and_nothing_else() -> None:
    history, unread = History(), Situation(key=b"key", present=frozenset({"acme", "other"}))
    fresh = Situation(key=b"key", present=unread.present, receipt=Receipt(DUE, "", ()))
    assert asked("13 09:00", unread, history).still(asked("13 09:00", fresh, history)) == {}
    thanked = History([taken("12 15:40", "thank-you", who) for who in ("ana-ruiz", "ben-brandt", "hal-hart")])
    waiting, known = asked("13 09:00", unread, thanked), asked("13 09:00", fresh, thanked)
    assert waiting.still(known) == {"acme": known.outlooks[0]}
