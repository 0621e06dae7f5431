"""When a draft is written, and what happens to it next."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from followupd.journal.draft_states import Drafted, DraftState
from followupd.planning.business_days import Calendar
from followupd.planning.context import Rule
from followupd.planning.draft_review import (
    MISSING_FOR,
    DraftAction,
    choose_action,
    find_placing_time,
)

BERLIN = Calendar(ZoneInfo("Europe/Berlin"), "DE-BE", (time(8, 30), time(18, 0)))
NOW = datetime(2026, 11, 12, 12, tzinfo=UTC)  # a Thursday, 13:00 in Berlin


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-12T14:00", "2026-11-12T10:00"),  # four hours of one window
        ("2026-11-12T08:30", "2026-11-11T14:00"),  # one hour of that day, three of the day before
        ("2026-11-16T07:30", "2026-11-13T13:00"),  # a Monday: the window of Friday
    ],
)
def test_the_time_before_is_counted_in_the_recipients_hours(due: str, expected: str) -> None:
    moment = datetime.fromisoformat(due).replace(tzinfo=UTC)
    placing_time = find_placing_time(BERLIN, moment, timedelta(hours=4))
    assert placing_time == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def draft(state: DraftState, at: datetime = NOW) -> Drafted:
    return Drafted(at, "acme", "thank-you", "ana", state)


def chosen(
    state: DraftState, rule: Rule | None, *, later: timedelta = timedelta(0), words: bool = False
) -> DraftAction:
    placing_at = NOW + later
    return choose_action(draft(state), rule, placing_at, NOW, has_other_words=words)


@pytest.mark.parametrize("rule", [Rule.ANSWERED, Rule.PAUSED, Rule.CLOSED, Rule.BY_HAND, Rule.ADDRESS, None])
def test_an_untouched_draft_goes_when_its_mail_does_not_leave(rule: Rule | None) -> None:
    assert chosen(DraftState.PLACED, rule) is DraftAction.REMOVE


@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize("rule", [Rule.HALTED, Rule.CONFIG, Rule.UNKNOWN, Rule.NOT_LIVE, Rule.TRIPPED])
def test_nothing_is_changed_while_something_is_in_doubt(state: DraftState, rule: Rule) -> None:
    assert chosen(state, rule) is DraftAction.NOTHING


def test_a_draft_is_written_when_its_time_has_come_and_again_for_other_words() -> None:
    assert choose_action(None, Rule.DUE, NOW, NOW, has_other_words=False) is DraftAction.PLACE
    assert choose_action(None, Rule.DUE, NOW + MISSING_FOR, NOW, has_other_words=False) is DraftAction.NOTHING
    assert chosen(DraftState.PLACED, Rule.DUE) is DraftAction.NOTHING
    assert chosen(DraftState.PLACED, Rule.DUE, words=True) is DraftAction.PLACE
    assert chosen(DraftState.EDITED, Rule.DUE, words=True) is DraftAction.NOTHING
    assert chosen(DraftState.PLACED, Rule.BUDGET, later=timedelta(days=3)) is DraftAction.REMOVE


def test_a_missing_draft_is_deleted_only_after_a_while() -> None:
    for rule in (Rule.DUE, Rule.PAUSED, Rule.ANSWERED):
        long_ago, now = draft(DraftState.MISSING, NOW - MISSING_FOR), draft(DraftState.MISSING)
        assert choose_action(long_ago, rule, NOW, NOW, has_other_words=False) is DraftAction.SKIP
        assert choose_action(now, rule, NOW, NOW, has_other_words=False) is DraftAction.NOTHING
