"""One try to hand over one mail: the look before the dot, the gate, and what the server answered.

The steps have the numbers of the protocol in `sending`.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.account import SaveSent
from followupd.config.cadence import Channel
from followupd.engine import outbox
from followupd.engine.conditions import gather_conditions
from followupd.engine.notifier import notify, queue_push
from followupd.engine.outcomes import BACKOFF, Accepted, Deferred, Refused, Unknown, Withheld
from followupd.engine.own_drafts import awaits_own_text
from followupd.engine.ports import OutgoingMail, SentCopy
from followupd.engine.scanning import scan
from followupd.engine.shared_calls import has_other_companions, record_companions
from followupd.journal.facts import Settled
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.context import Hold, Rule
from followupd.planning.planner import gate
from followupd.writing import notices
from followupd.writing.prompt_notices import describe_sheet

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.outcomes import Outcome
    from followupd.engine.ports import MailboxSession
    from followupd.engine.sending import Sender
    from followupd.journal.facts import Receipt
    from followupd.planning.context import Conditions
    from followupd.planning.touches import TouchDetails

log = logging.getLogger("followupd")

COPY_FIRST_LOOK = timedelta(seconds=20)  # the provider may file the copy itself: look first
# Seen in practice: Microsoft 365 replaces the Message-ID and names the new one in its answer. What other servers put
# between angle brackets may be an address.
_NEW_ID = re.compile(r"\bOK (<[!-;=?-~]+@[!-;=?-~]+>) \[Hostname=")


@dataclass(slots=True)
class Attempt:
    """One try to hand over one mail."""

    sender: Sender
    details: TouchDetails
    outgoing: OutgoingMail
    start: datetime  # when it was written, or its words were found to be those of that day
    config: object  # as it was when the mail was written
    open_session: MailboxSession
    receipt: Receipt | None = None
    is_committed: bool = False  # by this attempt, and no second daemon's
    is_dot_allowed: bool = False  # the dot may have left
    answered_at: datetime | None = None  # when the server's answer was read

    def may_commit(self) -> bool:
        """Steps 3 and 4: look once more, ask the gate, commit. Raises if the mailbox cannot be read."""
        ledger, clock = self.sender.ledger, self.sender.clock
        may_leave = self.sender.release_draft
        if may_leave and not may_leave(self.open_session, self.details, self.outgoing):
            return False
        self.receipt = scan(ledger, self.open_session, clock.now())
        with ledger.transaction():
            ledger.refresh_config()
            hold = self._find_hold(gather_conditions(ledger, self.receipt))
            if hold:
                extra = self.details.touch.log_fields("withheld")
                log.info("%s withheld: %s", self.outgoing.id, hold.why, extra=extra)
                return False
            fields = {"receipt": self.receipt, "attempts": self.outgoing.attempts + 1}
            stored = ledger.store.apply_event(self.outgoing.id, TouchEvent.COMMIT, clock.now(), **fields)
            self.is_committed = stored is not None
        self.is_dot_allowed = self.is_committed
        return self.is_dot_allowed

    def _find_hold(self, conditions: Conditions) -> Hold | None:
        ledger = self.sender.ledger
        # Read again, since the look at the mailbox takes a while: an answer may have come, even if nothing changed.
        if ledger.config is not self.config:
            return Hold(Rule.CONFIG, "the configuration changed since it was written; it is written again")
        if ledger.store.list_mails(TouchState.COMMITTING):  # a second daemon's, running or killed just now
            return Hold(Rule.UNKNOWN, "another mail is leaving at this moment; its outcome counts first")
        if awaits_own_text(ledger, self.details):
            return Hold(Rule.APPROVAL, "you have sent words of your own; they wait for your yes")
        post_route, now = self.details.route, self.sender.clock.now()
        if post_route and post_route.dates_from_handover(now) != post_route.dates_from_handover(self.start):
            return Hold(Rule.WINDOW, "the letter names days that are others now; it is written again")
        if has_other_companions(ledger, self.details, now, conditions):
            return Hold(Rule.SHARED, "the call is for other interviews by now; its sheet is written again")
        return gate(now, ledger.config, ledger.history, conditions, self.details.touch)

    def give_up(self) -> None:
        """Nothing was delivered: the account, the mailbox or followupd itself failed before the dot."""
        now, id_ = self.sender.clock.now(), self.outgoing.id
        if (stored := self.sender.ledger.store.find_mail(id_)) is None:
            return
        # Committed, but the commit could not be marked beside the store: then the dot was not allowed to leave.
        is_ours = self.is_committed and not self.is_dot_allowed and stored.receipt == self.receipt
        if stored.state is TouchState.TRANSMITTING or (is_ours and stored.state is TouchState.COMMITTING):
            self.sender.ledger.store.apply_event(id_, TouchEvent.DEFER, now, next_try=now + BACKOFF[0])

    def record_outcome(self, outcome: Outcome) -> None:
        """Step 5: write down what the server said."""
        match outcome:
            case Deferred() | Refused() if self._is_taken_over():
                log.info(
                    "%s is in other hands",
                    self.outgoing.id,
                    extra=self.details.touch.log_fields("taken_over"),
                )
            case Accepted():
                self._record_accepted(outcome)
            case Deferred():
                self._record_deferred(outcome)
            case Refused():
                self._record_refused(outcome)
            case Unknown():
                self.record_lost(outcome.text)
            case Withheld():
                self.sender.ledger.store.apply_event(
                    self.outgoing.id, TouchEvent.WITHHOLD, self.sender.clock.now()
                )

    def _is_taken_over(self) -> bool:
        """Return whether a second daemon tried as well, before our dot: what became of that is not for us to say."""
        stored = self.sender.ledger.store.find_mail(self.outgoing.id)
        return not self.is_dot_allowed and stored is not None and stored.state is not TouchState.TRANSMITTING

    def _record_accepted(self, outcome: Accepted) -> None:
        ledger, outgoing = self.sender.ledger, self.outgoing
        now = self.answered_at or self.sender.clock.now()
        is_sheet = self.details.step.channel is not Channel.EMAIL
        wants_copy = not is_sheet and ledger.config.account.save_sent is not SaveSent.NEVER
        copy_fields = {"copy": SentCopy.WANTED, "copy_due": now + COPY_FIRST_LOOK} if wants_copy else {}
        ids = tuple(dict.fromkeys((outgoing.message_id, *_NEW_ID.findall(outcome.text))))
        fact = self.details.taken_fact(
            now, "sheet" if is_sheet else "smtp", subject=outgoing.subject, message_ids=ids, token=outgoing.token,
            answer=f"{outcome.code} {outcome.text}"[:500], receipt=self.receipt,
        )  # fmt: skip
        with ledger.transaction():
            if ledger.store.apply_event(outgoing.id, TouchEvent.ACCEPT, now, **copy_fields) is None:
                ledger.store.apply_event(
                    outgoing.id, TouchEvent.PROVE, now
                )  # a second daemon took it for lost
            ledger.append(fact)
            record_companions(ledger, outgoing.id, fact)
            if is_sheet:
                queue_push(ledger, describe_sheet(ledger.words, outgoing.subject, outgoing.text))
        log.info(
            "%s sent to %s", outgoing.id, outgoing.mail.recipient, extra=self.details.touch.log_fields("sent")
        )

    def _record_deferred(self, outcome: Deferred) -> None:
        now, tries = self.sender.clock.now(), self.outgoing.attempts
        next_try = now + BACKOFF[min(tries, len(BACKOFF) - 1)]
        fields = {"next_try": next_try, "attempts": tries + 1}
        stored = self.sender.ledger.store.find_mail(self.outgoing.id)
        if stored and stored.state is TouchState.UNKNOWN:
            # A second daemon took it for lost and has asked: now its fate is known, and nobody tries again unasked.
            self._record_refused(Refused(outcome.code, outcome.text))
            return
        self.sender.ledger.store.apply_event(self.outgoing.id, TouchEvent.DEFER, now, **fields)
        log.warning("%s put off until %s UTC: %s %s", self.outgoing.id, f"{next_try:%H:%M}", outcome.code, outcome.text,
                    extra=self.details.touch.log_fields("deferred"))  # fmt: skip

    def _record_refused(self, outcome: Refused) -> None:
        ledger, now, touch = self.sender.ledger, self.sender.clock.now(), self.details.touch
        address = self.outgoing.mail.recipient if outcome.is_bad_address else ""
        fact = Settled(now, touch, "refused", f"{outcome.code} {outcome.text}"[:500], address=address)
        with ledger.transaction():
            ledger.store.apply_event(self.outgoing.id, TouchEvent.REFUSE, now)
            ledger.append(fact)
            notify(ledger, notices.describe_refused_mail(ledger.words, fact, self.details.contact.name), now)
        log.error(
            "%s refused: %s", self.outgoing.id, fact.why, extra=self.details.touch.log_fields("refused")
        )

    def record_lost(self, why: str) -> None:
        """Accepted or not, nobody can say: look for proof, ask the user, never send again unasked."""
        now = self.sender.clock.now()
        outbox.record_uncertain(self.sender.ledger, self.outgoing, why=why, now=now, event=TouchEvent.LOSE)
