"""One look at the mailbox: every new mail of every folder is judged and recorded, then the receipt is made.

What was found, and how far the folder was read, are committed together, so that a crash loses no answer. The receipt
has the moment *before* the first folder was opened: every mail until then has been seen.

A folder is not opened if the server reports that nothing has changed in it. A mail may be moved between two folders
while they are read. So after a look that found a change, another look follows, until nothing has changed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.engine.ports import FolderRefused, FolderRole, Unclassifiable
from followupd.engine.scanning import watching
from followupd.engine.scanning.authorship import is_written_by_candidate
from followupd.engine.scanning.folder_memory import (
    FolderMemory,
    ReadMark,
    load_memory,
    note_listed_folders,
    note_refused_folder,
)
from followupd.engine.scanning.incoming import UNCLASSIFIED, UNREADABLE, IncomingMail
from followupd.engine.scanning.mail_dates import correct_date
from followupd.engine.scanning.result_habit import note_habit
from followupd.engine.scanning.scan_progress import ScanProgress, ignore_progress
from followupd.engine.scanning.watchlist_cache import WatchlistCache
from followupd.errors import FollowupdError
from followupd.inbound.matching.watchlist import Watchlist
from followupd.inbound.quarantine import quarantine_mail
from followupd.journal.facts import Range, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Batch, Classifier, Cursor, Folder, MailboxSession, MailHeader
    from followupd.inbound.verdict import ReplyCommand, Verdict

log = logging.getLogger("followupd")

_UNFINISHED = "unfinished "  # stands before the digest of what is looked for, until a look is complete
MAX_ROUNDS = 5  # For a mailbox with constant new mail. All mail from before the first round is read by then.
# Sent is first, since an answer may name a mail that is only in Sent. Then in the order in which people and programs
# move mail. So a mail that is moved during the look is found in its old or its new folder. Sent also comes before
# Trash.
ROLE_ORDER = (
    FolderRole.SENT,
    FolderRole.INBOX,
    FolderRole.JUNK,
    FolderRole.OTHER,
    FolderRole.ALL,
    FolderRole.ARCHIVE,
    FolderRole.TRASH,
)


class _LookalikeUnread(Exception):
    """A mail in All Mail looks like the candidate's own, and may have come into Sent after Sent was read."""


def scan(
    ledger: Ledger,
    session: MailboxSession,
    now: datetime,
    report_progress: Callable[[ScanProgress], None] = ignore_progress,
    *,
    reads_ahead: bool = True,
) -> Receipt:
    """Read everything new and return the receipt. Raises Unreachable: then nothing may be sent.

    `report_progress` is called after each batch; an exception from it ends the look there. With `reads_ahead`, the next
    headers are fetched before a batch is recorded. Without it, a mailbox whose server breaks off each time is read step
    by step.
    """
    memory = load_memory(ledger)  # before the cursors are cleared
    watch_digest = watching.make_watch_digest(ledger.config)
    unfinished = f"{_UNFINISHED}{watch_digest}"
    if ledger.store.get_value("watched") not in (watch_digest, unfinished):
        # The look is for something new, so mail that was read before is read again. Until that is complete, the mark
        # names the new digest as unfinished. Otherwise, after an edit is undone, the cursors could be past an answer.
        with ledger.store.transaction():
            memory.save(ledger.store)
            ledger.store.set_value("watched", unfinished)
            ledger.store.forget_cursors()
    since = watching.find_watch_start(ledger.config, ledger.history, now)
    look = _Look(
        ledger, session, now, since, WatchlistCache(ledger, now), memory, ledger.store.read_cursors(),
        report_progress, reads_ahead,
    )  # fmt: skip
    folders = look.read_mailbox()
    ranges = (Range(f.name, look.cursors[f.name].uidvalidity, look.cursors[f.name].uid) for f in folders)
    receipt = Receipt(now, watch_digest, tuple(ranges))
    ledger.store.set_value("watched", watch_digest)
    return receipt


@dataclass(slots=True)
class _Look:
    """One look: its inputs, and how far it has come."""

    ledger: Ledger
    session: MailboxSession
    now: datetime
    since: datetime
    cache: WatchlistCache
    memory: FolderMemory
    cursors: dict[str, Cursor]
    report_progress: Callable[[ScanProgress], None]
    reads_ahead: bool
    # Whether a mail that looks like the candidate's own may wait until Sent was read again.
    may_defer: bool = True

    def read_mailbox(self) -> list[Folder]:
        """Read until nothing has changed; return the folders that were read, each once."""
        folders: list[Folder] = []
        for _ in range(MAX_ROUNDS):
            folders = reading_order(self.session.find_folders())
            note_listed_folders(self.ledger, self.memory, folders, self.session.skipped_folders, self.now)
            has_news = self._read_folders(folders)
            self.memory.save(self.ledger.store)
            if not has_news:
                break
        return [folder for folder in dict.fromkeys(folders) if folder.name in self.cursors]

    def _read_folders(self, folders: list[Folder]) -> bool:
        """Read the INBOX and each folder that has changed; return whether anything had changed."""
        has_news = False
        for number, folder in enumerate(folders):
            if folder.role is FolderRole.INBOX:
                # The INBOX is always opened. At the end it is opened again only if another folder had news.
                if has_news or folder not in folders[:number]:
                    has_news = self._read_folder(folder) or has_news
            elif not self.memory.is_unchanged(folder, self.cursors.get(folder.name)):
                # A folder without a status has changed only if something new is found in it.
                has_news = self._read_folder(folder) or folder.status is not None or has_news
        return has_news

    def _read_folder(self, folder: Folder) -> bool:
        """Read one folder to its end; return whether there was anything new in it. Raises Unreachable."""
        former_uidnext = self.memory.last_uidnext(folder)
        try:
            has_mail, uidnext = self._walk_folder(folder)
        except _LookalikeUnread:  # Sent first: the next round reads this folder, from where it was left
            self.may_defer = False
            return True
        except FolderRefused as refusal:
            if self._is_indispensable(folder):
                raise
            if folder.name in self.memory.mark_by_name:
                note_refused_folder(self.ledger, self.memory, folder.name, self.now)
            self.memory.skipped[folder.name] = f"{refusal}"
            self.cursors.pop(folder.name, None)
            return False
        self.memory.refused_since.pop(folder.name, None)
        mark = ReadMark(self.cursors[folder.name], folder.status, uidnext)
        self.memory.mark_by_name[folder.name] = mark
        # A UID was given out, so mail has come. It may have been moved before the look.
        return has_mail or 0 < former_uidnext < uidnext

    def _walk_folder(self, folder: Folder) -> tuple[bool, int]:
        """Judge the new mail; return whether there was any, and the UID that the next mail will get."""
        cursor, has_mail, uidnext, read_count = self.cursors.get(folder.name), False, 0, 0
        for batch in self._read_batches(self.session.walk_folder(folder, cursor, self.since)):
            if batch.headers or cursor != batch.cursor:
                defers = self.may_defer and folder.role is FolderRole.ALL
                _record_batch(self.ledger, self.session, batch, self.cache, self.now, defers=defers)
                has_mail = True
            self.cursors[folder.name] = cursor = batch.cursor
            uidnext, read_count = batch.uidnext, read_count + len(batch.headers)
            self.report_progress(ScanProgress(folder.name, read_count, batch.remaining))
        return has_mail, uidnext or (folder.status.uidnext if folder.status else 0)

    def _read_batches(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Yield each batch after the next one was fetched, so that the judge works in the meantime.

        If that fetch fails, the batch is yielded before the error is raised.
        """
        batch = next(batches, None)
        while batch is not None:
            following, failure = None, None
            if self.reads_ahead and batch.remaining and (headers := _list_headers(batch.headers)):
                self.ledger.classifier.announce_headers(headers, self.cache.get_watchlist())
                try:
                    following = next(batches, None)
                except FollowupdError as error:
                    failure = error
                yield batch
            else:
                yield batch
                following = next(batches, None)
            if failure:
                raise failure
            batch = following

    def _is_indispensable(self, folder: Folder) -> bool:
        """Return whether nothing may be sent without this folder: it is a special one, or the user named it."""
        return folder.role is not FolderRole.OTHER or folder.name in self.ledger.config.account.folders.also


def reading_order(folders: Iterable[Folder]) -> list[Folder]:
    """Return the folders in the order in which they are read.

    The INBOX comes again at the end. While the other folders were read, mail may have come, or been moved back from
    Junk or Trash.
    """
    sorted_folders = sorted(folders, key=lambda f: ROLE_ORDER.index(f.role))
    inbox_again = [f for f in sorted_folders if f.role is FolderRole.INBOX and f is not sorted_folders[-1]]
    return [*sorted_folders, *inbox_again]


def _record_batch(
    ledger: Ledger,
    session: MailboxSession,
    batch: Batch,
    cache: WatchlistCache,
    now: datetime,
    *,
    defers: bool = False,
) -> None:
    """Judge a batch, and commit the results together with the cursor.

    With `defers`, raise _LookalikeUnread before anything is recorded, if Sent may show who wrote a mail.
    """
    while True:
        watchlist = cache.get_watchlist() if batch.headers else Watchlist()
        headers = [correct_date(header, ledger.history.facts, now) for header in batch.headers]
        mails = list(_classify_mails(ledger.classifier, session, headers, watchlist))
        if defers and any(v.is_own and not is_written_by_candidate(v, h.folder) for h, v, _ in mails):
            raise _LookalikeUnread
        with ledger.transaction():
            if batch.headers and cache.is_outdated:
                continue  # another process has written a fact, perhaps about the answered mail
            for header, verdict, command in mails:
                note_habit(ledger.store, ledger.config.account.authserv_id, verdict, header.received)
                _record_mail(IncomingMail(ledger, header, verdict, batch.cursor.uidvalidity, now, command))
            ledger.store.set_cursor(batch.folder.name, batch.cursor)
            return


def _record_mail(mail: IncomingMail) -> None:
    try:
        mail.record()
    except FollowupdError:
        raise  # the store itself fails, so nothing counts as read
    except Exception:
        log.exception("a mail could not be written down", extra={"kind": "bug"})
        mail.record_quarantine()


def _classify_mails(
    classifier: Classifier, session: MailboxSession, headers: Sequence[MailHeader], watchlist: Watchlist
) -> Iterator[tuple[MailHeader, Verdict, ReplyCommand | None]]:
    headers_to_ask = _list_headers(headers)
    answers = iter(classifier.need_bodies(headers_to_ask, watchlist) if headers_to_ask else ())
    mails = [header for header in headers if not header.raw_header or next(answers)]
    session.expect_fetches(mails)
    for header in mails:
        raw = session.fetch(header.folder, header.uid)
        # The server cannot read it either, so the interview is not known.
        if raw is None and not header.raw_header:
            yield header, UNREADABLE, None
        elif raw is not None:  # otherwise it was deleted in the meantime: someone has seen it
            verdict, command = _classify_mail(classifier, header, raw, watchlist)
            if not (verdict.is_own and header.is_draft):  # a draft, or a discarded one: not sent
                yield header, verdict, command


def _list_headers(headers: Sequence[MailHeader]) -> list[bytes]:
    """Return the header blocks for the judge, without empty ones: a server may return none."""
    return [header.raw_header for header in headers if header.raw_header]


def _classify_mail(
    classifier: Classifier, header: MailHeader, raw: bytes, watchlist: Watchlist
) -> tuple[Verdict, ReplyCommand | None]:
    # A server that returns no text (NIL, or nothing) has still shown who wrote. So the mail is judged without its text.
    content = raw if raw.strip() else header.raw_header
    in_sent = header.folder.role is FolderRole.SENT
    try:
        verdict = classifier.classify(content, watchlist, header.received, in_sent=in_sent)
        is_own = is_written_by_candidate(verdict, header.folder)
        return verdict, classifier.parse_reply_command(raw) if is_own else None
    except Unclassifiable:
        return quarantine_mail(content, watchlist, UNCLASSIFIED), None
