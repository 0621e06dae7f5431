"""Lives in which the candidate reads mails before they are sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from events import Setup


def read_first(setup: Setup, mode: str) -> Setup:
    """Return the life in which mails wait for an approval. If only unsure mails do, every second person has a fact."""
    rounds = tuple(_give_facts(data) for data in setup.rounds) if mode == "unsure" else setup.rounds
    return replace(setup, rounds=rounds, sending={**setup.sending, "approve": mode})


def _give_facts(data: dict[str, Any]) -> dict[str, Any]:
    people = (
        {**person, "fact": "your night shift"} if n % 2 else person
        for n, person in enumerate(data["contacts"], ord(data["company"][0]))
    )
    return {**data, "contacts": list(people)}
