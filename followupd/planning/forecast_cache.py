"""The forecasts of all groups of interviews, each kept until a change concerns it. Pure.

All groups are played together, in the order of time, since the daily cap counts the mails of all groups. A group whose
last forecast is still valid only repeats its mails.
"""

from __future__ import annotations

from contextlib import suppress
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.planning.changed_conditions import list_changed_interviews
from followupd.planning.group_forecast import GroupForecast, LivePlayer, OtherMailCount, RepeatedPlayer
from followupd.planning.interview_groups import group_interviews
from followupd.planning.mail_totals import MailTotals
from followupd.planning.playback import make_live

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.history import History
    from followupd.planning.context import Conditions
    from followupd.planning.group_forecast import Fate, FinishedForecast

    Player = LivePlayer | RepeatedPlayer

_MAX_ATTEMPTS = 3  # to repeat forecasts; after that, everything is played


class ForecastCache:
    """The last forecast of each group of interviews."""

    def __init__(self) -> None:
        self._forecasts: dict[tuple[str, ...], GroupForecast] = {}
        self._config: Config | None = None
        self._history: History | None = None
        self._conditions: Conditions | None = None
        self.made_count = 0  # groups that were played, not repeated

    def find_fates(
        self, now: datetime, config: Config, history: History, conditions: Conditions
    ) -> dict[Touch, Fate]:
        """Return the end of each touch that has one, if nothing more comes in."""
        self._forget_outdated(config, history, conditions)
        for _ in range(_MAX_ATTEMPTS):
            with suppress(OtherMailCount):
                return self._play_groups(now, config, history, conditions)
        self._forget_all()
        return self._play_groups(now, config, history, conditions)

    @property
    def group_count(self) -> int:
        """How many forecasts there are."""
        return len(self._forecasts)

    def list_finished(self) -> Iterator[FinishedForecast]:
        """Yield each forecast that is still valid, for another process."""
        topics = self._history.index.list_topics() if self._history else {}
        for forecast in self._forecasts.values():
            if finished := forecast.describe(topics.get(forecast, ())):
                yield finished

    def take_over(
        self,
        finished_forecasts: Iterable[FinishedForecast],
        config: Config,
        history: History,
        conditions: Conditions,
    ) -> None:
        """Take over the forecasts of another process, made under the same conditions. Raises KeyError for others."""
        for finished in finished_forecasts:
            forecast = GroupForecast(tuple(map(config.interview_by_id.__getitem__, finished.ids)))
            forecast.take_over(finished)
            self._forecasts[forecast.ids] = forecast
            for topic in finished.topics:
                history.index.read_as(forecast, topic)
        self._config, self._history, self._conditions = config, history, conditions

    def _forget_outdated(self, config: Config, history: History, conditions: Conditions) -> None:
        """Clear the forecasts that another configuration, another journal or other conditions may change."""
        last_conditions = self._conditions
        if history is not self._history:
            self._forecasts.clear()
        elif (
            config is not self._config
            or last_conditions is None
            or last_conditions.of_all != conditions.of_all
        ):
            self._forget_all()
        elif last_conditions is not conditions:
            changed_ids = set(list_changed_interviews(last_conditions, conditions))
            for ids, forecast in self._forecasts.items():
                if EVERY in changed_ids or not changed_ids.isdisjoint(ids):
                    forecast.forget()
        self._config, self._history, self._conditions = config, history, conditions

    def _forget_all(self) -> None:
        for forecast in self._forecasts.values():
            forecast.forget()

    def _play_groups(
        self, now: datetime, config: Config, history: History, conditions: Conditions
    ) -> dict[Touch, Fate]:
        """Play all groups together. Raises OtherMailCount if a repeated forecast would have another result."""
        forecasts = self._forecasts
        new_forecasts = [GroupForecast(group) for group in group_interviews(config, history)]
        self._forecasts = {one.ids: one.continue_from(forecasts.get(one.ids)) for one in new_forecasts}
        totals, live_config = MailTotals(config, history), make_live(config)
        players: list[tuple[Player, Sequence[Interview]]] = []
        for forecast in self._forecasts.values():
            if forecast.is_valid(now):
                players.append((RepeatedPlayer(now, forecast, totals), forecast.interviews))
            else:
                self.made_count += 1
                player = LivePlayer(now, live_config, history, conditions, forecast, totals)
                players.append((player, forecast.interviews))
        _play_together(players, {i.id: number for number, i in enumerate(config.interviews)})
        return {touch: fate for one in self._forecasts.values() for touch, fate in one.fates.items()}


def _play_together(
    players: Sequence[tuple[Player, Sequence[Interview]]], position_by_id: dict[str, int]
) -> None:
    """Advance all players together. What is due at one moment is done in the order of the configuration."""
    queue = [(player.next_time, number) for number, (player, _) in enumerate(players) if player.next_time]
    heapify(queue)
    while queue:
        now = queue[0][0]
        numbers = []
        while queue and queue[0][0] == now:
            numbers.append(heappop(queue)[1])
        turns = [(interview, players[number][0]) for number in numbers for interview in players[number][1]]
        for interview, player in sorted(turns, key=lambda turn: position_by_id[turn[0].id]):
            player.act_on(interview)
        for number in numbers:
            player = players[number][0]
            player.end_moment()
            if player.next_time:
                heappush(queue, (player.next_time, number))
