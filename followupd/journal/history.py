"""What the journal means now: facts folded into the state of each interview and each touch. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.inbound.verdict import Intent, Kind
from followupd.journal.approvals import Approvals
from followupd.journal.facts import (
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
    Touch,
    Uncertain,
)
from followupd.journal.identities import Identities, is_written_by
from followupd.journal.memo import memoized
from followupd.journal.record import InterviewRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Fact
    from followupd.journal.interview_status import StatusChange
    from followupd.journal.memo import CachedResults
    from followupd.journal.record import TouchOutcome


class History:
    """The facts of the journal, in order, and what they say. Append only."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.facts: list[Fact] = []
        self.identities = Identities()
        # Each with its position in the journal: a renamed interview has several ids, and one order.
        self.touch_facts: dict[tuple[str, str], list[tuple[int, TouchOutcome | Reopened]]] = defaultdict(list)
        self.reminder_facts: list[Taken | Uncertain] = []
        self.changes: list[StatusChange] = []
        self.change_positions: list[int] = []  # the position of each in the journal
        self._global_changes: list[Steered] = []
        self.clarified_mails: list[tuple[int, Clarified]] = []  # each with its position in the journal
        self.own_mails: list[HandSent] = []
        self._rehearsed_touches: set[Touch] = set()
        self.print_results: dict[Touch, Printed] = {}  # the last result of printing each letter
        self.cached_results: CachedResults = {}  # since the last fact
        self.approvals = Approvals()
        for fact in facts:
            self.add(fact)

    def __reduce__(self) -> tuple[type[History], tuple[list[Fact]]]:
        """A worker process gets the facts without the cached results."""
        return History, (self.facts,)

    def add(self, fact: Fact) -> None:
        """Append one fact."""
        self.facts.append(fact)
        self.cached_results.clear()
        self.approvals.add_fact(fact)
        match fact:
            case Taken() | Settled() | Uncertain() | Reopened():
                self.touch_facts[fact.touch.interview, fact.touch.step].append((len(self.facts), fact))
                self._track_reminder(fact)
            case Steered(interview=interview) if interview == EVERY:
                self._global_changes.append(fact)
            case Received() | Steered() | Done() | Clarified():
                self._add_change(fact)
            case HandSent():
                self.own_mails.append(fact)
            case Noted():
                self.identities.add_snapshot(fact, len(self.facts))
            case Printed():
                self.print_results[fact.touch] = fact
            case Rehearsed():
                self._rehearsed_touches.add(fact.touch)

    def _add_change(self, change: StatusChange) -> None:
        self.changes.append(change)
        self.change_positions.append(len(self.facts))
        if isinstance(change, Clarified):
            self.clarified_mails.append((len(self.facts), change))

    def _track_reminder(self, fact: TouchOutcome | Reopened) -> None:
        """Keep the reminders that reached the company, or may have; drop one that is known not to have left."""
        if isinstance(fact, Taken | Uncertain):
            if fact.reminder:
                self.reminder_facts.append(fact)
            else:
                self.identities.add_thanks(fact.touch.interview, fact.at)
        elif isinstance(fact, Reopened) or fact.outcome == "refused":  # by the user's word, or the server's
            self.reminder_facts = [
                f for f in self.reminder_facts if isinstance(f, Taken) or f.touch != fact.touch
            ]

    # --- identity

    def record_of(self, interview: Interview, config: Config) -> InterviewRecord:
        """Return what the journal says of an interview, under every id that it has had."""
        return self._make_record(interview, config.interview_ids)

    @memoized
    def _make_record(self, interview: Interview, configured_ids: frozenset[str]) -> InterviewRecord:
        return InterviewRecord(self, interview, self.identities.links_of(interview, configured_ids))

    def past_steps(self, ids: frozenset[str]) -> frozenset[str]:
        """Return every step of an interview that was ever taken or settled, whatever its cadence names now."""
        return frozenset(step for interview, step in self.touch_facts if interview in ids)

    # --- touches

    def was_rehearsed(self, touch: Touch) -> bool:
        """Tell whether the touch was due before, while `live` was false."""
        return touch in self._rehearsed_touches

    def unresolved_mails(self) -> list[Uncertain]:
        """Return every mail of which nobody knows whether it was accepted, oldest first."""
        last_facts = {f.touch: f for f in self.facts if isinstance(f, Taken | Settled | Uncertain | Reopened)}
        accepted_ids = {id_ for f in self.facts if isinstance(f, Taken) for id_ in f.message_ids}
        return [
            f for f in last_facts.values() if isinstance(f, Uncertain) and f.message_id not in accepted_ids
        ]

    # --- everything

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
        """Return why nothing can reach the person's present address, or None. A later resume lifts what a mail said."""
        address = normalize_address(contact.email)
        resumed_ids: set[str] = set()
        for fact in reversed(self.facts):
            match fact:
                case Steered(command="resume"):
                    resumed_ids.add(fact.interview)
                case Settled(outcome="refused", address=str(failed_address)) if (
                    normalize_address(failed_address) == address
                ):
                    return f"{address} was refused: {fact.why}"
                case Received():
                    why = _why_silent(fact, contact, address)
                    if why and not self._is_resumed(fact, contact, resumed_ids):
                        return why
        return None

    def _is_resumed(self, fact: Received, contact: Contact, resumed_ids: set[str]) -> bool:
        """Say whether one of the resumed interviews is what the mail was about, or one with its writer, by any name."""
        snapshots = (self.identities.last_snapshot(name) for name in resumed_ids)
        people = (person for snapshot in snapshots if snapshot for person in snapshot.people)
        return not resumed_ids.isdisjoint(fact.interviews) or any(
            not set(contact.addresses).isdisjoint(person) for person in people
        )

    def mails_to_others(self) -> Iterable[Taken | Uncertain]:
        """Yield every mail that went (or may have gone) to a contact: what the daily cap counts."""
        return (f for f in self.facts if isinstance(f, Taken | Uncertain) and f.channel is Channel.EMAIL)


def _why_silent(mail: Received, contact: Contact, address: str) -> str | None:
    """Return why the person gets no mail after what a mail said, until the candidate resumes."""
    match mail:
        case Received(kind=Kind.BOUNCE_PERMANENT, failed_address=str(failed_address)) if (
            normalize_address(failed_address) == address
        ):
            return f"mail to {address} came back: {mail.why}"
        # What nobody vouches for only stops the follow-up: whoever resumes it has seen the mail.
        case Received(left=True, authenticated=True) if is_written_by(contact, mail):
            return f"{contact.name} is no longer there: {mail.why}"
        case Received(intent=Intent.PLEASE_STOP, authenticated=True) if is_written_by(contact, mail):
            return f"{contact.name} asked not to be written to; resume to write all the same"
        case _:
            return None
