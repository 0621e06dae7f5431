"""Tries once to hand over one mail: reads the mailbox before the dot, asks the gate, records the server's answer.

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
from followupd.engine.conditions import gather_conditions
from followupd.engine.notifying.notifier import notify, queue_push
from followupd.engine.ports import OutgoingMail, SentCopy
from followupd.engine.replies.own_drafts import awaits_own_text
from followupd.engine.scanning.scanning import scan
from followupd.engine.sending import outbox
from followupd.engine.sending.outcomes import BACKOFF, Accepted, Deferred, Refused, Unknown, Withheld
from followupd.engine.shared_calls import has_other_companions, record_companions
from followupd.journal.facts import Settled
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.context import Hold, Rule
from followupd.planning.planner import gate
from followupd.writing.notices import notices
from followupd.writing.notices.prompt_notices import describe_sheet

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ports import MailboxSession
    from followupd.engine.sending.outcomes import Outcome
    from followupd.engine.sending.sending import Sender
    from followupd.journal.facts import Receipt
    from followupd.planning.context import Conditions
    from followupd.planning.touches import TouchDetails

log = logging.getLogger("followupd")

# The provider may file the copy itself, so followupd looks for one first.
COPY_FIRST_LOOK = timedelta(seconds=20)
# Seen in practice: Microsoft 365 replaces the Message-ID and returns the new one in its answer. Other servers may put
# an address between angle brackets.
_NEW_ID = re.compile(r"\bOK (<[!-;=?-~]+@[!-;=?-~]+>) \[Hostname=")


@dataclass(slots=True)
class Attempt:
    """One try to hand over one mail."""

    sender: Sender
    details: TouchDetails
    outgoing: OutgoingMail
    start: datetime  # when the mail was written, or its text was found to be still the one of that day
    config: object  # the configuration with which the mail was written
    open_session: MailboxSession
    receipt: Receipt | None = None
    is_committed: bool = False  # by this attempt, not by a second daemon
    is_dot_allowed: bool = False  # from here on the dot may have been sent
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
        # The configuration is compared again, since the look at the mailbox takes a while. An answer may have come,
        # even if the configuration did not change.
        if ledger.config is not self.config:
            return Hold(Rule.CONFIG, "the configuration changed since it was written; it is written again")
        if ledger.store.list_mails(TouchState.COMMITTING):  # of a second daemon, running or killed just now
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
        """Put the mail back after the account, the mailbox or followupd itself failed.

        Nothing was delivered, since the fault came before the dot.
        """
        now, id_ = self.sender.clock.now(), self.outgoing.id
        if (stored := self.sender.ledger.store.find_mail(id_)) is None:
            return
        # The mail was committed, but the commit could not be recorded beside the store. In that case the dot was not
        # sent.
        is_ours = self.is_committed and not self.is_dot_allowed and stored.receipt == self.receipt
        if stored.state is TouchState.TRANSMITTING or (is_ours and stored.state is TouchState.COMMITTING):
            self.sender.ledger.store.apply_event(id_, TouchEvent.DEFER, now, next_try=now + BACKOFF[0])

    def record_outcome(self, outcome: Outcome) -> None:
        """Step 5: record the server's answer."""
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
        """Return whether a second daemon tried to send the mail too, before this attempt's dot.

        Then the second daemon records the outcome.
        """
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
                )  # a second daemon took the mail to be lost
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
            # A second daemon took the mail to be lost and asked the candidate. Now the outcome is known, but followupd
            # does not try again without the candidate's answer.
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
            notify(
                ledger,
                notices.describe_refused_mail(ledger.words, fact, self.details.contact.shown_name),
                now,
            )
        log.error(
            "%s refused: %s", self.outgoing.id, fact.why, extra=self.details.touch.log_fields("refused")
        )

    def record_lost(self, why: str) -> None:
        """Record that it is not known whether the server accepted the mail.

        followupd looks for proof, asks the user, and never sends the mail again unasked.
        """
        now = self.sender.clock.now()
        outbox.record_uncertain(self.sender.ledger, self.outgoing, why=why, now=now, event=TouchEvent.LOSE)
