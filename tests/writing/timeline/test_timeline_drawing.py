"""Where the marks of the picture stand: in order, within the picture, and no label over another."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import config, look, received, taken, thanked, utc

from followupd.engine.overview.timeline import build_timeline
from followupd.journal.history import History
from followupd.web.language import Words
from followupd.writing.timeline.timeline_drawing import GUTTER, WIDTH, Picture, draw_timeline

CALLED = taken("17 09:10", "call", how="sheet")


def draw(now: str, *facts: object, language: str = "en") -> Picture:
    made, history = config(), History(facts)
    record = history.record_of(made.interviews[0], made)
    timeline = build_timeline(made, record, look(now, history, made), utc(now))
    return draw_timeline(timeline, Words(language, ZoneInfo("Europe/Berlin")))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize(
    ("now", "facts"),
    [("12 14:10", ()), ("17 10:00", (*thanked(), CALLED)), ("2026-12-20 10:00", (*thanked(), CALLED, received("20 10:00")))],
)  # fmt: skip
def test_everything_stands_within_the_picture_and_no_label_over_another(
    now: str, facts: tuple[object, ...], language: str
) -> None:
    picture = draw(now, *facts, language=language)
    for sign in picture.signs:
        assert GUTTER <= sign.x <= WIDTH
        assert 0 < sign.y < picture.bottom
    for band in picture.bands:
        assert band.width > 0
        assert band.x >= GUTTER
        assert band.x + band.width <= WIDTH
    rows: dict[float, list[tuple[float, float]]] = {}
    for sign in picture.signs:
        if sign.label_y:
            half = len(sign.label) * 6.4 / 2
            rows.setdefault(sign.label_y, []).append((sign.label_x - half, sign.label_x + half))
    for spans in rows.values():
        for (_, end), (begin, _) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            assert end <= begin


def test_time_runs_from_left_to_right() -> None:
    picture = draw("17 10:00", *thanked(), CALLED)
    assert picture.now_x is not None
    assert picture.interview_x < picture.now_x
    ticks = [x for x, _ in picture.ticks]
    assert ticks == sorted(ticks)
    assert 2 <= len(ticks) <= 12


def test_the_labels_at_the_top_give_way_to_each_other() -> None:
    assert draw("12 14:10").is_crowded
    assert not draw("2026-12-20 10:00", *thanked()).is_crowded


def test_what_happens_at_one_moment_has_one_label() -> None:
    picture = draw("13 10:00", *thanked())
    thanks = [sign for sign in picture.signs if sign.kind == "taken"]
    assert len(thanks) == 3
    assert [sign.label for sign in thanks if sign.label_y] == ["Thank-you ×3"]


def test_a_line_over_years_has_few_ticks() -> None:
    made, history = config(), History([*thanked()])
    record = history.record_of(made.interviews[0], made)
    now = utc("12 15:00") + timedelta(days=900)
    timeline = build_timeline(made, record, look("13 10:00", history, made), now)
    assert len(draw_timeline(timeline, Words("en", ZoneInfo("UTC"))).ticks) <= 12
