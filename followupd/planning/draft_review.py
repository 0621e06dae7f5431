"""Decides when the draft of a mail is in the candidate's Drafts folder, and what happens to it next. Pure.

A mail that is reviewed as a draft is sent only after its draft was in the folder, and only with the draft's text.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.journal.draft_record import last_draft, state_of
from followupd.journal.draft_states import Drafted, DraftState
from followupd.planning.context import Hold, Rule, TouchContext
from followupd.planning.timing import format_local

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.model import Config
    from followupd.planning.business_days import Calendar
    from followupd.planning.moves import Move

MIN_REVIEW = timedelta(minutes=30)  # the least time in the folder, however late the draft was written
MISSING_FOR = timedelta(minutes=10)  # a program may remove a draft for a moment, to save it
# Programs save while the candidate types, so an edit holds the mail for this time.
EDIT_REST = timedelta(minutes=10)
_HORIZON = 60  # days
# States in which the draft may be in the folder, and states in which it is not.
_LYING = (
    DraftState.PLACING,
    DraftState.PLACED,
    DraftState.EDITED,
    DraftState.UNCLEAR,
    DraftState.MISSING,
    DraftState.REMOVING,
)
_ABSENT = (
    DraftState.NONE,
    DraftState.PLACING,
    DraftState.REMOVED,
    DraftState.DELETED,
    DraftState.LEFT,
    DraftState.SENT_BY_HAND,
)
_READY = (DraftState.LEAVING, DraftState.REFUSED)
_EXPLAINED = (DraftState.UNCLEAR, DraftState.MISSING, DraftState.EDITED, DraftState.PLACED)

_WORD_WANTED = "it leaves only with your word: change the draft, or answer the mail that asks"

# Under these rules the draft may be in the folder. Under any other, its mail is not sent soon.
_OPEN_RULES = frozenset(
    {Rule.DUE, Rule.DRAFT, Rule.APPROVAL, Rule.RETRY, Rule.WINDOW, Rule.CAP, Rule.RECEIPT}
    | {Rule.GAP, Rule.PROMISE, Rule.ABSENCE, Rule.RELEASE, Rule.BUDGET}
)
# Under these rules nothing is certain, so nothing in the mailbox is changed.
_DOUBT_RULES = frozenset({Rule.CONFIG, Rule.HALTED, Rule.TRIPPED, Rule.NOT_LIVE, Rule.UNKNOWN})


class DraftAction(StrEnum):
    """What to do with the draft of a touch."""

    NOTHING = "nothing"
    PLACE = "place"  # write it, or replace it if the mail now has another text
    REMOVE = "remove"  # its mail is not sent: remove it, if nobody changed it
    SKIP = "skip"  # the candidate deleted it: the touch is skipped


def is_reviewed(config: Config, step: Step) -> bool:
    """Return whether a mail is first put into the Drafts folder.

    The mail after a rejection is shown by mail instead.
    """
    return config.sending.review == "drafts" and step.channel is Channel.EMAIL and step is not FAREWELL_STEP


def find_placing_time(calendar: Calendar, due: datetime, ahead: timedelta) -> datetime:
    """Return the moment (UTC) that is `ahead` before `due`, counted in the recipient's sending hours."""
    day = calendar.local_date(due)
    for _ in range(_HORIZON):
        if calendar.is_business_day(day):
            opening, end = calendar.opening_of(day), min(calendar.closing_of(day), due)
            if end - opening >= ahead:
                return end - ahead
            ahead -= max(end - opening, timedelta(0))
        day -= timedelta(days=1)
    return due


def draft_of(context: TouchContext) -> Drafted | None:
    """Return the last state of the draft of a touch."""
    return last_draft(context.record, context.step.id, context.contact)


def placing_time(context: TouchContext, due: datetime) -> datetime | None:
    """Return when the draft of a touch is written (UTC), but not before the interview ended; None if it gets none."""
    if not is_reviewed(context.config, context.step) or state_of(draft_of(context)) is DraftState.REFUSED:
        return None
    start = find_placing_time(context.calendar, due, context.config.sending.draft_ahead)
    return min(max(start, context.interview.end_time), due)


def hold_for_draft(context: TouchContext) -> Hold | None:
    """Hold a mail that the candidate should see in their Drafts folder first."""
    if not is_reviewed(context.config, context.step):
        return None
    draft = draft_of(context)
    if draft is None or draft.state not in _EXPLAINED:
        is_ready = draft is not None and draft.state in _READY
        return None if is_ready else Hold(Rule.DRAFT, "it is to lie in your Drafts folder first")
    hold = _explain_state(draft)
    is_timed = draft.state in (DraftState.EDITED, DraftState.PLACED)
    is_over = is_timed and not (hold.lifts_at and context.now.is_before(hold.lifts_at))
    return None if is_over else hold


def _explain_state(draft: Drafted) -> Hold:
    """Return why a draft holds its mail, and until when. A missing draft holds it until its touch is skipped."""
    match draft.state:
        case DraftState.UNCLEAR:
            return Hold(Rule.DRAFT, f"{draft.why}; mend the draft in your Drafts folder, or delete it")
        case DraftState.MISSING:
            return Hold(Rule.DRAFT, "its draft is not in your Drafts folder any more", draft.at + MISSING_FOR)
        case DraftState.EDITED:
            reason, shown_for = "you changed its draft just now, and may still be writing", EDIT_REST
        case _:
            reason, shown_for = "it lies in your Drafts folder, for you to read", MIN_REVIEW
    return Hold(Rule.DRAFT, reason, (draft.since or draft.at) + shown_for)


def describe_place(context: TouchContext, placing_at: datetime) -> str:
    """Return since when the draft is in the folder, or when it will be; empty if a hold says more."""
    draft, zone = draft_of(context), context.config.candidate.time_zone
    match state_of(draft):
        case DraftState.PLACED if draft:
            return f"in your Drafts since {format_local(draft.since or draft.at, zone)}"
        case DraftState.EDITED if draft:
            return f"in your Drafts, as you edited it, since {format_local(draft.at, zone)}"
        case DraftState.NONE | DraftState.REMOVED if context.now.is_before(placing_at):
            return f"in your Drafts from {format_local(placing_at, zone)}"
    return ""


def note_draft(context: TouchContext, move: Move, *, needs_word: bool) -> Move:
    """Return a move with the time of its draft and a note on it. `needs_word`: the mail needs an approval."""
    draft_at = placing_time(context, move.due)
    if draft_at is None:
        return move
    note = describe_place(context, draft_at) if move.verb in ("wait", "hold") else ""
    is_asked = needs_word and move.verb == "wait" and state_of(draft_of(context)) is DraftState.PLACED
    question = _WORD_WANTED if is_asked else ""
    return replace(move, draft_at=draft_at, why="; ".join(filter(None, (move.why, note, question))))


def may_be_placed(move: Move) -> bool:
    """Return whether a move is open and has a draft that a new text may replace."""
    return move.draft_at is not None and move.rule in _OPEN_RULES


def choose_action(
    draft: Drafted | None,
    rule: Rule | None,
    placing_at: datetime | None,
    now: datetime,
    *,
    has_other_words: bool,
) -> DraftAction:
    """Return what to do with a draft. `rule`: why its mail is not sent yet, None if it never will be."""
    if rule in _DOUBT_RULES:
        return DraftAction.NOTHING
    if draft is not None and draft.state is DraftState.MISSING and rule is not None:
        return DraftAction.SKIP if now - draft.at >= MISSING_FOR else DraftAction.NOTHING
    if rule not in _OPEN_RULES or placing_at is None:
        return DraftAction.REMOVE if state_of(draft) in _LYING else DraftAction.NOTHING
    return _choose_while_open(state_of(draft), is_time=placing_at <= now, has_other_words=has_other_words)


def _choose_while_open(state: DraftState, *, is_time: bool, has_other_words: bool) -> DraftAction:
    """Return what to do with the draft of a mail that is to be sent."""
    if state is DraftState.REMOVING:
        return DraftAction.REMOVE
    if state in (DraftState.PLACING, DraftState.PLACED) and not is_time:
        return DraftAction.REMOVE
    may_place = state in _ABSENT or (state is DraftState.PLACED and has_other_words)
    return DraftAction.PLACE if is_time and may_place else DraftAction.NOTHING
