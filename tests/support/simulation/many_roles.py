"""Lives with four or more roles at one company, with the same people: one call is for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from events import Event

if TYPE_CHECKING:
    from events import Setup

SHARE = 0.02  # of all lives


def draw_many_roles(seed: int, setup: Setup) -> tuple[Setup, list[Event]]:
    """Add roles until one company has four or more.

    It has its own random generator, so that a life's other draws stay the same.
    """
    lot = Random(f"many roles {seed}")
    if lot.random() > SHARE or setup.thorough:
        return setup, []
    first = {k: v for k, v in setup.rounds[0].items() if k not in ("cadence", "promise")} | {"present": True}
    count = len(setup.rounds)
    others = [_make_role(lot, first, number) for number in range(count, count + lot.choice((3, 3, 4, 5)))]
    numbers = (0, *range(count, count + len(others)))
    events = [event for _ in range(lot.choice((0, 1, 3, 6))) for event in _draw(lot, numbers, setup.days)]
    return replace(setup, rounds=(first, *setup.rounds[1:], *others)), events


def _make_role(lot: Random, first: dict[str, Any], number: int) -> dict[str, Any]:
    at = datetime.fromisoformat(first["at"]) + timedelta(hours=lot.choice((1, 2, 24, 48)))
    name = f"{first['id'].partition('-')[0]}-{number}"
    people = [dict(person) for person in first["contacts"]]
    return {
        **first,
        "id": name,
        "position": f"Role {number}",
        "at": f"{at:%Y-%m-%d %H:%M}",
        "contacts": people,
    }


def _draw(lot: Random, numbers: tuple[int, ...], days: int) -> list[Event]:
    number, at = lot.choice(numbers), lot.uniform(3, min(days, 25)) * 1440
    what, details = lot.choice(
        (
            ("done", (number, "voicemail", None)),
            ("done", (number, "spoke", None)),
            ("steer", (number, "pause", 4 * 1440)),
            ("steer", (number, "close", None)),
            ("answer", (number, "person", 0, "INBOX", "plain")),
            ("crash", ()),
            ("backup", ()),
        )
    )
    if what == "backup":
        return [Event(at, "backup"), Event(at + lot.uniform(600, 9 * 1440), "restore")]
    where = lot.choice(("", "", "mail", "body", "gate", "dot")) if what != "done" else ""
    return [Event(at, what, details, where, look=lot.random() < 0.5)]
