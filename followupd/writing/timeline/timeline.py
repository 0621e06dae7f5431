"""The marks of an interview on a timeline, for the page and the weekly digest. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Lane(StrEnum):
    """The lane of a mark: one for each channel, and one for what comes from the company."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    COMPANY = "company"


class MarkKind(StrEnum):
    """The meaning of a mark."""

    TAKEN = "taken"
    BY_HAND = "by-hand"
    REPORTED = "reported"  # a call or a letter, as the candidate reported it
    SKIPPED = "skipped"
    MISSED = "missed"
    UNKNOWN = "unknown"
    PLANNED = "planned"
    HELD = "held"
    ANSWER = "answer"
    ABSENCE = "absence"
    DOUBT = "doubt"
    NEWS = "news"
    PROMISE = "promise"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the timeline; `until`: its end, if it lasts."""

    lane: Lane
    kind: MarkKind
    at: datetime
    until: datetime | None = None
    step: str = ""
    name: str = ""
    text: str = ""  # the reason or the outcome, as the planner or the journal has it


@dataclass(frozen=True, slots=True)
class Timeline:
    """All marks of an interview, oldest first, and the span of time that shows them."""

    begin: datetime
    end: datetime
    now: datetime
    interview_at: datetime
    decision: tuple[datetime, datetime]
    marks: tuple[Mark, ...]
