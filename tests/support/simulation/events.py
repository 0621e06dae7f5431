"""The events of a life, and its setup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - read by pydantic
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens after `at` minutes; with `where`, at the next time that point in the code is reached."""

    at: float
    what: str
    details: tuple[Any, ...] = ()
    where: str = ""
    nth: int = 1
    look: bool = False  # the daemon looks at the mailbox at once


@dataclass(frozen=True, slots=True)
class Setup:
    """The state in which a world begins."""

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
    drafts: str = ""  # the Drafts folder: "refused", "no uids", or a normal one
