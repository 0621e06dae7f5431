"""What the journal means now: facts folded into the state of each interview and each touch. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.config.cadence import Channel
from followupd.config.interview import EVERY, ContactRole
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.approvals import Approvals
from followupd.journal.facts import (
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
    Touch,
    Uncertain,
)
from followupd.journal.identities import Identities, concerns_person, is_written_by
from followupd.journal.interview_status import (
    InterviewStatus,
    StatusChange,
    applicable_changes,
    expire_pause,
    fold_status,
)
from followupd.journal.memo import memoized

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.journal.facts import Approved, Fact
    from followupd.journal.memo import CachedResults

TouchOutcome = Taken | Settled | Uncertain
REACHING_OUTCOMES = (
    "spoke",
    "voicemail",
    "posted",
)  # outcomes of a call or a letter that the company noticed


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that reached the company and was no thank-you: by us, or by the candidate's own hand."""

    at: datetime
    channel: Channel
    description: str
    fact: Taken | Uncertain | Done | HandSent


class History:
    """The facts of the journal, in order, and what they say. Append only."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.facts: list[Fact] = []
        self.identities = Identities()
        # Each with its place in the journal: a renamed interview has several names, and one order.
        self._touch_facts: dict[tuple[str, str], list[tuple[int, TouchOutcome | Reopened]]] = defaultdict(
            list
        )
        self._reminder_facts: list[Taken | Uncertain] = []
        self._changes: list[StatusChange] = []
        self._change_positions: list[int] = []  # the place of each in the journal
        self._global_changes: list[Steered] = []
        self._own_mails: list[HandSent] = []
        self._rehearsed_touches: set[Touch] = set()
        self.print_results: dict[Touch, Printed] = {}  # what came last of printing each letter
        self.cached_results: CachedResults = {}  # given since the last fact
        self.approvals = Approvals()
        for fact in facts:
            self.add(fact)

    def __reduce__(self) -> tuple[type[History], tuple[list[Fact]]]:
        """The facts are all there is: what was answered from memory stays here."""
        return History, (self.facts,)

    def add(self, fact: Fact) -> None:
        """Append one fact."""
        self.facts.append(fact)
        self.cached_results.clear()
        self.approvals.add_fact(fact)
        match fact:
            case Taken() | Settled() | Uncertain() | Reopened():
                self._touch_facts[fact.touch.interview, fact.touch.step].append((len(self.facts), fact))
                self._track_reminder(fact)
            case Steered(interview=interview) if interview == EVERY:
                self._global_changes.append(fact)
            case Received() | Steered() | Done():
                self._changes.append(fact)
                self._change_positions.append(len(self.facts))
            case HandSent():
                self._own_mails.append(fact)
            case Noted():
                self.identities.add_snapshot(fact, len(self.facts))
            case Printed():
                self.print_results[fact.touch] = fact
            case Rehearsed():
                self._rehearsed_touches.add(fact.touch)

    def _track_reminder(self, fact: TouchOutcome | Reopened) -> None:
        """Keep the reminders that reached the company, or may have: unless it is known by now that one did not."""
        if isinstance(fact, Taken | Uncertain):
            self._reminder_facts += [fact] if fact.reminder else []
        elif isinstance(fact, Reopened) or fact.outcome == "refused":  # by the user's word, or the server's
            self._reminder_facts = [
                f for f in self._reminder_facts if isinstance(f, Taken) or f.touch != fact.touch
            ]

    # --- identity

    @memoized
    def ids_of(self, interview: Interview, configured_ids: frozenset[str]) -> frozenset[str]:
        """Return the interview's id, and those it had before its file was renamed, also one that another has by now."""
        ids = {interview.id}
        # One correction after another.
        while (
            new_ids := self.identities.former_ids(interview, configured_ids, ids, self._has_thanked_since)
            - ids
        ):
            ids |= new_ids
        return frozenset(ids)

    def _has_thanked_since(self, interview: str, start: datetime) -> bool:
        """Tell whether an interview that is gone thanked for one that began then: its file was renamed and corrected."""
        touch_facts = (
            f
            for (interview_id, _), facts in self._touch_facts.items()
            if interview_id == interview
            for _, f in facts
        )
        return any(isinstance(f, Taken | Uncertain) and not f.reminder and f.at >= start for f in touch_facts)

    def past_steps(self, ids: frozenset[str]) -> frozenset[str]:
        """Return every step of an interview that was ever taken or settled, whatever its cadence names now."""
        return frozenset(step for interview, step in self._touch_facts if interview in ids)

    # --- one touch

    @memoized
    def outcome_of(self, ids: frozenset[str], step: str, contact: Contact) -> TouchOutcome | None:
        """Return what became of a step for a person, known by key, address or name; None while it is open."""
        outcome: TouchOutcome | None = None
        facts = [f for i in ids for f in self._touch_facts.get((i, step), ())]
        identifiers = self.identities.identifiers_of(ids, contact) if facts else frozenset()
        for _, fact in sorted(facts, key=itemgetter(0)):
            if not concerns_person(identifiers, fact):
                continue
            if isinstance(fact, Reopened):
                outcome = None
            elif not isinstance(outcome, Taken):  # taken stays taken, whatever was written down later
                outcome = fact
        return outcome

    @memoized
    def taken_facts(self, ids: frozenset[str]) -> list[Taken]:
        """Return every touch of an interview that was taken, oldest first."""
        return [f for f in self.facts if isinstance(f, Taken) and f.touch.interview in ids]

    @memoized
    def done_facts(self, ids: frozenset[str], sheet: Touch) -> list[Done]:
        """Return what the candidate said of a call or a letter, under whatever name they knew it, oldest first."""
        identifiers = self.identities.expand_identifiers(ids, sheet.contact)
        reports = (f for f in self._changes if isinstance(f, Done) and f.touch.interview in ids)
        return [f for f in reports if f.touch.step == sheet.step and f.touch.contact in identifiers]

    def received_mails(self, ids: frozenset[str]) -> list[Received]:
        """Return every mail that came in for an interview, oldest first."""
        return [f for f in self._changes if isinstance(f, Received) and not ids.isdisjoint(f.interviews)]

    def was_rehearsed(self, touch: Touch) -> bool:
        """Tell whether the touch was due before, while `live` was false."""
        return touch in self._rehearsed_touches

    def approval_of(
        self, interview: Interview, ids: frozenset[str], step: str, contact: Contact
    ) -> Approved | None:
        """Return the candidate's approval of a touch, while it is in force."""
        return self.approvals.find_approval(ids, self.identities.sibling_ids(interview), step, contact)

    @memoized
    def uncertain_mail(self, ids: frozenset[str], contact: Contact) -> Uncertain | None:
        """Return a mail to the person of which nobody knows whether it was accepted."""
        for (interview, step), facts in self._touch_facts.items():
            if interview in ids and any(isinstance(f, Uncertain) for _, f in facts):
                outcome = self.outcome_of(ids, step, contact)
                if isinstance(outcome, Uncertain):
                    return outcome
        return None

    def unresolved_mails(self) -> list[Uncertain]:
        """Return every mail of which nobody knows whether it was accepted, oldest first."""
        last_facts = {f.touch: f for f in self.facts if isinstance(f, Taken | Settled | Uncertain | Reopened)}
        accepted_ids = {id_ for f in self.facts if isinstance(f, Taken) for id_ in f.message_ids}
        return [
            f for f in last_facts.values() if isinstance(f, Uncertain) and f.message_id not in accepted_ids
        ]

    # --- one interview

    def status_at(self, interview: Interview, ids: frozenset[str], now: datetime) -> InterviewStatus:
        """Fold everything that was said and steered into the state at `now`."""
        return expire_pause(self._undated_status(interview, ids), now)

    @memoized
    def _undated_status(self, interview: Interview, ids: frozenset[str]) -> InterviewStatus:
        start_set_at = self.identities.start_set_at(interview, ids)
        sibling_ids, valid_until = (
            ids | self.identities.sibling_ids(interview),
            self.identities.id_valid_until(interview, ids),
        )
        changes = applicable_changes(zip(self._change_positions, self._changes, strict=True), valid_until)
        return fold_status(interview, ids, sibling_ids, changes, start_set_at)

    def global_pause(self, now: datetime) -> Steered | None:
        """Return the pause of everything that is in force, if one is."""
        last = self._global_changes[-1] if self._global_changes else None
        if last is None or last.command != "pause" or (last.until and last.until <= now):
            return None
        return last

    def global_release(self, now: datetime) -> datetime | None:
        """Return when the last pause of everything ended, if one did."""
        end_times = [f.at if f.command == "resume" else f.until for f in self._global_changes]
        return max((end for end in end_times if end and end <= now), default=None)

    @memoized
    def why_undeliverable(self, contact: Contact) -> str | None:
        """Return why nothing can reach the person's present address, or None."""
        address = normalize_address(contact.email)
        for fact in reversed(self.facts):
            match fact:
                case Received(kind=Kind.BOUNCE_PERMANENT, failed_address=str(failed_address)) if (
                    normalize_address(failed_address) == address
                ):
                    return f"mail to {address} came back: {fact.why}"
                case Settled(outcome="refused", address=str(failed_address)) if (
                    normalize_address(failed_address) == address
                ):
                    return f"{address} was refused: {fact.why}"
                case Received(left=True) if is_written_by(contact, fact):
                    return f"{contact.name} is no longer there: {fact.why}"
                case Received(intent=Intent.PLEASE_STOP, authenticated=True) if is_written_by(contact, fact):
                    return f"{contact.name} asked not to be written to"
        return None

    @memoized
    def absences_of(self, ids: frozenset[str], contact: Contact) -> list[Received]:
        """Return the out-of-office notes of a person, by whatever name or address, oldest first."""
        identifiers = self.identities.identifiers_of(ids, contact)
        notes = (f for f in self._changes if isinstance(f, Received) and f.action is Action.HOLD)
        return [f for f in notes if f.contact in identifiers or f.sender in identifiers]

    @memoized
    def promised_date(self, ids: frozenset[str]) -> date | None:
        """Return the date that the company promised last, as the user wrote it down."""
        for fact in reversed(self._changes):
            match fact:
                case Done(promise=date() as day) if fact.touch.interview in ids:
                    return day
                case Steered(promise=date() as day) if fact.interview in ids:
                    return day
        return None

    # --- the company

    @memoized
    def reminders_of(self, interview: Interview) -> list[Reminder]:
        """Return every reminder that reached the company, over all its interviews and channels, oldest first."""
        own_company = self.identities.full_company(interview)
        people = {a for c in interview.contacts for a in c.addresses if c.role is not ContactRole.HELPED}
        people |= self.identities.speaker_addresses(own_company)
        reminders = [
            Reminder(f.arrives or f.at, f.channel, f"{f.touch.step} to {f.name}", f)
            for f in self._reminder_facts
            if own_company.is_same(f.company, f.domains)
        ]
        # A sheet tells the candidate to act; the day on which they did counts as well, and of a letter its arrival.
        reminders += [
            Reminder(f.arrives or f.at, f.channel, f"{f.touch.step}, {f.outcome},", f)
            for f in self._changes
            if isinstance(f, Done)
            and f.channel
            and f.outcome in REACHING_OUTCOMES
            and own_company.is_same(f.company, f.domains)
        ]
        reminders += [
            # By the server's clock, also where ours lags behind it: at worst a reminder goes out later.
            Reminder(mail.received, Channel.EMAIL, "a mail of your own", mail)
            for mail in self._own_mails
            if mail.received >= interview.start_time
            and any(a in people or own_company.owns_address(a) for a in mail.addresses)
        ]
        return sorted(reminders, key=lambda r: r.at)

    @memoized
    def last_reminders(self, interview: Interview) -> list[Reminder]:
        """Return the reminder that reached the company last: two, where a clock that ran ahead may have swapped them."""
        past_reminders = {id(r.fact): r for r in self.reminders_of(interview)}
        last_reminder = list(past_reminders.values())[-1:]
        later_facts = (
            takewhile(lambda f: f is not last_reminder[0].fact, reversed(self.facts)) if last_reminder else ()
        )
        candidates = (
            r
            for f in later_facts
            if (r := past_reminders.get(id(f))) and min(r.at, f.at) < last_reminder[0].fact.at
        )
        return last_reminder + list(islice(candidates, 1))

    def own_mail_to(
        self, interview: Interview, contact: Contact, since: datetime | None = None
    ) -> HandSent | None:
        """Return a mail that the candidate wrote to the person themself, after the interview began (or since)."""
        start = since or interview.start_time
        own_mails = (h for h in self._own_mails if h.received >= start)
        return next((h for h in own_mails if not set(contact.addresses).isdisjoint(h.addresses)), None)

    def mails_to_others(self) -> Iterable[Taken | Uncertain]:
        """Yield every mail that went (or may have gone) to a contact: what the daily cap counts."""
        return (f for f in self.facts if isinstance(f, Taken | Uncertain) and f.channel is Channel.EMAIL)
