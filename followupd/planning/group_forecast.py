"""The outcome of the touches of one group of interviews: played forward, or repeated from the last time. Pure.

A forecast is valid until a fact or an edit concerns its interviews, or until its own next moment. Other groups affect
it only by the number of mails on one day. So it remembers what it asked about that, and each repetition compares the
answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from followupd.journal.played_history import PlayedHistory
from followupd.planning.mail_totals import MailCounts
from followupd.planning.moves import Verb
from followupd.planning.playback import HORIZON, Playback

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.fact_index import Topic
    from followupd.journal.facts import Touch
    from followupd.journal.history import History
    from followupd.planning.context import Conditions
    from followupd.planning.mail_totals import MailStep, MailTotals
    from followupd.planning.moves import Move

_FOREVER = datetime.max.replace(tzinfo=UTC)
_AFTERWARDS = ""  # stands for questions after all interviews have acted


class OtherMailCount(Exception):
    """The other groups have sent more or fewer mails than the last time, so that the daily cap decides differently."""


@dataclass(frozen=True, slots=True)
class Fate:
    """The outcome of a touch: when it happens, and the last hold before it."""

    at: datetime
    move: Move
    last_hold: Move | None


class FinishedForecast(NamedTuple):
    """A forecast for another process, with the topics of the journal from which it was made."""

    ids: tuple[str, ...]
    fates: list[Fate]
    moments: list[datetime]
    mail_steps: dict[tuple[int, str], tuple[MailStep, ...]]
    good_until: datetime
    topics: list[Topic]


class GroupForecast:
    """The outcomes of one group's touches, and how long they are valid."""

    def __init__(self, interviews: tuple[Interview, ...]) -> None:
        self.interviews = interviews
        self.ids = tuple(interview.id for interview in interviews)
        self.fates: dict[Touch, Fate] = {}
        self.moments: list[datetime] = []
        # By number of the moment, and interview.
        self.mail_steps: dict[tuple[int, str], tuple[MailStep, ...]] = {}
        self._good_until: datetime | None = None  # None: it is not finished
        self._is_outdated = False

    def forget(self) -> None:
        """Mark the forecast as outdated, since a fact was added that concerns it."""
        self._is_outdated = True

    def is_valid(self, now: datetime) -> bool:
        """Return whether the forecast would have the same result now."""
        if self._good_until is None or self._is_outdated:
            return False
        return now == self.moments[0] or self.moments[0] < now < self._good_until

    def continue_from(self, last_forecast: GroupForecast | None) -> GroupForecast:
        """Return the last forecast of the group, or this one.

        The last one is kept, so that an edit of the files adds no new reader of facts.
        """
        if last_forecast is None:
            return self
        last_forecast.interviews = self.interviews
        return last_forecast

    def describe(self, topics: Iterable[Topic]) -> FinishedForecast | None:
        """Return the forecast for another process; None while it is not finished, or if it is outdated."""
        if self._good_until is None or self._is_outdated:
            return None
        fates, steps = list(self.fates.values()), self.mail_steps
        return FinishedForecast(self.ids, fates, self.moments, steps, self._good_until, list(topics))

    def take_over(self, finished: FinishedForecast) -> None:
        """Take over the forecast of another process."""
        self.restart()
        self.fates = {fate.move.touch: fate for fate in finished.fates}
        self.moments, self.mail_steps = finished.moments, finished.mail_steps
        self.finish(finished.good_until)

    def restart(self) -> None:
        """Clear the forecast. It is valid again once it is finished."""
        self.fates, self.moments, self.mail_steps = {}, [], {}
        self._good_until, self._is_outdated = None, False

    def finish(self, good_until: datetime) -> None:
        """Set until when the forecast is valid."""
        self._good_until = good_until


class LivePlayer:
    """Plays a group forward, from one of its moments to the next."""

    def __init__(
        self,
        now: datetime,
        config: Config,
        history: History,
        conditions: Conditions,
        forecast: GroupForecast,
        totals: MailTotals,
    ) -> None:
        forecast.restart()
        self.next_time: datetime | None = now
        self._forecast, self._totals, self._mail_count = forecast, totals, 0
        self._mails = MailCounts(totals)
        self._history = PlayedHistory(history, forecast, self._mails)
        self._playback = Playback(now, config, self._history, conditions, forecast.interviews)
        self._last_holds: dict[Touch, Move] = {}
        self._good_until = now

    def act_on(self, interview: Interview) -> None:
        """Take, miss or drop what is due for an interview."""
        self._notice_others()
        for _, move in self._playback.act_on(interview):
            fate = Fate(self._playback.now, move, self._last_holds.get(move.touch))
            self._forecast.fates[move.touch] = fate
        self._mail_count = self._totals.played_count
        self._note_steps(interview.id)

    def end_moment(self) -> None:
        """Remember what is held, and go to the next moment."""
        self._notice_others()
        forecast, playback = self._forecast, self._playback
        for plan in playback.plan_all():
            self._last_holds.update((m.touch, m) for m in plan.moves if m.verb in (Verb.HOLD, Verb.WAIT))
        self._note_steps(_AFTERWARDS)
        forecast.moments.append(playback.now)
        moment = playback.next_time()
        # If a fact was added for the present moment, the forecast is valid only for this moment.
        if len(forecast.moments) == 1 and not self._history.facts:
            self._good_until = min(playback.find_plan_end(), moment or _FOREVER)
        if playback.advance_to(moment):
            self.next_time = moment
            return
        self.next_time = None  # a playback that ends later would still have the next moment
        forecast.finish(min(self._good_until, moment - HORIZON) if moment else self._good_until)

    def _notice_others(self) -> None:
        """Clear the plans that asked for the number of mails, if other groups have sent some since."""
        if self._mail_count != self._totals.played_count:
            self._history.forget_mail_count()
            self._mail_count = self._totals.played_count

    def _note_steps(self, place: str) -> None:
        if steps := self._mails.take_steps():
            self._forecast.mail_steps[len(self._forecast.moments), place] = steps


class RepeatedPlayer:
    """Repeats a valid forecast, as far as other groups count its mails. Moments without mails are left out."""

    def __init__(self, now: datetime, forecast: GroupForecast, totals: MailTotals) -> None:
        self._steps, self._totals = forecast.mail_steps, totals
        self._forecast = forecast
        moments = [now, *forecast.moments[1:]]
        busy_numbers = {number for number, _ in self._steps}
        self._moments = [(number, moments[number]) for number in sorted(busy_numbers)]
        self._position = 0

    @property
    def next_time(self) -> datetime | None:
        """The next moment at which it asks for the number of mails, or sends one."""
        return self._moments[self._position][1] if self._position < len(self._moments) else None

    def act_on(self, interview: Interview) -> None:
        """Repeat what an interview asked and sent. Raises OtherMailCount."""
        self._repeat(interview.id)

    def end_moment(self) -> None:
        """Repeat what was asked after all had acted, and go to the next moment. Raises OtherMailCount."""
        self._repeat(_AFTERWARDS)
        self._position += 1

    def _repeat(self, place: str) -> None:
        for day, count in self._steps.get((self._moments[self._position][0], place), ()):
            if count is None:
                self._totals.add_mail(day)
            elif self._totals.would_change(day, count):
                self._forecast.forget()
                raise OtherMailCount
