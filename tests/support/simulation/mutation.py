"""How a way of being wrong is entered, and put into the real code for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

Mutant = Callable[[], AbstractContextManager[None]]
MUTANTS: dict[str, Mutant] = {}
FIRST: dict[str, int] = {}


def mutant(first: int = 0) -> Callable[[Callable[[], Iterator[None]]], Mutant]:
    """Enter a way of being wrong under its name; `first` is the seed to begin with, to be quick: others find it too."""

    def enter(make: Callable[[], Iterator[None]]) -> Mutant:
        made = contextmanager(make)
        MUTANTS[make.__name__.replace("_", " ")] = made
        FIRST[make.__name__.replace("_", " ")] = first
        return made

    return enter


@contextmanager
def cell(table: Any, state: Any, event: Any, target: Any) -> Iterator[None]:
    """Put another state into one cell of a table."""
    before = table[state][event]
    table[state][event] = target
    try:
        yield
    finally:
        table[state][event] = before
