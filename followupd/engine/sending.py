"""One touch, from its words to the server's answer. This is where the promise is kept.

The protocol:

1. The mail is written once: its bytes, with an id drawn from the touch, go into the outbox (`rendered`).
2. `transmitting` is committed. The connection is opened; MAIL, RCPT, DATA and the body go out, the final dot does
   not (RFC 5321 §4.1.1.4: without it the server must not deliver). A crash up to here has delivered nothing.
3. The mailbox is read once more, on a connection that is open already: the folders are listed anew, each is opened
   anew, and every UID above its cursor is looked at. An edit that changes what is looked for forgets the cursors.
4. In one transaction the journal, the configuration, the HOLD file and `live` are read again and the gate is asked.
   If it says no, the connection is closed without the dot. If yes, `committing` is committed.
5. The dot goes out, and the answer is written down: `sent`, deferred, `refused` — or `unknown`, which is never
   sent again without the user's word.

What remains is an answer that reaches the mailbox between 3 and 5: some milliseconds.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from followupd.config.account import SaveSent
from followupd.config.cadence import Channel
from followupd.engine import restore, watching
from followupd.engine.ledger import desk_for
from followupd.engine.outcomes import BACKOFF, Accepted, Deferred, Refused, Unknown, Withheld
from followupd.engine.ports import Copy, Mail, Outgoing
from followupd.engine.scanning import read
from followupd.errors import FollowupdError
from followupd.journal.facts import Settled
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.approval import wanted
from followupd.planning.context import Brake, Rule, Situation
from followupd.planning.planner import gate
from followupd.writing import notices
from followupd.writing.message_id import message_id, token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from followupd.config.active import Orders
    from followupd.engine.ledger import Ledger
    from followupd.engine.outcomes import Outcome
    from followupd.engine.ports import Clock, MailboxSession, Transport
    from followupd.journal.facts import Receipt
    from followupd.planning.planner import Move
    from followupd.planning.touches import Place
    from followupd.writing.draft import Desk, Draft, Press, Shelf, Writer

log = logging.getLogger("followupd")

COPY_FIRST = timedelta(seconds=20)  # the provider may file the copy itself: look first
_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")


@dataclass(slots=True)
class Sender:
    """What it takes to send one touch."""

    ledger: Ledger
    transport: Transport
    clock: Clock
    orders: Callable[[], Orders]  # read afresh: configuration, HOLD
    writer: Writer
    shelf: Shelf
    press: Press

    def send(self, move: Move, session: MailboxSession) -> str | None:
        """Carry one touch through the protocol; return why the server put it off, if it did.

        Raises what concerns the account; the touch is then put off as well.
        """
        place = self.ledger.find(move.touch)
        if place is None:
            return None
        outgoing = self._written(move, place)
        began = self.clock.now()
        if self.ledger.store.change(outgoing.id, TouchEvent.TRANSMIT, began) is None:
            return None  # someone else has it
        attempt = Attempt(self, place, outgoing, began, self.ledger.config, session)
        try:
            outcome = self.transport.deliver(outgoing.mail, attempt.may_commit)
        except BaseException:
            attempt.give_up()
            raise
        attempt.conclude(outcome)
        return f"put off: {outcome.code or ''} {outcome.text}" if isinstance(outcome, Deferred) else None

    def _written(self, move: Move, place: Place) -> Outgoing:
        """Return the touch's mail from the outbox, or write it; one with words or an address of yesterday is written anew."""
        now, store = self.clock.now(), self.ledger.store
        there = self.ledger.outgoing_of(move.touch)
        if there and (there.touch is None or there.state is not TouchState.RENDERED):
            raise FollowupdError(f"{there.id} is {there.state}; it is not written again")
        made = self._sound(self.desk(place, move.due), now)
        words = made.address, made.text.subject, made.text.body
        if there and words == (there.mail.recipient, there.subject, there.text):
            return there
        if there:
            store.change(there.id, TouchEvent.WITHHOLD, now)
        self._withhold_former(place, now)
        outgoing = self._outgoing(move, made)
        if not store.put(outgoing):
            raise FollowupdError(f"{outgoing.id}: this step was written to {outgoing.mail.recipient} before")
        return outgoing

    def _withhold_former(self, place: Place, now: datetime) -> None:
        """What was written for the step under a former name of the person or the file, and never left, is forgotten."""
        names = self.ledger.history.register.keys(place.ids, place.contact)
        for old in self.ledger.store.outbox(TouchState.RENDERED):
            touch = old.touch
            if touch is None or touch == place.touch or touch.step != place.step.id:
                continue
            if touch.interview in place.ids and touch.contact in names:
                self.ledger.store.change(old.id, TouchEvent.WITHHOLD, now)

    def _sound(self, desk: Desk, now: datetime) -> Draft:
        """Return the draft as it leaves now, unless it must not. Raises FollowupdError with the sentence that fails."""
        made = self.writer.write(desk, now)
        interview, step, contact = desk.interview, desk.step, desk.contact
        yes = self.ledger.history.approval(interview, desk.ids, step.id, contact)
        same = yes is not None and yes.digest == made.draft.digest
        asked = wanted(desk.config, desk.history, desk.ids, step, contact)
        how = f"followupd approve {interview.id} {step.id}"
        if asked and not same:
            raise FollowupdError(f"the words are not those that you approved; read them again: {how}")
        if made.holds and not (yes and same and yes.force):
            said = "the text must not leave like this: " + "; ".join(made.holds)
            raise FollowupdError(f"{said}. Mend it, or let it pass this once: {how} --force")
        return made.leaving

    def desk(self, place: Place, due: datetime) -> Desk:
        """Return what the words of a touch are made from."""
        return desk_for(self.ledger, place, due, self.shelf, self.press)

    def again(self, place: Place, now: datetime) -> Draft:
        """Write a call sheet once more, or a note for the candidate to read."""
        return self.writer.write(self.desk(place, now), None).draft

    def _outgoing(self, move: Move, made: Draft) -> Outgoing:
        config, key, id_ = self.ledger.config, self.ledger.store.key, str(move.touch)
        account = config.account
        now = self.clock.now()
        mid, mark = message_id(key, id_, account.address), token(key, id_)
        data = self.writer.seal(made, config, now, mid, mark)
        envelope = Mail(account.address, made.address, data)
        return Outgoing(
            id_, move.touch, envelope, mid, mark, made.text.subject, made.text.body, changed=now,
            channel=move.channel,
        )  # fmt: skip


@dataclass(slots=True)
class Attempt:
    """One try to hand over one mail."""

    sender: Sender
    place: Place
    outgoing: Outgoing
    began: datetime  # when it was written, or its words were found to be those of that day
    config: object  # as it was when the mail was written
    session: MailboxSession
    receipt: Receipt | None = None
    committed: bool = False  # by this attempt, and no second daemon's
    allowed: bool = False  # the dot may have left

    def may_commit(self) -> bool:
        """Steps 3 and 4: look once more, ask the gate, commit. Raises if the mailbox cannot be read."""
        ledger, clock = self.sender.ledger, self.sender.clock
        self.receipt = read(ledger, self.session, clock.now())
        with ledger.transaction():
            ledger.orders = self.sender.orders()
            brake = self._forbids(now_situation(ledger, self.receipt))
            if brake:
                log.info(
                    "%s withheld: %s", self.outgoing.id, brake.why, extra=self.place.touch.named("withheld")
                )
                return False
            fields = {"receipt": self.receipt, "attempts": self.outgoing.attempts + 1}
            there = ledger.store.change(self.outgoing.id, TouchEvent.COMMIT, clock.now(), **fields)
            self.committed = there is not None
        self.allowed = self.committed
        return self.allowed

    def _forbids(self, situation: Situation) -> Brake | None:
        ledger = self.sender.ledger
        # Read anew since the mailbox was looked at, which takes a while: an answer may have come, even if nothing changed.
        if ledger.config is not self.config:
            return Brake(Rule.CONFIG, "the configuration changed since it was written; it is written anew")
        if ledger.store.outbox(TouchState.COMMITTING):  # a second daemon's, running or killed just now
            return Brake(Rule.UNKNOWN, "another mail is leaving at this moment; its outcome counts first")
        way, now = self.place.route, self.sender.clock.now()
        if way and way.prepared(now) != way.prepared(self.began):
            return Brake(Rule.WINDOW, "the letter names days that are others now; it is written anew")
        return gate(now, ledger.config, ledger.history, situation, self.place.touch)

    def give_up(self) -> None:
        """Nothing was delivered: the account, the mailbox or followupd itself failed before the dot."""
        now, id_ = self.sender.clock.now(), self.outgoing.id
        if (there := self.sender.ledger.store.outgoing(id_)) is None:
            return
        # Committed, but the commit could not be marked beside the store: then the dot was not allowed to leave.
        mine = self.committed and not self.allowed and there.receipt == self.receipt
        if there.state is TouchState.TRANSMITTING or (mine and there.state is TouchState.COMMITTING):
            self.sender.ledger.store.change(id_, TouchEvent.DEFER, now, next_try=now + BACKOFF[0])

    def conclude(self, outcome: Outcome) -> None:
        """Step 5: write down what the server said."""
        match outcome:
            case Deferred() | Refused() if self._taken_over():
                log.info("%s is in other hands", self.outgoing.id, extra=self.place.touch.named("taken_over"))
            case Accepted():
                self._accepted(outcome)
            case Deferred():
                self._deferred(outcome)
            case Refused():
                self._refused(outcome)
            case Unknown():
                self.lost(outcome.text)
            case Withheld():
                self.sender.ledger.store.change(
                    self.outgoing.id, TouchEvent.WITHHOLD, self.sender.clock.now()
                )

    def _taken_over(self) -> bool:
        """Tell whether a second daemon tried as well, before our dot: what became of that is not for us to say."""
        there = self.sender.ledger.store.outgoing(self.outgoing.id)
        return not self.allowed and there is not None and there.state is not TouchState.TRANSMITTING

    def _accepted(self, outcome: Accepted) -> None:
        ledger, now, mine = self.sender.ledger, self.sender.clock.now(), self.outgoing
        sheet = self.place.step.channel is not Channel.EMAIL
        filed = not sheet and ledger.config.account.save_sent is not SaveSent.NEVER
        copy = {"copy": Copy.WANTED, "copy_due": now + COPY_FIRST} if filed else {}
        # Seen in practice: Microsoft 365 replaces the Message-ID and names the new one in its answer.
        ids = tuple(dict.fromkeys((mine.message_id, *_ID.findall(outcome.text))))
        fact = self.place.taken(
            now, "sheet" if sheet else "smtp", subject=mine.subject, message_ids=ids, token=mine.token,
            answer=f"{outcome.code} {outcome.text}"[:500], receipt=self.receipt,
        )  # fmt: skip
        with ledger.transaction():
            if ledger.store.change(mine.id, TouchEvent.ACCEPT, now, **copy) is None:
                ledger.store.change(mine.id, TouchEvent.PROVE, now)  # a second daemon took it for lost
            ledger.append(fact)
            if sheet:
                ledger.nudge(notices.sheet(mine.subject, mine.text))
        log.info("%s sent to %s", mine.id, mine.mail.recipient, extra=self.place.touch.named("sent"))

    def _deferred(self, outcome: Deferred) -> None:
        now, tries = self.sender.clock.now(), self.outgoing.attempts
        later = now + BACKOFF[min(tries, len(BACKOFF) - 1)]
        fields = {"next_try": later, "attempts": tries + 1}
        there = self.sender.ledger.store.outgoing(self.outgoing.id)
        if there and there.state is TouchState.UNKNOWN:
            # A second daemon took it for lost and has asked: now its fate is known, and nobody tries again unasked.
            self._refused(Refused(outcome.code, outcome.text))
            return
        self.sender.ledger.store.change(self.outgoing.id, TouchEvent.DEFER, now, **fields)
        log.warning("%s put off until %s UTC: %s %s", self.outgoing.id, f"{later:%H:%M}", outcome.code, outcome.text,
                    extra=self.place.touch.named("deferred"))  # fmt: skip

    def _refused(self, outcome: Refused) -> None:
        ledger, now, touch = self.sender.ledger, self.sender.clock.now(), self.place.touch
        address = self.outgoing.mail.recipient if outcome.address else ""
        fact = Settled(now, touch, "refused", f"{outcome.code} {outcome.text}"[:500], address=address)
        with ledger.transaction():
            ledger.store.change(self.outgoing.id, TouchEvent.REFUSE, now)
            ledger.append(fact)
            ledger.tell(notices.refused(fact, self.place.contact.name), now)
        log.error("%s refused: %s", self.outgoing.id, fact.why, extra=self.place.touch.named("refused"))

    def lost(self, why: str) -> None:
        """Accepted or not, nobody can say: look for proof, ask the user, never send again unasked."""
        now = self.sender.clock.now()
        self.sender.ledger.lose(self.outgoing, why=why, now=now, event=TouchEvent.LOSE)


def now_situation(
    ledger: Ledger, receipt: Receipt | None, tripped: Mapping[str, datetime] = MappingProxyType({})
) -> Situation:
    """Return what the planner must know at this moment."""
    rendered = ledger.store.outbox(TouchState.RENDERED)
    return Situation(
        key=ledger.store.key,
        receipt=receipt,
        watched=watching.digest(ledger.config),
        present=ledger.config.interview_ids,
        doubtful=ledger.orders.doubtful,
        halted=ledger.orders.halted or restore.halt(ledger.store),
        retry={o.touch: o.next_try for o in rendered if o.touch and o.next_try},
        tripped=tripped,
    )
