"""Registers a mutant, and puts a fault into the real code for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

Mutant = Callable[[], AbstractContextManager[None]]
MUTANTS: dict[str, Mutant] = {}
FIRST: dict[str, int] = {}


def mutant(first: int = 0) -> Callable[[Callable[[], Iterator[None]]], Mutant]:
    """Register a mutant under its name. `first` is a seed that finds it quickly; other seeds find it, too."""

    def enter(make: Callable[[], Iterator[None]]) -> Mutant:
        made = contextmanager(make)
        MUTANTS[make.__name__.replace("_", " ")] = made
        FIRST[make.__name__.replace("_", " ")] = first
        return made

    return enter


@contextmanager
def cell(table: Any, state: Any, event: Any, target: Any) -> Iterator[None]:
    """Replace the state in one cell of a table."""
    before = table[state][event]
    table[state][event] = target
    try:
        yield
    finally:
        table[state][event] = before
