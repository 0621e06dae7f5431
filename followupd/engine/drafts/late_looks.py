"""Looks for drafts again after they were gone, since a lost command or a mail program may bring one back.

A phone that had a draft open saves it again. A command to write a draft, whose answer was lost, may be carried out
late.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.engine.drafts.reading import view_draft
from followupd.engine.drafts.recognition import Sight
from followupd.journal.draft_states import DraftState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from followupd.engine.drafts.case import DraftCase
    from followupd.engine.drafts.recognition import SeenDraft

_GONE = (DraftState.REMOVED, DraftState.DELETED)
_LOOKS = (timedelta(minutes=10), timedelta(days=1))
_LOOKS_END = timedelta(days=3)  # after a restart, older drafts are not looked for


@dataclass(slots=True)
class LateLooks:
    """How many times this process has looked for each draft since the draft was gone."""

    _counts: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def is_due(self, case: DraftCase, now: datetime) -> bool:
        """Return whether a draft that was gone must be looked for now."""
        if case.last is None or case.state not in _GONE or now - case.last.at > _LOOKS_END:
            return False
        since, count = self._counts.get(str(case.touch), (case.last.at, 0))
        return _count_looks(case.last.at, now) > (count if since == case.last.at else 0)

    def note(self, case: DraftCase, now: datetime) -> None:
        """Remember that the folder was read."""
        if case.last and case.state in _GONE:
            self._counts[str(case.touch)] = case.last.at, _count_looks(case.last.at, now)


def _count_looks(since: datetime, now: datetime) -> int:
    return sum(now - since >= span for span in _LOOKS)


def list_returned(
    all_cases: Iterable[DraftCase], worth_a_look: Iterable[DraftCase], seen_drafts: Sequence[SeenDraft]
) -> list[DraftCase]:
    """Return the drafts that were gone and are in the folder again, without those that are looked at anyway."""
    if not any(seen.header.marks for seen in seen_drafts):
        return []
    touches = {case.touch for case in worth_a_look}
    gone_cases = (case for case in all_cases if case.state in _GONE and case.touch not in touches)
    return [case for case in gone_cases if _lies_there(case, seen_drafts)]


def _lies_there(case: DraftCase, seen_drafts: Sequence[SeenDraft]) -> bool:
    return view_draft(case, seen_drafts).sight in (Sight.OWN, Sight.TOUCHED)
