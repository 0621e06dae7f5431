"""Decides from two readings whether the clock can be trusted, and gives a reason if nothing should be sent. Pure.

The wall clock may jump (an empty battery, a wrong setting, a resumed machine). The clock since boot counts suspended
time and never jumps. If the two disagree, nothing is sent until they agree again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

TOLERANCE = timedelta(minutes=5)
STEADY_READINGS = 2  # number of readings in a row that must agree


@dataclass(slots=True)
class ClockGuard:
    """Compares the wall clock with the seconds since boot."""

    wall: datetime | None = None
    uptime: float = 0.0
    steady_readings: int = STEADY_READINGS
    jump: timedelta = timedelta(0)

    def check_reading(
        self, wall: datetime, uptime: float, newest_fact_at: datetime | None = None, zone: tzinfo = UTC
    ) -> str | None:
        """Take a reading (UTC, seconds since boot). Return why nothing should be sent, or None.

        `newest_fact_at` is the last moment in the journal. `zone` is the time zone of the text.
        """
        if self.wall is not None:
            jump = (wall - self.wall) - timedelta(seconds=uptime - self.uptime)
            self.jump, self.steady_readings = (
                (jump, 0) if abs(jump) > TOLERANCE else (self.jump, self.steady_readings + 1)
            )
        self.wall, self.uptime = wall, uptime
        if newest_fact_at is not None and wall < newest_fact_at - TOLERANCE:
            return (
                f"the clock says {_format_moment(wall, zone)}, but the journal has seen {_format_moment(newest_fact_at, zone)};"
                " set it right, or, if it is right now, followupd resume --all"
            )
        if self.steady_readings < STEADY_READINGS:
            direction = "forward" if self.jump > timedelta(0) else "back"
            return f"the clock jumped {direction} by {abs(self.jump)}; waiting until it holds still"
        return None


def _format_moment(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%-d %B %Y, %H:%M %Z}"
