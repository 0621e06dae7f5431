"""Mutants that treat a new store like one that has seen everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import mutant

from followupd.engine import engine

if TYPE_CHECKING:
    from collections.abc import Iterator


@mutant(first=44)
def go_on_with_a_lost_store() -> Iterator[None]:
    with swapped((engine, "hold_begun_interviews", lambda *_: None)):
        yield
