"""The picture for a mail: a document of its own, in which no name can become markup."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from builders import config, look, received, taken, thanked, utc

from followupd.engine.overview.timeline import build_timeline
from followupd.journal.history import History
from followupd.writing.language.words import Words
from followupd.writing.timeline.picture_png import draw_png
from followupd.writing.timeline.timeline_drawing import Picture, draw_timeline
from followupd.writing.timeline.timeline_svg import render_svg

CALLED = taken("17 09:10", "call", how="sheet")


def draw(now: str, *facts: object) -> Picture:
    made, history = config(), History(facts)
    record = history.record_of(made.interviews[0], made)
    return draw_timeline(build_timeline(made, record, look(now, history, made), utc(now)), Words())


@pytest.mark.parametrize("facts", [(), (*thanked(), CALLED, received("16 10:00"))])
def test_it_is_well_formed_and_shows_each_mark(facts: tuple[object, ...]) -> None:
    picture = draw("17 10:00", *facts)
    tree = ET.fromstring(render_svg(picture, Words()))
    groups = tree.findall("{*}g")
    assert [g.get("transform") for g in groups] == [f"translate({s.x} {s.y})" for s in picture.signs]
    texts = {text.text for text in tree.findall("{*}text")}
    assert {label for _, label in picture.ticks} <= texts
    assert {label for label, _ in picture.lanes} <= texts


def test_a_name_is_no_markup() -> None:
    picture = draw("17 10:00", *thanked())
    sign = replace(picture.signs[0], label='<script>&"', label_y=5.0)
    tree = ET.fromstring(render_svg(replace(picture, signs=(sign,)), Words()))
    assert '<script>&"' in [text.text for text in tree.findall("{*}text")]


def test_it_becomes_a_png() -> None:
    data = draw_png(render_svg(draw("17 10:00", *thanked(), CALLED), Words()))
    assert data.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(data[16:20]) == 1200
