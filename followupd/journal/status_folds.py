"""Keeps the last computed status of each interview, so that the next computation continues from it. Pure.

Most new facts change no status, and those that do are at the end. So a new fact costs only itself, and not each mail of
the interview once more.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, NamedTuple

from followupd.journal.interview_status import InterviewStatus, fold_status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.journal.interview_status import StatusChange, StatusScope


class _Fold(NamedTuple):
    """The changes that were last applied for one interview, and the status after them."""

    scope: StatusScope
    changes: list[StatusChange]
    status: InterviewStatus

    def is_beginning_of(self, scope: StatusScope, changes: list[StatusChange]) -> bool:
        """Return whether the scope is the same, and these changes begin with those that were applied."""
        own_scope = self.scope
        return (
            own_scope.interview is scope.interview
            and own_scope.ids == scope.ids
            and own_scope.sibling_ids == scope.sibling_ids
            and own_scope.start_set_at == scope.start_set_at
            and len(self.changes) <= len(changes)
            and all(map(is_, self.changes, changes))
        )


class StatusFolds:
    """The last folds of a journal. `base` are those of the journal to which it adds played facts."""

    def __init__(self, base: StatusFolds | None = None) -> None:
        self._fold_by_id: dict[str, _Fold] = {}
        self._base = base

    def fold(self, scope: StatusScope, changes: Iterable[StatusChange]) -> InterviewStatus:
        """Return what `fold_status` returns; continue from the last fold if that is possible."""
        all_changes = list(changes)
        last = self._find_last(scope.interview.id)
        if last and last.is_beginning_of(scope, all_changes):
            status = fold_status(scope, all_changes[len(last.changes) :], last.status)
        else:
            status = fold_status(scope, all_changes)
        self._fold_by_id[scope.interview.id] = _Fold(scope, all_changes, status)
        return status

    def _find_last(self, interview_id: str) -> _Fold | None:
        own = self._fold_by_id.get(interview_id)
        return own if own or self._base is None else self._base._find_last(interview_id)  # noqa: SLF001 - another of its kind
