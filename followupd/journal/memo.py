"""Caches the results of methods until a fact is added that concerns them. Pure."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.journal.fact_index import FactIndex

CachedResults = dict[object, tuple[object, Any]]
_VALUE_TYPES = (str, bytes, frozenset)
Method = TypeVar("Method", bound="Callable[..., Any]")


class ResultCache(Protocol):
    """An object that clears its cached results when a fact is added to a topic that was read for them."""

    cached_results: CachedResults

    @property
    def index(self) -> FactIndex:
        """The facts from which the results are computed."""

    def forget(self) -> None:
        """Clear the results."""


def memoized(method: Method) -> Method:
    """Cache the result of a method. Configurations are compared by identity, since they are frozen."""

    @wraps(method)
    def cached_call(self: ResultCache, *arguments: Any) -> Any:
        key: object = method
        if arguments:
            key = (method, *[a if a.__class__ in _VALUE_TYPES else id(a) for a in arguments])
        entry = self.cached_results.get(key)
        return entry[1] if entry else _call_method(self, method, key, arguments)

    return cast("Method", cached_call)


def _call_method(
    cache: ResultCache, method: Callable[..., Any], key: object, arguments: tuple[Any, ...]
) -> Any:
    """Compute the result of a method, and cache it."""
    index = cache.index
    outer_reader, index.reader = index.reader, cache
    try:
        result = method(cache, *arguments)
    finally:
        index.reader = outer_reader
    # The arguments are kept with the result, so that no other object can get the same id().
    cache.cached_results[key] = arguments, result
    return result
