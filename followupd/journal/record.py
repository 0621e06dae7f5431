"""What the journal says of one interview, under every id that its file has had. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import ContactRole
from followupd.inbound.verdict import Action
from followupd.journal.facts import (
    Clarified,
    Done,
    HandSent,
    Received,
    Reopened,
    Settled,
    Steered,
    Taken,
    Uncertain,
)
from followupd.journal.identities import concerns_person
from followupd.journal.interview_status import (
    InterviewStatus,
    StatusScope,
    applicable_changes,
    expire_pause,
    fold_status,
)
from followupd.journal.memo import memoized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.journal.company import Company
    from followupd.journal.facts import Approved, Touch
    from followupd.journal.history import History
    from followupd.journal.interview_links import LinkReason
    from followupd.journal.memo import CachedResults

TouchOutcome = Taken | Settled | Uncertain
# Outcomes of a call or a letter that the company noticed.
REACHING_OUTCOMES = ("spoke", "voicemail", "posted")


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that reached the company and was no thank-you: by us, or by the candidate's own hand."""

    at: datetime
    channel: Channel
    description: str
    fact: Taken | Uncertain | Done | HandSent


class InterviewRecord:
    """One interview, its ids, and the journal's answers about it. They follow the journal as it grows."""

    __slots__ = ("_cached_results", "_fact_count", "history", "ids", "interview", "links")

    def __init__(self, history: History, interview: Interview, links: Mapping[str, LinkReason]) -> None:
        self.history = history
        self.interview = interview
        self.links = links  # why each id is the interview's
        self.ids = frozenset(links)
        self._cached_results: CachedResults = {}
        self._fact_count = 0

    def __reduce__(self) -> tuple[type[InterviewRecord], tuple[History, Interview, Mapping[str, LinkReason]]]:
        """A worker process gets the record without the cached results."""
        return InterviewRecord, (self.history, self.interview, self.links)

    @property
    def cached_results(self) -> CachedResults:
        """The results since the last fact of the journal."""
        fact_count = len(self.history.facts)
        if fact_count != self._fact_count:
            self._cached_results.clear()
            self._fact_count = fact_count
        return self._cached_results

    # --- one touch

    @memoized
    def outcome_of(self, step: str, contact: Contact) -> TouchOutcome | None:
        """Return what became of a step for a person, known by key, address or name; None while it is open."""
        outcome: TouchOutcome | None = None
        facts = [f for i in self.ids for f in self.history.touch_facts.get((i, step), ())]
        identifiers = self.identifiers_of(contact) if facts else frozenset()
        for _, fact in sorted(facts, key=itemgetter(0)):
            if not concerns_person(identifiers, fact):
                continue
            if isinstance(fact, Reopened):
                outcome = None
            elif not isinstance(outcome, Taken):  # taken stays taken, whatever was written down later
                outcome = fact
        return outcome

    @memoized
    def uncertain_mail(self, contact: Contact) -> Uncertain | None:
        """Return a mail to the person of which nobody knows whether it was accepted."""
        for (interview, step), facts in self.history.touch_facts.items():
            if interview in self.ids and any(isinstance(f, Uncertain) for _, f in facts):
                outcome = self.outcome_of(step, contact)
                if isinstance(outcome, Uncertain):
                    return outcome
        return None

    def approval_of(self, step: str, contact: Contact) -> Approved | None:
        """Return the candidate's approval of a touch, while it is in force."""
        return self.history.approvals.find_approval(self.ids, self.sibling_ids, step, contact)

    @memoized
    def done_facts(self, sheet: Touch) -> list[Done]:
        """Return what the candidate reported of a call or a letter, under each of their keys, oldest first."""
        identifiers = self.history.identities.expand_identifiers(self.ids, sheet.contact)
        reports = (f for f in self.history.changes if isinstance(f, Done) and f.touch.interview in self.ids)
        return [f for f in reports if f.touch.step == sheet.step and f.touch.contact in identifiers]

    # --- the interview

    @property
    @memoized
    def taken_facts(self) -> list[Taken]:
        """Every touch of the interview that was taken, oldest first."""
        return [f for f in self.history.facts if isinstance(f, Taken) and f.touch.interview in self.ids]

    @property
    def past_steps(self) -> frozenset[str]:
        """Every step that was ever taken or settled, whatever its cadence names now."""
        return self.history.past_steps(self.ids)

    @property
    def received_mails(self) -> list[Received]:
        """Every mail that came in for the interview, oldest first."""
        mails = (f for f in self.history.changes if isinstance(f, Received))
        return [f for f in mails if not self.ids.isdisjoint(f.interviews)]

    @property
    def rejection(self) -> Received | Steered | None:
        """How they said no, if that was their last word."""
        return self.history.approvals.rejection(self.ids)

    @property
    @memoized
    def clarified_mails(self) -> list[Clarified]:
        """The user's words on mails in doubt, oldest first."""
        valid_until = self.history.identities.id_valid_until(self.interview, self.links)
        changes = applicable_changes(self.history.clarified_mails, valid_until)
        return [f for f in changes if isinstance(f, Clarified) and f.interview in self.ids]

    @property
    @memoized
    def confirmed_domains(self) -> frozenset[str]:
        """The domains that the user confirmed as the company's, in any interview with it. The last word counts."""
        company, domains = self.full_company, set[str]()
        for _, fact in self.history.clarified_mails:
            if company.is_same(fact.company, fact.domains):
                change_domains = domains.add if fact.is_answer else domains.discard
                change_domains(fact.confirmed_domain)
        return frozenset(domains - {""})

    def status_at(self, now: datetime) -> InterviewStatus:
        """Fold every mail and every command into the state at `now`."""
        return expire_pause(self._undated_status(), now)

    @memoized
    def _undated_status(self) -> InterviewStatus:
        valid_until = self.history.identities.id_valid_until(self.interview, self.links)
        positioned_changes = zip(self.history.change_positions, self.history.changes, strict=True)
        changes = applicable_changes(positioned_changes, valid_until)
        scope = StatusScope(self.interview, self.ids, self.sibling_ids, self.start_set_at)
        return fold_status(scope, changes)

    @property
    @memoized
    def promised_date(self) -> date | None:
        """The date that the company promised last, as the user wrote it down."""
        for fact in reversed(self.history.changes):
            match fact:
                case Done(promise=date() as day) if fact.touch.interview in self.ids:
                    return day
                case Steered(promise=date() as day) if fact.interview in self.ids:
                    return day
        return None

    # --- its people

    def identifiers_of(self, contact: Contact) -> frozenset[str]:
        """Return every key, name and address that the person has had in the interview."""
        return self.history.identities.identifiers_of(self.ids, contact)

    def contact_keys(self, contact: Contact) -> frozenset[str]:
        """Return every key that the person has had in the interview."""
        return self.history.identities.contact_keys(self.ids, contact)

    @property
    def removed_contacts(self) -> tuple[Contact, ...]:
        """The people of the company whom the file once named, and names no more."""
        return self.history.identities.removed_contacts(self.interview, self.ids)

    @memoized
    def absences_of(self, contact: Contact) -> list[Received]:
        """Return the out-of-office notes of a person, by whatever name or address, oldest first.

        A resume lifts those before it.
        """
        identifiers = self.identifiers_of(contact)
        notes: list[Received] = []
        for fact in self.history.changes:
            match fact:
                case Steered(command="resume") if fact.interview in self.ids:
                    notes.clear()
                case Received(action=Action.HOLD) if (
                    fact.contact in identifiers or fact.sender in identifiers
                ):
                    notes.append(fact)
        return notes

    def own_mail_to(self, contact: Contact, since: datetime | None = None) -> HandSent | None:
        """Return a mail that the candidate wrote to the person, after the interview began (or since)."""
        start = since or self.interview.start_time
        own_mails = (h for h in self.history.own_mails if h.received >= start)
        return next((h for h in own_mails if not set(contact.addresses).isdisjoint(h.addresses)), None)

    # --- its company

    @property
    def full_company(self) -> Company:
        """Its company with the domains that any interview with it has named."""
        return self.history.identities.full_company(self.interview)

    @property
    def sibling_ids(self) -> frozenset[str]:
        """The ids, present and past, of all interviews with the company."""
        return self.history.identities.sibling_ids(self.interview)

    @property
    def start_set_at(self) -> datetime | None:
        """When its file came to name the start that it names now; None if that was not seen yet."""
        return self.history.identities.start_set_at(self.interview, self.ids)

    @property
    @memoized
    def reminders(self) -> list[Reminder]:
        """Every reminder that reached the company, over all its interviews and channels, oldest first."""
        company = self.full_company
        reminders = [
            *self._sent_reminders(company),
            *self._reported_reminders(company),
            *self._own_mail_reminders(company),
        ]
        return sorted(reminders, key=lambda r: r.at)

    def _sent_reminders(self, company: Company) -> Iterator[Reminder]:
        for f in self.history.reminder_facts:
            if company.is_same(f.company, f.domains):
                yield Reminder(f.arrives or f.at, f.channel, f"{f.touch.step} to {f.name}", f)

    def _reported_reminders(self, company: Company) -> Iterator[Reminder]:
        """Yield the calls and letters that the candidate reported; a letter counts from its arrival.

        A sheet only asks the candidate to act. The day on which they acted counts as well.
        """
        for f in self.history.changes:
            is_reaching = isinstance(f, Done) and f.outcome in REACHING_OUTCOMES
            if isinstance(f, Done) and f.channel and is_reaching and company.is_same(f.company, f.domains):
                yield Reminder(f.arrives or f.at, f.channel, f"{f.touch.step}, {f.outcome},", f)

    def _own_mail_reminders(self, company: Company) -> Iterator[Reminder]:
        """Yield the candidate's own mails to the company since the interview began."""
        met_people = (c for c in self.interview.contacts if c.role is not ContactRole.HELPED)
        people = {a for c in met_people for a in c.addresses}
        people |= self.history.identities.speaker_addresses(company)
        for mail in self.history.own_mails:
            if mail.received >= self.interview.start_time and any(
                a in people or company.owns_address(a) for a in mail.addresses
            ):
                # The server's clock counts, also where ours is behind it: at worst a reminder goes out later.
                yield Reminder(mail.received, Channel.EMAIL, "a mail of your own", mail)

    @property
    @memoized
    def last_reminders(self) -> list[Reminder]:
        """The reminder that reached the company last: two, where a clock that ran ahead may have swapped them."""
        past_reminders = {id(r.fact): r for r in self.reminders}
        if not past_reminders:
            return []
        last_reminder = list(past_reminders.values())[-1]
        later_facts = takewhile(lambda f: f is not last_reminder.fact, reversed(self.history.facts))
        later_reminders = (past_reminders[id(f)] for f in later_facts if id(f) in past_reminders)
        swapped = (r for r in later_reminders if min(r.at, r.fact.at) < last_reminder.fact.at)
        return [last_reminder, *islice(swapped, 1)]
