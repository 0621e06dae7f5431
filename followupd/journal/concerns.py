"""Finds the facts that concern an interview: those of its ids, its people and its company. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action, Kind
from followupd.journal.company import company_of
from followupd.journal.facts import Clarified, Received, Steered, Taken
from followupd.journal.interview_status import StatusChange, applicable_changes
from followupd.journal.learned_ids import IdLearned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followupd.journal.fact_index import Topic
    from followupd.journal.facts import Fact
    from followupd.journal.record import InterviewRecord


def read_changes(record: InterviewRecord) -> Iterator[tuple[int, StatusChange]]:
    """Yield every mail and every command that may concern an interview, with its position in the journal."""
    topics: list[Topic] = [("id", i) for i in record.ids | record.sibling_ids]
    topics += [("from", address) for address in record.interview.met_addresses]
    topics += [("from-domain", d) for d in company_of(record.interview).domains]
    for position, fact in record.index.read_all(topics):
        if isinstance(fact, StatusChange):
            yield position, fact


def list_clarified_mails(record: InterviewRecord) -> list[Clarified]:
    """Return the user's decisions about mails in doubt, oldest first."""
    valid_until = record.history.identities.id_valid_until(record.interview, record.links)
    facts = record.index.read_kind("id", record.ids)
    words = ((position, fact) for position, fact in facts if isinstance(fact, Clarified))
    return [f for f in applicable_changes(words, valid_until) if isinstance(f, Clarified)]


def list_absences(record: InterviewRecord, identifiers: frozenset[str]) -> list[Received]:
    """Return the out-of-office notes of a person, oldest first. A resume cancels all notes before it.

    A note that came while the interview was closed was only reported. It counts if that close is undone.
    """
    topics: list[Topic] = [(kind, i) for i in sorted(identifiers) for kind in ("contact", "from")]
    topics += [("id", i) for i in record.ids]
    notes: list[Received] = []
    for _, fact in record.index.read_all(topics):
        match fact:
            case Steered(command="resume"):
                notes.clear()
            case Received() if _is_absence(fact) and not identifiers.isdisjoint((fact.contact, fact.sender)):
                notes.append(fact)
    return notes


def _is_absence(mail: Received) -> bool:
    is_reported = mail.kind is Kind.AUTO_REPLY and mail.action is Action.ALERT
    return mail.action is Action.HOLD or (is_reported and mail.return_date is not None)


def find_confirmed_domains(record: InterviewRecord) -> frozenset[str]:
    """Return the domains that the user confirmed as the company's, in any interview with it.

    For each domain the user's last decision counts.
    """
    company, domains = record.full_company, set[str]()
    domain_topics = (("clarified-domain", d) for d in company.domains)
    for word in record.index.select_facts(Clarified, ("clarified-company", company.key), *domain_topics):
        change_domains = domains.add if word.is_answer else domains.discard
        change_domains(word.confirmed_domain)
    return frozenset(domains - {""})


def read_concerned_facts(record: InterviewRecord) -> list[Fact]:
    """Return every fact about an interview, its people and its company, in the order of the journal."""
    people = (*record.interview.contacts, *record.removed_contacts)
    ids = record.ids | record.sibling_ids
    topics: list[Topic] = [(kind, i) for i in sorted(ids) for kind in ("id", "noted")]
    topics += [(kind, a) for c in people for a in c.addresses for kind in ("from", "by-hand-to")]
    topics += [("contact", c.key) for c in people]
    return [fact for _, fact in record.index.read_all(topics)]


def add_learned_ids(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts, with all ids of its mail in each sending; the id that followupd gave comes first."""
    fact_list = list(facts)
    learned_facts = [fact for fact in fact_list if isinstance(fact, IdLearned)]
    if not learned_facts:
        return fact_list
    return [_add_to_sending(fact, learned_facts) if isinstance(fact, Taken) else fact for fact in fact_list]


def _add_to_sending(sending: Taken, learned_facts: list[IdLearned]) -> Taken:
    learned_ids = [one.learned_id for one in learned_facts if one.message_id in sending.message_ids]
    ids = tuple(dict.fromkeys((*sending.message_ids, *learned_ids)))
    return replace(sending, message_ids=ids) if learned_ids else sending
