"""What ends without being sent is told once for each time that it ends."""

from pathlib import Path

from builders import config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.conditions import plan_now
from followupd.engine.ledger import Ledger
from followupd.engine.sending.settling import drop_touches
from followupd.planning.moves import Verb, select_moves


def test_a_second_close_after_an_undo_tells_again_what_it_drops(tmp_path: Path) -> None:
    store, made = SqliteStore(tmp_path / "store.db"), config()
    ledger = Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]
    for close, undo in (("12 16:00", "12 17:00"), ("12 18:00", "")):
        now = utc(close)
        commands.close_interview(ledger, "acme", now)
        for _ in range(2):  # the second pass has nothing to tell
            drop_touches(ledger, select_moves(plan_now(ledger, now), Verb.DROP), now)
        if undo:
            commands.undo_last(ledger, "acme", utc(undo))
    titles = [mail.subject for mail in store.list_mails()]
    store.close()
    assert titles == ["Closed: acme", "Closed: acme"]
