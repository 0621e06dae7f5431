"""The days that the sentences of a note of absence name, and the one first day back on which they agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# The day named with "jusqu'au" may be the day of the return itself.
INCLUSIVE_DAY = timedelta(days=1)
# If something begins this soon after the end of an absence, it is the work.
MAX_GAP = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class DayStatement:
    """A day that a sentence names: as the return or as the end of the absence; None if it is in doubt."""

    is_return: bool
    day: date | None
    is_late: bool = False  # the absence begins long after the note
    is_start: bool = False  # the day on which something begins that is no absence
    is_loose: bool = False  # nothing shows what the day means

    @property
    def is_of_absence(self) -> bool:
        """Whether the day is named as the return, or as the end of the absence."""
        return self.is_return or self.is_end

    @property
    def is_end(self) -> bool:
        """Whether the day is named as the end of the absence."""
        return not (self.is_return or self.is_start or self.is_loose)


DOUBT = DayStatement(is_return=True, day=None)


def choose_day(statements: list[DayStatement]) -> date | None:
    """Return the one day on which the statements agree: the return, else the end.

    None if they disagree, or if an end is after the return.
    """
    returns = {statement.day for statement in statements if statement.is_return}
    ends = {statement.day for statement in statements if statement.is_end}
    if not returns:
        return _take_only_day(_find_behind(ends, statements) or ends)
    day = _take_only_day(returns)
    is_behind_ends = day and all(end - INCLUSIVE_DAY <= day for end in ends if end)
    return day if is_behind_ends else None


def _take_only_day(days: set[date | None]) -> date | None:
    return next(iter(days)) if len(days) == 1 else None


def _find_behind(ends: set[date | None], statements: list[DayStatement]) -> set[date | None]:
    """Return the days soon after the one end on which something begins: "until Monday, answers from Wednesday".

    A day of unknown meaning may be the return as well; then the return is in doubt.
    """
    end = _take_only_day(ends)
    if end is None:
        return set()
    behind = [statement for statement in statements if _is_soon_after(statement.day, end)]
    starts = {statement.day for statement in behind if statement.is_start}
    return starts or _doubt_loose_days(behind, end)


def _is_soon_after(day: date | None, end: date) -> bool:
    return day is not None and end - INCLUSIVE_DAY < day <= end + MAX_GAP


def _doubt_loose_days(statements: list[DayStatement], end: date) -> set[date | None]:
    loose_days = {statement.day for statement in statements if statement.is_loose}
    return {None} if loose_days - {end} else set()
