"""Lives in which an agency arranged an interview: mails go to it, not to the company, and its answers count."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import PLAYBOOK

if TYPE_CHECKING:
    from events import Setup

SHARE = 0.07  # of all lives
_AGENTS = ("Rita Reck", "Theo Tamm", "Ulla Unger")


def draw_agency(seed: int, setup: Setup) -> Setup:
    """Return the life; in some lives, an agency has arranged one of the interviews."""
    lot = Random(f"{seed} agency")
    if lot.random() >= SHARE:
        return setup
    number = lot.randrange(len(setup.rounds))
    rounds = list(setup.rounds)
    rounds[number] = _arrange(rounds[number], number)
    if setup.thorough:  # real texts do not show which of two calls they are about
        rounds[number].setdefault("cadence", [dict(step) for step in PLAYBOOK])
    return replace(setup, rounds=tuple(rounds))


def _arrange(data: dict[str, Any], number: int) -> dict[str, Any]:
    name = _AGENTS[number % len(_AGENTS)]
    agent = {
        "name": name, "email": f"{name.split()[0].lower()}@agency{number}.example", "role": "agency", "lead": True,
        "phone": f"+49 30 77182{number}", "fact": "your night shift",
    }  # fmt: skip
    return {**data, "contacts": [agent, *({**person, "lead": False} for person in data["contacts"])]}


def write_agency(data: dict[str, Any]) -> dict[str, Any]:
    """Return the content that the user writes into the file: the agency in `via:`, and the others in `contacts:`."""
    agents = [
        {k: v for k, v in c.items() if k != "role"} for c in data["contacts"] if c.get("role") == "agency"
    ]
    if not agents:
        return data
    others = [c for c in data["contacts"] if c.get("role") != "agency"]
    return {**data, "via": {"name": "Agents Ltd", "contacts": agents}, "contacts": others}
