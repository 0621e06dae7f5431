"""The line of an interview: each fact and each move at its place, and until when it lasts."""

from datetime import date, timedelta

from builders import by_hand, config, look, received, steered, taken, thanked, utc

from followupd.config.cadence import Channel
from followupd.engine.overview.timeline import build_timeline, facts_of
from followupd.inbound.verdict import Action
from followupd.journal.facts import Done, Fact, Settled, Touch, Uncertain
from followupd.journal.history import History
from followupd.writing.timeline.timeline import Lane, Mark, MarkKind, Timeline

ANA = "ana-ruiz"


def line(now: str, *facts: Fact, **changes: object) -> Timeline:
    made = config(**changes)
    history = History(facts)
    record = history.record_of(made.interviews[0], made)
    return build_timeline(made, record, look(now, history, made), utc(now))


def marks(timeline: Timeline, kind: MarkKind) -> list[Mark]:
    return [mark for mark in timeline.marks if mark.kind is kind]


def test_what_is_to_come_stands_where_the_plan_has_it() -> None:
    plan = look("12 14:10")
    timeline = line("12 14:10")
    planned = {(mark.step, mark.name): mark.at for mark in marks(timeline, MarkKind.PLANNED)}
    assert planned == {(move.touch.step, move.contact_name): move.due for move in plan.moves}


def test_the_line_holds_everything_and_the_days_in_which_companies_decide() -> None:
    timeline = line("12 14:10", *thanked())
    ends = [mark.until or mark.at for mark in timeline.marks]
    assert timeline.begin < timeline.interview_at < timeline.now < timeline.end
    assert max(ends) < timeline.end
    assert [moment - utc("12 14:00") for moment in timeline.decision] == [
        timedelta(weeks=2),
        timedelta(weeks=3),
    ]


def test_each_channel_has_its_lane() -> None:
    timeline = line(
        "18 10:00",
        *thanked(),
        taken("17 09:00", "call", how="sheet"),
        by_hand("18 09:00", "ana@acme.example"),
    )
    assert [mark.lane for mark in marks(timeline, MarkKind.TAKEN)] == [Lane.EMAIL] * 3 + [Lane.PHONE]
    assert [mark.lane for mark in marks(timeline, MarkKind.BY_HAND)] == [Lane.EMAIL]


def test_an_absence_lasts_until_the_day_of_return_and_an_answer_is_a_moment() -> None:
    timeline = line(
        "19 10:00", *thanked(), received("16 08:00", action=Action.HOLD, return_date=date(2026, 11, 25)), received("18 08:00"),
    )  # fmt: skip
    [absence] = marks(timeline, MarkKind.ABSENCE)
    assert (absence.lane, absence.until) == (Lane.COMPANY, utc("24 23:00"))  # midnight in Berlin
    [answer] = marks(timeline, MarkKind.ANSWER)
    assert answer.until is None


def test_a_pause_ends_with_its_date_or_with_the_next_command() -> None:
    timeline = line(
        "30 10:00", *thanked(), steered("16 08:00", "pause", "18 00:00"), steered("20 08:00", "pause"), steered("22 08:00", "resume"),
        steered("24 08:00", "pause", interview="*"),
    )  # fmt: skip
    pauses = [(mark.at, mark.until) for mark in marks(timeline, MarkKind.PAUSE)]
    assert pauses == [
        (utc("16 08:00"), utc("18 00:00")), (utc("20 08:00"), utc("22 08:00")), (utc("24 08:00"), None),
    ]  # fmt: skip


def test_what_was_left_out_missed_or_is_in_doubt_is_marked_as_that() -> None:
    touch = Touch("acme", "letter", ANA)
    timeline = line(
        "18 10:00", *thanked(),
        Settled(utc("17 09:00"), touch, "skipped", "skipped by you", utc("26 09:00")),
        Settled(utc("17 09:00"), Touch("acme", "call", ANA), "missed", "too late", utc("16 09:00")),
        Uncertain(utc("17 10:00"), Touch("acme", "check-in", ANA), "<x@y>", "ana@acme.example", "the line broke"),
    )  # fmt: skip
    assert [(m.lane, m.at) for m in marks(timeline, MarkKind.SKIPPED)] == [(Lane.POST, utc("17 09:00"))]
    assert [(m.lane, m.at) for m in marks(timeline, MarkKind.MISSED)] == [(Lane.PHONE, utc("16 09:00"))]
    assert [m.lane for m in marks(timeline, MarkKind.UNKNOWN)] == [Lane.EMAIL]


def test_a_promise_stands_on_its_day() -> None:
    done = Done(
        utc("17 14:00"), Touch("acme", "call", ANA), "voicemail", "", date(2026, 12, 4), Channel.PHONE
    )
    timeline = line("18 10:00", *thanked(), done)
    assert [mark.at for mark in marks(timeline, MarkKind.PROMISE)] == [utc("2026-12-03 23:00")]
    assert [mark.text for mark in marks(timeline, MarkKind.REPORTED)] == ["voicemail"]


def test_only_what_concerns_the_interview_is_on_its_line() -> None:
    made = config()
    history = History(
        [
            *thanked(),
            received("13 09:00", interviews=("other",)),
            steered("13 10:00", "pause", interview="other"),
        ]
    )
    assert facts_of(history.record_of(made.interviews[0], made)) == thanked()
