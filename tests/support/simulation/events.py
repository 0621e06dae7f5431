"""What happens in a life, and how one begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - read by pydantic
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens `at` so many minutes; with `where`, when the machinery next gets to that point."""

    at: float
    what: str
    details: tuple[Any, ...] = ()
    where: str = ""
    nth: int = 1
    look: bool = False  # the daemon looks at once


@dataclass(frozen=True, slots=True)
class Setup:
    """How a world begins."""

    start: datetime
    days: int
    home: tuple[str, str]
    rounds: tuple[dict[str, Any], ...]
    sending: dict[str, Any]
    save_sent: str = "auto"
    live: bool = True
    with_all: bool = False
    files_sent: bool = True
    thorough: bool = False
    drafts: str = ""  # what the Drafts folder is like: refused, or without numbers
