"""The facts of the journal by topic, and the readers of each topic. Pure.

A result about one interview is computed from the facts of a few topics: its ids, the addresses of its people, its
company. The index remembers who has read a topic. When a fact of that topic is added, each of its readers clears its
results. So a new fact costs only the results that it concerns.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from followupd.config.addresses import normalize_address
from followupd.inbound.verdict import Intent
from followupd.journal.command_facts import ContactSteered, Debriefed, Instructed, Started, Undone
from followupd.journal.draft_states import Drafted
from followupd.journal.facts import (
    Approved,
    Clarified,
    Done,
    HandSent,
    Noted,
    Printed,
    Received,
    Rehearsed,
    Reopened,
    Settled,
    Steered,
    Taken,
    Uncertain,
)
from followupd.journal.learned_ids import IdLearned
from followupd.journal.signed_names import NameSeen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from followupd.journal.facts import Fact

SomeFact = TypeVar("SomeFact")
Topic = tuple[str, object]
PositionedFact = tuple[int, "Fact"]  # a fact with its position in the journal; the first is 1


class Reader(Protocol):
    """An object with results that were computed from facts."""

    def forget(self) -> None:
        """Clear the results, since a fact was added to a topic that was read for them."""


class FactIndex:
    """The facts by topic. Facts are only added."""

    def __init__(self) -> None:
        self._facts: dict[Topic, list[PositionedFact]] = {}
        self._readers: dict[Topic, set[Reader]] = {}
        self.reader: Reader | None = None  # the object whose result is being computed

    def add(self, entry: PositionedFact) -> None:
        """Add a fact under each of its topics."""
        for topic in topics_of(entry[1]):
            facts = self._facts.get(topic)
            if facts is None:
                self._facts[topic] = [entry]
            elif facts[-1] is not entry:
                facts.append(entry)
            if topic in self._readers:
                self.forget_topic(topic)

    def read(self, topic: Topic) -> Sequence[PositionedFact]:
        """Return the facts of a topic, in the order of the journal."""
        if self.reader is not None:
            self._readers.setdefault(topic, set()).add(self.reader)
        return self._facts.get(topic, ())

    def read_as(self, reader: Reader, topic: Topic) -> Sequence[PositionedFact]:
        """Return the facts of a topic, for a reader whose result is computed from another index as well."""
        self._readers.setdefault(topic, set()).add(reader)
        return self._facts.get(topic, ())

    def read_all(self, topics: Iterable[Topic]) -> Sequence[PositionedFact]:
        """Return the facts of several topics, each once, in the order of the journal."""
        lists = [facts for facts in map(self.read, topics) if facts]
        if len(lists) < 2:  # noqa: PLR2004 - nothing to merge
            return lists[0] if lists else ()
        entries = {entry[0]: entry for facts in lists for entry in facts}
        return [entries[position] for position in sorted(entries)]

    def read_kind(self, kind: str, values: Iterable[object]) -> Sequence[PositionedFact]:
        """Return the facts of all topics of a kind that have one of the values."""
        return self.read_all([(kind, value) for value in values])

    def select_facts(self, fact_type: type[SomeFact], *topics: Topic) -> list[SomeFact]:
        """Return the facts of one type that have one of the topics, in the order of the journal."""
        return [fact for _, fact in self.read_all(topics) if isinstance(fact, fact_type)]

    def forget_results(self, fact: Fact) -> None:
        """Make every reader of a fact's topics clear its results, since the fact does not count any more."""
        for topic in topics_of(fact):
            self.forget_topic(topic)

    def forget_topic(self, topic: Topic) -> None:
        """Make every reader of a topic clear its results."""
        for reader in self._readers.pop(topic, ()):
            reader.forget()

    def forget_readers(self) -> None:
        """Make every reader clear its results, and forget who has read what."""
        readers: set[Reader] = set().union(*self._readers.values())
        self._readers.clear()
        for reader in readers:
            reader.forget()

    def list_topics(self) -> dict[Reader, list[Topic]]:
        """Return the topics that each reader has read."""
        topics: dict[Reader, list[Topic]] = {}
        for topic, readers in self._readers.items():
            for reader in readers:
                topics.setdefault(reader, []).append(topic)
        return topics

    def count_readers(self) -> int:
        """Return how many readers are remembered, over all topics."""
        return sum(map(len, self._readers.values()))

    @contextmanager
    def record_reads(self, reader: Reader) -> Iterator[None]:
        """Within the block, record what is read as read by `reader`."""
        outer_reader, self.reader = self.reader, reader
        try:
            yield
        finally:
            self.reader = outer_reader


def topics_of(fact: Fact) -> Iterator[Topic]:
    """Yield every topic of a fact."""
    return _TOPICS_BY_TYPE[fact.__class__](fact)


def _topics_of_touch(fact: Reopened | Rehearsed | Approved | Printed) -> Iterator[Topic]:
    yield "id", fact.touch.interview


def _topics_of_command(fact: Steered) -> Iterator[Topic]:
    yield "id", fact.interview
    yield "command", fact.command


def _topics_of_word(fact: Clarified) -> Iterator[Topic]:
    yield "id", fact.interview
    yield from _topics_of_company("clarified", fact.company, fact.domains)


def _topics_of_instruction(
    fact: Undone | Instructed | Debriefed | ContactSteered | Started,
) -> Iterator[Topic]:
    if fact.interview:
        yield "id", fact.interview


def _topics_of_draft(fact: Drafted) -> Iterator[Topic]:
    yield "id", fact.interview
    yield "draft", ""


def _topics_of_settlement(fact: Settled) -> Iterator[Topic]:
    yield "id", fact.touch.interview
    if fact.address:
        yield "failed", normalize_address(fact.address)


def _topics_of_report(fact: Done) -> Iterator[Topic]:
    yield "id", fact.touch.interview
    yield from _topics_of_company("reached", fact.company, fact.domains)


def _topics_of_mail(fact: Received) -> Iterator[Topic]:
    for id_ in fact.interviews:
        yield "id", id_
    yield "from", fact.sender
    for domain in parent_domains(fact.sender):
        yield "from-domain", domain
    if fact.contact is not None:
        yield "contact", fact.contact
    if fact.failed_address is not None:
        yield "failed", normalize_address(fact.failed_address)
    if fact.authenticated and (fact.left or fact.intent is Intent.PLEASE_STOP):
        yield from _topics_of_silencing(fact)


def _topics_of_silencing(fact: Received) -> Iterator[Topic]:
    """Yield the topics of a person who gets no mail any more because of what they wrote."""
    yield "silenced-by", fact.sender
    if fact.contact is not None:
        yield "silenced-by-contact", fact.contact


def _topics_of_own_mail(fact: HandSent) -> Iterator[Topic]:
    for id_ in fact.interviews:
        yield "id", id_
    if fact.message_id:
        yield "message-id", fact.message_id
    for address in fact.addresses:
        yield "by-hand-to", address
        for domain in parent_domains(address):
            yield "by-hand-to-domain", domain


def _topics_of_snapshot(fact: Noted) -> Iterator[Topic]:
    yield "noted", fact.interview
    # Interviews are looked up by date, among those with the same people or the same company.
    yield "start-and-company", (fact.starts, fact.company)
    for domain in fact.domains:
        yield "start-and-domain", (fact.starts, domain)
    for address in fact.addresses:
        yield "noted-address", address
        yield "start-and-address", (fact.starts, address)
    yield from _topics_of_company("noted", fact.company, fact.domains)


def _topics_of_sending(fact: Taken | Uncertain) -> Iterator[Topic]:
    yield "id", fact.touch.interview
    yield from _topics_of_company("reached", fact.company, fact.domains)
    yield "sent-by", fact.channel
    if isinstance(fact, Uncertain):
        yield "message-id", fact.message_id
        return
    for message_id in fact.message_ids:
        yield "message-id", message_id
    if fact.token:
        yield "token", fact.token


def _topics_of_learned_id(fact: IdLearned) -> Iterator[Topic]:
    yield "id", fact.interview
    yield "message-id", fact.learned_id


def _topics_of_own_name(fact: NameSeen) -> Iterator[Topic]:
    yield "signed", fact.address


def _topics_of_company(prefix: str, company: str, domains: Iterable[str]) -> Iterator[Topic]:
    yield f"{prefix}-company", company
    for domain in domains:
        yield f"{prefix}-domain", domain


def parent_domains(address: str) -> Iterator[str]:
    """Yield the domain of an address, and each domain above it."""
    domain = address.rpartition("@")[2].lower()
    while domain:
        yield domain
        domain = domain.partition(".")[2]


_TOPICS_BY_TYPE: dict[type, Callable[[Any], Iterator[Topic]]] = {
    Received: _topics_of_mail,
    HandSent: _topics_of_own_mail,
    Steered: _topics_of_command,
    Clarified: _topics_of_word,
    Noted: _topics_of_snapshot,
    Taken: _topics_of_sending,
    Uncertain: _topics_of_sending,
    Settled: _topics_of_settlement,
    Done: _topics_of_report,
    Reopened: _topics_of_touch,
    Rehearsed: _topics_of_touch,
    Approved: _topics_of_touch,
    Printed: _topics_of_touch,
    Undone: _topics_of_instruction,
    Instructed: _topics_of_instruction,
    Debriefed: _topics_of_instruction,
    IdLearned: _topics_of_learned_id,
    Drafted: _topics_of_draft,
    ContactSteered: _topics_of_instruction,
    Started: _topics_of_instruction,
    NameSeen: _topics_of_own_name,
}
