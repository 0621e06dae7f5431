"""A provider that adds its Authentication-Results to every foreign mail, so that they are believed."""

from dataclasses import replace
from datetime import UTC, datetime

from followupd.engine.result_habit import HABIT_COUNT, HABIT_DOMAINS, HABIT_PERIOD, note_habit
from followupd.engine.store_port import Store
from followupd.inbound.verdict import Action, Kind, Verdict

WITH_RESULTS = Verdict(Kind.UNRELATED, Action.NONE, "", has_own_results=True)
WITHOUT_RESULTS = Verdict(Kind.UNRELATED, Action.NONE, "", has_own_results=False)


def make_habit(store: Store, authserv_id: str, at: datetime = datetime(2026, 11, 1, tzinfo=UTC)) -> None:
    """Let twenty mails come in that have the provider's line, over two weeks and from several domains."""
    for number in range(HABIT_COUNT):
        sender = f"x@far{number % HABIT_DOMAINS}.example"
        received = at + HABIT_PERIOD * number / (HABIT_COUNT - 1)
        note_habit(store, authserv_id, replace(WITH_RESULTS, sender=sender), received)
