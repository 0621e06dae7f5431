"""One look at the mailbox: every new mail of every watched folder is judged and written down, then comes the receipt.

What was found and how far the folder was read are committed together, so that a crash loses no answer. The receipt
carries the moment *before* the first folder was opened: whatever arrived until then has been seen.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd import notices, restored, watching
from followupd.errors import FollowupdError, Unreachable
from followupd.facts import HandSent, Range, Receipt, Received, Steered, Taken
from followupd.inbound.judge import judge, needs_body
from followupd.inbound.known import Known
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.inbound.word import Word, word
from followupd.ports import Role
from followupd.states import TouchEvent, TouchState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followupd.facts import Touch
    from followupd.ledger import Ledger
    from followupd.ports import Batch, Folder, Header, MailboxSession

log = logging.getLogger("followupd")

GONE_FOR = timedelta(hours=1)  # a folder that stays away so long was deleted or renamed
# Sent first: an answer may name a mail that only Sent still knows. Then as mail is moved on by people and programs, so
# that a mail which is moved while we read is found where it came from, or where it went: Sent, too, lies before Trash.
WAY = (Role.SENT, Role.INBOX, Role.JUNK, Role.OTHER, Role.ALL, Role.ARCHIVE, Role.TRASH)
BRAKES = (Action.STOP, Action.PAUSE, Action.HOLD)
_UNREADABLE = Verdict(Kind.UNREADABLE, Action.PAUSE, "not even the mail server can read it; please look")


def read(ledger: Ledger, session: MailboxSession, now: datetime) -> Receipt:
    """Read everything new and return the receipt. Raises Unreachable: then nothing may be sent."""
    watched = watching.digest(ledger.config)
    if ledger.store.get("watched") != watched:
        # Something new is looked for: what was read before is read again. Until all of it has been, it was read for
        # nothing, lest an edit that is taken back in between find the cursors beyond an answer.
        with ledger.store.transaction():
            ledger.store.set("watched", "")
            ledger.store.forget_cursors()
    gaze = Gaze(ledger, now)
    since = watching.since(ledger.config, now)
    cursors = ledger.store.cursors()
    folders = in_order(session.folders())
    _miss(ledger, set(cursors) - {f.name for f in folders}, now)
    for folder in folders:
        cursor = cursors.get(folder.name)
        for batch in session.walk(folder, cursor, since):
            if batch.headers or cursor != batch.cursor:
                _take_in(ledger, session, batch, gaze, now)
            cursors[folder.name] = cursor = batch.cursor
    ranges = (Range(f.name, cursors[f.name].uidvalidity, cursors[f.name].uid) for f in dict.fromkeys(folders))
    receipt = Receipt(now, watched, tuple(ranges))
    ledger.store.set("watched", watched)
    return receipt


def in_order(folders: Iterable[Folder]) -> list[Folder]:
    """Return the folders in the order in which they are read.

    The INBOX comes once more at the end: for what was moved back to it meanwhile, out of Junk or Trash, and because the
    other folders took their time.
    """
    ordered = sorted(folders, key=lambda f: WAY.index(f.role))
    again = [f for f in ordered if f.role is Role.INBOX and f is not ordered[-1]]
    return [*ordered, *again]


def _miss(ledger: Ledger, gone: set[str], now: datetime) -> None:
    """A folder that was read before and is not listed may hold an answer: silence, until it stays away for an hour."""
    before = json.loads(ledger.store.get("gone") or "{}")
    since = {name: before.get(name, now.isoformat()) for name in sorted(gone)}
    if since != before:
        ledger.store.set("gone", json.dumps(since))
    for name, first in since.items():
        if now - datetime.fromisoformat(first) < GONE_FOR:
            raise Unreachable(f"the folder {name} is not there any more; an answer may lie in it")
        ledger.store.forget_cursors(name)


@dataclass(slots=True)
class Gaze:
    """What a mail is matched against: put together when the first one comes, and again when the journal has grown."""

    ledger: Ledger
    now: datetime
    facts: int = -1  # that it was made from
    found: Known = field(default_factory=Known)

    def known(self) -> Known:
        """Return it as of this moment."""
        ledger, count = self.ledger, len(self.ledger.history.facts)
        if count != self.facts:
            known = watching.known(ledger.config, ledger.history, self.now, ledger.texts(), ledger.store.key)
            self.facts, self.found = count, replace(known, relays=ledger.relays)
        return self.found


def _take_in(ledger: Ledger, session: MailboxSession, batch: Batch, gaze: Gaze, now: datetime) -> None:
    """Judge a batch, and commit what it says together with the cursor."""
    known = gaze.known() if batch.headers else Known()
    judged = list(_judged(session, batch, known))
    with ledger.transaction():
        for header, verdict, said in judged:
            arrival = Arrival(ledger, header, verdict, batch.cursor.uidvalidity, now, said)
            try:
                arrival.record()
            except FollowupdError:
                raise  # the store itself fails: nothing was read
            except Exception:
                log.exception("a mail could not be written down", extra={"kind": "bug"})
                arrival.quarantine()
        ledger.store.set_cursor(batch.folder.name, batch.cursor)


def _judged(
    session: MailboxSession, batch: Batch, known: Known
) -> Iterator[tuple[Header, Verdict, Word | None]]:
    for header in batch.headers:
        if header.header and not needs_body(header.header, known):
            continue
        raw = session.fetch(header.folder, header.uid)
        if raw is None and not header.header:  # the server cannot read it either: who knows whose it is
            yield header, _UNREADABLE, None
        elif raw is not None:  # else gone for good meanwhile: whoever deleted it has seen it
            # A server that shows no text (NIL, or nothing) has shown who wrote: an answer is one without its words.
            shown = raw if raw.strip() else header.header
            verdict = judge(shown, known, header.received, in_sent=header.folder.role is Role.SENT)
            if verdict.own and header.draft:  # begun, or thrown away: not sent
                continue
            own = verdict.own and header.folder.role in (Role.SENT, Role.ALL)
            yield header, verdict, word(raw) if own else None


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
        if verdict is _UNREADABLE:
            self.quarantine()
            return
        if self.said and (errand := self.ledger.errand_of(self.said.about)):
            self._obey(self.said, errand)
            return
        if verdict.own and (touch := self.ledger.touch_of(verdict.token)):
            self._restored(touch)
            return
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
        ours = "followupd failed on this mail; please read it"
        why = self.verdict.why if self.verdict is _UNREADABLE else ours
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
        place = self.ledger.find(touch)
        # What it took for missed was not: it is written down as taken all the same.
        if place is None or isinstance(place.standing, Taken) or self.ledger.outgoing_of(touch):
            return
        fact = place.taken(
            self.header.received, "proof", subject=self.verdict.subject, message_ids=(self.verdict.message_id,),
            token=self.verdict.token or "", answer=restored.PROOF,
        )  # fmt: skip
        if place.standing is None:  # else it was asked about, or taken for missed: that is known already
            restored.notice(self.ledger.store, "Sent holds mails of followupd that the store does not know")
        self.ledger.append(fact)
        log.warning(
            "%s was sent before; the store is older than the mailbox", touch, extra=touch.named("restored")
        )

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
