"""Places the marks of an interview's timeline in a picture, in units of the picture. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from followupd.writing.language.words import Translator
from followupd.writing.timeline.timeline import Lane, MarkKind
from followupd.writing.timeline.timeline_words import label_step, name_lane, name_mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from followupd.writing.timeline.timeline import Mark, Timeline

WIDTH, GUTTER, RIGHT = 960, 96, 24
TOP, LANE_HEIGHT = 46, 50
_MIN_GAP = 13  # two marks nearer than this are drawn side by side
_LETTER_WIDTH = 6.4  # of a label, on average
_MIN_BAND = 3.0
_CROWD = 64  # two labels at the top nearer than this would touch
_TICK_DAYS = (1, 2, 7, 14, 28, 56, 91)
_MAX_TICKS = 10


class PictureWords(Translator, Protocol):
    """The language and the time zone of a picture: those of the page, or those of a mail to the candidate."""

    @property
    def zone(self) -> tzinfo:
        """The zone in which days begin."""

    def format_mark_day(self, moment: datetime) -> str:
        """Return the day of a moment in a short form."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One mark of the picture. `label_y` is 0 if there is no space for its label."""

    x: float
    y: float
    kind: MarkKind
    title: str
    label: str
    label_x: float = 0
    label_y: float = 0
    label_anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Band:
    """A mark that lasts, as a part of a lane or of the whole picture."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the template draws."""

    height: int
    bottom: int  # of the lanes
    lanes: tuple[tuple[str, float], ...]  # label and middle
    ticks: tuple[tuple[float, str], ...]
    bands: tuple[Band, ...]
    signs: tuple[Sign, ...]
    now_x: float | None
    interview_x: float
    # The labels of now and of the interview would touch, so one is placed left and the other right.
    is_crowded: bool


@dataclass(frozen=True, slots=True)
class _Scale:
    begin: datetime
    end: datetime

    def place(self, moment: datetime) -> float:
        share = (moment - self.begin) / (self.end - self.begin)
        return round(GUTTER + min(max(share, 0), 1) * (WIDTH - GUTTER - RIGHT), 1)


def draw_timeline(timeline: Timeline, words: PictureWords) -> Picture:
    """Return the picture of an interview's timeline."""
    scale = _Scale(timeline.begin, timeline.end)
    middles = {lane: TOP + LANE_HEIGHT * (i + 0.5) for i, lane in enumerate(Lane)}
    bottom = TOP + LANE_HEIGHT * len(middles)
    now_x = scale.place(timeline.now) if timeline.begin <= timeline.now <= timeline.end else None
    interview_x = scale.place(timeline.interview_at)
    return Picture(
        bottom + 24,
        bottom,
        tuple((name_lane(words, lane), middle) for lane, middle in middles.items()),
        tuple(_draw_ticks(timeline, scale, words)),
        tuple(_draw_bands(timeline, scale, middles, words)),
        tuple(
            sign
            for lane, middle in middles.items()
            for sign in _draw_lane(timeline, lane, middle, scale, words)
        ),
        now_x,
        interview_x,
        now_x is not None and abs(now_x - interview_x) < _CROWD,
    )


def _draw_ticks(timeline: Timeline, scale: _Scale, words: PictureWords) -> Iterator[tuple[float, str]]:
    days = (timeline.end - timeline.begin).days
    step = next((s for s in _TICK_DAYS if days / s <= _MAX_TICKS), 365)
    local = timeline.begin.astimezone(words.zone)
    first_day = local.date() + timedelta(days=1)
    if step % 7 == 0:
        first_day += timedelta(days=-first_day.weekday() % 7)  # a Monday
    for number in range(days // step + 1):
        moment = datetime.combine(first_day + timedelta(days=number * step), time(0), words.zone)
        if moment < timeline.end - timedelta(days=step) / 3:
            yield scale.place(moment), words.format_mark_day(moment)


def _draw_bands(
    timeline: Timeline, scale: _Scale, middles: dict[Lane, float], words: PictureWords
) -> Iterator[Band]:
    whole_height = LANE_HEIGHT * len(middles)
    begin, end = (scale.place(moment) for moment in timeline.decision)
    title = words.translate("Most companies decide in these days")
    yield Band(begin, TOP, round(end - begin, 1), whole_height, "decision", title)
    for mark in timeline.marks:
        until = mark.until or (timeline.end if mark.kind is MarkKind.PAUSE else None)
        if until is None or until <= mark.at:
            continue
        left = scale.place(mark.at)
        width = round(max(scale.place(until) - left, _MIN_BAND), 1)
        if mark.kind is MarkKind.PAUSE:
            yield Band(left, TOP, width, whole_height, "pause", describe_mark(mark, words))
        else:
            middle = middles[mark.lane]
            yield Band(left, middle - 5, width, 10, mark.kind.value, describe_mark(mark, words))


def _draw_lane(
    timeline: Timeline, lane: Lane, middle: float, scale: _Scale, words: PictureWords
) -> Iterator[Sign]:
    """Yield the marks of a lane. Marks of one moment are side by side, with one label."""
    groups: list[list[Mark]] = []
    for mark in timeline.marks:
        if mark.lane is not lane or mark.kind is MarkKind.PAUSE:
            continue
        if groups and scale.place(mark.at) - scale.place(groups[-1][0].at) < _MIN_GAP:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    taken_space = {-1: 0.0, 1: 0.0}  # where the last label above and below ends
    for group in groups:
        x = scale.place(group[0].at)
        yield from _draw_group(group, x, middle, taken_space, words)


def _draw_group(
    group: list[Mark], x: float, middle: float, taken_space: dict[int, float], words: PictureWords
) -> Iterator[Sign]:
    label = _label_group(group, words)
    half = len(label) * _LETTER_WIDTH / 2
    label_x = min(max(x, GUTTER + half), WIDTH - half - 2)
    side = next((s for s in (-1, 1) if taken_space[s] <= label_x - half), 0)
    if side:
        taken_space[side] = label_x + half + 6
    for number, mark in enumerate(group):
        label_y = middle + (-12 if side < 0 else 20) if side and not number else 0
        yield Sign(
            round(x + number * 9, 1),
            middle,
            mark.kind,
            describe_mark(mark, words),
            label,
            round(label_x, 1),
            label_y,
        )


def _label_group(group: list[Mark], words: PictureWords) -> str:
    names = dict.fromkeys(_label_mark(mark, words) for mark in group)
    label = next(iter(names)) if len(names) == 1 else ", ".join(names)
    return f"{label} ×{len(group)}" if len(names) == 1 and len(group) > 1 else label


def _label_mark(mark: Mark, words: PictureWords) -> str:
    return label_step(words, mark.step) if mark.step else name_mark(words, mark.kind)


def describe_mark(mark: Mark, words: PictureWords) -> str:
    """Return the text of a mark, for a reader who points at it, and for one who does not see the picture."""
    subject = label_step(words, mark.step) if mark.step else ""
    name = f"{subject}, {mark.name}" if subject and mark.name else subject or mark.name
    end = words.translate("until %(day)s", day=words.format_mark_day(mark.until)) if mark.until else ""
    parts = [name_mark(words, mark.kind), name, words.format_moment(mark.at), end]
    return " · ".join(filter(None, parts))
