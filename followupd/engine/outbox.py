"""What follows a mail: proof of those whose fate is unknown, the copy in Sent, the notices to the candidate."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.config.account import SaveSent
from followupd.engine.outcomes import BACKOFF, Accepted, Deferred, Refused, Unknown
from followupd.engine.ports import Copy
from followupd.errors import FollowupdError
from followupd.journal.facts import Uncertain
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.manual_steps import may_nag
from followupd.writing import notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ledger import Ledger
    from followupd.engine.outcomes import Outcome
    from followupd.engine.ports import Clock, MailboxSession, Outgoing, Transport

log = logging.getLogger("followupd")

PROOF_AT = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))  # when to look for a mail of unknown fate
FIRST_LOOK = timedelta(seconds=60)  # a copy due sooner than this after `sent` is looked for the first time
COPY_AGAIN = timedelta(seconds=100)  # until the second look; then the provider does not file it, and we do
NOTICE_AGAIN = timedelta(minutes=15)
NOTICE_TRIES = 5
UNTOLD_FOR = timedelta(days=7)  # so long does status name a notice that could not be handed over


@dataclass(slots=True)
class Upkeep:
    """Jobs beside the touches themselves; each may be repeated at any time."""

    ledger: Ledger
    transport: Transport
    clock: Clock
    looked: dict[str, int] = field(default_factory=dict)  # mails of unknown fate → looks so far

    def recover(self) -> None:
        """At the start of a pass: what a crash, or a store that failed, left half done.

        Before the commit nothing was delivered; after it, nobody can say.
        """
        store, now = self.ledger.store, self.clock.now()
        for left in store.outbox(TouchState.TRANSMITTING):
            store.change(left.id, TouchEvent.CRASH, now)
        for left in store.outbox(TouchState.COMMITTING):
            if left.touch:
                why = "followupd was stopped in that moment"
                self.ledger.lose(left, why=why, now=now, event=TouchEvent.CRASH, at=left.changed)
            else:
                store.change(left.id, TouchEvent.CRASH, now)

    # --- mails of unknown fate

    def needs_a_look(self) -> bool:
        """Tell whether the mailbox should be read for a proof, or for a copy in Sent."""
        now = self.clock.now()
        return any(self.looked.get(o.id, 0) < _looks(o, self.clock) for o in self._unknown()) or any(
            o.copy_due and o.copy_due <= now for o in self._copies()
        )

    def look_for_proof(self) -> None:
        """After a scan: count the look, and after the last one ask the user."""
        for outgoing in self._unknown():
            self.looked[outgoing.id] = _looks(outgoing, self.clock)
            if self.looked[outgoing.id] == len(PROOF_AT):
                self._ask(outgoing)

    def _ask(self, outgoing: Outgoing) -> None:
        place = self.ledger.find(self.ledger.meant(outgoing)[0])
        if place and isinstance(place.standing, Uncertain):
            asked = replace(place.standing, touch=place.touch)  # the file may have another name by now
            self.ledger.tell(notices.unknown(asked), self.clock.now())

    def _unknown(self) -> list[Outgoing]:
        return [o for o in self.ledger.store.outbox(TouchState.UNKNOWN) if o.touch]

    # --- the copy in Sent

    def file_copies(self, session: MailboxSession) -> None:
        """After a scan: file the copies that the provider has not filed itself. A failure changes nothing else."""
        now = self.clock.now()
        for outgoing in self._copies():
            if outgoing.copy_due is None or outgoing.copy_due > now:
                continue
            if self._first_look(outgoing):
                self.ledger.store.file_copy(outgoing.id, Copy.WANTED, now + COPY_AGAIN)
                continue
            session.append_sent(outgoing.mail.data, now)
            self.ledger.store.file_copy(outgoing.id, Copy.FILED, None)
            log.info("%s: copy filed in Sent", outgoing.id, extra={"touch": outgoing.id, "kind": "copy"})

    def _first_look(self, outgoing: Outgoing) -> bool:
        if self.ledger.config.account.save_sent is SaveSent.ALWAYS:
            return False
        return bool(
            outgoing.copy_due and outgoing.changed and outgoing.copy_due - outgoing.changed < FIRST_LOOK
        )

    def _copies(self) -> list[Outgoing]:
        return self.ledger.store.copies()

    # --- notices

    def deliver_notices(self) -> None:
        """Hand over what the candidate is to be told. Raises what concerns the account."""
        for outgoing in self._due_notices():
            try:
                outcome = self.transport.deliver(outgoing.mail, partial(self._commits, outgoing))
            except BaseException:
                self._put_off(outgoing)
                raise
            self._conclude(outgoing, outcome)

    def name_untold(self) -> None:
        """Raise FollowupdError with the subjects of the notices of late that the server refused or put off."""
        since = self.clock.now() - UNTOLD_FOR
        waiting = self.ledger.store.outbox(TouchState.REFUSED, TouchState.RENDERED)
        late = (o for o in waiting if o.touch is None and o.attempts and o.changed and o.changed > since)
        if untold := [o.subject for o in late if self._still_good(o)]:
            raise FollowupdError(f"could not tell you by mail: {'; '.join(untold)}")

    def _still_good(self, outgoing: Outgoing) -> bool:
        """Tell whether a notice is still true: a sheet that comes once more waits while nobody is to be called."""
        kind, _, touch = outgoing.id.removeprefix("notice/").partition("/")
        config, history = self.ledger.config, self.ledger.history
        present, now = config.interview_ids, self.clock.now()
        return kind != "again" or may_nag(touch.partition("/")[0], now, config, history, present)

    def _due_notices(self) -> Iterator[Outgoing]:
        store, now = self.ledger.store, self.clock.now()
        for lost in store.outbox(TouchState.UNKNOWN, TouchState.REFUSED):
            if (
                lost.touch is None
                and lost.attempts < NOTICE_TRIES
                and lost.changed
                and lost.changed + NOTICE_AGAIN <= now
            ):
                store.change(lost.id, TouchEvent.RESEND, now)  # to oneself, twice is better than never
        for outgoing in store.outbox(TouchState.RENDERED):
            if outgoing.touch or (outgoing.next_try and outgoing.next_try > now):
                continue
            self.ledger.sync()  # while the one before was on its way, the user may have paused
            if self._still_good(outgoing) and store.change(outgoing.id, TouchEvent.TRANSMIT, now):
                yield outgoing

    def _commits(self, outgoing: Outgoing) -> bool:
        tries = {"attempts": outgoing.attempts + 1}
        return self.ledger.store.change(outgoing.id, TouchEvent.COMMIT, self.clock.now(), **tries) is not None

    def _put_off(self, outgoing: Outgoing) -> None:
        now = self.clock.now()
        later = now + BACKOFF[min(outgoing.attempts, len(BACKOFF) - 1)]
        tries = {"attempts": outgoing.attempts + 1, "next_try": later}
        self.ledger.store.change(outgoing.id, TouchEvent.DEFER, now, **tries)

    def _conclude(self, outgoing: Outgoing, outcome: Outcome) -> None:
        now, store = self.clock.now(), self.ledger.store
        match outcome:
            case Accepted():
                store.change(outgoing.id, TouchEvent.ACCEPT, now)
            case Deferred():
                self._put_off(outgoing)
            case Refused():
                store.change(outgoing.id, TouchEvent.REFUSE, now, attempts=outgoing.attempts + 1)
                log.error("notice refused: %s %s", outcome.code, outcome.text, extra={"kind": "trouble"})
            case Unknown():
                store.change(outgoing.id, TouchEvent.LOSE, now)


def _looks(outgoing: Outgoing, clock: Clock) -> int:
    """Return how many of the looks for proof are due by now."""
    age = clock.now() - outgoing.changed if outgoing.changed else PROOF_AT[-1]
    return sum(due <= age for due in PROOF_AT)
