"""What the user is shown: each open touch as it will come true."""

from typing import Any

from builders import ACME, config, seen, taken, thanked, utc

from followupd.config.model import Config
from followupd.journal.facts import Fact, Noted, Settled, Touch
from followupd.journal.history import History
from followupd.planning.context import Rule
from followupd.planning.forecast import foresee, needs_word
from followupd.planning.moves import Move, Verb
from followupd.planning.planner import plan


def show(now: str, facts: list[Fact], made: Config | None = None, **more: Any) -> dict[str, Move]:
    """The open touches at a moment, by interview and step, as the user is shown them."""
    made, history, conditions = made or config(), History(facts), seen(utc(now), **more)
    plans = foresee(utc(now), made, history, conditions, list(plan(utc(now), made, history, conditions)))
    return {f"{m.touch.interview}/{m.touch.step}": m for p in plans for m in p.moves}


def test_the_playbook_is_shown_as_it_goes_out() -> None:
    days = {name: (m.verb, f"{m.due:%d.%m.}") for name, m in show("12 16:00", [*thanked()]).items()}
    assert days == {
        "acme/call": (Verb.WAIT, "17.11."),
        "acme/check-in": (Verb.WAIT, "24.11."),
        "acme/letter": (Verb.WAIT, "25.11."),
        "acme/last-note": (Verb.WAIT, "09.12."),
    }


def test_a_reminder_that_alternation_will_hold_is_not_shown_as_coming() -> None:
    skipped = Settled(
        utc("18 10:00"), Touch("acme", "letter", "ana-ruiz"), "skipped", "skipped by you", due=utc("25 08:00")
    )
    shown = show("18 12:00", [*thanked(), taken("17 10:00", "call"), skipped])
    assert shown["acme/check-in"].verb is Verb.WAIT
    last_note = shown["acme/last-note"]
    assert (last_note.verb, last_note.rule) == (Verb.MISS, Rule.ALTERNATION)
    assert "only if another kind of reminder comes in between" in last_note.why


def test_what_waits_for_the_window_is_shown_on_the_day_when_it_opens() -> None:
    made = config(ACME | {"at": "2026-11-13 16:00"})
    shown = show("13 18:30", [], made)["acme/thank-you"]
    assert shown.verb is Verb.WAIT
    assert f"{shown.due:%d %H}" in ("16 07", "16 08")


def test_no_day_of_the_past_is_shown_as_coming() -> None:
    noted = Noted(utc("12 09:00"), "acme", "acme", utc("12 13:00"), (), ())
    for facts in ([], [noted]):
        shown = show("2026-12-06 10:00", facts)
        assert all(m.due > utc("2026-12-06 10:00") for m in shown.values() if m.verb is Verb.WAIT)


def test_a_note_that_needs_an_approval_says_so_from_the_beginning() -> None:
    made = config(sending={"approve": "all"})
    shown = show("12 14:10", [], made)["acme/thank-you"]
    assert (shown.verb, shown.rule) == (Verb.WAIT, Rule.APPROVAL)


def test_a_letter_that_waits_for_the_morning_says_when_to_post_it() -> None:
    made = config(sending={"approve": "all"})
    letter = show("12 14:10", [], made)["acme/letter"]
    assert (letter.verb, letter.rule) == (Verb.WAIT, Rule.DUE)
    assert letter.why == str(letter.postal_dates)
    assert needs_word(show("12 14:10", [], made)["acme/check-in"])
    assert not needs_word(letter)
