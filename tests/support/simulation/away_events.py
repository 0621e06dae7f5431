"""Days on which the user is away: when they are written down, and the oracle's check of mails on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from events import Event

from followupd.config.day_range import DayRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from events import Setup
    from oracle_calendar import Almanac
    from world import World

SPREAD_DAYS = 3  # working days over which the due touches may be spread


def edit_away(world: World, first: date, days: int) -> None:
    """The user writes down days on which they are away; with `days` 0 they remove all."""
    last = first + timedelta(days=days - 1)
    world.files.away = (*world.files.away, DayRange(first, last)) if days else ()
    world.files.ever_away.update(world.files.away)
    world.files.changed()


def is_away(world: World) -> bool:
    """Return whether the files say that the user is away today."""
    home = ZoneInfo(world.story.setup.home[0])
    today = world.clock.now().astimezone(home).date()
    return any(days.first <= today <= days.last for days in world.files.away)


def moved_starts(world: World, almanac: Almanac) -> Iterator[datetime]:
    """Yield the times to which such days may have moved a touch: the working days after each of them."""
    today = world.clock.now().date()
    for days in (d for d in world.files.ever_away if d.first <= today):
        for count in range(SPREAD_DAYS + 1):
            day = almanac.working_day(days.last + timedelta(days=1), 0)
            yield almanac.closing(almanac.working_day(day, count)) - timedelta(seconds=1)


def draw_away(seed: int, setup: Setup) -> list[Event]:
    """Draw days away for some lives. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"away {seed}")
    if lot.random() > 0.1:
        return []
    drawn: list[Event] = []
    for _ in range(lot.choice((1, 1, 2))):
        at = lot.uniform(0, min(setup.days, 25) * 1440)
        first = (setup.start + timedelta(minutes=at)).date() + timedelta(days=lot.randint(0, 12))
        where = lot.choice(("", "", "body", "mail", "gate"))
        drawn.append(
            Event(at, "edit_away", (first, lot.choice((1, 1, 3, 9, 14))), where, look=lot.random() < 0.5)
        )
    if lot.random() < 0.2:
        drawn.append(Event(lot.uniform(0, setup.days * 1440), "edit_away", (setup.start.date(), 0)))
    return drawn


ALL = (edit_away,)
