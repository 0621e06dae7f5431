"""Keeps the outcome of each touch in the whole journal, with counts, and updates them with each fact. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from followupd.journal.facts import Reopened, Settled, Taken, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.journal.fact_index import PositionedFact
    from followupd.journal.facts import Touch

TouchOutcome = Taken | Settled | Uncertain


def fold_outcome(facts: Iterable[TouchOutcome | Reopened]) -> TouchOutcome | None:
    """Return the outcome of a touch from its facts, oldest first; None while it is open.

    A taken touch stays taken, whatever is recorded later. Only a mail that came back opens its touch again.
    """
    outcome: TouchOutcome | None = None
    for fact in facts:
        if isinstance(fact, Reopened):
            is_final = isinstance(outcome, Taken) and fact.returned not in outcome.message_ids
            outcome = outcome if is_final else None
        elif not isinstance(outcome, Taken):
            outcome = fact
    return outcome


class TouchResults:
    """The last outcome of each touch, under the name that it had then. Facts are only added."""

    def __init__(self) -> None:
        self._last_outcomes: dict[Touch, TouchOutcome] = {}
        self._uncertain_facts: dict[
            Touch, list[tuple[int, Uncertain]]
        ] = {}  # since it was last reopened or refused
        self._unresolved_mails: dict[Touch, Uncertain] = {}
        self._first_positions: dict[Touch, int] = {}
        self._accepted_ids: set[str] = set()  # Message-IDs of taken touches
        self._taken_by_id: dict[str, tuple[int, Taken]] = {}  # by each Message-ID
        self._reminder_mails: set[tuple[Touch, str]] = set()  # by each Message-ID
        self.void_positions: set[int] = set()  # facts about mails that certainly did not leave or arrive
        self.outcome_counts: Counter[str] = Counter()
        self.mail_id_by_token: dict[str, str] = {}  # the token in a Message-ID → the id of the taken mail

    def add_fact(self, entry: PositionedFact) -> list[Uncertain | Taken]:
        """Add a fact. Returns the mails that, by this fact, did not leave or did not arrive."""
        position, fact = entry
        if not isinstance(fact, TouchOutcome | Reopened):
            return []
        self._first_positions.setdefault(fact.touch, position)
        if isinstance(fact, Uncertain):
            self._uncertain_facts.setdefault(fact.touch, []).append((position, fact))
            self._unresolved_mails[fact.touch] = fact
        else:
            self._unresolved_mails.pop(fact.touch, None)
        if isinstance(fact, Taken):
            self._accepted_ids.update(fact.message_ids)
            if self._is_repetition(fact):
                self.void_positions.add(position)
                return []
            self._taken_by_id |= dict.fromkeys(fact.message_ids, (position, fact))
            if fact.token and fact.message_ids:
                self.mail_id_by_token[fact.token] = fact.message_ids[0]
        if isinstance(fact, Reopened):
            self._reminder_mails.discard((fact.touch, fact.returned))
            return [*self._void_returned(fact), *self._void_doubts(fact.touch)]
        self._count_outcome(fact)
        is_refused = isinstance(fact, Settled) and fact.outcome == "refused"  # by the server
        return [*self._void_doubts(fact.touch)] if is_refused else []

    def _is_repetition(self, fact: Taken) -> bool:
        """Return whether this same reminder was recorded as taken before: two daemons may both do so.

        It reached the company only once, and anything sent in between is the later reminder.
        """
        mails = {(fact.touch, mail_id) for mail_id in fact.message_ids} if fact.reminder else set()
        is_repetition = not self._reminder_mails.isdisjoint(mails)
        self._reminder_mails |= mails
        return is_repetition

    def _count_outcome(self, fact: TouchOutcome) -> None:
        last_outcome = self._last_outcomes.get(fact.touch)
        if last_outcome is not None:
            self.outcome_counts[_name_outcome(last_outcome)] -= 1
        self._last_outcomes[fact.touch] = fact
        self.outcome_counts[_name_outcome(fact)] += 1

    def _void_returned(self, fact: Reopened) -> list[Taken]:
        """Return the mail that came back: it reached nobody, so it does not count as a reminder."""
        position, taken = self._taken_by_id.get(fact.returned, (0, None))
        if taken is None:
            return []
        self.void_positions.add(position)
        return [taken]

    def _void_doubts(self, touch: Touch) -> list[Uncertain]:
        doubts = self._uncertain_facts.pop(touch, [])
        self.void_positions.update(position for position, _ in doubts)
        return [fact for _, fact in doubts]

    def list_unresolved(self) -> list[Uncertain]:
        """Return every mail of unknown fate, oldest first."""
        mails = (f for f in self._unresolved_mails.values() if f.message_id not in self._accepted_ids)
        return sorted(mails, key=lambda f: self._first_positions[f.touch])


def _name_outcome(fact: TouchOutcome) -> str:
    match fact:
        case Taken():
            return "taken"
        case Uncertain():
            return "unknown"
        case Settled():
            return fact.outcome
