"""Looks in the Drafts folder for what lost followupd's marks: a copy beside a draft, or a draft to another recipient."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.engine.drafts.recognition import (
    DraftView,
    Sight,
    list_readdressed_drafts,
    list_unmarked_copies,
)
from followupd.engine.ports import Unclassifiable
from followupd.writing.lint.similarity import measure_similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.drafts.case import DraftCase
    from followupd.engine.drafts.recognition import SeenDraft
    from followupd.engine.ports import MailboxSession
    from followupd.inbound.replies.draft_text import DraftText
    from followupd.writing.draft import Draft

ALIKE = 0.5  # the share of followupd's text that a draft without a mark must have


def list_addresses(case: DraftCase) -> list[str]:
    """Return every address of the touch's person.

    A draft to an address that was corrected since must not be missed: the candidate is asked about it.
    """
    if case.details is None:
        return []
    return [address.lower() for address in case.details.record.addresses_of(case.details.contact)]


def find_copies(
    case: DraftCase, session: MailboxSession, seen_drafts: Sequence[SeenDraft], view: DraftView
) -> DraftView:
    """Return a view of followupd's own draft together with the unmarked copies of it that lie beside it.

    Which of them the candidate means is not known.
    """
    subjects = case.list_stored_subjects()
    copies = list_unmarked_copies(seen_drafts, list_addresses(case), subjects)
    copies = [copy for copy in copies if copy.place.uid not in view.uids]
    if view.sight is not Sight.OWN or not copies:
        return view
    own_text = read_saved_text(case, session, view.uids[0])
    uids = [
        c.place.uid
        for c in copies
        if own_text and is_alike(read_saved_text(case, session, c.place.uid), own_text.text)
    ]
    own_place = next(d.place for d in seen_drafts if d.place.uid == view.uids[0])
    several = replace(view, sight=Sight.SEVERAL, uids=(*view.uids, *uids), own_place=own_place)
    return several if uids else view


def find_readdressed(
    case: DraftCase, session: MailboxSession, seen_drafts: Sequence[SeenDraft], draft: Draft
) -> list[int]:
    """Return the UIDs of unmarked drafts with the touch's subject and text, to somebody whom no interview names.

    The candidate changed the recipient, and the mail program dropped the marks. Such a draft is not deleted.
    """
    known_addresses = {
        contact.email.lower()
        for interview in case.ledger.config.interviews
        for contact in interview.contacts
        if contact.email
    }
    subjects = (draft.full_text.subject, *case.list_stored_subjects())
    others = list_readdressed_drafts(seen_drafts, known_addresses.union(list_addresses(case)), subjects)
    uids = (seen.place.uid for seen in others)
    return [uid for uid in uids if is_alike(read_saved_text(case, session, uid), draft.text.body)]


def read_saved_text(case: DraftCase, session: MailboxSession, uid: int) -> DraftText | None:
    """Return the text of a draft in the folder; None if it is gone or cannot be read."""
    raw = session.fetch_draft(uid)
    try:
        return case.ledger.classifier.read_draft(raw) if raw else None
    except Unclassifiable:
        return None


def is_alike(text: DraftText | None, words: str) -> bool:
    """Return whether a draft has enough of a text to be a copy of it."""
    return text is not None and measure_similarity(text.text, words) >= ALIKE
