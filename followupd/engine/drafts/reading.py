"""Reads what happened to a draft: whether it is as it was written, or what the candidate changed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.engine.drafts import copies
from followupd.engine.drafts.case import hash_saved
from followupd.engine.drafts.folder_port import DraftPlace
from followupd.engine.drafts.recognition import DraftView, Sight, list_unmarked_copies, recognise_draft
from followupd.engine.notifying.notifier import notify
from followupd.engine.replies.own_drafts import (
    find_own_draft,
    forget_edited_draft,
    has_edited_draft,
    has_mailed_text,
    keep_edited_draft,
)
from followupd.errors import FollowupdError
from followupd.journal.draft_states import DraftEvent, DraftState
from followupd.journal.facts import Approved
from followupd.journal.states import InterviewState
from followupd.planning.approval import needs_approval
from followupd.writing.draft import OwnSource, OwnText
from followupd.writing.notices import draft_notices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.interview import Contact
    from followupd.engine.drafts.case import DraftCase
    from followupd.engine.drafts.recognition import SeenDraft
    from followupd.engine.ports import MailboxSession
    from followupd.engine.sending.sending import Sender
    from followupd.inbound.replies.draft_text import DraftText
    from followupd.planning.touches import TouchDetails

log = logging.getLogger("followupd")

# The mail of such a draft was not sent. An edit may be older than the company's answer or a pause.
_WITHDRAWN = (DraftState.REMOVING, DraftState.REMOVED, DraftState.LEFT)
UNREADABLE = "it cannot be read"


def view_draft(case: DraftCase, seen_drafts: Sequence[SeenDraft], subject: str = "") -> DraftView:
    """Return which drafts of the folder belong to a touch."""
    own_text = find_own_draft(case.ledger.store, case.touch)
    subjects = (subject, own_text.subject if own_text else "")
    return recognise_draft(seen_drafts, case.facts, case.marks, copies.list_addresses(case), subjects)


def read_draft(
    case: DraftCase, session: MailboxSession, sender: Sender, seen_drafts: Sequence[SeenDraft], now: datetime
) -> DraftView:
    """Record what is in the folder for a draft; return it."""
    reader = _Reader(case, session, sender, now)
    view = view_draft(case, seen_drafts)
    if view.sight is Sight.NONE and case.state not in (DraftState.NONE, DraftState.LEAVING):
        view = reader.find_lookalike(seen_drafts)
    view = copies.find_copies(case, session, seen_drafts, view)
    drafts_by_uid = {seen.place.uid: seen for seen in seen_drafts}
    match view.sight:
        case Sight.OWN:
            reader.note_own(drafts_by_uid[view.uids[0]])
        case Sight.TOUCHED | Sight.LOOKALIKE:
            reader.note_edit(drafts_by_uid[view.uids[0]])
        case Sight.SEVERAL:
            why = f"{len(view.uids)} drafts in your Drafts folder fit this mail"
            reader.note_doubt(why, "+".join(map(str, view.uids)), view.own_place)
        case Sight.NONE:
            if case.last:
                case.record(DraftEvent.SEE_NOTHING, now)
    return view


class _Reader:
    """Reads one draft, and records its present state."""

    def __init__(self, case: DraftCase, session: MailboxSession, sender: Sender, now: datetime) -> None:
        self.case, self.session, self.sender, self.now = case, session, sender, now

    def find_lookalike(self, seen_drafts: Sequence[SeenDraft]) -> DraftView:
        """Look for a draft without a mark that looks like followupd's draft.

        It must have the same subject and recipient, and most of the text. If there is none, one to somebody else counts:
        the candidate is asked about it.
        """
        case = self.case
        if case.details is None or case.move is None:
            return self._find_left_copy(seen_drafts)
        draft = self.sender.write_again(case.details, case.move.due)
        view = view_draft(case, seen_drafts, draft.full_text.subject)
        alike = [uid for uid in view.uids if copies.is_alike(self._read_text(uid), draft.text.body)]
        alike = alike or copies.find_readdressed(case, self.session, seen_drafts, draft)
        sight = {0: Sight.NONE, 1: Sight.LOOKALIKE}.get(len(alike), Sight.SEVERAL)
        return DraftView(sight, tuple(alike), view.stale_places)

    def _find_left_copy(self, seen_drafts: Sequence[SeenDraft]) -> DraftView:
        """Look for an unmarked copy of a draft whose mail has left, or is not sent any more.

        The mail has the text to compare with. If there is no mail, recipient and subject are enough: it is only told.
        """
        case = self.case
        outgoing = case.ledger.store.find_mail(str(case.touch))
        subjects = set(case.list_stored_subjects())
        unmarked = list_unmarked_copies(seen_drafts, copies.list_addresses(case), subjects)
        uids = [copy.place.uid for copy in unmarked if copy.header.subject in subjects]
        if outgoing is not None:
            uids = [uid for uid in uids if copies.is_alike(self._read_text(uid), outgoing.text)]
        sight = {0: Sight.NONE, 1: Sight.LOOKALIKE}.get(len(uids), Sight.SEVERAL)
        return DraftView(sight, tuple(uids))

    def note_own(self, seen: SeenDraft) -> None:
        """Record that the draft is in the folder as it was written.

        If it has another number, its text shows whether it was changed.
        """
        case, last, place = self.case, self.case.last, seen.place
        if last is None or (case.place == place and case.state in (DraftState.PLACED, DraftState.REMOVING)):
            return
        known = any((f.uidvalidity, f.uid) == (place.uidvalidity, place.uid) for f in case.facts)
        if not known:
            text = self._read_text(place.uid)
            if text is None:
                return
            if hash_saved(text) != last.digest:
                self.note_edit(seen)
                return
        written = next(
            (f for f in reversed(case.facts) if f.message_id == last.message_id and f.digest), last
        )
        with case.ledger.transaction():
            forget_edited_draft(case.ledger.store, case.touch)
            case.record(
                DraftEvent.SEE_OWN, self.now, uid=place.uid, uidvalidity=place.uidvalidity, why="",
                digest=written.digest,
            )  # fmt: skip

    def note_edit(self, seen: SeenDraft) -> None:
        """Keep the text of a draft that a program has saved since, unless that draft must not be sent."""
        case, place = self.case, seen.place
        is_known = case.state is DraftState.EDITED and case.place == place
        # The address in the configuration may have changed since the draft was read.
        is_to_contact = case.details is None or seen.header.to == (case.details.contact.email.lower(),)
        if is_known and is_to_contact and has_edited_draft(case.ledger.store, case.touch):
            return
        if case.rule is None or case.details is None:  # the mail is not sent, so the text does not matter
            case.record(DraftEvent.SEE_EDIT, self.now, uid=place.uid, uidvalidity=place.uidvalidity)
            return
        text = self._read_text(place.uid)
        why = why_unfit(text, case.details.contact, self._list_files(case.details)) if text else UNREADABLE
        if text is None or why:
            self.note_doubt(why, f"{place.uidvalidity}-{place.uid}")
            return
        self._keep_words(text, place)

    def _list_files(self, details: TouchDetails) -> list[str]:
        """Return the digests of the files that the mail should have.

        Return none if the files cannot be read: that is reported elsewhere.
        """
        try:
            return [one.digest for one in self.sender.request_draft(details, self.now).files]
        except FollowupdError:
            return []

    def _keep_words(self, text: DraftText, place: DraftPlace) -> None:
        case, details = self.case, self.case.details
        assert details
        ledger, digest = case.ledger, hash_saved(text)
        is_changed = self._is_changed(digest)
        # If another text also came by mail, it is not known which of the two is the newer one.
        is_disputed = is_changed and has_mailed_text(ledger.store, case.touch)
        is_approval = not is_disputed and self._is_approval(details, is_changed=is_changed)
        source = OwnSource.DRAFT if is_changed else OwnSource.SAVED
        if is_disputed:
            source = OwnSource.DISPUTED
        is_new = case.state is not DraftState.EDITED or case.place != place
        since = self.now if is_new or case.last is None else case.last.since
        with ledger.transaction():
            keep_edited_draft(ledger.store, case.touch, OwnText(source, text.text, text.subject))
            case.store_subject(text.subject)
            case.record(
                DraftEvent.SEE_EDIT, self.now, uid=place.uid, uidvalidity=place.uidvalidity, why="",
                digest=digest, since=since,
            )  # fmt: skip
            if is_approval:
                draft = self.sender.write_again(details, self.now)
                ledger.append(Approved(self.now, case.touch, draft.digest))
        log.info("%s goes out as you edited it", case.touch, extra=case.touch.log_fields("draft"))

    def _is_changed(self, digest: str) -> bool:
        """Return whether a draft has another text than the one that was written. If that is not known, return False."""
        placings = (f.digest for f in reversed(self.case.facts) if f.state is DraftState.PLACING)
        return digest != next(placings, digest)

    def _is_approval(self, details: TouchDetails, *, is_changed: bool) -> bool:
        """Return whether a saved draft is an approval: the candidate changed it, or had approved the same text before.

        A program may save a draft that was only opened. That alone is no approval.
        """
        case, record, step = self.case, details.record, details.step
        # It is not known whether they edited it before or after an answer, so it waits for their approval.
        is_open = record.status_at(self.now).state is InterviewState.ACTIVE
        if not is_open or not needs_approval(case.ledger.config, record, step, details.contact):
            return False
        if is_changed and case.state not in _WITHDRAWN:
            return True
        approval = record.approval_of(step.id, details.contact)
        due = case.move.due if case.move else self.now
        return approval is not None and approval.digest == self.sender.write_again(details, due).digest

    def note_doubt(self, why: str, mark: str, own_place: DraftPlace | None = None) -> None:
        """Hold the mail and ask the candidate. `own_place`: followupd's own draft, to remove if nothing is sent."""
        case, place = self.case, own_place or DraftPlace(0, 0)
        with case.ledger.transaction():
            case.record(DraftEvent.SEE_DOUBT, self.now, why=why, uid=place.uid, uidvalidity=place.uidvalidity)
            if case.rule is not None and case.state is DraftState.UNCLEAR:
                notify(
                    case.ledger,
                    draft_notices.ask_about_draft(case.ledger.words, case.touch, case.name, why, mark),
                    self.now,
                )

    def _read_text(self, uid: int) -> DraftText | None:
        return copies.read_saved_text(self.case, self.session, uid)


def why_unfit(text: DraftText, contact: Contact, file_digests: Sequence[str] = ()) -> str:
    """Return why a draft must not be sent as it is; empty if it may be sent.

    The configuration decides to whom a mail goes, and which files it has.
    """
    if text.copies:
        return f"it has copies, to {', '.join(text.copies)}; followupd writes to one person only"
    if text.to != (contact.email.lower(),):
        return f"it is to {', '.join(text.to) or 'nobody'}, and not to {contact.email}"
    if sorted(text.file_digests) != sorted(file_digests):
        return "its attachments are not those that your configuration names"
    if not text.text.strip() or not text.subject:
        return "it has no text" if text.subject else "it has no subject"
    return ""
