"""Cached results of methods, until a fact is added that concerns them. Pure."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.journal.fact_index import FactIndex

CachedResults = dict[tuple[object, ...], tuple[object, Any]]
_VALUE_TYPES = (str, bytes, frozenset)
Method = TypeVar("Method", bound="Callable[..., Any]")


class ResultCache(Protocol):
    """An object that forgets its cached results when a fact is added to a topic that was read for them."""

    cached_results: CachedResults

    @property
    def index(self) -> FactIndex:
        """The facts that the results are made from."""

    def forget(self) -> None:
        """Forget the results."""


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
            index = self.index
            outer_reader, index.reader = index.reader, self
            try:
                result = method(self, *arguments)
            finally:
                index.reader = outer_reader
            # The arguments are kept with the result, so that no other object gets their identity.
            entry = self.cached_results[key] = arguments, result
        return entry[1]

    return cast("Method", cached_call)
