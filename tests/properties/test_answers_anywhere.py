"""An answer of any class, in any folder, at any time: nothing more goes out until the user says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from events import Event
from heard_events import CLASSES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_writer import SAM
from simulation import run
from stories import tell

from followupd.inbound.verdict import Action
from followupd.journal.fact_json import parse_fact
from followupd.journal.facts import Received

FOLDERS = ("INBOX", "Junk", "Bewerbungen")
DAY = 1440
QUIET = next(
    story
    for seed in range(1000)
    if (story := tell(seed, thorough=True)).setup.live and not story.setup.sending
)
ONE = {**QUIET.setup.rounds[0], "present": True}
SETUP = replace(QUIET.setup, rounds=(ONE,), days=40)
RESUMED_AT = 25 * DAY


def live(*events: Event):
    """Live through a follow-up with the real judgement; nothing of the rules may be broken."""
    world = run(replace(QUIET, setup=SETUP, events=events))
    assert world.oracle.broken == []
    return world


def sent_at(world) -> list[float]:
    """Return when mails left for people of the company, in minutes."""
    start = world.clock.start
    return [(d.at - start).total_seconds() / 60 for d in world.office.deliveries if d.recipient != SAM]


def received(world) -> list[Received]:
    rows = world.store._db.execute("SELECT body FROM fact ORDER BY seq")
    return [f for (body,) in rows if isinstance(f := parse_fact(body), Received)]


BEGINS = (min(sent_at(live())) - 60) / DAY


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    class_=st.sampled_from(sorted(CLASSES)),
    folder=st.sampled_from(FOLDERS),
    day=st.floats(BEGINS, 20),
    form=st.sampled_from(["plain", "decision"]),
    has_all=st.booleans(),
    is_resumed=st.booleans(),
)
def test_after_an_answer_nothing_goes_out_until_the_user_resumes(
    class_, folder, day, form, has_all, is_resumed
):
    events = [Event(day * DAY, "heard", (0, class_, folder, form))]
    if is_resumed:
        events.append(Event(RESUMED_AT, "steer", (0, "resume", None)))
    world = run(replace(QUIET, setup=replace(SETUP, with_all=has_all), events=tuple(events)))
    assert world.oracle.broken == []
    (fact,) = received(world)
    assert fact.action in (Action.STOP, Action.PAUSE)
    silent_until = RESUMED_AT if is_resumed else float("inf")
    assert not [at for at in sent_at(world) if day * DAY < at < silent_until]


@pytest.mark.parametrize("class_", sorted(CLASSES))
def test_no_goes_on_and_a_decision_of_the_same_sender_stops(class_):
    first = Event(4 * DAY, "heard", (0, class_, "INBOX", "plain"), look=True)
    no = Event(5 * DAY, "word", (0, "no", "Sent"), look=True)
    again = Event(6 * DAY, "heard", (0, class_, "INBOX", "plain"), look=True)
    decision = Event(12 * DAY, "heard", (0, class_, "Bewerbungen", "decision"), look=True)
    world = live(first, no, again, decision)
    facts = received(world)
    assert facts[0].action in (Action.STOP, Action.PAUSE)
    assert facts[-1].action in (Action.STOP, Action.PAUSE)
    assert not [at for at in sent_at(world) if at > 12 * DAY]


def test_without_an_answer_it_goes_on():
    assert [at for at in sent_at(live()) if at > 12 * DAY]
