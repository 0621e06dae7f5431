"""One line of `followupd doctor`: what was checked, its state, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckResult(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what mends it, the exit status that it is worth."""

    area: str
    verdict: CheckResult
    text: str
    remedy: str = ""
    status: int = 0


def ok_finding(area: str, text: str) -> Finding:
    """Return a good finding."""
    return Finding(area, CheckResult.OK, text)


def warning_finding(area: str, text: str, remedy: str) -> Finding:
    """Return a finding that will matter later."""
    return Finding(area, CheckResult.WARNING, text, remedy)


def fault_finding(area: str, text: str, remedy: str, status: int = 1) -> Finding:
    """Return a finding that keeps followupd from working."""
    return Finding(area, CheckResult.FAULT, text, remedy, status)
