"""Late, not rude: downtime of an hour, a weekend, three weeks; nothing stale, nothing in a burst."""

from datetime import datetime, timedelta
from itertools import pairwise

from daemon_stage import Stage, text_of
from mailhost import ANA, BEN, CLEO, HAL

from followupd.journal.facts import Settled, Taken

OTHERS = (ANA, BEN, CLEO, HAL)


def sleep_until(stage: Stage, moment: str) -> None:
    """The machine is off until then."""
    stage.stop()
    stage.clock.instant = datetime.fromisoformat(f"2026-{moment}+00:00")
    stage.start()
    stage.look()


def reminders(stage: Stage) -> list[Taken]:
    assert stage.daemon
    return [f for f in stage.daemon._ledger.history.facts if isinstance(f, Taken) and f.reminder]


def missed(stage: Stage) -> list[str]:
    assert stage.daemon
    return [f.touch.step for f in stage.daemon._ledger.history.facts if isinstance(f, Settled)]


def test_after_an_hour_what_is_late_goes_out(stage: Stage) -> None:
    sleep_until(stage, "11-12T16:30")
    assert [len(stage.followups(p.address)) for p in OTHERS] == [1, 1, 1, 1]
    assert missed(stage) == []


def test_what_is_late_together_goes_out_ten_minutes_apart(stage: Stage) -> None:
    stage.write_config(sending={"gap": "10 minutes"})
    sleep_until(stage, "11-12T15:50")
    counts = [sum(len(stage.followups(p.address)) for p in OTHERS)]
    for minutes in (9, 4, 9, 4, 9, 4):
        stage.clock.instant += timedelta(minutes=minutes)
        stage.look()
        counts.append(sum(len(stage.followups(p.address)) for p in OTHERS))
    assert counts == [1, 1, 2, 2, 3, 3, 4]
    assert missed(stage) == []


def test_after_a_weekend_the_thank_yous_are_missed_and_told_and_the_call_stands(stage: Stage) -> None:
    stage.look()
    sleep_until(stage, "11-16T09:00")
    assert [len(stage.followups(p.address)) for p in OTHERS] == [0, 0, 0, 0]
    assert missed(stage) == ["thank-you"] * 4
    stage.look()
    (told,) = [m for m in stage.notices() if m["Subject"].startswith("Not sent")]
    assert told["Subject"] == "Not sent: 4 steps (acme)"
    assert text_of(told).count("- thank-you to ") == 4
    stage.advance()
    assert [t.touch.step for t in reminders(stage)] == ["call"]


def test_after_three_weeks_only_what_is_still_worth_something_goes_out_one_a_week(stage: Stage) -> None:
    stage.advance_by(4)
    sleep_until(stage, "12-03T10:00")
    assert missed(stage) == ["call", "check-in", "letter"]  # no letter would be there in its week
    assert reminders(stage) == []
    (told,) = [m for m in stage.notices() if m["Subject"].startswith("Not sent")]
    assert [f"- {step} to Ana Alvarez" in text_of(told) for step in ("call", "check-in", "letter")] == [
        True
    ] * 3
    for _ in stage.play():
        pass
    assert [(t.touch.step, f"{t.at:%d.%m.}") for t in reminders(stage)] == [("last-note", "08.12.")]


def test_an_answer_that_came_during_the_downtime_is_read_before_anything_goes_out(stage: Stage) -> None:
    stage.advance_by(4)
    stage.stop()
    stage.mailhost.reply_as(ANA)
    stage.start()
    stage.clock.instant = datetime.fromisoformat("2026-11-17T10:00:00+00:00")
    stage.look()
    assert reminders(stage) == []


def test_a_holiday_of_the_candidate_shifts_and_does_not_pile_up(stage: Stage) -> None:
    from followupd.config.interview import EVERY
    from followupd.journal.facts import Steered

    stage.advance_by(4)
    assert stage.daemon
    back = datetime.fromisoformat("2026-12-07T08:00:00+00:00")
    stage.daemon._ledger.append(Steered(stage.clock.now(), EVERY, "pause", back))
    stage.clock.instant = back
    stage.look()
    for _ in stage.play():
        pass
    steps = [t.touch.step for t in reminders(stage)]
    reached = [t.arrives or t.at for t in reminders(stage)]
    gaps = [b - a for a, b in pairwise(reached)]
    assert steps == ["call", "check-in", "letter", "last-note"]
    assert all(gap >= timedelta(days=7) for gap in gaps)


def test_a_file_that_is_written_after_a_month_begins_with_a_check_in_and_is_told_in_one_notice(
    stage: Stage,
) -> None:
    stage.write_interview(at="2026-10-15 14:00")
    stage.look()
    (told,) = [m["Subject"] for m in stage.notices() if m["Subject"].startswith("Not sent")]
    assert told == "Not sent: 5 steps (acme)"
    for _ in stage.play():
        pass
    assert [t.touch.step for t in reminders(stage)] == ["check-in", "letter", "last-note"]
    assert f"{reminders(stage)[0].at:%d.%m.}" == "13.11."
    assert len(stage.followups(ANA.address)) == 2
