"""Pictures of growth as SVG: one line for each series, both axes logarithmic, so that a straight line is a power."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from math import log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT, MARGIN, LABELS = 640, 360, 56, 70
COLOURS = ("#b45309", "#1d4ed8", "#15803d", "#7c3aed")


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a place on an axis."""

    least: float
    most: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float, room: float = 0.0) -> Scale:
        """Return the scale that shows all values."""
        logs = [log10(value) for value in values]
        return cls(min(logs) - room, max(logs) + room, start, end)

    def place(self, value: float) -> float:
        """Return where a value lies."""
        span = self.most - self.least or 1.0
        return self.start + (log10(value) - self.least) / span * (self.end - self.start)


def draw_chart(title: str, x_label: str, unit: str, series: Mapping[str, Points]) -> str:
    """Return the picture of some series of points."""
    points = [point for line in series.values() for point in line]
    x_scale = Scale.over([x for x, _ in points], MARGIN, WIDTH - MARGIN - LABELS)
    y_scale = Scale.over([y for _, y in points], HEIGHT - MARGIN, MARGIN, room=0.1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        draw_text(MARGIN, 24, title),
        draw_text(MARGIN, HEIGHT - 12, f"{x_label} (both axes are logarithmic)"),
    ]
    parts += [
        draw_text(x_scale.place(x), HEIGHT - MARGIN + 18, f"{x:,.0f}") for x in sorted({x for x, _ in points})
    ]
    for (name, line), colour in zip(series.items(), COLOURS, strict=False):
        parts += draw_line(name, [(x_scale.place(x), y_scale.place(y), y) for x, y in line], unit, colour)
    return "\n".join([*parts, "</svg>", ""])


def save_chart(path: Path, picture: str) -> None:
    """Write a picture, for the owner of its folder: the bench may run as root."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture, encoding="utf-8")
    folder = path.parent.stat()
    os.chown(path, folder.st_uid, folder.st_gid)


def draw_line(name: str, places: Sequence[tuple[float, float, float]], unit: str, colour: str) -> list[str]:
    """Return a line with the value at each point and the name at its end."""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    x_end, y_end, _ = places[-1]
    return [
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(
            draw_text(x + 4, y - 6, f"{value:,.{1 if value < 100 else 0}f} {unit}", colour)
            for x, y, value in places
        ),
        draw_text(x_end + 4, y_end + 12, name, colour),
    ]


def draw_text(x: float, y: float, words: str, colour: str = "#111") -> str:
    """Return one piece of text of a picture."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(words)}</text>'
