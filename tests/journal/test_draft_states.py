"""The table of drafts: total, and what must never follow."""

import pytest

from followupd.journal.draft_states import DRAFT_TABLE, DraftEvent, DraftState


def test_every_event_is_allowed_in_every_state() -> None:
    assert set(DRAFT_TABLE) == set(DraftState)
    assert all(set(row) == set(DraftEvent) for row in DRAFT_TABLE.values())


NO_WORD_OF_IT = (DraftEvent.SEND, DraftEvent.WITHDRAW, DraftEvent.LEAVE, DraftEvent.DELETE)


@pytest.mark.parametrize("event", NO_WORD_OF_IT)
def test_a_draft_sent_by_hand_stays_that(event: DraftEvent) -> None:
    assert DRAFT_TABLE[DraftState.SENT_BY_HAND][event] is DraftState.SENT_BY_HAND


def test_a_copy_of_a_draft_sent_by_hand_is_seen_and_can_be_removed() -> None:
    """A crash while it was written, or a program, may have left a second one."""
    row = DRAFT_TABLE[DraftState.SENT_BY_HAND]
    assert DRAFT_TABLE[row[DraftEvent.SEE_OWN]][DraftEvent.WITHDRAW] is DraftState.REMOVING
    assert DRAFT_TABLE[row[DraftEvent.SEE_EDIT]][DraftEvent.WITHDRAW] is DraftState.LEFT
    assert row[DraftEvent.SEE_NOTHING] is DraftState.REMOVED


def test_a_draft_is_written_again_where_what_was_sent_by_hand_came_back() -> None:
    assert DRAFT_TABLE[DraftState.SENT_BY_HAND][DraftEvent.PLACE] is DraftState.PLACING


@pytest.mark.parametrize("state", [s for s in DraftState if s is not DraftState.REFUSED])
def test_wherever_a_draft_is_it_may_be_found_in_sent(state: DraftState) -> None:
    assert DRAFT_TABLE[state][DraftEvent.SEND] is DraftState.SENT_BY_HAND


@pytest.mark.parametrize("state", DraftState)
def test_only_what_was_missing_counts_as_deleted(state: DraftState) -> None:
    leads_there = DRAFT_TABLE[state][DraftEvent.DELETE] is DraftState.DELETED
    assert leads_there == (state in (DraftState.MISSING, DraftState.DELETED))


@pytest.mark.parametrize("state", [DraftState.EDITED, DraftState.UNCLEAR])
def test_what_the_candidate_touched_is_never_removed(state: DraftState) -> None:
    assert {DraftState.REMOVING, DraftState.LEAVING}.isdisjoint(DRAFT_TABLE[state].values())
