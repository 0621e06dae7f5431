"""What the candidate has said yes to, and to what the company has said no: approvals and refusals of the journal. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.facts import Approved, Done, Received, Steered

if TYPE_CHECKING:
    from followupd.config.interview import Contact
    from followupd.journal.facts import Fact

REFUSED = "rejected"  # what a close says when they said no
ANSWERS = (Action.STOP, Action.PAUSE)


class Consents:
    """Approvals, and what ends them, in the order in which they were written down."""

    def __init__(self) -> None:
        self._turns: list[Approved | Done | Received | Steered] = []

    def add(self, fact: Fact) -> None:
        """Take in one fact of the journal."""
        if isinstance(fact, Approved | Done | Received | Steered):
            self._turns.append(fact)

    def approval(
        self, ids: frozenset[str], kin: frozenset[str], step: str, contact: Contact
    ) -> Approved | None:
        """Return the approval of a touch, unless a close, a pause, a talk, or any word of theirs came after it.

        `kin` are the ids of every interview with the company: its answer to one is an answer to all.
        """
        for turn in reversed(self._turns):
            match turn:
                case Approved(touch=touch) if touch.interview in ids:
                    if (touch.step, touch.contact) == (step, contact.key):
                        return turn
                case Steered(command="close" | "pause") if turn.interview in ids:
                    return None
                case Done(outcome="spoke") if turn.touch.interview in ids:
                    return None
                case Received() if _writes(turn, ids | kin) or _wrote(turn, contact):
                    return None
        return None

    def refusal(self, ids: frozenset[str]) -> Received | Steered | None:
        """Return how they said no: their mail, or the close that says so; None if that is not their last word."""
        for turn in reversed(self._turns):
            match turn:
                case Received() if _speaks(turn, ids):
                    no = turn.intent is Intent.REJECTION and turn.action is Action.STOP
                    return turn if no else None
                case Steered(command="close" | "resume") if turn.interview in ids:
                    return turn if turn.why == REFUSED else None
        return None


def _speaks(mail: Received, ids: frozenset[str]) -> bool:
    return mail.action in ANSWERS and not ids.isdisjoint(mail.interviews)


def _writes(mail: Received, ids: frozenset[str]) -> bool:
    """Tell whether somebody wrote about them, also where it could brake nothing any more."""
    by_hand = mail.kind in (Kind.REPLY, Kind.INVITATION)
    return (by_hand or mail.action in ANSWERS) and not ids.isdisjoint(mail.interviews)


def _wrote(mail: Received, contact: Contact) -> bool:
    return mail.contact == contact.key or mail.sender in contact.addresses
