"""One line of `followupd doctor`: what was looked at, how it is, what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what mends it, the exit status that it is worth."""

    area: str
    verdict: Verdict
    text: str
    remedy: str = ""
    status: int = 0


def ok(area: str, text: str) -> Finding:
    """Return a good finding."""
    return Finding(area, Verdict.OK, text)


def warning(area: str, text: str, remedy: str) -> Finding:
    """Return a finding that will matter later."""
    return Finding(area, Verdict.WARNING, text, remedy)


def fault(area: str, text: str, remedy: str, status: int = 1) -> Finding:
    """Return a finding that keeps followupd from working."""
    return Finding(area, Verdict.FAULT, text, remedy, status)
