"""Letters, backwards: there in their week, handed over two business days before the post."""

from dataclasses import replace
from datetime import date

import pytest
from builders import ACME, config, look, move, seen, taken, thanked, utc

from followupd.journal.facts import Done, Touch
from followupd.journal.history import History
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview
from followupd.planning.post import holiday_years, route_of

CHECKED_IN = [*thanked(), taken("17 10:00", "call"), taken("24 10:00", "check-in")]


def test_a_letter_is_handed_over_so_that_it_arrives_a_week_after_the_last_reminder() -> None:
    letter = move(look("24 11:00", History(CHECKED_IN)), "letter")
    assert (letter.verb, f"{letter.due:%d.%m.}") == (Verb.WAIT, "25.11.")
    assert letter.postal_dates
    assert (letter.postal_dates.post_by, letter.postal_dates.arrives_on) == (
        date(2026, 11, 27),
        date(2026, 12, 2),
    )
    assert letter.postal_dates.arrives_at - utc("24 10:00") >= utc("27 10:00") - utc("20 10:00")
    assert letter.why == "post it by Fri 27 November, to arrive about Wed 2 December"


@pytest.mark.parametrize("day", range(1, 29))
def test_a_letter_is_never_there_before_the_day_that_was_wanted(day: int) -> None:
    made = config(ACME | {"country": "US", "zone": "America/New_York"})
    way = route_of(made, made.interviews[0], made.interviews[0].lead)
    wanted = utc(f"2026-12-{day:02} 15:00")
    assert way.dates_from_handover(way.hand_over_at(wanted)).arrives_at >= wanted


def test_a_letter_on_its_way_holds_the_next_mail_until_a_week_after_it_arrives() -> None:
    letter = taken("25 08:00", "letter", how="sheet", arrives=utc("2026-12-02 12:15"))
    note = move(look("2026-12-01 12:00", History([*CHECKED_IN, letter])), "last-note")
    assert note.verb is Verb.WAIT
    assert note.due >= utc("2026-12-09 12:15")


def test_a_letter_that_was_posted_late_counts_from_when_it_arrives() -> None:
    letter = taken("25 08:00", "letter", how="sheet", arrives=utc("2026-12-02 12:15"))
    posted = Done(
        utc("2026-12-01 09:00"), Touch("acme", "letter", "ana-ruiz"), "posted", channel=letter.channel,
        company="acme", domains=("acme.example",), arrives=utc("2026-12-04 12:15"),
    )  # fmt: skip
    note = move(look("2026-12-02 12:00", History([*CHECKED_IN, letter, posted])), "last-note")
    assert note.due >= utc("2026-12-11 12:15")


def test_a_letter_that_was_missed_stays_missed() -> None:
    late = look("2026-12-03 10:00", History(CHECKED_IN))
    letter = move(late, "letter")
    assert letter.verb is Verb.MISS
    from followupd.journal.facts import Settled

    gone = Settled(utc("2026-12-03 10:00"), letter.touch, "missed", "", due=letter.due)
    again = look("2026-12-03 10:01", History([*CHECKED_IN, gone]))
    assert "letter" not in {m.touch.step for m in again.moves}


def test_the_years_that_may_be_asked_for_are_those_of_every_country_that_a_letter_touches() -> None:
    lead = ACME["contacts"][0] | {"post": {"lines": ["1 rue Haute", "75001 Paris"], "country": "FR"}}
    made = config(ACME | {"country": "US-CA", "zone": "America/New_York", "contacts": [lead]})
    expected = {(country, year) for country in ("DE-BE", "US-CA", "FR") for year in (2026, 2027, 2028)}
    assert holiday_years(made, utc("2027-01-04 09:00")) == expected


def test_the_years_asked_for_are_those_of_the_interview_and_of_today_and_the_next() -> None:
    assert holiday_years(config(ACME | {"at": "2199-12-31 14:00"}), utc("20 09:00")) == {
        ("DE-BE", year) for year in (2026, 2027, 2199, 2200)
    }


def test_the_mail_after_a_letter_has_no_minute_that_is_the_same_for_all() -> None:
    """Once everything behind a letter left at exactly 13:15."""
    letter = taken("25 08:00", "letter", how="sheet", arrives=utc("2026-12-02 12:15"))
    history, now, made = History([*thanked(), letter]), utc("2026-11-25 09:00"), config()
    keys = (b"%d" % number for number in range(8))
    plans = [
        plan_interview(now, made, history, replace(seen(now), jitter_key=key), made.interviews[0])
        for key in keys
    ]
    minutes = {move(plan, "last-note").due.replace(second=0) for plan in plans}
    assert len(minutes) > 4
