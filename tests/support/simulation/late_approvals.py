"""An approval, a pause for weeks, and its end, in lives whose mails wait for an approval."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from events import Event

if TYPE_CHECKING:
    from events import Setup

SHARE = 0.3  # of the lives with approvals


def draw_late_approvals(seed: int, setup: Setup) -> list[Event]:
    """Draw a pause after an approval. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"late approvals {seed}")
    if setup.sending.get("approve") not in ("all", "first") or lot.random() > SHARE:
        return []
    drawn: list[Event] = []
    for _ in range(lot.choice((1, 2, 2))):
        at, number = lot.uniform(0, setup.days * 1000), lot.randrange(len(setup.rounds))
        what, whom = lot.choice((("steer", (-1,)), ("steer", (-1,)), ("steer_person", (number, 0))))
        weeks = lot.choice((1, 2, 4)) * 7 * 1440
        drawn += [
            Event(at, "approve", (number,)),
            Event(at + lot.choice((1, 60, 600)), what, (*whom, "pause", None)),
            Event(at + weeks, what, (*whom, "resume", None), look=lot.random() < 0.5),
        ]
    return drawn
