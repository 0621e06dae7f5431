"""Writes drafts to the Drafts folder, and removes followupd's own drafts that were replaced."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.engine.drafts.case import hash_draft, hash_saved
from followupd.engine.drafts.folder_port import DraftPlace
from followupd.engine.drafts.recognition import make_draft_id, read_listing
from followupd.engine.sending.attaching import attach_files
from followupd.inbound.replies.draft_text import parse_marks
from followupd.journal.draft_states import DraftEvent, DraftState
from followupd.writing.mail.message_id import touch_token

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.drafts.case import DraftCase
    from followupd.engine.drafts.recognition import DraftView
    from followupd.engine.ports import MailboxSession
    from followupd.engine.sending.sending import Sender
    from followupd.writing.draft import Draft

log = logging.getLogger("followupd")

_READABLE = (DraftState.PLACING, DraftState.PLACED, DraftState.LEAVING)

_BEING_REMOVED = (DraftState.LEAVING, DraftState.REMOVING, DraftState.REMOVED)

WordCache = dict[str, tuple[object, str]]


def place_draft(
    case: DraftCase, session: MailboxSession, sender: Sender, cache: WordCache, now: datetime
) -> None:
    """Record that a draft will be written, then write it.

    Raises DraftsRefused, Unreachable, and FollowupdError if the text cannot be written.
    """
    assert case.details
    assert case.move
    former_place = case.place if case.state is DraftState.PLACED else None
    draft = sender.write_again(case.details, case.move.due)
    draft_id, version = _record_placing(case, draft, now)
    data = _render_draft(case, sender, draft, draft_id, version, now)
    place = session.append_draft(data, now) or _find_written(case, session, draft_id)
    if place:
        case.record(DraftEvent.SEE_OWN, now, uid=place.uid, uidvalidity=place.uidvalidity)
    if former_place:
        session.remove_draft(former_place)
    cache.pop(str(case.touch), None)
    log.info("the draft of %s lies in Drafts", case.touch, extra=case.touch.log_fields("draft"))


def _record_placing(case: DraftCase, draft: Draft, now: datetime) -> tuple[str, int]:
    """Record that a draft is about to be written; return its id and its number."""
    store, digest = case.ledger.store, hash_draft(draft)
    is_same = case.last is not None and case.last.digest == digest
    # After a crash the same draft is looked for by the same id, since it may have been written.
    version = case.version if is_same and case.state is DraftState.PLACING else case.version + 1
    draft_id = make_draft_id(store.key, case.touch, version, case.ledger.config.account.address)
    # The candidate has already read a draft that was withdrawn for a mail which was not sent in the end.
    lay_there = any(f.state in _READABLE for f in case.facts[-2:])
    since = case.last.since if case.last and is_same and lay_there else None
    case.store_subject(draft.full_text.subject)
    case.record(
        DraftEvent.PLACE, now, version=version, message_id=draft_id, digest=digest, uid=0, uidvalidity=0,
        since=since or now, why="",
    )  # fmt: skip
    return draft_id, version


def has_other_words(case: DraftCase, sender: Sender, cache: WordCache) -> bool:
    """Return whether the mail would now have another text than the draft in the folder."""
    if case.details is None or case.move is None or case.last is None:
        return False
    ledger, name = case.ledger, str(case.touch)
    # The due time matters too, since a text may name days.
    made_from = (
        id(ledger.config),
        len(ledger.history.facts),
        case.move.due,
        ledger.store.get_value(f"draft/{name}"),
    )
    known_words = cache.get(name)
    if known_words is None or known_words[0] != made_from:
        draft = sender.write_again(case.details, case.move.due)
        known_words = cache[name] = made_from, hash_draft(draft)
    return known_words[1] != case.last.digest


def _render_draft(
    case: DraftCase, sender: Sender, draft: Draft, draft_id: str, version: int, now: datetime
) -> bytes:
    # The mark comes first in the references: programs keep it there, and a limit on their number does not drop it.
    full_draft = attach_files(case.ledger.read_file, draft)
    marked = replace(full_draft, references=(draft_id, *draft.references))
    data = sender.composer.render_mime(marked, case.ledger.config, now, draft_id)
    token = touch_token(case.ledger.store.key, f"draft/{case.touch}/{version}")
    return f"X-Draft-Id: {token}\r\n".encode() + data


def _find_written(case: DraftCase, session: MailboxSession, draft_id: str) -> DraftPlace | None:
    """Return the place of a draft that the server has just accepted without reporting its place."""
    for seen in reversed(read_listing(session.list_drafts())):
        if seen.header.message_id == draft_id and _is_as_written(case, session, seen.place):
            return seen.place
    return None


def _is_as_written(case: DraftCase, session: MailboxSession, place: DraftPlace) -> bool:
    """Return whether a draft has the text that was written under its id.

    A program may keep the id of a draft that it changes and saves.
    """
    raw = session.fetch_draft(place.uid)
    if raw is None:
        return False
    text = case.ledger.classifier.read_draft(raw)
    mail_id = parse_marks(raw.partition(b"\r\n\r\n")[0]).message_id
    digests = {f.message_id: f.digest for f in case.facts if f.state is DraftState.PLACING}
    return digests.get(mail_id) == hash_saved(text)


def remove_stale(case: DraftCase, session: MailboxSession, view: DraftView) -> None:
    """Remove drafts of followupd that were replaced, if nobody has changed them."""
    known_places = {(f.uidvalidity, f.uid) for f in case.facts if f.state is DraftState.PLACED}
    for place in view.stale_places:
        is_known = (place.uidvalidity, place.uid) in known_places
        if is_known or _is_as_written(case, session, place):
            session.remove_draft(place)


def remove_former(case: DraftCase, session: MailboxSession) -> None:
    r"""Remove again the drafts that were to be removed before a crash.

    A draft that is marked `\Deleted` is in no listing. A folder never gives a number twice, so the number still names
    the very draft that followupd wrote.
    """
    places = {DraftPlace(f.uidvalidity, f.uid) for f in case.facts if f.uid and f.state is DraftState.PLACED}
    if case.state not in _BEING_REMOVED and case.place:
        places.discard(case.place)
    for place in places:
        session.remove_draft(place)
