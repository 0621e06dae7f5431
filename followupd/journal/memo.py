"""Cached results of methods, until the journal grows. Pure."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

CachedResults = dict[tuple[object, ...], tuple[object, Any]]
_VALUE_TYPES = (str, bytes, frozenset)
Method = TypeVar("Method", bound="Callable[..., Any]")


class ResultCache(Protocol):
    """An object that clears its cached results when it changes."""

    cached_results: CachedResults


def memoized(method: Method) -> Method:
    """Cache the result of a method. Configurations are compared by identity, since they are frozen."""

    @wraps(method)
    def cached_call(self: ResultCache, *arguments: Any) -> Any:
        key = (
            method,
            *[argument if argument.__class__ in _VALUE_TYPES else id(argument) for argument in arguments],
        )
        entry = self.cached_results.get(key)
        if entry is None:
            # The arguments are kept with the result, so that no other object gets their identity.
            entry = self.cached_results[key] = arguments, method(self, *arguments)
        return entry[1]

    return cast("Method", cached_call)
