"""Mutants of drafts in the Drafts folder that the candidate edited, deleted or sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import cell, mutant

from followupd.engine.drafts import case, copies, keeper, reading
from followupd.engine.drafts.recognition import DraftView, Sight
from followupd.engine.scanning import incoming
from followupd.engine.sending import attempt
from followupd.journal.draft_record import last_draft
from followupd.journal.draft_states import DRAFT_TABLE, DraftEvent, DraftState
from followupd.planning import approval, draft_review, planner
from followupd.planning.draft_review import DraftAction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ledger import Ledger
    from followupd.inbound.verdict import Verdict
    from followupd.planning.context import Hold


@mutant(first=49)
def send_without_a_look_at_the_draft() -> Iterator[None]:
    with swapped((keeper.DraftKeeper, "release_draft", lambda *_: True)):
        yield


@mutant(first=2204)
def accept_an_edited_recipient() -> Iterator[None]:
    with swapped((reading, "why_unfit", lambda *_: "")):
        yield


@mutant(first=621)
def send_a_deleted_draft() -> Iterator[None]:
    with cell(DRAFT_TABLE, DraftState.PLACED, DraftEvent.SEE_NOTHING, DraftState.REMOVED):
        yield


@mutant(first=297)
def count_a_draft_sent_by_hand_as_untaken() -> Iterator[None]:
    def ignore(_ledger: Ledger, _header: object, verdict: Verdict, _now: object) -> Verdict:
        return verdict

    with swapped((incoming, "take_own_mail", ignore)):
        yield


@mutant(first=356)
def send_the_words_that_were_written_first() -> Iterator[None]:
    def hash_nothing(*_: str) -> str:
        return "the same"

    with swapped(
        (reading, "keep_edited_draft", lambda *_: None),
        (case, "hash_words", hash_nothing),
    ):
        yield


@mutant(first=205)
def leave_a_draft_after_an_answer() -> Iterator[None]:
    made = keeper.choose_action

    def choose(*arguments: object, **words: object) -> DraftAction:
        action: DraftAction = made(*arguments, **words)  # type: ignore[arg-type]
        return DraftAction.NOTHING if action is DraftAction.REMOVE else action

    with swapped((keeper, "choose_action", choose)):
        yield


@mutant(first=280)
def send_a_draft_after_an_answer() -> Iterator[None]:
    def gate(now: object, config: object, history: object, conditions: object, touch: object) -> Hold | None:
        interview = next((i for i in config.interviews if i.id == touch.interview), None)  # type: ignore[attr-defined]
        contact = interview and next((c for c in interview.contacts if c.key == touch.contact), None)  # type: ignore[attr-defined]
        draft = contact and last_draft(history.record_of(interview, config), touch.step, contact)  # type: ignore[attr-defined]
        if draft and draft.state in (DraftState.LEAVING, DraftState.EDITED):
            return None
        return planner.gate(now, config, history, conditions, touch)  # type: ignore[arg-type]

    with swapped((attempt, "gate", gate)):
        yield


@mutant(first=356)
def leave_while_a_draft_is_being_written() -> Iterator[None]:
    with swapped((draft_review, "EDIT_REST", timedelta(0))):
        yield


@mutant(first=200)
def take_every_saved_draft_for_a_word() -> Iterator[None]:
    with swapped((reading._Reader, "_is_approval", lambda *_: True)):
        yield


@mutant(first=822)
def choose_one_of_two_drafts() -> Iterator[None]:
    made = reading.view_draft

    def view(*arguments: object) -> DraftView:
        seen: DraftView = made(*arguments)  # type: ignore[arg-type]
        return (
            DraftView(Sight.TOUCHED, seen.uids[:1], seen.stale_places)
            if seen.sight is Sight.SEVERAL
            else seen
        )

    with swapped((reading, "view_draft", view)):
        yield


@mutant(first=49)
def overlook_an_unmarked_copy_beside_a_draft() -> Iterator[None]:
    with swapped((copies, "find_copies", lambda *arguments: arguments[3])):
        yield


@mutant(first=803_285_125)
def count_an_edit_from_before_an_answer_as_an_approval() -> Iterator[None]:
    with swapped((reading, "_WITHDRAWN", ())):
        yield


@mutant(first=803_285_125)
def let_words_of_an_edited_draft_leave_after_an_answer() -> Iterator[None]:
    with swapped((approval, "_is_edited_draft", lambda *_: False)):
        yield
