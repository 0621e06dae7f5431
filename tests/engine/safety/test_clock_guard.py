"""The clock that must hold still."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from followupd.engine.safety.clock_guard import ClockGuard

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def later(**span: float) -> datetime:
    return NOON + timedelta(**span)


def test_a_clock_that_keeps_time_is_trusted_from_the_first_reading() -> None:
    guard = ClockGuard()
    assert guard.check_reading(NOON, 0) is None
    assert guard.check_reading(later(seconds=20), 20) is None


def test_suspend_is_no_jump() -> None:
    guard = ClockGuard()
    guard.check_reading(NOON, 0)
    assert guard.check_reading(later(days=3), 3 * 86400) is None


def test_after_a_jump_nothing_is_sent_until_two_readings_agree() -> None:
    guard = ClockGuard()
    guard.check_reading(NOON, 0)
    assert "forward by 1:00:00" in (guard.check_reading(later(hours=1, seconds=20), 20) or "")
    assert guard.check_reading(later(hours=1, seconds=40), 40) is not None
    assert guard.check_reading(later(hours=1, seconds=60), 60) is None


def test_a_clock_behind_the_journal_is_wrong() -> None:
    guard = ClockGuard()
    assert "set it right" in (guard.check_reading(NOON, 0, newest_fact_at=later(hours=2)) or "")
    assert guard.check_reading(NOON, 0, newest_fact_at=later(minutes=2)) is None


def test_the_times_in_the_message_are_in_the_users_zone() -> None:
    message = ClockGuard().check_reading(NOON, 0, later(hours=2), ZoneInfo("Europe/Berlin")) or ""
    assert (
        "the clock says 12 November 2026, 13:00 CET, but the journal has seen 12 November 2026, 15:00 CET"
        in message
    )
    assert "UTC" not in message
