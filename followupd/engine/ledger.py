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
from followupd.engine.ports import Copy, Mail, Outgoing
from followupd.journal.facts import Taken, Touch, Uncertain
from followupd.journal.history import History
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.touches import POSTED, arrival, called, called_now, find
from followupd.writing.draft import Desk
from followupd.writing.message_id import MailFault, message_id, token
from followupd.writing.mime import Text, notice
from followupd.writing.notices import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from followupd.config.active import Orders
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ports import Judge, Store
    from followupd.inbound.watchlist import Known
    from followupd.journal.facts import Fact, Noted
    from followupd.planning.touches import Place
    from followupd.writing.draft import Press, Shelf
    from followupd.writing.mime import Attachment
    from followupd.writing.notices import Notice

log = logging.getLogger("followupd")


class Ledger:
    """What was said, sent and wanted."""

    def __init__(self, store: Store, orders: Orders, relays: Mapping[str, str], judge: Judge) -> None:
        self.store = store
        self.orders = orders
        self.relays = relays
        self.judge = judge
        self.history = History()
        self._seq = 0
        self._told: list[Notice] = []  # of late, for the pushes
        self.sync()

    @property
    def config(self) -> Config:
        """The configuration of this moment."""
        return self.orders.config

    @property
    def unread(self) -> frozenset[str]:
        """Names of interviews whose files cannot be read, and of which nothing else is known."""
        return frozenset(self.orders.doubtful) - self.config.interview_ids

    def sync(self) -> None:
        """Read on in the journal."""
        for entry in self.store.facts(self._seq):
            self.history.add(entry.fact)
            self._seq = entry.seq

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write several things down together; if it fails, the history forgets them as the store does."""
        told = len(self._told)
        try:
            with self.store.transaction():
                self.sync()
                yield
        except BaseException:
            self.history, self._seq = History(), 0
            del self._told[told:]
            self.sync()
            raise

    def append(self, fact: Fact) -> None:
        """Write down a fact."""
        with self.transaction():
            self.store.append(fact)
            self.sync()

    def note_interviews(self, now: datetime) -> None:
        """Write down each interview once, and again when it changed: a renamed file is known by this."""
        for interview in self.config.interviews:
            if noted := self.history.register.unnoted(interview):
                noted = replace(noted, at=now)
                if self.history.register.last(interview.id) is None:
                    self._first_sight(interview, noted)
                else:
                    self.append(noted)
        for looks in (renames.taken_over, renames.put_off):
            for note in looks(self.history, self.config):
                self.tell(note, now)

    def _first_sight(self, interview: Interview, noted: Noted) -> None:
        gone = renames.former(self.history, self.config, interview, self.unread, noted.at)
        with self.transaction():
            self.append(noted)
            if gone:
                self.append(renames.doubt(interview, gone, noted.at))
                self.tell(renames.question(interview, gone), noted.at)

    # --- touches

    def find(self, touch: Touch, *, left_out: bool = False) -> Place | None:
        """Return where a touch stands in the configuration; None if it is not there (`left_out`: any more)."""
        return find(self.config, self.history, touch, left_out=left_out)

    def meant(self, mine: Outgoing) -> tuple[Touch, dict[str, Any]]:
        """Return whose touch a written mail is, by whatever name the configuration has it now, and what is kept of it."""
        return meant(self.config, self.history, mine, self._lost(mine))

    def known(self, now: datetime) -> Known:
        """Return all that an incoming mail is matched against."""
        return watching.known(self.config, self.history, now, self.texts(), self.store.key, self.unread)

    def touch_of(self, mark: str | None) -> Touch | None:
        """Return the touch whose mail carries this X-Followupd-Id."""
        if not mark:
            return None
        known = next((f.touch for f in self.history.facts if isinstance(f, Taken) and f.token == mark), None)
        config, key = self.config, self.store.key
        return known or watching.touches_by_token(self.history, config, key, self.unread).get(mark)

    def unposted(self, interviews: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of those whose letters were prepared and not reported as posted."""
        history, present = self.history, self.config.interview_ids
        known = [history.ids(i, present) for i in self.config.interviews if i.id in interviews]
        letters = ((ids, f) for ids in known for f in history.taken(ids) if f.channel is Channel.POST)
        return tuple(
            f.name for ids, f in letters if not any(d.outcome in POSTED for d in history.done(ids, f.touch))
        )

    # --- outbox

    def outgoing_of(self, touch: Touch) -> Outgoing | None:
        """Return the mail of a touch, if it has been written."""
        return self.store.outgoing(str(touch))

    def outbox_by_id(self, ids: set[str], mark: str | None) -> list[Outgoing]:
        """Return the mails of the outbox that carry one of the Message-IDs, or the X-Followupd-Id."""
        if not ids and not mark:
            return []
        return self.store.outbox_of(ids, mark or None)

    def errand_of(self, ids: tuple[str, ...]) -> Touch | None:
        """Return the call or letter that a mail to the candidate was about, by that mail's Message-ID.

        Its file, and the person in it, may have other names by now.
        """
        about = set(ids)
        for outgoing in self.outbox_by_id(about, None):
            parts = outgoing.id.removeprefix("notice/").split("/")
            if outgoing.touch:
                return called_now(self.config, self.history, outgoing.touch)
            if parts[0] in ("again", "not-called", "not-posted"):
                return called_now(self.config, self.history, Touch(*parts[1:4]))
        # A store that was put back has found it in the mailbox again.
        taken = (
            f for f in self.history.facts if isinstance(f, Taken) and not about.isdisjoint(f.message_ids)
        )
        return next((called_now(self.config, self.history, f.touch) for f in taken), None)

    def texts(self) -> dict[str, str]:
        """Return the words of what was written to others, by Message-ID."""
        return self.store.texts()

    def lose(
        self, mine: Outgoing, *, why: str, now: datetime, event: TouchEvent, at: datetime | None = None
    ) -> None:
        """Write down that nobody can say whether a mail was accepted; `at`: when the dot may have left, if not now."""
        touch, described = self.meant(mine)
        moment = min(at or now, now)
        arrives = arrival(self.config, touch, described["channel"], moment)
        fact = Uncertain(
            at=moment, touch=touch, message_id=mine.message_id, why=why[:500], arrives=arrives, **described
        )
        with self.transaction():
            self.store.change(mine.id, event, now)
            self.append(fact)
        log.error(
            "%s: accepted or not, nobody can say (%s); it is not sent again unless you say so",
            mine.id, why, extra=touch.named("unknown"),
        )  # fmt: skip

    def lost_at(self, outgoing: Outgoing) -> datetime | None:
        """Return when the dot of a mail of unknown fate may have left."""
        lost = self._lost(outgoing)
        return lost.at if lost else None

    def _lost(self, outgoing: Outgoing) -> Uncertain | None:
        lost = (f for f in reversed(self.history.facts) if isinstance(f, Uncertain))
        return next((f for f in lost if f.message_id == outgoing.message_id), None)

    def seen_in_sent(self, outgoing: Outgoing) -> None:
        """Remember that the provider filed the copy, or that we did."""
        if outgoing.copy is Copy.WANTED:
            self.store.file_copy(outgoing.id, Copy.FILED, None)

    def confirm(
        self, outgoing: Outgoing, now: datetime, at: datetime, proof: str, ids: tuple[str, ...]
    ) -> None:
        """Write down that a mail was accepted after all, whatever the outbox says of it; `at`: when, `ids`: as what."""
        with self.transaction():
            if self.store.change(outgoing.id, TouchEvent.PROVE, now) is None:
                return
            touch, described = self.meant(outgoing)
            fact = Taken(
                at=at, touch=touch, how="proof", subject=outgoing.subject, message_ids=ids,
                token=outgoing.token, answer=proof, receipt=outgoing.receipt,
                arrives=arrival(self.config, touch, described["channel"], at), **described,
            )  # fmt: skip
            self.append(fact)
        log.info("%s was accepted: %s", outgoing.id, proof, extra={"touch": outgoing.id, "kind": "confirmed"})

    # --- notices

    def tell(self, note: Notice, now: datetime, attachments: tuple[Attachment, ...] = ()) -> None:
        """Put a notice to the candidate into the outbox, once for its key."""
        if self.told(note.key):
            return
        self.store.first_sight(f"notice/{note.key}")
        log.info("notice: %s", note.subject, extra={"kind": "notice"})
        if not self.config.live:
            return
        self.nudge(note)
        try:
            self.store.put(self._notice(note, now, attachments))
        except MailFault as fault:  # the words of a stranger's mail must not keep us from stopping
            log.error("a notice cannot be written: %s", fault, extra={"kind": "bug"})

    def nudge(self, note: Notice) -> None:
        """Remember to push the short of something, if it has one."""
        if note.short:
            self._told.append(note)

    def nudges(self) -> list[Notice]:
        """Return what is to be pushed, and forget it."""
        told, self._told = self._told, []
        return told

    def told(self, key: str) -> bool:
        """Tell whether a notice was given (or, while `live` is false, logged) before."""
        return self.store.knows(f"notice/{key}")

    def _notice(self, note: Notice, now: datetime, attachments: tuple[Attachment, ...]) -> Outgoing:
        account, me = self.config.account, self.config.candidate
        to = self.config.notifications.to or account.address
        id_, mark = f"notice/{note.key}", token(self.store.key, f"notice/{note.key}")
        mid = message_id(self.store.key, id_, account.address)
        text = Text(plain(note.subject), f"{note.body.rstrip()}\n")
        data = notice(
            text, sender=account.address, recipient_name=me.name, recipient=to,
            date=now.astimezone(me.tz), message_id=mid, token=mark, attachments=attachments,
        )  # fmt: skip
        mail = Mail(account.address, to, data)
        return Outgoing(id_, None, mail, mid, mark, note.subject, "", TouchState.RENDERED, changed=now)


def desk_for(ledger: Ledger, place: Place, due: datetime, shelf: Shelf, press: Press) -> Desk:
    """Return what the words of a touch are made from."""
    return Desk(
        ledger.config,
        ledger.history,
        place.interview,
        place.ids,
        place.contact,
        place.step,
        due,
        shelf,
        press,
    )


def meant(
    config: Config, history: History, mine: Outgoing, lost: Uncertain | None
) -> tuple[Touch, dict[str, Any]]:
    """Return whose touch a written mail is, by whatever name it has now, and what the journal keeps of it.

    `lost`: what the journal says already of a mail of unknown fate.
    """
    touch = mine.touch
    assert touch is not None
    for interview, _ in called(config, history, touch.interview):
        by_address = (c.key for c in interview.contacts if mine.mail.recipient.lower() in c.addresses)
        for contact in (touch.contact, *by_address):
            if place := find(config, history, Touch(interview.id, touch.step, contact)):
                return place.touch, place.described()
    if lost:  # it was taken out since
        return lost.touch, {
            "channel": lost.channel, "reminder": lost.reminder, "company": lost.company, "domains": lost.domains,
            "address": lost.address, "name": lost.name,
        }  # fmt: skip
    noted = history.register.last(touch.interview)  # it was taken out: at worst, it was a reminder
    company_, domains = (noted.company, noted.domains) if noted else ("", ())
    return touch, {
        "channel": mine.channel or Channel.EMAIL, "reminder": True, "company": company_, "domains": domains,
        "address": mine.mail.recipient, "name": "",
    }  # fmt: skip
