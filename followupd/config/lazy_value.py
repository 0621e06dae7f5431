"""A value of an object that is computed at its first use.

Before Python 3.12, `functools.cached_property` takes a lock each time. One mail needs dozens of such values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class LazyValue(Generic[Value]):
    """A method that is called once for each object; the value is kept in its `__dict__`. For one thread only."""

    def __init__(self, method: Callable[[Any], Value]) -> None:
        """Store the method without calling it."""
        self._method = method
        self._name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, owner: None, kind: type, /) -> LazyValue[Value]: ...

    @overload
    def __get__(self, owner: object, kind: type, /) -> Value: ...

    def __get__(self, owner: object | None, kind: type, /) -> LazyValue[Value] | Value:
        """Make the value. Python looks into `__dict__` first, so it asks here only once."""
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._method(owner)
        return value
