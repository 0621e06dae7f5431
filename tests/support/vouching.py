"""A provider that adds its Authentication-Results to every foreign mail, so that they are believed."""

from datetime import UTC, datetime

from followupd.engine.result_habit import HABIT_COUNT, note_habit
from followupd.engine.store_port import Store
from followupd.inbound.verdict import Action, Kind, Verdict

WITH_RESULTS = Verdict(Kind.UNRELATED, Action.NONE, "", has_own_results=True)
WITHOUT_RESULTS = Verdict(Kind.UNRELATED, Action.NONE, "", has_own_results=False)


def make_habit(store: Store, authserv_id: str, at: datetime = datetime(2026, 11, 1, tzinfo=UTC)) -> None:
    """Let twenty mails come in that have the provider's line."""
    for _ in range(HABIT_COUNT):
        note_habit(store, authserv_id, WITH_RESULTS, at)
