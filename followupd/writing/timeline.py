"""The marks of an interview on a line of time, as the page and the weekly digest show them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Lane(StrEnum):
    """Where a mark stands: one lane for each channel, and one for what comes from the company."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    COMPANY = "company"


class MarkKind(StrEnum):
    """What a mark says."""

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
    """One thing on the line; `until`: the end of what lasts."""

    lane: Lane
    kind: MarkKind
    at: datetime
    until: datetime | None = None
    step: str = ""
    name: str = ""
    text: str = ""  # the reason or the outcome, in the planner's or the journal's words


@dataclass(frozen=True, slots=True)
class Timeline:
    """All marks of an interview, oldest first, and the span of time that shows them."""

    begin: datetime
    end: datetime
    now: datetime
    interview_at: datetime
    decision: tuple[datetime, datetime]
    marks: tuple[Mark, ...]
