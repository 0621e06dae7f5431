"""Computes what the journal means now: the state of each interview and each touch. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.inbound.verdict import Intent, Kind
from followupd.journal.approvals import Approvals
from followupd.journal.fact_index import FactIndex
from followupd.journal.facts import (
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
from followupd.journal.pauses import find_running_pause, list_ends
from followupd.journal.record import InterviewRecord
from followupd.journal.status_folds import StatusFolds
from followupd.journal.touch_results import TouchResults
from followupd.journal.undoing import leave_out_undone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Fact

_SPARE_RECORDS = 100  # for edited files; with more of them all records are made again
_TOUCH_FACTS = (Taken, Settled, Uncertain, Reopened)


class History:
    """The facts of the journal, in order, and what they mean together. Facts are only added."""

    def __init__(self, facts: Iterable[Fact] = (), index: FactIndex | None = None) -> None:
        self.facts: list[Fact] = []
        self.index = index or FactIndex()
        self.identities = Identities(self.index)
        self.approvals = Approvals(self.index)
        self.touch_results = TouchResults()
        self.status_folds = StatusFolds()
        self.print_results: dict[Touch, Printed] = {}  # the last result for each letter
        self._rehearsed_touches: set[Touch] = set()
        self._records: dict[int, InterviewRecord] = {}  # by the id() of the interview
        self._mail_days: dict[ZoneInfo, tuple[int, Counter[date]]] = {}
        for fact in leave_out_undone(facts):
            self.add(fact)

    def __reduce__(self) -> tuple[type[History], tuple[list[Fact]]]:
        """Pickle only the facts: a worker process gets no cached results."""
        return History, (self.facts,)

    def add(self, fact: Fact) -> None:
        """Append one fact. Only the results that it concerns are cleared."""
        self.facts.append(fact)
        entry = len(self.facts), fact
        self.index.add(entry)
        for doubt in self.touch_results.add_fact(entry):
            self.index.forget_results(doubt)
        match fact:
            case Printed():
                self.print_results[fact.touch] = fact
            case Rehearsed():
                self._rehearsed_touches.add(fact.touch)

    # --- identity

    def record_of(self, interview: Interview, config: Config) -> InterviewRecord:
        """Return the record of an interview, under every id that it has had."""
        record = self._records.get(id(interview))
        if record is None or not record.is_current(interview, config.interview_ids):
            record = self._make_record(interview, config)
        if self.index.reader is not None:
            record.add_dependent(self.index.reader)
        return record

    def _make_record(self, interview: Interview, config: Config) -> InterviewRecord:
        if len(self._records) > 2 * len(config.interviews) + _SPARE_RECORDS:
            self._records.clear()  # the files were edited again and again
            self.index.forget_readers()
        record = self._records.get(id(interview))
        if record is None:
            record = self._records[id(interview)] = InterviewRecord(self, interview, {})
        record.renew(config.interview_ids)
        with self.index.record_reads(record):
            record.set_links(self.identities.links_of(interview, config.interview_ids))
        return record

    def past_steps(self, ids: frozenset[str]) -> frozenset[str]:
        """Return every step of an interview that was ever taken or settled, even if its cadence has it no more."""
        facts = (fact for _, fact in self.index.read_kind("id", ids))
        return frozenset(fact.touch.step for fact in facts if isinstance(fact, _TOUCH_FACTS))

    # --- touches

    def was_rehearsed(self, touch: Touch) -> bool:
        """Return whether the touch was due while `live` was false."""
        return touch in self._rehearsed_touches

    def unresolved_mails(self) -> list[Uncertain]:
        """Return every mail of unknown fate, oldest first."""
        return self.touch_results.list_unresolved()

    # --- everything

    @property
    def _global_changes(self) -> list[Steered]:
        return self.index.select_facts(Steered, ("id", EVERY))

    def global_pause(self, now: datetime) -> Steered | None:
        """Return the pause of everything that is in force, or None."""
        return find_running_pause(self._global_changes, now)

    def global_release(self, now: datetime) -> datetime | None:
        """Return when the last pause of everything ended, or None."""
        return max((end for end in self.global_pause_ends() if end <= now), default=None)

    def global_pause_ends(self) -> list[datetime]:
        """Return when each pause of everything ended, ends or should have ended.

        A clock that ran ahead may have set an end.
        """
        return list_ends(self._global_changes)

    def why_undeliverable(self, contact: Contact) -> str | None:
        """Return why nothing can reach the person's present address, or None.

        A later resume cancels what a mail reported.
        """
        address = normalize_address(contact.email)
        writer_topics = (("silenced-by", a) for a in contact.addresses)
        topics = ("failed", address), ("silenced-by-contact", contact.key), *writer_topics
        for position, fact in reversed(self.index.read_all(topics)):
            match fact:
                case Settled(outcome="refused", address=str(failed_address)) if (
                    normalize_address(failed_address) == address
                ):
                    return f"{address} was refused: {fact.why}"
                case Received():
                    why = _why_silent(fact, contact, address)
                    if why and not self._is_resumed(position, fact, contact):
                        return why
        return None

    def _is_resumed(self, position: int, fact: Received, contact: Contact) -> bool:
        """Return whether an interview of the mail, or one with its writer under any name, was resumed after it."""
        resumes = self.index.read(("command", "resume"))
        resumed_ids = {f.interview for p, f in resumes if p > position and isinstance(f, Steered)}
        snapshots = (self.identities.last_snapshot(name) for name in resumed_ids)
        people = (person for snapshot in snapshots if snapshot for person in snapshot.people)
        return not resumed_ids.isdisjoint(fact.interviews) or any(
            not set(contact.addresses).isdisjoint(person) for person in people
        )

    def count_mails_on(self, day: date, zone: ZoneInfo) -> int:
        """Return how many mails went (or may have gone) to contacts on a day, for the daily limit."""
        mails = self.index.read(("sent-by", Channel.EMAIL))
        count, mail_days = self._mail_days.get(zone, (0, Counter()))
        mail_days.update(f.at.astimezone(zone).date() for _, f in mails[count:])
        self._mail_days[zone] = len(mails), mail_days
        return mail_days[day]


def _why_silent(mail: Received, contact: Contact, address: str) -> str | None:
    """Return why a mail silences the person until the candidate resumes, or None if it does not."""
    match mail:
        case Received(kind=Kind.BOUNCE_PERMANENT, failed_address=str(failed_address)) if (
            normalize_address(failed_address) == address
        ):
            return f"mail to {address} came back: {mail.why}"
        # A mail with an unproven sender only stops the follow-up: a user who resumes it has seen the mail.
        case Received(left=True, authenticated=True) if is_written_by(contact, mail):
            return f"{contact.shown_name} is no longer there: {mail.why}"
        case Received(intent=Intent.PLEASE_STOP, authenticated=True) if is_written_by(contact, mail):
            return f"{contact.shown_name} asked not to be written to; resume to write all the same"
        case _:
            return None
