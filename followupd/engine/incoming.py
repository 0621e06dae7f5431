"""One judged mail on its way into the journal: what it means, once; what it proves; whom to tell."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.engine import restore
from followupd.engine.ports import Role
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.journal.facts import HandSent, Received, Steered, Taken
from followupd.journal.states import TouchEvent, TouchState
from followupd.writing import notices
from followupd.writing.message_id import genuine

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Header
    from followupd.inbound.verdict import Word
    from followupd.journal.facts import Touch

log = logging.getLogger("followupd")

BRAKES = (Action.STOP, Action.PAUSE, Action.HOLD)
UNREADABLE = Verdict(Kind.UNREADABLE, Action.PAUSE, "not even the mail server can read it; please look")
UNJUDGED = Verdict(Kind.UNREADABLE, Action.PAUSE, "followupd failed on this mail; please read it")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One judged mail, on its way into the journal."""

    ledger: Ledger
    header: Header
    verdict: Verdict
    uidvalidity: int
    now: datetime
    said: Word | None = None  # the candidate's one word to a call sheet, seen in Sent

    def record(self) -> None:
        """Write down what the mail means, once."""
        self._prove()
        verdict = self.verdict
        if verdict in (UNREADABLE, UNJUDGED):
            self.quarantine()
            return
        if self.said and (errand := self.ledger.errand_of(self.said.about)):
            self._obey(self.said, errand)
            return
        if verdict.own and (touch := self.ledger.touch_of(verdict.token)):
            self._restored(touch)
            return
        if verdict.own and verdict.token:
            self._unheard_of(verdict.token)
        if not (verdict.interviews or (verdict.action is not Action.NONE and not verdict.own)):
            return
        fresh = self._fresh()
        if fresh is None:
            return
        if verdict.own:
            self._record_own(fresh)
        else:
            self._record_received(fresh)

    def _obey(self, said: Word, errand: Touch) -> None:
        """Do what the candidate answered to a call sheet or a letter: seen in Sent, so it is theirs."""
        place = self.ledger.find(errand)
        if not self._first_sight("word"):
            return
        if said.verb == "stop":  # it needs no more than the interview
            self.ledger.append(Steered(self.now, errand.interview, "close", why="stopped by your mail"))
        elif place:
            self.ledger.append(place.done(self.now, said.verb, str(said.days) if said.days else "", None))
        log.info("%s: %s, by your mail", errand, said.verb, extra=errand.named("word"))

    def _fresh(self) -> tuple[str, ...] | None:
        """Return the interviews for which this mail has not been written down yet; None if it has been for all.

        The whole header block names a mail: two that differ in anything are two. An interview is named by company and
        start, so that a renamed file does not hear an old answer again.
        """
        if self.verdict.own:
            # Once for all interviews, and by its id: a copy that turns up later, in another folder, is no other mail.
            mark = b"own\0" + (self.verdict.message_id.encode() or self._mark)
            known = not self.ledger.store.first_sight(hashlib.sha256(mark).hexdigest())
            return None if known else self.verdict.interviews
        held = {i.id: f"{i.company_key}|{i.starts.isoformat()}" for i in self.ledger.config.interviews}
        if not self.verdict.interviews:
            return () if self._first_sight("") else None
        return tuple(i for i in self.verdict.interviews if self._first_sight(held.get(i, i))) or None

    @property
    def _place(self) -> bytes:
        return f"{self.header.folder.name}/{self.uidvalidity}/{self.header.uid}".encode()

    @property
    def _mark(self) -> bytes:
        return self.header.header or self._place  # a server may show the text alone

    def _first_sight(self, whose: str) -> bool:
        mark = self._mark + b"\0" + whose.encode()
        fresh = self.ledger.store.first_sight(hashlib.sha256(mark).hexdigest())
        if self.verdict.action not in BRAKES:
            return fresh
        # What was only told may be an answer since the configuration was corrected: a brake is never swallowed.
        return self.ledger.store.first_sight(hashlib.sha256(mark + b"\0brake").hexdigest())

    def quarantine(self) -> None:
        """Rule 8: what followupd itself stumbles over pauses whatever it may concern, and the cursor moves on."""
        if not self.ledger.store.first_sight(hashlib.sha256(self._place).hexdigest()):
            return
        everyone = tuple(i.id for i in self.ledger.config.interviews)
        why = (UNREADABLE if self.verdict is UNREADABLE else UNJUDGED).why
        fact = Received(
            at=self.now, received=self.header.received, kind=Kind.UNREADABLE, action=Action.PAUSE,
            why=why, interviews=self.verdict.interviews or everyone,
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
            if outgoing.touch:
                at = min(self.header.received, self.now)  # a server's clock may run ahead of ours
                if outgoing.state is TouchState.UNKNOWN and (lost := self.ledger.lost_at(outgoing)):
                    # An answer comes later than its mail; the mail itself may have gone out again, and be forgotten.
                    at = max(lost, at) if verdict.own else lost
                # Seen in practice: a provider files it under an id of its own, which an answer will name.
                own = verdict.message_id if verdict.own else ""
                names = tuple(dict.fromkeys(filter(None, (outgoing.message_id, own))))
                self.ledger.confirm(outgoing, self.now, at, f"found in {self.header.folder.name}", names)
            elif outgoing.state is TouchState.UNKNOWN:
                self.ledger.store.change(outgoing.id, TouchEvent.PROVE, self.now)

    def _record_own(self, interviews: tuple[str, ...]) -> None:
        verdict = self.verdict
        fact = HandSent(
            self.now, self.header.received, interviews, verdict.addressed, verdict.message_id,
            verdict.subject, self.header.folder.name,
        )  # fmt: skip
        self.ledger.append(fact)
        log.info("you wrote to %s yourself: it counts as a touch", ", ".join(verdict.addressed),
                 extra={"interview": interviews[0], "kind": "hand_sent"})  # fmt: skip

    def _restored(self, touch: Touch) -> None:
        """Where the mailbox holds a mail of ours that the journal does not know, the store is the older one."""
        place = self.ledger.find(touch, left_out=True)
        # What it took for missed was not: it is written down as taken all the same.
        if place is None or isinstance(place.standing, Taken) or self.ledger.outgoing_of(touch):
            return
        fact = place.taken(
            self.header.received, "proof", subject=self.verdict.subject, message_ids=(self.verdict.message_id,),
            token=self.verdict.token or "", answer=restore.PROOF,
        )  # fmt: skip
        if place.standing is None:  # else it was asked about, or taken for missed: that is known already
            restore.notice(self.ledger.store, "Sent holds mails of followupd that the store does not know")
        self.ledger.append(fact)
        log.warning(
            "%s was sent before; the store is older than the mailbox", touch, extra=touch.named("restored")
        )

    def _unheard_of(self, mark: str) -> None:
        """A mail that was made with our key, and of which neither outbox nor journal knows anything."""
        store = self.ledger.store
        if not genuine(store.key, mark) or self.ledger.outbox_by_id(set(), mark):
            return
        if store.first_sight(f"mark/{mark}"):  # it is read again at every edit of the files
            restore.notice(store, "the mailbox holds mails of followupd that the store does not know")
            log.warning("a mail that followupd made is unknown; the store is older than the mailbox",
                        extra={"kind": "restored"})  # fmt: skip

    def _record_received(self, interviews: tuple[str, ...]) -> None:
        verdict, header = self.verdict, self.header
        fact = Received(
            at=self.now, received=header.received, kind=verdict.kind, action=verdict.action, why=verdict.why,
            interviews=interviews, sender=verdict.sender, subject=verdict.subject, folder=header.folder.name,
            uidvalidity=self.uidvalidity, uid=header.uid, message_id=verdict.message_id, contact=verdict.contact,
            about=verdict.about, return_date=verdict.return_date, left=verdict.left, intent=verdict.intent,
            promise=verdict.promise, failed_address=verdict.failed_address, status=verdict.status,
            authenticated=verdict.authenticated, answers=next(iter(verdict.interviews), "") if verdict.about else "",
        )  # fmt: skip
        self.ledger.append(fact)
        names = [i.company for i in self.ledger.config.interviews if i.id in interviews]
        if notice := notices.received(fact, names[0] if names else "", self.ledger.unposted(interviews)):
            self.ledger.tell(notice, self.now)
        log.info("%s from %s: %s (%s)", verdict.kind, verdict.sender, verdict.action, verdict.why,
                 extra={"interview": " ".join(verdict.interviews), "kind": verdict.kind.value})  # fmt: skip
