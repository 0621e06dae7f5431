"""Plays the plans of interviews forward as if nothing more came in. Pure: the planner decides, as in the daemon.

Nothing is sent and nothing is stored. Each server accepts its mail, and each call sheet counts as a reminder.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from followupd.config.cadence import Channel
from followupd.journal.company import company_of
from followupd.journal.facts import Receipt, Settled, Taken
from followupd.planning.moves import Verb
from followupd.planning.plan_cache import PlanCache
from followupd.planning.shared_calls import find_companions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.history import History
    from followupd.planning.context import Conditions
    from followupd.planning.moves import InterviewPlan, Move

HORIZON = timedelta(days=180)
FINAL_VERBS = (Verb.DROP, Verb.MISS, Verb.SEND)  # the engine acts on them in this order
_PASS = timedelta(seconds=20)  # until the next pass of the daemon


def make_live(config: Config) -> Config:
    """Return the configuration with which mails would be sent."""
    return config if config.live else config.model_copy(update={"live": True})


class Playback:
    """Plays interviews forward, in a journal of its own."""

    def __init__(
        self,
        now: datetime,
        config: Config,
        history: History,
        conditions: Conditions,
        interviews: Sequence[Interview] | None = None,
    ) -> None:
        """Begin now; facts are added to `history`. `interviews`: those to play; default: all."""
        self.now = now
        self.config = make_live(config)
        self.interviews = config.interviews if interviews is None else interviews
        self.history = history
        self._conditions = replace(conditions, assume_checked=True)
        self._cache = PlanCache()
        self._ended_touches: set[Touch] = set()  # each touch ends once, so that the playback always advances
        self.end = max([now, *(i.end_time for i in self.interviews)]) + HORIZON
        self._note_interviews()

    def _note_interviews(self) -> None:
        """Record new interviews, as the daemon does before it plans: one that is entered late begins late."""
        for interview in self.interviews:
            snapshot = self.history.record_of(interview, self.config).new_snapshot
            if snapshot:
                self.history.add(replace(snapshot, at=self.now))

    def plan_interview(self, interview: Interview) -> InterviewPlan:
        """Return the plan of an interview at this moment, as if the mailbox had been read just now."""
        receipt = Receipt(self.now, self._conditions.watchlist_digest, ())
        if self._conditions.receipt != receipt:
            self._conditions = replace(self._conditions, receipt=receipt)
        return self._cache.plan_interview(self.now, self.config, self.history, self._conditions, interview)

    def plan_all(self) -> list[InterviewPlan]:
        """Return the plan of every interview at this moment."""
        return [self.plan_interview(interview) for interview in self.interviews]

    def find_plan_end(self) -> datetime:
        """Return the first moment at which one of the plans may change, as the planner reported it."""
        return min(self._cache.find_plan_end(interview) for interview in self.interviews)

    def act(self) -> Iterator[tuple[Interview, Move]]:
        """Take, miss or drop what is due at this moment, one touch after the other; each may change what follows."""
        for interview in self.interviews:
            yield from self.act_on(interview)

    def act_on(self, interview: Interview) -> Iterator[tuple[Interview, Move]]:
        """Do the same for what is due for one interview."""
        while move := self._find_final_move(interview):
            for owner, ended_move in self._list_ended(interview, move):
                self._ended_touches.add(ended_move.touch)
                self.history.add(
                    _make_taken(self.now, ended_move, owner)
                    if ended_move.verb is Verb.SEND
                    else _make_settled(self.now, ended_move)
                )
                yield owner, ended_move

    def _list_ended(self, interview: Interview, move: Move) -> list[tuple[Interview, Move]]:
        """Return the moves that end together.

        They are the move itself, and the calls of other interviews that are made with it.
        """
        if move.verb is not Verb.SEND or move.channel is not Channel.PHONE:
            return [(interview, move)]
        companions = find_companions(self.config, self.history, move, self.plan_all())
        interviews = {i.id: i for i in self.interviews}
        return [
            (interview, move),
            *((interviews[m.touch.interview], replace(m, due=self.now)) for m in companions),
        ]

    def _find_final_move(self, interview: Interview) -> Move | None:
        open_moves = (m for m in self.plan_interview(interview).moves if m.touch not in self._ended_touches)
        moves = [move for move in open_moves if move.verb in FINAL_VERBS]
        return min(moves, key=lambda move: FINAL_VERBS.index(move.verb), default=None)

    def next_time(self) -> datetime | None:
        """Return when a move will change: when it is due, free or too late."""
        moves = (move for plan in self.plan_all() for move in plan.moves)
        return min((t for move in moves for t in _turning_points(move) if t > self.now), default=None)

    def advance_to(self, moment: datetime | None) -> bool:
        """Go to the next moment, as `next_time` returned it; return False at the end."""
        if moment is None or moment > self.end:
            return False
        self.now = moment
        return True


def _turning_points(move: Move) -> Iterator[datetime]:
    if move.verb is Verb.WAIT:
        yield move.due
    elif move.lifts_at:
        yield move.lifts_at
    yield move.latest + _PASS


def _make_taken(now: datetime, move: Move, interview: Interview) -> Taken:
    own_company = company_of(interview)
    contact = interview.contact_by_key.get(move.touch.contact)
    name = contact.name if contact else move.contact_name  # as the journal writes it
    return Taken(
        now, move.touch, move.channel, move.is_reminder, own_company.key, tuple(sorted(own_company.domains)),
        move.address, name, "smtp" if move.channel is Channel.EMAIL else "sheet",
        arrives=move.postal_dates.arrives_at if move.postal_dates else None,
    )  # fmt: skip


def _make_settled(now: datetime, move: Move) -> Settled:
    outcome: Literal["missed", "cancelled"] = "missed" if move.verb is Verb.MISS else "cancelled"
    return Settled(now, move.touch, outcome, move.why, due=move.due, address=move.address)
