"""Finds interviews, companies and people under every name that the files have given them. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from followupd.config.interview import Contact, ContactRole
from followupd.journal.company import Company, company_of
from followupd.journal.facts import Noted, Reopened, Taken, Uncertain
from followupd.journal.interview_links import find_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.journal.fact_index import FactIndex, PositionedFact, Topic
    from followupd.journal.facts import Received, Settled
    from followupd.journal.interview_links import LinkReason


class Identities:
    """The snapshots of each interview in the configuration, one for each correction."""

    def __init__(self, index: FactIndex) -> None:
        self._index = index

    # --- look-ups

    def last_snapshot(self, id_: str) -> Noted | None:
        """Return the last snapshot of the interview with this id, or None."""
        snapshots = self.snapshots_of_id(id_)
        return snapshots[-1] if snapshots else None

    def snapshots_of_id(self, id_: str) -> list[Noted]:
        """Return the snapshots of the interviews with that id, oldest first."""
        return _select_snapshots(self._index.read(("noted", id_)))

    def snapshots_with_any(self, addresses: Iterable[str]) -> list[Noted]:
        """Return the snapshots that name one of the addresses, oldest first."""
        return _select_snapshots(self._index.read_kind("noted-address", addresses))

    def snapshots_at(
        self, start: datetime, addresses: Iterable[str], company: Company | None = None
    ) -> list[tuple[int, Noted]]:
        """Return the snapshots with this start and one of the people, or the company; each with its position."""
        topics: list[Topic] = [("start-and-address", (start, a)) for a in addresses]
        if company:
            topics.append(("start-and-company", (start, company.key)))
            topics += [("start-and-domain", (start, d)) for d in company.domains]
        return [(position, f) for position, f in self._index.read_all(topics) if isinstance(f, Noted)]

    def starts_of(self, id_: str) -> list[datetime]:
        """Return the starts that the file with that name has had."""
        return [n.starts for n in self.snapshots_of_id(id_)]

    def first_position(self, id_: str) -> float:
        """Return the position in the journal where an id appears first; infinity if it never does."""
        snapshots = self._index.read(("noted", id_))
        return snapshots[0][0] if snapshots else math.inf

    def was_thanked_since(self, id_: str, start: datetime) -> bool:
        """Return whether a thank-you was sent under an id at that time or later."""
        facts = (f for _, f in self._index.read(("id", id_)) if isinstance(f, Taken | Uncertain))
        return any(f.at >= start for f in facts if not f.reminder)

    # --- interviews

    def links_of(self, interview: Interview, configured_ids: frozenset[str]) -> Mapping[str, LinkReason]:
        """Return every id that an interview has or had, with the reason."""
        return find_links(self, interview, configured_ids)

    def id_valid_until(self, interview: Interview, links: Mapping[str, LinkReason]) -> dict[str, float]:
        """Return for each certain id the position in the journal up to which it belonged to this interview alone."""
        own_position = self.first_position(interview.id)
        return {
            id_: own_position if self.first_position(id_) < own_position else math.inf
            for id_, reason in links.items()
            if reason.is_certain
        }

    def has_new_start(self, snapshot: Noted) -> bool:
        """Return whether the file has another start now: perhaps it was reused for another round."""
        last_seen = self.last_snapshot(snapshot.interview)
        return last_seen is not None and last_seen.starts != snapshot.starts

    def new_snapshot(self, interview: Interview) -> Noted | None:
        """Return a snapshot of the interview if it differs from the last one; the caller sets its time."""
        own_company = company_of(interview)
        people = interview.contacts
        previous = self.last_snapshot(interview.id)
        snapshot = Noted(
            previous.at if previous else interview.start_time, interview.id, own_company.key, interview.start_time,
            tuple(a for c in people for a in c.addresses), tuple(sorted(own_company.domains)),
            tuple((c.key, c.name.casefold(), *c.addresses) for c in people),
            tuple(a for c in interview.met_people for a in c.addresses),
        )  # fmt: skip
        return snapshot if snapshot != previous else None

    def identifiers_of(self, ids: frozenset[str], contact: Contact) -> frozenset[str]:
        """Return every key, name and address that the person has had in the interview."""
        return self.expand_identifiers(ids, contact.key, contact.name.casefold(), *contact.addresses)

    def expand_identifiers(self, ids: frozenset[str], *identifiers: str) -> frozenset[str]:
        """Return every key, name and address of the people who had one of these in the interview."""
        all_identifiers = frozenset(identifiers)
        people = [frozenset(p) for n in self._snapshots_of_ids(ids) for p in n.people]
        while overlapping := [
            p for p in people if not all_identifiers.isdisjoint(p) and not p <= all_identifiers
        ]:
            all_identifiers = all_identifiers.union(*overlapping)
        return all_identifiers

    def contact_keys(self, ids: frozenset[str], contact: Contact) -> frozenset[str]:
        """Return every key that the person has had in the interview."""
        identifiers = self.identifiers_of(ids, contact)
        people = (p for n in self._snapshots_of_ids(ids) for p in n.people)
        return frozenset((contact.key, *(p[0] for p in people if not identifiers.isdisjoint(p))))

    def removed_contacts(self, interview: Interview, ids: frozenset[str]) -> tuple[Contact, ...]:
        """Return the people of the company who were in the interview's file before, but are no longer."""
        own_company, identifiers, contacts = company_of(interview), set[str](), list[Contact]()
        for contact in interview.contacts:
            identifiers |= self.identifiers_of(ids, contact)
        snapshots = [n for n in self._snapshots_of_ids(ids) if own_company.is_same(n.company, n.domains)]
        speaker_addresses = {a for n in snapshots for a in n.speakers}
        for key, name, *addresses in (p for n in reversed(snapshots) for p in n.people):
            if identifiers.isdisjoint((key, name, *addresses)):
                identifiers |= self.expand_identifiers(ids, key, name, *addresses)
                contacts.append(
                    _make_contact(key, name, addresses, is_speaker=addresses[0] in speaker_addresses)
                )
        return tuple(contacts)

    def full_company(self, interview: Interview) -> Company:
        """Return the company with the domains that any interview with it has had."""
        own_company = company_of(interview)
        return replace(
            own_company,
            domains=own_company.domains.union(*(n.domains for n in self.snapshots_of(own_company))),
        )

    def speaker_addresses(self, company: Company) -> frozenset[str]:
        """Return every address of people who have spoken for a company."""
        return frozenset(a for n in self.snapshots_of(company) for a in n.speakers)

    def sibling_ids(self, interview: Interview) -> frozenset[str]:
        """Return the ids, present and past, of all interviews with the company."""
        return frozenset(n.interview for n in self.snapshots_of(company_of(interview)))

    def start_set_at(self, interview: Interview, ids: frozenset[str]) -> datetime | None:
        """Return when the file got its present start; None if that is not recorded yet."""
        first_seen = None
        for snapshot in self._snapshots_of_ids(ids):
            is_same_start = snapshot.starts == interview.start_time
            first_seen = (first_seen or snapshot.at) if is_same_start else None
        return first_seen

    def first_noted_at(self, ids: frozenset[str]) -> datetime | None:
        """Return when one of the ids was first seen in the configuration, or None."""
        return min((snapshot.at for snapshot in self._snapshots_of_ids(ids)), default=None)

    def person_noted_at(self, ids: frozenset[str], contact: Contact) -> datetime | None:
        """Return when a person was first seen in the interview, under any name or address, or None."""
        identifiers = self.identifiers_of(ids, contact)
        moments = (
            n.at for n in self._snapshots_of_ids(ids) if not identifiers.isdisjoint(_list_identifiers(n))
        )
        return min(moments, default=None)

    def has_replaced_somebody(self, ids: frozenset[str], contact: Contact) -> bool:
        """Return whether somebody left the file in the same edit in which a person came.

        It may be one person, whose name and address were both corrected.
        """
        identifiers = self.identifiers_of(ids, contact)
        for earlier, later in pairwise(self._snapshots_of_ids(ids)):
            later_identifiers = _list_identifiers(later)
            is_first = identifiers.isdisjoint(_list_identifiers(earlier))
            if is_first and not identifiers.isdisjoint(later_identifiers):
                return any(later_identifiers.isdisjoint(person) for person in earlier.people)
        return False

    def snapshots_of(self, company: Company) -> list[Noted]:
        """Return the snapshots of the interviews with a company, oldest first."""
        domain_topics = (("noted-domain", d) for d in company.domains)
        return _select_snapshots(self._index.read_all([("noted-company", company.key), *domain_topics]))

    def _snapshots_of_ids(self, ids: frozenset[str]) -> list[Noted]:
        return _select_snapshots(self._index.read_kind("noted", ids))


def _select_snapshots(facts: Iterable[PositionedFact]) -> list[Noted]:
    return [f for _, f in facts if isinstance(f, Noted)]


def _list_identifiers(snapshot: Noted) -> set[str]:
    """Return the keys, names and addresses of everybody in a snapshot; an old one has only addresses."""
    return set(snapshot.addresses).union(*snapshot.people)


def _make_contact(key: str, name: str, addresses: list[str], *, is_speaker: bool) -> Contact:
    """Return a person from an earlier version of the file, without validation: that was done then."""
    role = ContactRole.INTERVIEWER if is_speaker else ContactRole.HELPED
    return Contact.model_construct(
        id=key, name=name.title(), email=addresses[0], also=addresses[1:], role=role
    )


def is_written_by(contact: Contact, fact: Received) -> bool:
    """Return whether a mail is from the person, or from a program that answers for them."""
    return fact.contact == contact.key or fact.sender in contact.addresses


def concerns_person(identifiers: frozenset[str], fact: Taken | Settled | Uncertain | Reopened) -> bool:
    """Return whether a touch was for this person, even if their name, address or key was corrected since."""
    if fact.touch.contact in identifiers:
        return True
    if isinstance(fact, Reopened):
        return False
    same_name = isinstance(fact, Taken | Uncertain) and fact.name.casefold() in identifiers
    return same_name or fact.address.lower() in identifiers
