"""What an interview has before it by the calendar alone is remembered until something happens."""

from datetime import timedelta
from itertools import pairwise

from builders import ACME, config, received, seen, steered, taken, utc
from hypothesis import given
from hypothesis import strategies as st

from followupd.config.cadence import Channel
from followupd.config.model import Config
from followupd.journal.facts import Fact, Settled, Touch
from followupd.journal.history import History
from followupd.planning.planner import plan_interview
from followupd.planning.schedule import Schedule, build_schedule

MADE = config()


def ahead(history: History, made: Config = MADE) -> Schedule:
    return build_schedule(history.record_of(made.interviews[0], made), made, b"key")


def test_everyone_is_thanked_and_the_lead_is_reminded() -> None:
    found = ahead(History())
    assert [str(s.touch) for s in found.thanks] == [
        f"acme/thank-you/{who}" for who in ("ana-ruiz", "ben-brandt", "hal-hart")
    ]
    assert [s.step.id for s in found.reminders] == ["call", "check-in", "letter", "last-note"]


@given(st.binary(min_size=1, max_size=8), st.integers(2, 9))
def test_no_two_thank_yous_leave_within_ten_minutes_and_none_after_closing(key: bytes, count: int) -> None:
    people = [{"name": f"P{n} Q{n}", "email": f"p{n}@acme.example"} for n in range(count)]
    made = config(ACME | {"contacts": people})
    agenda = build_schedule(History().record_of(made.interviews[0], made), made, key)
    times = sorted(s.due for s in agenda.thanks)
    assert all(later - earlier >= timedelta(minutes=10) for earlier, later in pairwise(times))
    assert all(t < agenda.calendar.closing_of(agenda.calendar.local_date(t)) for t in times)


def test_it_is_the_same_until_something_happens() -> None:
    history = History()
    before = ahead(history)
    assert ahead(history) is before
    history.add(taken("12 15:40", "thank-you", "ana-ruiz"))
    after = ahead(history)
    assert [s.contact.name for s in after.thanks] == ["Ben Brandt", "Hal Hart"]
    assert after.reminders == before.reminders


def test_another_configuration_has_another_agenda() -> None:
    history, moved = History(), config()
    late = moved.model_copy(update={"interviews": [moved.interviews[0].model_copy(update={"minutes": 1440})]})
    assert ahead(history, late).thanks[0].due > ahead(history).thanks[0].due


def test_a_reminder_counts_from_when_the_one_before_it_was_taken() -> None:
    history = History([taken("18 10:00", "call", "ana-ruiz", reminder=True)])
    slots = ahead(history).reminders
    assert slots[1].previous_end == utc("18 10:00")
    assert slots[1].due > ahead(History()).reminders[1].due


ENDED = utc("12 14:00")
HAPPENED = (
    (),
    (taken("12 15:40", "thank-you", "ana-ruiz"),),
    (taken("18 10:00", "call", "ana-ruiz", channel=Channel.PHONE, reminder=True),),
    (Settled(utc("20 18:00"), Touch("acme", "call", "ana-ruiz"), "missed", "", due=utc("11 09:00")),),
    (Settled(utc("26 18:00"), Touch("acme", "check-in", "ana-ruiz"), "missed", "", due=utc("25 09:00")),),
    (steered("16 10:00", "pause", "25 00:00"),),
    (received("20 10:00"),),
)


@given(st.lists(st.integers(0, 70 * 24 * 4), min_size=2, max_size=6), st.sampled_from(HAPPENED))
def test_what_is_remembered_is_what_would_be_made_out_anew(
    quarters: list[int], happened: tuple[Fact, ...]
) -> None:
    history, interview = History(happened), MADE.interviews[0]
    for now in (ENDED + timedelta(minutes=15 * q) for q in quarters):
        anew = plan_interview(now, MADE, History(happened), seen(now), interview)
        assert plan_interview(now, MADE, history, seen(now), interview) == anew
