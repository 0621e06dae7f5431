"""The rules that always hold, under any order of events: a machine that plays daemon, company and candidate."""

from datetime import datetime, timedelta
from typing import Any

from builders import ACME, by_hand, config, received, seen, steered, taken, utc
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from followupd.config.cadence import Channel
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import Settled, Steered, Taken
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.moves import Move, Verb
from followupd.planning.planner import gate, plan_interview

WEEK = timedelta(days=7)
BERLIN_OPENS, BERLIN_CLOSES = "08:30", "18:00"


class Life(RuleBasedStateMachine):
    """One interview's follow-up, from its end on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = utc("12 14:05")
        self.config = config()
        self.history = History()
        self.silent = self.closed = False
        self.sent: list[tuple[Move, datetime]] = []
        self.reminded: list[tuple[datetime, str]] = []  # when each reaches the company, by which channel

    def text(self) -> str:
        return f"{self.now:%Y-%m-%d %H:%M:%S}"

    @rule(hours=st.sampled_from([1, 5, 24, 72, 200]))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_daemon_acts(self) -> None:
        made, situation = self.config, seen(self.now)
        for move in plan_interview(self.now, made, self.history, situation, made.interviews[0]).moves:
            if move.verb is Verb.MISS:
                self.history.add(
                    Settled(self.now, move.touch, "missed", move.why, due=move.due, address=move.address)
                )
            if move.verb is Verb.SEND and gate(self.now, made, self.history, situation, move.touch) is None:
                self.goes_out(move)

    def goes_out(self, move: Move) -> None:
        assert not self.silent, "nothing goes out after an answer, a pause or a close"
        local = self.now.astimezone(self.config.interviews[0].time_zone)
        assert local.weekday() < 5
        assert BERLIN_OPENS <= f"{local:%H:%M}" < BERLIN_CLOSES
        assert move.due <= self.now <= move.latest
        more: dict[str, Any] = {"address": move.address, "name": move.contact_name, "channel": move.channel}
        if move.channel is Channel.POST:
            more["arrives"] = self.arrival_of(move)
        if move.is_reminder:
            reached = more.get("arrives", self.now)
            assert all(reached - at >= WEEK for at, _ in self.reminded), "one reminder a week"
            assert not self.reminded or max(self.reminded)[1] != move.channel, "never twice by one channel"
            self.reminded.append((reached, move.channel))
        self.sent.append((move, self.now))
        self.history.add(
            taken(
                self.text(), move.touch.step, "ana-ruiz", touch=move.touch, reminder=move.is_reminder, **more
            )
        )

    def arrival_of(self, move: Move) -> datetime:
        """A letter that the candidate gets now is prepared, posted and carried: it reaches the company days later."""
        assert move.postal_dates
        arrives_at = move.postal_dates.arrives_at
        assert arrives_at - self.now > timedelta(days=1), "a letter is not there on the next day"
        return arrives_at

    @rule(action=st.sampled_from([Action.STOP, Action.PAUSE]))
    def they_answer(self, action: Action) -> None:
        self.history.add(received(self.text(), action=action))
        self.silent = True

    @rule(kind=st.sampled_from([Kind.AUTO_REPLY, Kind.READ_RECEIPT, Kind.BOUNCE_TEMPORARY]))
    def something_that_is_no_answer_comes(self, kind: Kind) -> None:
        self.history.add(received(self.text(), action=Action.ALERT, kind=kind))

    @rule()
    def the_candidate_writes_by_hand(self) -> None:
        self.history.add(by_hand(self.text(), "ana@acme.example"))
        self.reminded.append((self.now, "email"))

    @rule()
    def pause(self) -> None:
        self.history.add(steered(self.text(), "pause"))
        self.silent = True

    @rule()
    def resume(self) -> None:
        self.history.add(steered(self.text(), "resume"))
        self.silent = self.closed

    @rule()
    def resume_all_lifts_no_answer(self) -> None:
        self.history.add(Steered(self.now, "*", "resume"))

    @rule(very=st.integers(0, 9))
    def close(self, very: int) -> None:
        if very == 0:
            self.history.add(steered(self.text(), "close"))
            self.silent = self.closed = True

    @rule(name=st.sampled_from(["Ana Ruiz", "Ana Ruíz", "A. Ruiz"]))
    def a_name_is_corrected(self, name: str) -> None:
        people = [dict(c) for c in ACME["contacts"]]
        people[0]["name"] = name
        self.config = config(ACME | {"contacts": people})

    @invariant()
    def a_touch_is_taken_at_most_once(self) -> None:
        touches = [(m.touch.step, m.address) for m, _ in self.sent]
        assert len(touches) == len(set(touches))

    @invariant()
    def closed_is_closed(self) -> None:
        if self.closed:
            interview = self.config.interviews[0]
            life = self.history.record_of(interview, self.config).status_at(self.now)
            assert life.state is InterviewState.CLOSED

    @invariant()
    def the_journal_knows_what_went_out(self) -> None:
        assert sum(isinstance(f, Taken) for f in self.history.facts) == len(self.sent)


def test_a_letter_counts_from_its_arrival_and_not_from_its_sheet() -> None:
    """A draw that the machine above makes rarely: the sheet leaves within a week of the reminder before it."""
    life = Life()
    for hours, acts in ((200, True), (5, False), (5, False), (72, True), (24, True)):
        life.time_goes_by(hours)
        if acts:
            life.the_daemon_acts()
    life.a_touch_is_taken_at_most_once()
    life.the_journal_knows_what_went_out()


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
