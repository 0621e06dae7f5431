"""One look at the mailbox: every new mail of every watched folder is judged and written down, then comes the receipt.

What was found and how far the folder was read are committed together, so that a crash loses no answer. The receipt
carries the moment *before* the first folder was opened: whatever arrived until then has been seen.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.engine import watching
from followupd.engine.incoming import UNJUDGED, UNREADABLE, Arrival
from followupd.engine.ports import Role, Unjudged
from followupd.errors import FollowupdError, Unreachable
from followupd.inbound.watchlist import Known
from followupd.journal.facts import Range, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Batch, Folder, Header, Judge, MailboxSession
    from followupd.inbound.verdict import Verdict, Word

log = logging.getLogger("followupd")

GONE_FOR = timedelta(hours=1)  # a folder that stays away so long was deleted or renamed
# Sent first: an answer may name a mail that only Sent still knows. Then as mail is moved on by people and programs, so
# that a mail which is moved while we read is found where it came from, or where it went: Sent, too, lies before Trash.
WAY = (Role.SENT, Role.INBOX, Role.JUNK, Role.OTHER, Role.ALL, Role.ARCHIVE, Role.TRASH)


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
    since = watching.since(ledger.config, ledger.history, now)
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

    @property
    def outdated(self) -> bool:
        """Whether the journal has grown since."""
        return len(self.ledger.history.facts) != self.facts

    def known(self) -> Known:
        """Return it as of this moment."""
        if self.outdated:
            ledger, count = self.ledger, len(self.ledger.history.facts)
            self.facts, self.found = count, replace(ledger.known(self.now), relays=ledger.relays)
        return self.found


def _take_in(ledger: Ledger, session: MailboxSession, batch: Batch, gaze: Gaze, now: datetime) -> None:
    """Judge a batch, and commit what it says together with the cursor."""
    while True:
        known = gaze.known() if batch.headers else Known()
        judged = list(_judged(ledger.judge, session, batch, known))
        with ledger.transaction():
            if batch.headers and gaze.outdated:
                continue  # somebody else has written meanwhile: perhaps of the very mail that is answered here
            for header, verdict, said in judged:
                _record(Arrival(ledger, header, verdict, batch.cursor.uidvalidity, now, said))
            ledger.store.set_cursor(batch.folder.name, batch.cursor)
            return


def _record(arrival: Arrival) -> None:
    try:
        arrival.record()
    except FollowupdError:
        raise  # the store itself fails: nothing was read
    except Exception:
        log.exception("a mail could not be written down", extra={"kind": "bug"})
        arrival.quarantine()


def _judged(
    judge: Judge, session: MailboxSession, batch: Batch, known: Known
) -> Iterator[tuple[Header, Verdict, Word | None]]:
    for header in batch.headers:
        if header.header and not judge.needs_body(header.header, known):
            continue
        raw = session.fetch(header.folder, header.uid)
        if raw is None and not header.header:  # the server cannot read it either: who knows whose it is
            yield header, UNREADABLE, None
        elif raw is not None:  # else gone for good meanwhile: whoever deleted it has seen it
            # A server that shows no text (NIL, or nothing) has shown who wrote: an answer is one without its words.
            shown = raw if raw.strip() else header.header
            try:
                verdict = judge.judge(shown, known, header.received, in_sent=header.folder.role is Role.SENT)
                own = verdict.own and header.folder.role in (Role.SENT, Role.ALL)
                said = judge.word(raw) if own else None
            except Unjudged:
                verdict, own, said = UNJUDGED, False, None
            if verdict.own and header.draft:  # begun, or thrown away: not sent
                continue
            yield header, verdict, said
