"""The same question has the same answer, until something has happened. Pure."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Answers = dict[tuple[object, ...], tuple[object, Any]]
_BY_VALUE = (str, bytes, frozenset)
Method = TypeVar("Method", bound="Callable[..., Any]")


class Asked(Protocol):
    """Something that is asked, and forgets its answers when it has learnt something new."""

    answers: Answers


def once(method: Method) -> Method:
    """Answer from memory while nothing was forgotten. Configurations are asked about by identity: they are frozen."""

    @wraps(method)
    def ask(self: Asked, *question: Any) -> Any:
        key = (method, *[q if q.__class__ in _BY_VALUE else id(q) for q in question])
        known = self.answers.get(key)
        if known is None:
            # The question is kept, and with it its identity.
            known = self.answers[key] = question, method(self, *question)
        return known[1]

    return cast("Method", ask)
