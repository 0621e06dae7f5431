"""The journal, the outbox and the configuration of this moment, as the engine holds them: one place to write down.

The history is a fold of the journal. It is read on after every commit, also what the command line has written, and
read anew when a transaction was undone.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import Channel
from followupd.engine import renames, watching
from followupd.engine.ports import FrozenMail, OutgoingMail, SentCopy
from followupd.journal.facts import Taken, Touch, Uncertain
from followupd.journal.history import History
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.touches import POSTED_OUTCOMES, by_any_id, current_touch, letter_arrival, locate
from followupd.writing.draft import DraftRequest
from followupd.writing.message_id import MailFault, build_message_id, touch_token
from followupd.writing.mime import MailText, build_notice
from followupd.writing.notices import harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from followupd.config.active import ActiveConfig
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ports import Classifier, Store
    from followupd.inbound.watchlist import Watchlist
    from followupd.journal.facts import Fact, Noted
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import TemplateSource, Typesetter
    from followupd.writing.mime import Attachment
    from followupd.writing.notices import Notice

log = logging.getLogger("followupd")


class Ledger:
    """What was said, sent and wanted."""

    def __init__(
        self,
        store: Store,
        active_config: ActiveConfig,
        applicant_systems: Mapping[str, str],
        classifier: Classifier,
    ) -> None:
        self.store = store
        self.active_config = active_config
        self.applicant_systems = applicant_systems
        self.classifier = classifier
        self.history = History()
        self._last_seq = 0
        self._pushes: list[Notice] = []  # of late, for the pushes
        self.read_new_facts()

    @property
    def config(self) -> Config:
        """The configuration of this moment."""
        return self.active_config.config

    @property
    def unreadable_ids(self) -> frozenset[str]:
        """Names of interviews whose files cannot be read, and of which nothing else is known."""
        return frozenset(self.active_config.fault_by_interview) - self.config.interview_ids

    def read_new_facts(self) -> None:
        """Read on in the journal."""
        for entry in self.store.read_facts(self._last_seq):
            self.history.add(entry.fact)
            self._last_seq = entry.seq

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write several things down together; if it fails, the history forgets them as the store does."""
        push_count = len(self._pushes)
        try:
            with self.store.transaction():
                self.read_new_facts()
                yield
        except BaseException:
            self.history, self._last_seq = History(), 0
            del self._pushes[push_count:]
            self.read_new_facts()
            raise

    def append(self, fact: Fact) -> None:
        """Write down a fact."""
        with self.transaction():
            self.store.append(fact)
            self.read_new_facts()

    def note_interviews(self, now: datetime) -> None:
        """Write down each interview once, and again when it changed: a renamed file is known by this."""
        for interview in self.config.interviews:
            if fact := self.history.identities.new_snapshot(interview):
                fact = replace(fact, at=now)
                if self.history.identities.last_snapshot(interview.id) is None:
                    self._note_new_interview(interview, fact)
                else:
                    self.append(fact)
        for find_notices in (renames.warn_of_takeover, renames.warn_of_new_date):
            for notice in find_notices(self.history, self.config):
                self.notify(notice, now)

    def _note_new_interview(self, interview: Interview, fact: Noted) -> None:
        former_id = renames.find_former_id(self.history, self.config, interview, self.unreadable_ids, fact.at)
        with self.transaction():
            self.append(fact)
            if former_id:
                self.append(renames.build_pause(interview, former_id, fact.at))
                self.notify(renames.build_question(interview, former_id), fact.at)

    # --- touches

    def find_touch(self, touch: Touch, *, include_removed: bool = False) -> TouchDetails | None:
        """Return where a touch stands in the configuration; None if it is not there (`left_out`: any more)."""
        return locate(self.config, self.history, touch, include_removed=include_removed)

    def identify_mail(self, outgoing: OutgoingMail) -> tuple[Touch, dict[str, Any]]:
        """Return whose touch a written mail is, by whatever name the configuration has it now, and what is kept of it."""
        return touch_of_mail(self.config, self.history, outgoing, self._find_uncertain(outgoing))

    def gather_watchlist(self, now: datetime) -> Watchlist:
        """Return all that an incoming mail is matched against."""
        return watching.build_watchlist(
            self.config, self.history, now, self.read_sent_texts(), self.store.key, self.unreadable_ids
        )

    def find_by_token(self, token: str | None) -> Touch | None:
        """Return the touch whose mail carries this X-Followupd-Id."""
        if not token:
            return None
        touch = next((f.touch for f in self.history.facts if isinstance(f, Taken) and f.token == token), None)
        config, key = self.config, self.store.key
        return touch or watching.touches_by_token(self.history, config, key, self.unreadable_ids).get(token)

    def list_unposted_names(self, interviews: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of those whose letters were prepared and not reported as posted."""
        records = [
            self.history.record_of(i, self.config) for i in self.config.interviews if i.id in interviews
        ]
        letters = ((record, f) for record in records for f in record.taken_facts if f.channel is Channel.POST)
        return tuple(
            f.name
            for record, f in letters
            if not any(d.outcome in POSTED_OUTCOMES for d in record.done_facts(f.touch))
        )

    # --- outbox

    def find_mail_of(self, touch: Touch) -> OutgoingMail | None:
        """Return the mail of a touch, if it has been written."""
        return self.store.find_mail(str(touch))

    def find_in_outbox(self, ids: set[str], token: str | None) -> list[OutgoingMail]:
        """Return the mails of the outbox that carry one of the Message-IDs, or the X-Followupd-Id."""
        if not ids and not token:
            return []
        return self.store.find_mails(ids, token or None)

    def find_manual_touch(self, ids: tuple[str, ...]) -> Touch | None:
        """Return the call or letter that a mail to the candidate was about, by that mail's Message-ID.

        Its file, and the person in it, may have other names by now.
        """
        id_set = set(ids)
        for outgoing in self.find_in_outbox(id_set, None):
            parts = outgoing.id.removeprefix("notice/").split("/")
            if outgoing.touch:
                return current_touch(self.config, self.history, outgoing.touch)
            if parts[0] in ("again", "not-called", "not-posted"):
                return current_touch(self.config, self.history, Touch(*parts[1:4]))
        # A store that was put back has found it in the mailbox again.
        facts = (
            f for f in self.history.facts if isinstance(f, Taken) and not id_set.isdisjoint(f.message_ids)
        )
        return next((current_touch(self.config, self.history, f.touch) for f in facts), None)

    def read_sent_texts(self) -> dict[str, str]:
        """Return the words of what was written to others, by Message-ID."""
        return self.store.read_texts()

    def record_uncertain(
        self,
        outgoing: OutgoingMail,
        *,
        why: str,
        now: datetime,
        event: TouchEvent,
        at: datetime | None = None,
    ) -> None:
        """Write down that nobody can say whether a mail was accepted; `at`: when the dot may have left, if not now."""
        touch, journal_fields = self.identify_mail(outgoing)
        moment = min(at or now, now)
        arrives = letter_arrival(self.config, touch, journal_fields["channel"], moment)
        fact = Uncertain(
            at=moment,
            touch=touch,
            message_id=outgoing.message_id,
            why=why[:500],
            arrives=arrives,
            **journal_fields,
        )
        with self.transaction():
            self.store.apply_event(outgoing.id, event, now)
            self.append(fact)
        log.error(
            "%s: accepted or not, nobody can say (%s); it is not sent again unless you say so",
            outgoing.id, why, extra=touch.log_fields("unknown"),
        )  # fmt: skip

    def uncertain_since(self, outgoing: OutgoingMail) -> datetime | None:
        """Return when the dot of a mail of unknown fate may have left."""
        fact = self._find_uncertain(outgoing)
        return fact.at if fact else None

    def _find_uncertain(self, outgoing: OutgoingMail) -> Uncertain | None:
        facts = (f for f in reversed(self.history.facts) if isinstance(f, Uncertain))
        return next((f for f in facts if f.message_id == outgoing.message_id), None)

    def record_copy_filed(self, outgoing: OutgoingMail) -> None:
        """Remember that the provider filed the copy, or that we did."""
        if outgoing.copy is SentCopy.WANTED:
            self.store.set_copy_state(outgoing.id, SentCopy.FILED, None)

    def record_accepted(
        self, outgoing: OutgoingMail, now: datetime, at: datetime, proof: str, ids: tuple[str, ...]
    ) -> None:
        """Write down that a mail was accepted after all, whatever the outbox says of it; `at`: when, `ids`: as what."""
        with self.transaction():
            if self.store.apply_event(outgoing.id, TouchEvent.PROVE, now) is None:
                return
            touch, journal_fields = self.identify_mail(outgoing)
            fact = Taken(
                at=at, touch=touch, how="proof", subject=outgoing.subject, message_ids=ids,
                token=outgoing.token, answer=proof, receipt=outgoing.receipt,
                arrives=letter_arrival(self.config, touch, journal_fields["channel"], at), **journal_fields,
            )  # fmt: skip
            self.append(fact)
        log.info("%s was accepted: %s", outgoing.id, proof, extra={"touch": outgoing.id, "kind": "confirmed"})

    # --- notices

    def notify(self, notice: Notice, now: datetime, attachments: tuple[Attachment, ...] = ()) -> None:
        """Put a notice to the candidate into the outbox, once for its key."""
        if self.was_notified(notice.key):
            return
        self.store.add_sight(f"notice/{notice.key}")
        log.info("notice: %s", notice.subject, extra={"kind": "notice"})
        if not self.config.live:
            return
        self.queue_push(notice)
        try:
            self.store.add_mail(self._build_notice_mail(notice, now, attachments))
        except MailFault as fault:  # the words of a stranger's mail must not keep us from stopping
            log.error("a notice cannot be written: %s", fault, extra={"kind": "bug"})

    def queue_push(self, notice: Notice) -> None:
        """Remember to push the short of something, if it has one."""
        if notice.short:
            self._pushes.append(notice)

    def take_pushes(self) -> list[Notice]:
        """Return what is to be pushed, and forget it."""
        pushes, self._pushes = self._pushes, []
        return pushes

    def was_notified(self, key: str) -> bool:
        """Tell whether a notice was given (or, while `live` is false, logged) before."""
        return self.store.has_sight(f"notice/{key}")

    def _build_notice_mail(
        self, content: Notice, now: datetime, attachments: tuple[Attachment, ...]
    ) -> OutgoingMail:
        account, candidate = self.config.account, self.config.candidate
        recipient = self.config.notifications.to or account.address
        id_, own_token = f"notice/{content.key}", touch_token(self.store.key, f"notice/{content.key}")
        mail_id = build_message_id(self.store.key, id_, account.address)
        text = MailText(harmless_line(content.subject), f"{content.body.rstrip()}\n")
        data = build_notice(
            text, sender=account.address, recipient_name=candidate.name, recipient=recipient,
            date=now.astimezone(candidate.time_zone), message_id=mail_id, token=own_token, attachments=attachments,
        )  # fmt: skip
        mail = FrozenMail(account.address, recipient, data)
        return OutgoingMail(
            id_, None, mail, mail_id, own_token, content.subject, "", TouchState.RENDERED, changed=now
        )


def build_draft_request(
    ledger: Ledger, details: TouchDetails, due: datetime, templates: TemplateSource, typesetter: Typesetter
) -> DraftRequest:
    """Return what the words of a touch are made from."""
    return DraftRequest(
        ledger.config,
        details.record,
        details.contact,
        details.step,
        due,
        templates,
        typesetter,
    )


def touch_of_mail(
    config: Config, history: History, outgoing: OutgoingMail, uncertain: Uncertain | None
) -> tuple[Touch, dict[str, Any]]:
    """Return whose touch a written mail is, by whatever name it has now, and what the journal keeps of it.

    `lost`: what the journal says already of a mail of unknown fate.
    """
    touch = outgoing.touch
    assert touch is not None
    for record in by_any_id(config, history, touch.interview):
        interview = record.interview
        by_address = (c.key for c in interview.contacts if outgoing.mail.recipient.lower() in c.addresses)
        for contact in (touch.contact, *by_address):
            if details := locate(config, history, Touch(interview.id, touch.step, contact)):
                return details.touch, details.journal_fields()
    if uncertain:  # it was taken out since
        return uncertain.touch, {
            "channel": uncertain.channel, "reminder": uncertain.reminder, "company": uncertain.company, "domains": uncertain.domains,
            "address": uncertain.address, "name": uncertain.name,
        }  # fmt: skip
    last_fact = history.identities.last_snapshot(
        touch.interview
    )  # it was taken out: at worst, it was a reminder
    company_key, domains = (last_fact.company, last_fact.domains) if last_fact else ("", ())
    return touch, {
        "channel": outgoing.channel or Channel.EMAIL, "reminder": True, "company": company_key, "domains": domains,
        "address": outgoing.mail.recipient, "name": "",
    }  # fmt: skip
