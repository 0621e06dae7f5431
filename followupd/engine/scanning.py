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
from followupd.engine.authorship import is_written_by_candidate
from followupd.engine.incoming import UNCLASSIFIED, UNREADABLE, IncomingMail
from followupd.engine.ports import FolderRole, Unclassifiable
from followupd.errors import FollowupdError, Unreachable
from followupd.inbound.quarantine import quarantine_mail
from followupd.inbound.watchlist import Watchlist
from followupd.journal.facts import Range, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Batch, Classifier, Folder, MailboxSession, MailHeader
    from followupd.inbound.verdict import ReplyCommand, Verdict

log = logging.getLogger("followupd")

MISSING_FOR = timedelta(hours=1)  # a folder that stays away so long was deleted or renamed
# Sent first: an answer may name a mail that only Sent still knows. Then as mail is moved on by people and programs, so
# that a mail which is moved while we read is found where it came from, or where it went: Sent, too, lies before Trash.
ROLE_ORDER = (
    FolderRole.SENT,
    FolderRole.INBOX,
    FolderRole.JUNK,
    FolderRole.OTHER,
    FolderRole.ALL,
    FolderRole.ARCHIVE,
    FolderRole.TRASH,
)


def scan(ledger: Ledger, session: MailboxSession, now: datetime) -> Receipt:
    """Read everything new and return the receipt. Raises Unreachable: then nothing may be sent."""
    watch_digest = watching.make_watch_digest(ledger.config)
    if ledger.store.get_value("watched") != watch_digest:
        # Something new is looked for: what was read before is read again. Until all of it has been, it was read for
        # nothing, lest an edit that is taken back in between find the cursors beyond an answer.
        with ledger.store.transaction():
            ledger.store.set_value("watched", "")
            ledger.store.forget_cursors()
    cache = WatchlistCache(ledger, now)
    since = watching.find_watch_start(ledger.config, ledger.history, now)
    cursors = ledger.store.read_cursors()
    folders = reading_order(session.find_folders())
    _check_missing_folders(ledger, set(cursors) - {f.name for f in folders}, now)
    for folder in folders:
        cursor = cursors.get(folder.name)
        for batch in session.walk_folder(folder, cursor, since):
            if batch.headers or cursor != batch.cursor:
                _record_batch(ledger, session, batch, cache, now)
            cursors[folder.name] = cursor = batch.cursor
    ranges = (Range(f.name, cursors[f.name].uidvalidity, cursors[f.name].uid) for f in dict.fromkeys(folders))
    receipt = Receipt(now, watch_digest, tuple(ranges))
    ledger.store.set_value("watched", watch_digest)
    return receipt


def reading_order(folders: Iterable[Folder]) -> list[Folder]:
    """Return the folders in the order in which they are read.

    The INBOX comes once more at the end: for what was moved back to it meanwhile, out of Junk or Trash, and because the
    other folders took their time.
    """
    sorted_folders = sorted(folders, key=lambda f: ROLE_ORDER.index(f.role))
    inbox_again = [f for f in sorted_folders if f.role is FolderRole.INBOX and f is not sorted_folders[-1]]
    return [*sorted_folders, *inbox_again]


def _check_missing_folders(ledger: Ledger, missing_names: set[str], now: datetime) -> None:
    """A folder that was read before and is not listed may hold an answer: silence, until it stays away for an hour."""
    old_dates = json.loads(ledger.store.get_value("gone") or "{}")
    missing_since = {name: old_dates.get(name, now.isoformat()) for name in sorted(missing_names)}
    if missing_since != old_dates:
        ledger.store.set_value("gone", json.dumps(missing_since))
    for name, first in missing_since.items():
        if now - datetime.fromisoformat(first) < MISSING_FOR:
            raise Unreachable(f"the folder {name} is not there any more; an answer may lie in it")
        ledger.store.forget_cursors(name)


@dataclass(slots=True)
class WatchlistCache:
    """What a mail is matched against: put together when the first one comes, and again when the journal has grown."""

    ledger: Ledger
    now: datetime
    fact_count: int = -1  # that it was made from
    watchlist: Watchlist = field(default_factory=Watchlist)

    @property
    def is_outdated(self) -> bool:
        """Whether the journal has grown since."""
        return len(self.ledger.history.facts) != self.fact_count

    def get_watchlist(self) -> Watchlist:
        """Return it as of this moment."""
        if self.is_outdated:
            ledger, count = self.ledger, len(self.ledger.history.facts)
            self.fact_count, self.watchlist = (
                count,
                replace(ledger.gather_watchlist(self.now), relays=ledger.applicant_systems),
            )
        return self.watchlist


def _record_batch(
    ledger: Ledger, session: MailboxSession, batch: Batch, cache: WatchlistCache, now: datetime
) -> None:
    """Judge a batch, and commit what it says together with the cursor."""
    while True:
        watchlist = cache.get_watchlist() if batch.headers else Watchlist()
        mails = list(_classify_batch(ledger.classifier, session, batch, watchlist))
        with ledger.transaction():
            if batch.headers and cache.is_outdated:
                continue  # somebody else has written meanwhile: perhaps of the very mail that is answered here
            for header, verdict, command in mails:
                _record_mail(IncomingMail(ledger, header, verdict, batch.cursor.uidvalidity, now, command))
            ledger.store.set_cursor(batch.folder.name, batch.cursor)
            return


def _record_mail(mail: IncomingMail) -> None:
    try:
        mail.record()
    except FollowupdError:
        raise  # the store itself fails: nothing was read
    except Exception:
        log.exception("a mail could not be written down", extra={"kind": "bug"})
        mail.record_quarantine()


def _classify_batch(
    classifier: Classifier, session: MailboxSession, batch: Batch, watchlist: Watchlist
) -> Iterator[tuple[MailHeader, Verdict, ReplyCommand | None]]:
    for header in batch.headers:
        if header.raw_header and not classifier.needs_body(header.raw_header, watchlist):
            continue
        raw = session.fetch(header.folder, header.uid)
        if raw is None and not header.raw_header:  # the server cannot read it either: who knows whose it is
            yield header, UNREADABLE, None
        elif raw is not None:  # else gone for good meanwhile: whoever deleted it has seen it
            # A server that shows no text (NIL, or nothing) has shown who wrote: an answer is one without its words.
            content = raw if raw.strip() else header.raw_header
            try:
                verdict = classifier.classify(
                    content, watchlist, header.received, in_sent=header.folder.role is FolderRole.SENT
                )
                is_own = is_written_by_candidate(verdict, header.folder)
                command = classifier.parse_reply_command(raw) if is_own else None
            except Unclassifiable:
                verdict, is_own, command = quarantine_mail(content, watchlist, UNCLASSIFIED), False, None
            if verdict.is_own and header.is_draft:  # begun, or thrown away: not sent
                continue
            yield header, verdict, command
