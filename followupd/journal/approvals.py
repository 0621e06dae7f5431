"""Finds what the candidate approved, and what the company rejected. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.command_facts import ContactSteered
from followupd.journal.facts import Approved, Done, Received, Reopened, Steered

if TYPE_CHECKING:
    from followupd.config.interview import Contact
    from followupd.journal.fact_index import FactIndex, Topic
    from followupd.journal.facts import Fact

REJECTED = "rejected"  # the reason of a close after a rejection
ANSWER_ACTIONS = (Action.STOP, Action.PAUSE)


class Approvals:
    """Approvals and what ends them, in the order of the journal."""

    def __init__(self, index: FactIndex) -> None:
        self._index = index

    def find_approval(
        self, ids: frozenset[str], sibling_ids: frozenset[str], step: str, contact: Contact
    ) -> Approved | None:
        """Return the approval of a touch, unless a close, a pause, a talk or a mail from them came after it.

        A touch that is open again needs a new approval. The pause may be of this person, or of everything. It may move a
        reminder by weeks, and nobody has approved the text for so late a day.

        `sibling_ids` are the ids of every interview with the company: its answer to one is an answer to all.
        """
        topics: list[Topic] = [("id", i) for i in ids | sibling_ids | {EVERY}]
        topics += [("contact", contact.key), *(("from", a) for a in contact.addresses)]
        for _, fact in reversed(self._index.read_all(topics)):
            if isinstance(fact, Approved | Reopened):
                is_same = (fact.touch.step, fact.touch.contact) == (step, contact.key)
                if is_same and fact.touch.interview in ids and (isinstance(fact, Approved) or fact.why):
                    return fact if isinstance(fact, Approved) else None
            elif _ends_approvals(fact, ids, sibling_ids, contact):
                return None
        return None

    def rejection(self, ids: frozenset[str]) -> Received | Steered | None:
        """Return the rejection: the mail, or the close with that reason; None if something came after it."""
        for _, fact in reversed(self._index.read_kind("id", ids)):
            match fact:
                case Received() if _is_answer(fact, ids):
                    is_rejection = fact.intent is Intent.REJECTION and fact.action is Action.STOP
                    return fact if is_rejection else None
                case Steered(command="close" | "resume") if fact.interview in ids:
                    return fact if fact.why == REJECTED else None
        return None


def _ends_approvals(fact: Fact, ids: frozenset[str], sibling_ids: frozenset[str], contact: Contact) -> bool:
    """Return whether a fact ends every earlier approval."""
    match fact:
        case Steered(command="close" | "pause"):
            return fact.interview in ids | {EVERY}
        case ContactSteered(command="pause"):
            return fact.interview in ids and fact.contact == contact.key
        case Done(outcome="spoke"):
            return fact.touch.interview in ids
        case Received():
            is_about_company = not (ids | sibling_ids).isdisjoint(fact.interviews)
            return (is_about_company and is_personal_mail(fact)) or _is_from_contact(fact, contact)
    return False


def _is_answer(mail: Received, ids: frozenset[str]) -> bool:
    return mail.action in ANSWER_ACTIONS and not ids.isdisjoint(mail.interviews)


def is_personal_mail(mail: Received) -> bool:
    """Return whether a person wrote a mail, or it brakes: a permission from before it no longer counts.

    After a close such a mail is only reported. It counts all the same: it may take back a rejection.
    """
    return mail.kind in (Kind.REPLY, Kind.INVITATION) or mail.action in ANSWER_ACTIONS


def _is_from_contact(mail: Received, contact: Contact) -> bool:
    return mail.contact == contact.key or mail.sender in contact.addresses
