"""One look at the mailbox: every new mail of every watched folder is judged and written down, then comes the receipt.

What was found and how far the folder was read are committed together, so that a crash loses no answer. The receipt
carries the moment *before* the first folder was opened: whatever arrived until then has been seen.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd import notices, watching
from followupd.errors import FollowupdError
from followupd.facts import HandSent, Range, Receipt, Received
from followupd.inbound import judge, needs_body
from followupd.inbound.verdict import Action, Kind
from followupd.ports import Role
from followupd.states import TouchEvent, TouchState

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.facts import Touch
    from followupd.inbound.known import Known
    from followupd.inbound.verdict import Verdict
    from followupd.ledger import Ledger
    from followupd.ports import Batch, Header, MailboxSession

log = logging.getLogger("followupd")


def read(ledger: Ledger, session: MailboxSession, now: datetime) -> Receipt:
    """Read everything new and return the receipt. Raises Unreachable: then nothing may be sent."""
    watched = watching.digest(ledger.config)
    if ledger.store.get("watched") != watched:
        ledger.store.forget_cursors()  # something new is looked for: what was read before is read again
    known = watching.known(ledger.config, ledger.history, now, ledger.texts(), ledger.store.key)
    known = replace(known, relays=ledger.relays)
    since = watching.since(ledger.config, now)
    cursors = ledger.store.cursors()
    ranges = []
    for folder in session.folders():
        cursor = cursors.get(folder.name)
        for batch in session.walk(folder, cursor, since):
            _take_in(ledger, session, batch, known, now)
            cursor = batch.cursor
        if cursor:
            ranges.append(Range(folder.name, cursor.uidvalidity, cursor.uid))
    receipt = Receipt(now, watched, tuple(ranges))
    ledger.store.set("watched", watched)
    return receipt


def _take_in(ledger: Ledger, session: MailboxSession, batch: Batch, known: Known, now: datetime) -> None:
    """Judge a batch, and commit what it says together with the cursor."""
    judged = []
    for header in batch.headers:
        if not needs_body(header.header, known):
            continue
        raw = session.fetch(header.folder, header.uid)
        if raw is not None:  # gone meanwhile: whoever deleted it has seen it
            judged.append(
                (header, judge(raw, known, header.received, in_sent=header.folder.role is Role.SENT))
            )
    with ledger.transaction():
        for header, verdict in judged:
            arrival = Arrival(ledger, header, verdict, batch.cursor.uidvalidity, now)
            try:
                arrival.record()
            except FollowupdError:
                raise  # the store itself fails: nothing was read
            except Exception:
                log.exception("a mail could not be written down", extra={"kind": "bug"})
                arrival.quarantine()
        ledger.store.set_cursor(batch.folder.name, batch.cursor)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One judged mail, on its way into the journal."""

    ledger: Ledger
    header: Header
    verdict: Verdict
    uidvalidity: int
    now: datetime

    def record(self) -> None:
        """Write down what the mail means, once."""
        self._prove()
        # The whole header block names a mail: two that differ in anything are two.
        if not self.ledger.store.first_sight(hashlib.sha256(self.header.header).hexdigest()):
            return
        if self.verdict.own:
            self._record_own()
        elif self.verdict.interviews or self.verdict.action is not Action.NONE:
            self._record_received()

    def quarantine(self) -> None:
        """Rule 8: what followupd itself stumbles over pauses whatever it may concern, and the cursor moves on."""
        everyone = tuple(i.id for i in self.ledger.config.interviews)
        fact = Received(
            at=self.now, received=self.header.received, kind=Kind.UNREADABLE, action=Action.PAUSE,
            why="followupd failed on this mail; please read it", interviews=self.verdict.interviews or everyone,
            sender="", subject="", folder=self.header.folder.name, uidvalidity=self.uidvalidity, uid=self.header.uid,
        )  # fmt: skip
        self.ledger.append(fact)
        if notice := notices.received(fact, ""):
            self.ledger.tell(notice, self.now)

    def _prove(self) -> None:
        """An own mail that we find, or a mail that names it, proves that it was accepted."""
        verdict = self.verdict
        ids = {*verdict.about, *([verdict.message_id] if verdict.own else [])}
        for outgoing in self.ledger.outbox_by_id(ids, verdict.token if verdict.own else None):
            if verdict.own and self.header.folder.role in (Role.SENT, Role.ALL):
                self.ledger.seen_in_sent(outgoing)
            if outgoing.state is TouchState.UNKNOWN and outgoing.touch:
                self.ledger.confirm(outgoing, self.now, f"found in {self.header.folder.name}")
            elif outgoing.state is TouchState.UNKNOWN:
                self.ledger.store.change(outgoing.id, TouchEvent.PROVE, self.now)

    def _record_own(self) -> None:
        verdict = self.verdict
        touch = self.ledger.touch_of(verdict.token)
        if touch and self.ledger.outgoing_of(touch) is None:
            self._restored(touch)
        elif touch is None and verdict.interviews:
            fact = HandSent(
                self.now, self.header.received, verdict.interviews, verdict.addressed, verdict.message_id,
                verdict.subject, self.header.folder.name,
            )  # fmt: skip
            self.ledger.append(fact)
            log.info("you wrote to %s yourself: it counts as a touch", ", ".join(verdict.addressed),
                     extra={"interview": verdict.interviews[0], "kind": "hand_sent"})  # fmt: skip

    def _restored(self, touch: Touch) -> None:
        """Sent holds a mail of ours that the journal does not know: the store is older than the mailbox."""
        place = self.ledger.find(touch)
        if place is None or place.standing is not None:
            return
        fact = place.taken(
            self.header.received, "proof", subject=self.verdict.subject, message_ids=(self.verdict.message_id,),
            token=self.verdict.token or "", answer="found in Sent: the store was restored from an older copy",
        )  # fmt: skip
        self.ledger.append(fact)
        log.warning(
            "%s was sent before; the store is older than the mailbox", touch, extra=_extra(touch, "restored")
        )

    def _record_received(self) -> None:
        verdict, header = self.verdict, self.header
        fact = Received(
            at=self.now, received=header.received, kind=verdict.kind, action=verdict.action, why=verdict.why,
            interviews=verdict.interviews, sender=verdict.sender, subject=verdict.subject, folder=header.folder.name,
            uidvalidity=self.uidvalidity, uid=header.uid, message_id=verdict.message_id, contact=verdict.contact,
            about=verdict.about, return_date=verdict.return_date, left=verdict.left, intent=verdict.intent,
            promise=verdict.promise, failed_address=verdict.failed_address, status=verdict.status,
            authenticated=verdict.authenticated,
        )  # fmt: skip
        self.ledger.append(fact)
        names = [i.company for i in self.ledger.config.interviews if i.id in verdict.interviews]
        if notice := notices.received(fact, names[0] if names else ""):
            self.ledger.tell(notice, self.now)
        log.info("%s from %s: %s (%s)", verdict.kind, verdict.sender, verdict.action, verdict.why,
                 extra={"interview": " ".join(verdict.interviews), "kind": verdict.kind.value})  # fmt: skip


def _extra(touch: Touch, kind: str) -> dict[str, str]:
    return {"interview": touch.interview, "touch": str(touch), "kind": kind}
