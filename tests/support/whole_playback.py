"""The forecast in its simplest form: all interviews in one playback, without a cache. Others must agree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.journal.history import History
from followupd.planning.playback import Playback

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.planning.context import Conditions
    from followupd.planning.group_forecast import Fate
    from followupd.planning.moves import Move

Ends = dict["Touch", tuple["datetime", "Move"]]


def play_whole(now: datetime, config: Config, history: History, conditions: Conditions) -> Ends:
    """Return when and how each touch ends."""
    playback, ends = Playback(now, config, History(history.facts), conditions), Ends()
    while True:
        ends.update((move.touch, (playback.now, move)) for _, move in playback.act())
        if not playback.advance_to(playback.next_time()):
            return ends


def ends_of(fates: Mapping[Touch, Fate]) -> Ends:
    """Return when and how each touch ends in a forecast."""
    return {touch: (fate.at, fate.move) for touch, fate in fates.items()}
