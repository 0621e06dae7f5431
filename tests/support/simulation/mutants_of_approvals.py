"""Mutants in which an approval counts for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import mutant

from followupd.journal import approvals
from followupd.journal.command_facts import ContactSteered
from followupd.journal.facts import Steered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.config.interview import Contact
    from followupd.journal.facts import Fact


@mutant(first=893)
def let_a_yes_from_before_a_pause_count() -> Iterator[None]:
    made = approvals._ends_approvals

    def ends(fact: Fact, ids: frozenset[str], sibling_ids: frozenset[str], contact: Contact) -> bool:
        is_pause = isinstance(fact, Steered | ContactSteered) and fact.command == "pause"
        return not is_pause and made(fact, ids, sibling_ids, contact)

    with swapped((approvals, "_ends_approvals", ends)):
        yield
