"""What is shown before the daemon has written an interview down is what it will do then."""

from pathlib import Path

from builders import ACME, config, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine.conditions import forecast_now, foresee_history, list_moves_now
from followupd.engine.ledger import Ledger
from followupd.engine.overview.forecaster import Forecaster
from followupd.planning.moves import Verb


def open_ledger(path: Path, made: Config) -> Ledger:
    store = SqliteStore(path / "followupd.sqlite3")
    return Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]


def test_thanks_of_a_late_entry_are_not_shown_as_missed_before_the_daemon_ran(tmp_path: Path) -> None:
    """Entered four days after the interview, the thank-yous still go out."""
    ledger, now = open_ledger(tmp_path, config(ACME)), utc("16 16:00")
    (shown,) = forecast_now(ledger, now)
    thanks = [m for m in shown.moves if m.touch.step == "thank-you"]
    assert [m.verb for m in thanks] == [Verb.WAIT] * 3
    assert all(m.due > now for m in thanks)
    assert [m.verb for m in list_moves_now(ledger, "acme", now) if m.touch.step == "thank-you"] == [
        Verb.WAIT
    ] * 3
    assert Forecaster(ledger).plan_interviews(now) == [shown]


def test_nothing_is_written_by_a_look(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path, config(ACME))
    forecast_now(ledger, utc("16 16:00"))
    assert list(ledger.history.facts) == []
    assert len(foresee_history(ledger, utc("16 16:00")).facts) == 1


def test_a_journal_that_has_every_interview_is_taken_as_it_is(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path, config(ACME))
    for fact in foresee_history(ledger, utc("12 15:00")).facts:
        ledger.append(fact)
    assert foresee_history(ledger, utc("16 16:00")) is ledger.history
