"""One line of `followupd doctor`: what was checked, its state, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckResult(StrEnum):
    """The result of a check."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was checked, its state, the remedy, and the exit status that it causes."""

    area: str
    verdict: CheckResult
    text: str
    remedy: str = ""
    status: int = 0


def ok_finding(area: str, text: str) -> Finding:
    """Return the finding of a check that passed."""
    return Finding(area, CheckResult.OK, text)


def warning_finding(area: str, text: str, remedy: str) -> Finding:
    """Return a finding that will matter later."""
    return Finding(area, CheckResult.WARNING, text, remedy)


def fault_finding(area: str, text: str, remedy: str, status: int = 1) -> Finding:
    """Return a finding that prevents followupd from working."""
    return Finding(area, CheckResult.FAULT, text, remedy, status)
