"""A provider that adds its Authentication-Results to every foreign mail, and to own ones, so that they are trusted."""

from dataclasses import replace
from datetime import UTC, datetime

from followupd.engine.ports import FrozenMail, OutgoingMail
from followupd.engine.scanning.result_habit import HABIT_COUNT, HABIT_DOMAINS, HABIT_PERIOD, note_habit
from followupd.engine.store_port import Store
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.journal.states import TouchState

WITH_RESULTS = Verdict(Kind.UNRELATED, Action.NONE, "", has_own_results=True)
WITHOUT_RESULTS = Verdict(Kind.UNRELATED, Action.NONE, "", has_own_results=False)
NOTICE = "a notice that came back"


def make_habit(store: Store, authserv_id: str, at: datetime = datetime(2026, 11, 1, tzinfo=UTC)) -> None:
    """Record mails with the provider's line, over the whole period and from several domains, and one own mail."""
    for number in range(HABIT_COUNT):
        sender = f"x@far{number % HABIT_DOMAINS}.example"
        received = at + HABIT_PERIOD * number / (HABIT_COUNT - 1)
        note_habit(store, authserv_id, replace(WITH_RESULTS, sender=sender), received)
    note_habit(store, authserv_id, make_returned_notice(store), at)


def make_returned_notice(store: Store) -> Verdict:
    """Put a sent notice into the outbox; return the verdict on it with the provider's line."""
    mail = FrozenMail("sam@candidate.example", "sam@candidate.example", b"")
    store.add_mail(
        OutgoingMail(NOTICE, None, mail, "<notice@x>", "notice-mark", "Hello", "Hello", TouchState.SENT)
    )
    return Verdict(Kind.UNRELATED, Action.NONE, "", is_own=True, token="notice-mark", has_results=True)
