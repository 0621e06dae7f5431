"""Finds what came in after the candidate last looked.

A command that was given without that knowledge must not resume anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.journal.approvals import is_personal_mail
from followupd.journal.facts import Received, Steered

if TYPE_CHECKING:
    from followupd.engine.ledger import Ledger


def find_unseen_brake(ledger: Ledger, target: str, seen_count: int) -> Received | Steered | None:
    """Return the first fact that the candidate has not seen and that must keep an interview, or EVERY one, from going on."""
    ids = _list_ids(ledger, target)
    for fact in ledger.history.facts[seen_count:]:
        match fact:
            case Received() if is_personal_mail(fact) and not ids.isdisjoint(fact.interviews):
                return fact
            # A pause by the daemon has a reason.
            case Steered(command="pause") if fact.why and fact.interview in ids:
                return fact
            case _:
                continue
    return None


def _list_ids(ledger: Ledger, target: str) -> frozenset[str]:
    record = ledger.find_record(target)
    if record is None:
        return frozenset({target, EVERY})
    return record.ids | record.sibling_ids | {target, EVERY}
