"""Joins configuration, journal and store of this moment. The engine records things only here.

The history is computed from the journal. New facts are read after every commit, including those that the command line
has written. After a failed transaction it is read from the beginning.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.replies.own_drafts import find_own_draft
from followupd.engine.scanning import watching
from followupd.engine.scanning.result_habit import is_habit, may_stand_anywhere
from followupd.engine.scanning.sent_mails import list_sent_ids
from followupd.engine.sending.attaching import read_attachments, refuse_files
from followupd.engine.shared_calls import list_shared_roles
from followupd.journal.command_facts import Undone
from followupd.journal.facts import Taken
from followupd.journal.history import History
from followupd.journal.touch_results import TouchOutcome
from followupd.planning.touches import POSTED_OUTCOMES, locate_touch
from followupd.writing.draft import DraftRequest
from followupd.writing.language.words import SOURCE_LANGUAGE, Words
from followupd.writing.mail.thread import choose_thread
from followupd.writing.own_text import choose_own_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from followupd.config.active import ActiveConfig
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ports import Classifier
    from followupd.engine.sending.attaching import FileReader
    from followupd.engine.store_port import Store
    from followupd.inbound.matching.watchlist import Watchlist
    from followupd.journal.facts import Fact, Touch
    from followupd.journal.record import InterviewRecord
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import OwnText, TemplateSource, Typesetter
    from followupd.writing.notices.notices import Notice


class Ledger:
    """What the user wants, what has happened, and the store in which both are recorded."""

    def __init__(
        self,
        store: Store,
        read_active_config: Callable[[], ActiveConfig],
        applicant_systems: Mapping[str, str],
        classifier: Classifier,
        load_words: Callable[[str, tzinfo], Words] = Words,
        read_file: FileReader = refuse_files,
    ) -> None:
        self.store = store
        self._read_active_config = read_active_config  # returns the files and HOLD, as they are now
        self.active_config = read_active_config()
        self.applicant_systems = applicant_systems
        self.classifier = classifier
        self._load_words = load_words  # without catalogues: English
        self.read_file = read_file  # reads a file beside the configuration
        self.history = History()
        self.pushes: list[Notice] = []  # notices of this pass that are still to be pushed; see notifier
        self.push_times: list[datetime] = []  # when something was pushed
        self._last_seq, self.journal_digest = 0, ""  # the end of the journal as far as it was read
        self.read_new_facts()

    def refresh_config(self) -> None:
        """Read the configuration again."""
        self.active_config = self._read_active_config()

    @property
    def fact_count(self) -> int:
        """The number of journal entries that were read."""
        return self._last_seq

    @property
    def config(self) -> Config:
        """The configuration of this moment."""
        return self.active_config.config

    @property
    def words(self) -> Words:
        """The language and the time zone of the candidate."""
        candidate = self.config.candidate
        return self._load_words(candidate.language or SOURCE_LANGUAGE, candidate.time_zone)

    @property
    def unreadable_ids(self) -> frozenset[str]:
        """The ids of interviews whose files cannot be read, and about which nothing else is known."""
        return frozenset(self.active_config.fault_by_interview) - self.config.interview_ids

    def read_new_facts(self) -> None:
        """Read the new facts of the journal."""
        for entry in self.store.read_facts(self._last_seq):
            if isinstance(entry.fact, Undone):  # an undo changes what was computed before
                self.history = History((*self.history.facts, entry.fact))
            else:
                self.history.add(entry.fact)
            self._last_seq, self.journal_digest = entry.seq, entry.digest

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Record several things together. If that fails, the history forgets them like the store does."""
        push_count = len(self.pushes)
        try:
            with self.store.transaction():
                self.read_new_facts()
                yield
        except BaseException:
            self.history, self._last_seq, self.journal_digest = History(), 0, ""
            del self.pushes[push_count:]
            self.read_new_facts()
            raise

    def append(self, fact: Fact) -> None:
        """Record a fact. The outcome of a touch ends the report on its text."""
        with self.transaction():
            self.store.append(fact)
            if isinstance(fact, TouchOutcome) and fact.touch in self.store.read_text_reports():
                self.store.forget_text_report(fact.touch)
            self.read_new_facts()

    def record_of(self, interview: Interview) -> InterviewRecord:
        """Return what has happened to an interview, as it is configured now."""
        return self.history.record_of(interview, self.config)

    def find_record(self, interview_id: str) -> InterviewRecord | None:
        """Return what has happened to an interview; None if it is not in the configuration."""
        interview = self.config.interview_by_id.get(interview_id)
        return self.record_of(interview) if interview else None

    def find_touch(self, touch: Touch, *, include_removed: bool = False) -> TouchDetails | None:
        """Return the details of a touch from the configuration; None if it is not there.

        `include_removed`: look also among the people who were removed from the file.
        """
        return locate_touch(self.config, self.history, touch, include_removed=include_removed)

    def find_by_token(self, token: str | None) -> Touch | None:
        """Return the touch whose mail has this mark in its Message-ID."""
        if not token:
            return None
        sendings = self.history.index.select_facts(Taken, ("token", token))
        if sendings:
            return sendings[0].touch
        config, key = self.config, self.store.key
        return watching.touches_by_token(self.history, config, key, self.unreadable_ids).get(token)

    def gather_watchlist(self) -> Watchlist:
        """Return everything against which an incoming mail is matched."""
        sent_ids = list_sent_ids(self.history, self.config)
        authserv_id = self.config.account.authserv_id
        return watching.build_watchlist(
            self.config, self.history, self.store.read_texts(sent_ids), self.store.key, self.unreadable_ids,
            self.applicant_systems, are_results_believed=is_habit(self.store, authserv_id),
            may_results_stand_anywhere=may_stand_anywhere(self.store, authserv_id),
        )  # fmt: skip

    def list_unposted_names(self, interviews: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of people whose letters were prepared, but not reported as posted."""
        names: list[str] = []
        for interview in self.config.interviews:
            if interview.id in interviews:
                record = self.record_of(interview)
                letters = [f for f in record.taken_facts if f.channel is Channel.POST]
                names += [letter.name for letter in letters if not _is_posted(record, letter)]
        return tuple(names)


def build_draft_request(
    ledger: Ledger,
    details: TouchDetails,
    due: datetime,
    templates: TemplateSource,
    typesetter: Typesetter,
    now: datetime | None = None,
) -> DraftRequest:
    """Return what the text of a touch is made from. `now`: if it differs from the due time. Raises AttachmentFault.

    Only the quoted mail is read from the outbox.
    """
    told_interview = details.record.told_interview
    return DraftRequest(
        ledger.config,
        details.record,
        told_interview.contact_by_key.get(details.contact.key, details.contact),
        details.step,
        due,
        templates,
        typesetter,
        _find_quoted_text(ledger, details),
        _find_own_text(ledger, details, templates),
        ledger.words if details.step.channel is not Channel.EMAIL else Words(),
        told_interview,
        files=read_attachments(ledger.read_file, details.step, details.contact),
        shared_roles=list_shared_roles(ledger, details, now or due),
    )


def _find_own_text(ledger: Ledger, details: TouchDetails, templates: TemplateSource) -> OwnText | None:
    """Return the candidate's own text for a mail: the one they sent last, else the one in their files."""
    if details.step.channel is not Channel.EMAIL:
        return None
    own_draft = find_own_draft(ledger.store, details.touch)
    return own_draft or choose_own_text(templates, details.interview, details.step, details.contact)


def _find_quoted_text(ledger: Ledger, details: TouchDetails) -> str:
    """Return the text of the mail that a mail answers, if followupd sent it and quotations are wanted."""
    if details.step.channel is not Channel.EMAIL or not ledger.config.sending.quote:
        return ""
    thread = choose_thread(details.record, details.step, details.contact)
    if thread is None or thread.own_mail is None:
        return ""
    mails = ledger.store.find_mails(set(thread.own_mail.message_ids), None)
    return next((o.text for o in mails if o.touch), "")


def _is_posted(record: InterviewRecord, letter: Taken) -> bool:
    return any(report.outcome in POSTED_OUTCOMES for report in record.done_facts(letter.touch))
