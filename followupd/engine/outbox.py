"""What follows a mail: proof of those whose fate is unknown, the copy in Sent, the notices to the candidate."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.config.account import SaveSent
from followupd.engine.outcomes import BACKOFF, Accepted, Deferred, Refused, Unknown
from followupd.engine.ports import SentCopy
from followupd.errors import FollowupdError
from followupd.journal.facts import Uncertain
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.manual_steps import may_prompt
from followupd.writing import notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ledger import Ledger
    from followupd.engine.outcomes import Outcome
    from followupd.engine.ports import Clock, MailboxSession, OutgoingMail, Transport

log = logging.getLogger("followupd")

PROOF_LOOKS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))  # when to look for a mail of unknown fate
FIRST_LOOK = timedelta(seconds=60)  # a copy due sooner than this after `sent` is looked for the first time
COPY_SECOND_LOOK = timedelta(
    seconds=100
)  # until the second look; then the provider does not file it, and we do
NOTICE_RETRY = timedelta(minutes=15)
NOTICE_TRIES = 5
UNDELIVERED_FOR = timedelta(days=7)  # so long does status name a notice that could not be handed over


@dataclass(slots=True)
class Outbox:
    """Jobs beside the touches themselves; each may be repeated at any time."""

    ledger: Ledger
    transport: Transport
    clock: Clock
    look_counts: dict[str, int] = field(default_factory=dict)  # mails of unknown fate → looks so far

    def recover_mails(self) -> None:
        """At the start of a pass: what a crash, or a store that failed, left half done.

        Before the commit nothing was delivered; after it, nobody can say.
        """
        store, now = self.ledger.store, self.clock.now()
        for outgoing in store.list_mails(TouchState.TRANSMITTING):
            store.apply_event(outgoing.id, TouchEvent.CRASH, now)
        for outgoing in store.list_mails(TouchState.COMMITTING):
            if outgoing.touch:
                why = "followupd was stopped in that moment"
                self.ledger.record_uncertain(
                    outgoing, why=why, now=now, event=TouchEvent.CRASH, at=outgoing.changed
                )
            else:
                store.apply_event(outgoing.id, TouchEvent.CRASH, now)

    # --- mails of unknown fate

    def needs_scan(self) -> bool:
        """Tell whether the mailbox should be read for a proof, or for a copy in Sent."""
        now = self.clock.now()
        return any(
            self.look_counts.get(o.id, 0) < _count_due_looks(o, self.clock) for o in self._list_unknown()
        ) or any(o.copy_due and o.copy_due <= now for o in self._list_copies())

    def look_for_proof(self) -> None:
        """After a scan: count the look, and after the last one ask the user."""
        for outgoing in self._list_unknown():
            self.look_counts[outgoing.id] = _count_due_looks(outgoing, self.clock)
            if self.look_counts[outgoing.id] == len(PROOF_LOOKS):
                self._ask_candidate(outgoing)

    def _ask_candidate(self, outgoing: OutgoingMail) -> None:
        details = self.ledger.find_touch(self.ledger.identify_mail(outgoing)[0])
        if details and isinstance(details.touch_outcome, Uncertain):
            fact = replace(
                details.touch_outcome, touch=details.touch
            )  # the file may have another name by now
            self.ledger.notify(notices.ask_about_unknown(fact), self.clock.now())

    def _list_unknown(self) -> list[OutgoingMail]:
        return [o for o in self.ledger.store.list_mails(TouchState.UNKNOWN) if o.touch]

    # --- the copy in Sent

    def file_copies(self, session: MailboxSession) -> None:
        """After a scan: file the copies that the provider has not filed itself. A failure changes nothing else."""
        now = self.clock.now()
        for outgoing in self._list_copies():
            if outgoing.copy_due is None or outgoing.copy_due > now:
                continue
            if self._is_first_look(outgoing):
                self.ledger.store.set_copy_state(outgoing.id, SentCopy.WANTED, now + COPY_SECOND_LOOK)
                continue
            session.append_sent(outgoing.mail.data, now)
            self.ledger.store.set_copy_state(outgoing.id, SentCopy.FILED, None)
            log.info("%s: copy filed in Sent", outgoing.id, extra={"touch": outgoing.id, "kind": "copy"})

    def _is_first_look(self, outgoing: OutgoingMail) -> bool:
        if self.ledger.config.account.save_sent is SaveSent.ALWAYS:
            return False
        return bool(
            outgoing.copy_due and outgoing.changed and outgoing.copy_due - outgoing.changed < FIRST_LOOK
        )

    def _list_copies(self) -> list[OutgoingMail]:
        return self.ledger.store.list_wanted_copies()

    # --- notices

    def deliver_notices(self) -> None:
        """Hand over what the candidate is to be told. Raises what concerns the account."""
        for outgoing in self._begin_due_notices():
            try:
                outcome = self.transport.deliver_mail(outgoing.mail, partial(self._commit_notice, outgoing))
            except BaseException:
                self._defer_notice(outgoing)
                raise
            self._record_outcome(outgoing, outcome)

    def report_undelivered(self) -> None:
        """Raise FollowupdError with the subjects of the notices of late that the server refused or put off."""
        since = self.clock.now() - UNDELIVERED_FOR
        mails = self.ledger.store.list_mails(TouchState.REFUSED, TouchState.RENDERED)
        late_mails = (o for o in mails if o.touch is None and o.attempts and o.changed and o.changed > since)
        if subjects := [o.subject for o in late_mails if self._is_still_true(o)]:
            raise FollowupdError(f"could not tell you by mail: {'; '.join(subjects)}")

    def _is_still_true(self, outgoing: OutgoingMail) -> bool:
        """Tell whether a notice is still true: a sheet that comes once more waits while nobody is to be called."""
        kind, _, touch = outgoing.id.removeprefix("notice/").partition("/")
        config, history = self.ledger.config, self.ledger.history
        interview_id = touch.partition("/")[0]
        return kind != "again" or may_prompt(interview_id, self.clock.now(), config, history)

    def _begin_due_notices(self) -> Iterator[OutgoingMail]:
        store, now = self.ledger.store, self.clock.now()
        for old_notice in store.list_mails(TouchState.UNKNOWN, TouchState.REFUSED):
            if (
                old_notice.touch is None
                and old_notice.attempts < NOTICE_TRIES
                and old_notice.changed
                and old_notice.changed + NOTICE_RETRY <= now
            ):
                store.apply_event(
                    old_notice.id, TouchEvent.RESEND, now
                )  # to oneself, twice is better than never
        for outgoing in store.list_mails(TouchState.RENDERED):
            if outgoing.touch or (outgoing.next_try and outgoing.next_try > now):
                continue
            self.ledger.read_new_facts()  # while the one before was on its way, the user may have paused
            if self._is_still_true(outgoing) and store.apply_event(outgoing.id, TouchEvent.TRANSMIT, now):
                yield outgoing

    def _commit_notice(self, outgoing: OutgoingMail) -> bool:
        fields = {"attempts": outgoing.attempts + 1}
        return (
            self.ledger.store.apply_event(outgoing.id, TouchEvent.COMMIT, self.clock.now(), **fields)
            is not None
        )

    def _defer_notice(self, outgoing: OutgoingMail) -> None:
        now = self.clock.now()
        next_try = now + BACKOFF[min(outgoing.attempts, len(BACKOFF) - 1)]
        fields = {"attempts": outgoing.attempts + 1, "next_try": next_try}
        self.ledger.store.apply_event(outgoing.id, TouchEvent.DEFER, now, **fields)

    def _record_outcome(self, outgoing: OutgoingMail, outcome: Outcome) -> None:
        now, store = self.clock.now(), self.ledger.store
        match outcome:
            case Accepted():
                store.apply_event(outgoing.id, TouchEvent.ACCEPT, now)
            case Deferred():
                self._defer_notice(outgoing)
            case Refused():
                store.apply_event(outgoing.id, TouchEvent.REFUSE, now, attempts=outgoing.attempts + 1)
                log.error("notice refused: %s %s", outcome.code, outcome.text, extra={"kind": "trouble"})
            case Unknown():
                store.apply_event(outgoing.id, TouchEvent.LOSE, now)


def _count_due_looks(outgoing: OutgoingMail, clock: Clock) -> int:
    """Return how many of the looks for proof are due by now."""
    age = clock.now() - outgoing.changed if outgoing.changed else PROOF_LOOKS[-1]
    return sum(due <= age for due in PROOF_LOOKS)
