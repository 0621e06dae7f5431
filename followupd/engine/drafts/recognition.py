"""Recognises the drafts of followupd in the Drafts folder, even after a mail program has changed them. Pure.

Each draft has a mark: a UUID made from the touch and a number with the store's key. It is in the Message-ID, in a
header of its own, and in References and In-Reply-To. Programs that write another Message-ID and drop unknown headers
keep the last two. If no mark is left, subject and recipient are compared, and then the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.engine.drafts.folder_port import DraftPlace
from followupd.inbound.replies.draft_text import parse_marks
from followupd.journal.draft_states import DraftState
from followupd.writing.mail.message_id import build_message_id, touch_token
from followupd.writing.mail.mime import strip_reply_prefix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from followupd.engine.drafts.folder_port import DraftListing
    from followupd.inbound.replies.draft_text import DraftMarks
    from followupd.journal.draft_states import Drafted
    from followupd.journal.facts import Touch

MAX_VERSIONS = 40  # after a restore, the store may not know how many times a draft was written


class Sight(StrEnum):
    """The part of a draft that was found in the folder."""

    OWN = "own"  # the draft as it was written
    TOUCHED = "touched"  # a draft that a program has saved since
    SEVERAL = "several"
    LOOKALIKE = "lookalike"  # a draft without a mark, but with the same subject and recipient
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DraftView:
    """The drafts of one touch: those that count, and those of followupd that were replaced."""

    sight: Sight
    uids: tuple[int, ...] = ()  # the UIDs of the drafts that count
    stale_places: tuple[DraftPlace, ...] = ()  # drafts that are as they were written, and are to be removed
    own_place: DraftPlace | None = None  # followupd's own draft among several


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """One draft of the folder."""

    place: DraftPlace
    header: DraftMarks


def make_draft_id(key: bytes, touch: Touch, version: int, address: str) -> str:
    """Return the Message-ID of a draft. It is the same on every attempt, and never the one of the mail itself."""
    return build_message_id(key, f"draft/{touch}/{version}", address)


def list_marks(key: bytes, touches: Iterable[str], version: int) -> frozenset[str]:
    """Return every mark that a draft of a touch may have, under each name that the touch has had."""
    versions = range(1, max(version + 1, MAX_VERSIONS) + 1)
    return frozenset(touch_token(key, f"draft/{touch}/{n}") for touch in touches for n in versions)


def read_listing(listing: DraftListing) -> list[SeenDraft]:
    """Return the drafts of the folder with what their headers show."""
    return [
        SeenDraft(DraftPlace(listing.uidvalidity, header.uid), parse_marks(header.raw_header))
        for header in listing.headers
    ]


def recognise_draft(
    seen_drafts: Sequence[SeenDraft],
    facts: Sequence[Drafted],
    marks: frozenset[str],
    addresses: Collection[str],
    subjects: Collection[str],
) -> DraftView:
    """Return which drafts of the folder belong to a touch. `facts`: every state of its draft, oldest first."""
    marked = [d for d in seen_drafts if not marks.isdisjoint(d.header.marks)]
    own, stale, touched = _sort_marked(marked, facts)
    alike = [d for d in seen_drafts if d not in marked and _looks_alike(d, addresses, subjects)]
    if touched:  # a program that saved one of two copies may have left out the marks
        return _view_drafts(Sight.TOUCHED, [*touched, *alike], (*stale, *own))
    if own:
        return DraftView(Sight.OWN, (own[0].uid,), stale)
    return _view_drafts(Sight.LOOKALIKE, alike, stale)


def list_unmarked_copies(
    seen_drafts: Sequence[SeenDraft], addresses: Collection[str], subjects: Collection[str]
) -> list[SeenDraft]:
    """Return the drafts without any mark of followupd that have the recipient and the subject of a touch.

    Outlook saves a draft that it had open without the marks, also beside a newer version of followupd's.
    """
    return [d for d in seen_drafts if not d.header.marks and _looks_alike(d, addresses, subjects)]


def list_readdressed_drafts(
    seen_drafts: Sequence[SeenDraft], known_addresses: Collection[str], subjects: Collection[str]
) -> list[SeenDraft]:
    """Return the unmarked drafts with the subject of a touch whose recipient is nobody known, or that have none."""
    plain_subjects = {strip_reply_prefix(subject) for subject in subjects if subject}
    return [
        d
        for d in seen_drafts
        if not d.header.marks
        and strip_reply_prefix(d.header.subject) in plain_subjects
        and set(d.header.to).isdisjoint(known_addresses)
    ]


def _view_drafts(
    sight_of_one: Sight, drafts: Sequence[SeenDraft], stale_places: tuple[DraftPlace, ...]
) -> DraftView:
    """Return the drafts that count. If there are several, it is not known which one is meant."""
    sight = {0: Sight.NONE, 1: sight_of_one}.get(len(drafts), Sight.SEVERAL)
    return DraftView(sight, tuple(d.place.uid for d in drafts), stale_places)


def _sort_marked(
    marked: Sequence[SeenDraft], facts: Sequence[Drafted]
) -> tuple[tuple[DraftPlace, ...], tuple[DraftPlace, ...], list[SeenDraft]]:
    """Return the draft as it was last written, those that it replaced, and those that a program has saved since.

    If the server does not report the place of a draft, its id is compared: most programs write a new one.
    """
    written_ids = _find_written_ids(facts)
    as_written = [d for d in marked if d.place in written_ids or _is_unplaced(d, facts)]
    touched = [d for d in marked if d not in as_written]
    current_places = [d.place for d in as_written if _is_current(d, written_ids.get(d.place), facts)]
    own = current_places[:1]
    return tuple(own), tuple(d.place for d in as_written if d.place not in own), touched


def _find_written_ids(facts: Sequence[Drafted]) -> dict[DraftPlace, str]:
    """Return the Message-ID of each draft whose place the server reported when it was written."""
    placed_facts = (f for f in facts if f.uid and f.state is DraftState.PLACED)
    return {DraftPlace(f.uidvalidity, f.uid): f.message_id for f in placed_facts}


def _is_current(seen: SeenDraft, written_id: str | None, facts: Sequence[Drafted]) -> bool:
    """Return whether a draft is the one that was written last.

    A draft without a known place is not, if the last state is an edit: the edited draft has replaced it.
    """
    last = facts[-1] if facts else None
    if last is None or (written_id is None and last.state is DraftState.EDITED):
        return False
    return (written_id or seen.header.message_id) == last.message_id


def _is_unplaced(seen: SeenDraft, facts: Sequence[Drafted]) -> bool:
    """Return whether a draft has an id of followupd and a place that was never reported, or has another number now."""
    same_id = [f for f in facts if f.message_id == seen.header.message_id]
    return bool(same_id) and not any(f.uid and f.uidvalidity == seen.place.uidvalidity for f in same_id)


def _looks_alike(seen: SeenDraft, addresses: Collection[str], subjects: Collection[str]) -> bool:
    plain_subjects = {strip_reply_prefix(subject) for subject in subjects if subject}
    is_to_contact = bool(seen.header.to) and set(seen.header.to) <= set(addresses)
    return is_to_contact and strip_reply_prefix(seen.header.subject) in plain_subjects
