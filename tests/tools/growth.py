"""How the cost of a pass grows: python tests/tools/growth.py [--short] [--picture FILE].

It times one pass over interviews and over facts, in processor time of this process, and prints each time beside its
goal. With --picture it draws the times as SVG. --short measures small numbers only, for CI. The square itself is
refused by tests/engine/test_growth.py, which counts and does not time.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from html import escape
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

SUPPORT = Path(__file__).resolve().parents[1] / "support"
sys.path[:0] = [str(SUPPORT), str(SUPPORT.parents[1])]

from many_interviews import Crowd  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Interviews, facts of each, and the goal for a pass after one fact in milliseconds.
SIZES = ((10, 100, None), (100, 100, 10.0), (1000, 100, 100.0), (10, 1000, None))
SHORT_SIZES = ((10, 10, None), (100, 10, 10.0))
REPEATS = 5
WIDTH, HEIGHT, MARGIN = 640, 360, 56
COLOURS = {"first pass": "#b45309", "after one fact": "#1d4ed8", "idle pass": "#15803d"}


@dataclass(frozen=True)
class Times:
    """Milliseconds of processor time of one size."""

    interviews: int
    facts_each: int
    by_name: dict[str, float]


def measure(interviews: int, facts_each: int) -> Times:
    """Run passes over so many interviews."""
    crowd, count = Crowd(interviews, facts_each), iter(range(10_000, 20_000))

    def pass_after_news() -> float:
        crowd.hear_news(next(count))
        return milliseconds(crowd.run_pass)

    first = milliseconds(crowd.run_pass)
    after = sorted(pass_after_news() for _ in range(REPEATS))[REPEATS // 2]
    idle = sorted(milliseconds(crowd.run_pass) for _ in range(REPEATS))[REPEATS // 2]
    return Times(interviews, facts_each, {"first pass": first, "after one fact": after, "idle pass": idle})


def milliseconds(work: Callable[[], object]) -> float:
    """Return the processor time that it takes."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def draw(times: Sequence[Times]) -> str:
    """Return the times over the interviews as SVG; both axes are logarithmic."""
    largest = max(t.facts_each for t in times if t.interviews == max(s.interviews for s in times))
    shown = [t for t in times if t.facts_each == largest]
    x_range = log10(shown[0].interviews), log10(shown[-1].interviews)
    values = [value for t in shown for value in t.by_name.values()]
    y_range = log10(min(values)) - 0.1, log10(max(values)) + 0.1

    def place(interviews: float, value: float) -> tuple[float, float]:
        x = (log10(interviews) - x_range[0]) / (x_range[1] - x_range[0])
        y = (log10(value) - y_range[0]) / (y_range[1] - y_range[0])
        return MARGIN + x * (WIDTH - 2 * MARGIN - 60), HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(MARGIN, 24, f"Processor time of a pass, {largest} facts an interview"),
        text(MARGIN, HEIGHT - 12, "interviews (both axes are logarithmic)"),
    ]
    for t in shown:
        x, _ = place(t.interviews, values[0])
        parts.append(text(x, HEIGHT - MARGIN + 18, f"{t.interviews:,}"))
    for name, colour in COLOURS.items():
        points = [place(t.interviews, t.by_name[name]) for t in shown]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), t in zip(points, shown, strict=True):
            parts.append(text(x + 4, y - 6, f"{t.by_name[name]:.1f} ms", colour))
        parts.append(text(points[-1][0] + 4, points[-1][1] + 12, name, colour))
    return "\n".join([*parts, "</svg>", ""])


def text(x: float, y: float, words: str, colour: str = "#111") -> str:
    """Return one piece of text of the picture."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(words)}</text>'


def main() -> int:
    """Return 0 if every goal is met; a short run fails on errors only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--short", action="store_true", help="small numbers only")
    parser.add_argument("--picture", type=Path, help="where the SVG goes")
    arguments = parser.parse_args()
    missed, all_times = 0, []
    for interviews, facts_each, goal in SHORT_SIZES if arguments.short else SIZES:
        times = measure(interviews, facts_each)
        all_times.append(times)
        is_missed = goal is not None and times.by_name["after one fact"] > goal
        missed += is_missed
        figures = ", ".join(f"{name} {value:,.1f} ms" for name, value in times.by_name.items())
        bound = f"   goal after one fact: {goal:.0f} ms{'  MISSED' if is_missed else ''}" if goal else ""
        sys.stdout.write(f"{interviews:,} interviews x {facts_each:,} facts: {figures}{bound}\n")
        sys.stdout.flush()
    if arguments.picture:
        arguments.picture.write_text(draw(all_times), encoding="utf-8")
    return 1 if missed and not arguments.short else 0


if __name__ == "__main__":
    sys.exit(main())
