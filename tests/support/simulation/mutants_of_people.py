"""Mutants of the pause of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import mutant

from followupd.planning import contact_pause, rules

if TYPE_CHECKING:
    from collections.abc import Iterator


@mutant(first=5)
def forget_the_pause_of_one_person() -> Iterator[None]:
    kept_rules = tuple(r for r in rules.HOLDING_RULES if r is not contact_pause.hold_for_contact_pause)
    with swapped((rules, "HOLDING_RULES", kept_rules)):
        yield
