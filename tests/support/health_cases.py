"""The health of a followupd without faults, and a mail of unknown fate."""

from dataclasses import replace
from typing import Any

from builders import config, look, utc

from followupd.config.active import ActiveConfig
from followupd.engine.overview.status import Health
from followupd.journal.facts import Receipt, Touch, Uncertain
from followupd.journal.history import History

LOST = Uncertain(
    utc("12 15:30"),
    Touch("acme", "thank-you", "ana-ruiz"),
    "<1@x>",
    "ana@acme.example",
    "cut",
    name="Ana Ruiz",
)


def health(now: str, history: History | None = None, **changes: Any) -> Health:
    history = history or History()
    seen = Health(
        utc(now),
        [look(now, history)],
        ActiveConfig(config()),
        history,
        {},
        Receipt(utc(now), "", ()),
        login_state="good",
    )
    return replace(seen, **changes)
