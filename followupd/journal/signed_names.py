"""The names in the From lines of people to whom followupd writes: a fact of the journal. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations
from typing import Literal


@dataclass(frozen=True, slots=True)
class NameSeen:
    """The name in the From line of a mail of somebody to whom followupd writes."""

    at: datetime
    address: str
    name: str
    fact: Literal["name_seen"] = "name_seen"
