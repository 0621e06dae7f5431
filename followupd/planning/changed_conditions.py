"""The interviews that a change of the conditions concerns. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from followupd.planning.context import Conditions

Key = TypeVar("Key")


def list_changed_interviews(before: Conditions, after: Conditions) -> Iterator[str]:
    """Yield the ids of the interviews (or EVERY) for which the two conditions differ."""
    yield from _changed_keys(before.fault_by_interview, after.fault_by_interview)
    yield from _changed_keys(before.failed_until, after.failed_until)
    yield from (touch.interview for touch in _changed_keys(before.retry_times, after.retry_times))
    yield from (touch.interview for touch in _changed_keys(before.text_reports, after.text_reports))


def _changed_keys(before: Mapping[Key, Any], after: Mapping[Key, Any]) -> Iterator[Key]:
    if before == after:
        return
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            yield key
