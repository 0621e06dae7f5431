"""What the journal says about one interview, under every id that its file has had. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from followupd.journal.cached_record import CachedRecord
from followupd.journal.command_facts import Debriefed
from followupd.journal.company_mails import list_mail_times
from followupd.journal.concerns import (
    add_learned_ids,
    find_confirmed_domains,
    list_absences,
    list_clarified_mails,
    read_changes,
    read_concerned_facts,
)
from followupd.journal.debriefs import build_told_interview
from followupd.journal.facts import (
    Clarified,
    Done,
    HandSent,
    Received,
    Reopened,
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
)
from followupd.journal.memo import memoized
from followupd.journal.reminders import collect_reminders, find_last_reminders
from followupd.journal.touch_results import TouchOutcome, fold_outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.journal.company import Company
    from followupd.journal.facts import Approved, Fact, Noted, Touch
    from followupd.journal.history import History
    from followupd.journal.interview_links import LinkReason
    from followupd.journal.reminders import Reminder


class InterviewRecord(CachedRecord):
    """One interview, its ids, and the journal's answers about it. They change as the journal grows."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[InterviewRecord], tuple[History, Interview, Mapping[str, LinkReason]]]:
        """Pickle the record for a worker process: with the facts that concern it, and without cached results."""
        history = type(self.history)(read_concerned_facts(self))
        return InterviewRecord, (history, self.interview, self.links)

    # --- one touch

    @memoized
    def outcome_of(self, step: str, contact: Contact) -> TouchOutcome | None:
        """Return the outcome of a step for a person, known by key, address or name; None while it is open."""
        return fold_outcome(self.touch_facts_of(step, contact))

    def touch_facts_of(self, step: str, contact: Contact) -> list[TouchOutcome | Reopened]:
        """Return the facts about a step for a person, oldest first."""
        facts = self._touch_facts.get(step, ())
        identifiers = self.identifiers_of(contact) if facts else frozenset()
        return [fact for fact in facts if concerns_person(identifiers, fact)]

    @property
    @memoized
    def _touch_facts(self) -> dict[str, list[TouchOutcome | Reopened]]:
        """The facts about each step, in the order of the journal."""
        facts_by_step: dict[str, list[TouchOutcome | Reopened]] = {}
        for fact in self.own_facts:
            if isinstance(fact, TouchOutcome | Reopened):
                facts_by_step.setdefault(fact.touch.step, []).append(fact)
        return facts_by_step

    @property
    @memoized
    def own_facts(self) -> list[Fact]:
        """Every fact about the interview, in the order of the journal."""
        return add_learned_ids(fact for _, fact in self.index.read_kind("id", self.ids))

    @memoized
    def uncertain_mail(self, contact: Contact) -> Uncertain | None:
        """Return a mail of unknown fate to the person."""
        facts = [f for f in self.own_facts if isinstance(f, TouchOutcome | Reopened)]
        doubtful_touches = {(f.touch.interview, f.touch.step) for f in facts if isinstance(f, Uncertain)}
        touches = dict.fromkeys((f.touch.interview, f.touch.step) for f in facts)
        for step in (touch[1] for touch in touches if touch in doubtful_touches):
            if isinstance(outcome := self.outcome_of(step, contact), Uncertain):
                return outcome
        return None

    def approval_of(self, step: str, contact: Contact) -> Approved | None:
        """Return the candidate's approval of a touch if it is in force."""
        return self.history.approvals.find_approval(self.ids, self.sibling_ids, step, contact)

    @memoized
    def done_facts(self, sheet: Touch) -> list[Done]:
        """Return what the candidate reported of a call or a letter, under each of their keys, oldest first."""
        identifiers = self.history.identities.expand_identifiers(self.ids, sheet.contact)
        reports = (f for f in self.own_facts if isinstance(f, Done))
        return [f for f in reports if f.touch.step == sheet.step and f.touch.contact in identifiers]

    @property
    def reports(self) -> list[Done]:
        """Everything that the candidate reported of calls and letters, oldest first."""
        return [f for f in self.own_facts if isinstance(f, Done)]

    # --- the interview

    @property
    @memoized
    def taken_facts(self) -> list[Taken]:
        """Every touch of the interview that was taken, oldest first."""
        return [f for f in self.own_facts if isinstance(f, Taken)]

    @property
    def past_steps(self) -> frozenset[str]:
        """Every step that was ever taken or settled, even if the cadence has it no more."""
        return frozenset(self._touch_facts)

    @property
    def received_mails(self) -> list[Received]:
        """Every mail that came in for the interview, oldest first."""
        return [f for f in self.own_facts if isinstance(f, Received)]

    @property
    @memoized
    def rejection(self) -> Received | Steered | None:
        """The company's rejection, if nothing came after it."""
        return self.history.approvals.rejection(self.ids)

    @property
    @memoized
    def clarified_mails(self) -> list[Clarified]:
        """The user's decisions about mails in doubt, oldest first."""
        return list_clarified_mails(self)

    @property
    @memoized
    def confirmed_domains(self) -> frozenset[str]:
        """The domains that the user confirmed as the company's, in any interview with it; the last decision counts."""
        return find_confirmed_domains(self)

    def status_at(self, now: datetime) -> InterviewStatus:
        """Return the status at `now`, from all mails and commands."""
        return expire_pause(self.undated_status, now)

    @property
    @memoized
    def undated_status(self) -> InterviewStatus:
        """The state after the last fact; a pause may have ended since."""
        valid_until = self.history.identities.id_valid_until(self.interview, self.links)
        changes = applicable_changes(read_changes(self), valid_until)
        scope = StatusScope(self.interview, self.ids, self.sibling_ids, self.start_set_at)
        return self.history.status_folds.fold(scope, changes)

    @property
    @memoized
    def promised_date(self) -> date | None:
        """The date by which the company last promised a decision, as the user recorded it."""
        return self.promise_fact.promise if self.promise_fact else None

    @property
    @memoized
    def promise_fact(self) -> Done | Steered | Debriefed | None:
        """The fact in which the user recorded the company's last promise."""
        for fact in reversed(self.own_facts):
            match fact:
                case Done(promise=date()) | Steered(promise=date()) | Debriefed(promise=date()):
                    return fact
        return None

    @property
    @memoized
    def told_interview(self) -> Interview:
        """The interview of the file, completed with what the candidate told afterwards."""
        return build_told_interview(self)

    # --- its people

    @memoized
    def identifiers_of(self, contact: Contact) -> frozenset[str]:
        """Return every key, name and address that the person has had in the interview."""
        return self.history.identities.identifiers_of(self.ids, contact)

    def addresses_of(self, contact: Contact) -> tuple[str, ...]:
        """Return the person's addresses, also those before a correction of the file, since these may still be in use."""
        former_addresses = sorted(i for i in self.identifiers_of(contact) if "@" in i)
        return tuple(dict.fromkeys((*contact.addresses, *former_addresses)))

    @memoized
    def contact_keys(self, contact: Contact) -> frozenset[str]:
        """Return every key that the person has had in the interview."""
        return self.history.identities.contact_keys(self.ids, contact)

    @property
    @memoized
    def removed_contacts(self) -> tuple[Contact, ...]:
        """The people of the company who were in the file before, but are no longer."""
        return self.history.identities.removed_contacts(self.interview, self.ids)

    @memoized
    def absences_of(self, contact: Contact) -> list[Received]:
        """Return the person's out-of-office notes since the last resume, under any name or address, oldest first."""
        return list_absences(self, self.identifiers_of(contact))

    def own_mail_to(self, contact: Contact, since: datetime | None = None) -> HandSent | None:
        """Return a mail that the candidate wrote to the person after the interview began, or after `since`."""
        start = since or self.interview.start_time
        mails = self.index.select_facts(HandSent, *(("by-hand-to", address) for address in contact.addresses))
        return next((mail for mail in mails if mail.received >= start), None)

    @property
    @memoized
    def new_snapshot(self) -> Noted | None:
        """A snapshot of the interview, if it differs from the last one in the journal."""
        return self.history.identities.new_snapshot(self.interview)

    # --- its company

    @property
    @memoized
    def full_company(self) -> Company:
        """The company with the domains that any interview with it has had."""
        return self.history.identities.full_company(self.interview)

    @property
    @memoized
    def sibling_ids(self) -> frozenset[str]:
        """The ids, present and past, of all interviews with the company."""
        return self.history.identities.sibling_ids(self.interview)

    @property
    @memoized
    def past_starts(self) -> frozenset[datetime]:
        """Every start that its file has had, under each of its ids."""
        return frozenset(start for i in self.ids for start in self.history.identities.starts_of(i))

    @property
    @memoized
    def start_set_at(self) -> datetime | None:
        """When the file got its present start; None if that is not recorded yet."""
        return self.history.identities.start_set_at(self.interview, self.ids)

    @property
    @memoized
    def reminders(self) -> list[Reminder]:
        """Every reminder that reached the company, over all its interviews and channels, oldest first."""
        return collect_reminders(self)

    @property
    @memoized
    def last_reminders(self) -> list[Reminder]:
        """The last reminder that reached the company; two if a clock that ran ahead may have swapped them."""
        return find_last_reminders(self.reminders)

    @property
    @memoized
    def company_mail_times(self) -> list[datetime]:
        """When each mail of followupd to the company was sent, over all its interviews (UTC), newest first."""
        return list_mail_times(self)
