"""Who is who: interviews, companies and people under every name that the files have given them. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.config.interview import Contact, ContactRole
from followupd.journal.company import Company, company
from followupd.journal.facts import Noted, Reopened, Taken, Uncertain
from followupd.journal.memo import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.journal.facts import Received, Settled
    from followupd.journal.memo import Answers


class Register:
    """How each interview stood in the configuration, one correction after another. Append only."""

    def __init__(self) -> None:
        self.noted: list[Noted] = []
        self.answers: Answers = {}  # given since the last one
        self._began: dict[str, int] = {}  # where in the journal each name stands first

    def add(self, noted: Noted, place: int) -> None:
        """Append how an interview stands now, as the journal says at that place."""
        self.noted.append(noted)
        self._began.setdefault(noted.interview, place)
        self.answers.clear()

    def last(self, interview: str) -> Noted | None:
        """Return how an interview was last seen in the configuration."""
        return next((n for n in reversed(self.noted) if n.interview == interview), None)

    def former(
        self,
        interview: Interview,
        present: frozenset[str],
        found: set[str],
        thanked_since: Callable[[str, datetime], bool],
    ) -> set[str]:
        """Return the names that show themselves as an interview's by what is known of those found so far."""
        mine, addresses = company(interview), {a for c in interview.contacts for a in c.addresses}
        own = {interview.id, *(found - present)}
        starts = {interview.starts, *(n.starts for n in self.noted if n.interview in own)}
        more, known = set(), False
        for n in self.noted:
            known = known or n.interview == interview.id  # a name that it had, it had before its own
            gone, met = n.interview not in present, not addresses.isdisjoint(n.addresses)
            left = n.starts in starts and (gone or (not known and self.moved_on(n)))
            thanked = gone and met and thanked_since(n.interview, interview.starts)
            if (thanked and not self._goes_on(n.interview, present - {interview.id})) or (
                left and (met or mine.same(n.company, n.domains))
            ):
                more.add(n.interview)
        return more

    def _goes_on(self, gone: str, others: frozenset[str]) -> bool:
        """Tell whether an interview that is gone goes on under another name: with its people, at its date."""
        mine = [n for n in self.noted if n.interview == gone]
        theirs = (n for n in self.noted if n.interview in others and n.interview != gone)
        return any(
            n.starts == m.starts and not set(n.addresses).isdisjoint(m.addresses)
            for n in theirs
            for m in mine
        )

    @once
    def dated(self, interview: Interview, ids: frozenset[str]) -> frozenset[str]:
        """Return those of an interview's ids that a date it had shows, and not the thank-yous alone."""
        found: set[str] = set()
        more, mine = {interview.id}, [n for n in self.noted if n.interview in ids]
        while more:
            found |= more
            starts = {interview.starts, *(n.starts for n in mine if n.interview in found)}
            more = {n.interview for n in mine if n.starts in starts} - found
        return frozenset(found)

    def spoken_to(self, interview: Interview, ids: frozenset[str]) -> dict[str, float]:
        """Return up to which place of the journal each of these names was the interview's own, and no other's."""
        own = self._began.get(interview.id, math.inf)
        return {n: own if self._began.get(n, own) < own else math.inf for n in self.dated(interview, ids)}

    def moved_on(self, noted: Noted) -> bool:
        """Tell whether a file has come to name another start since: perhaps another round took over its name."""
        last = self.last(noted.interview)
        return last is not None and last.starts != noted.starts

    @once
    def unnoted(self, interview: Interview) -> Noted | None:
        """Return how the interview stands now, if that is not written down yet; the moment is still to be said."""
        mine, people, before = company(interview), interview.contacts, self.last(interview.id)
        noted = Noted(
            before.at if before else interview.starts, interview.id, mine.key, interview.starts,
            tuple(a for c in people for a in c.addresses), tuple(sorted(mine.domains)),
            tuple((c.key, c.name.casefold(), *c.addresses) for c in people),
            tuple(a for c in people for a in c.addresses if c.role is not ContactRole.HELPED),
        )  # fmt: skip
        return noted if noted != before else None

    def marks(self, ids: frozenset[str], contact: Contact) -> frozenset[str]:
        """Return every key, name and address that the person has had in the interview, one correction after another."""
        return self.known_as(ids, contact.key, contact.name.casefold(), *contact.addresses)

    def known_as(self, ids: frozenset[str], *marks: str) -> frozenset[str]:
        """Return every key, name and address that whoever bears one of these has had in the interview."""
        found = frozenset(marks)
        people = [frozenset(p) for n in self.noted if n.interview in ids for p in n.people]
        while grown := [p for p in people if not found.isdisjoint(p) and not p <= found]:
            found = found.union(*grown)
        return found

    @once
    def keys(self, ids: frozenset[str], contact: Contact) -> frozenset[str]:
        """Return every key that the person has had in the interview."""
        marks = self.marks(ids, contact)
        people = (p for n in self.noted if n.interview in ids for p in n.people)
        return frozenset((contact.key, *(p[0] for p in people if not marks.isdisjoint(p))))

    @once
    def left_out(self, interview: Interview, ids: frozenset[str]) -> tuple[Contact, ...]:
        """Return the people of the company whom the interview's file once named, and names no more."""
        mine, seen, found = company(interview), set[str](), list[Contact]()
        for contact in interview.contacts:
            seen |= self.marks(ids, contact)
        noted = [n for n in self.noted if n.interview in ids and mine.same(n.company, n.domains)]
        speakers = {a for n in noted for a in n.speakers}
        for key, name, *addresses in (p for n in reversed(noted) for p in n.people):
            if seen.isdisjoint((key, name, *addresses)):
                seen |= self.known_as(ids, key, name, *addresses)
                found.append(_person(key, name, addresses, speaks=addresses[0] in speakers))
        return tuple(found)

    @once
    def whole(self, interview: Interview) -> Company:
        """Return its company with the domains that any interview with it has named."""
        mine = company(interview)
        return replace(mine, domains=mine.domains.union(*(n.domains for n in self.of(mine))))

    def speakers(self, theirs: Company) -> frozenset[str]:
        """Return every address of those who have spoken for a company."""
        return frozenset(a for n in self.of(theirs) for a in n.speakers)

    @once
    def kin(self, interview: Interview) -> frozenset[str]:
        """Return the ids, present and past, of all interviews with the company."""
        return frozenset(n.interview for n in self.of(company(interview)))

    @once
    def written(self, interview: Interview, ids: frozenset[str]) -> datetime | None:
        """Return when its file came to name the start that it names now; None if that was not seen yet."""
        found = None
        for noted in (n for n in self.noted if n.interview in ids):
            same = noted.starts == interview.starts
            found = (found or noted.at) if same else None
        return found

    def of(self, theirs: Company) -> Iterator[Noted]:
        """Yield how the interviews with a company stood."""
        return (n for n in self.noted if theirs.same(n.company, n.domains))


def _person(key: str, name: str, addresses: list[str], *, speaks: bool) -> Contact:
    """Return a person of former days; they were checked then."""
    role = ContactRole.INTERVIEWER if speaks else ContactRole.HELPED
    return Contact.model_construct(
        id=key, name=name.title(), email=addresses[0], also=addresses[1:], role=role
    )


def wrote(contact: Contact, fact: Received) -> bool:
    """Tell whether the person wrote that mail, or their machine did."""
    return fact.contact == contact.key or fact.sender in contact.addresses


def about(marks: frozenset[str], fact: Taken | Settled | Uncertain | Reopened) -> bool:
    """Tell whether a touch was this person's, also after their name, address or key was corrected."""
    if fact.touch.contact in marks:
        return True
    if isinstance(fact, Reopened):
        return False
    same_name = isinstance(fact, Taken | Uncertain) and fact.name.casefold() in marks
    return same_name or fact.address.lower() in marks
