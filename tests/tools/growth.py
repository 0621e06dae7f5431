"""How the cost of a pass grows: python tests/tools/growth.py [--short] [--pictures FOLDER].

It times one pass over interviews and over facts, in processor time of this process, and prints each time beside its
goal. With --pictures it draws the times as SVG. --short measures small numbers only, for CI. The square itself is
refused by tests/engine/test_growth.py, which counts and does not time.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

SUPPORT = Path(__file__).resolve().parents[1] / "support"
sys.path[:0] = [str(SUPPORT), str(SUPPORT.parents[1]), str(Path(__file__).parent)]

from charts import draw_chart, save_chart  # noqa: E402
from many_interviews import Crowd  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Interviews, facts of each, and the goal for a pass after one fact in milliseconds.
SIZES = ((10, 10, None), (10, 100, None), (100, 100, 10.0), (1000, 100, 100.0), (10, 1000, None))
SHORT_SIZES = ((10, 10, None), (100, 10, 10.0))
REPEATS = 5
NAMES = ("first pass", "after one fact", "idle pass")


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


def draw_interviews(all_times: Sequence[Times]) -> str:
    """Return the picture of the times over the interviews."""
    facts = max(t.facts_each for t in all_times if t.interviews == max(s.interviews for s in all_times))
    shown = [t for t in all_times if t.facts_each == facts]
    lines = {name: [(t.interviews, t.by_name[name]) for t in shown] for name in NAMES}
    return draw_chart(f"Processor time of a pass, {facts} facts an interview", "interviews", "ms", lines)


def draw_facts(all_times: Sequence[Times]) -> str:
    """Return the picture of the times over the facts."""
    interviews = min(t.interviews for t in all_times)
    shown = sorted((t for t in all_times if t.interviews == interviews), key=lambda t: t.facts_each)
    lines = {name: [(t.facts_each, t.by_name[name]) for t in shown] for name in NAMES}
    return draw_chart(
        f"Processor time of a pass, {interviews} interviews", "facts of each interview", "ms", lines
    )


def main() -> int:
    """Return 0 if every goal is met; a short run fails on errors only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--short", action="store_true", help="small numbers only")
    parser.add_argument("--pictures", type=Path, help="the folder where the SVGs go")
    arguments = parser.parse_args()
    measure(*SHORT_SIZES[0][:2])  # what is made once for this process is made
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
    if arguments.pictures:
        save_chart(arguments.pictures / "growth-of-a-pass.svg", draw_interviews(all_times))
        save_chart(arguments.pictures / "growth-over-facts.svg", draw_facts(all_times))
    return 1 if missed and not arguments.short else 0


if __name__ == "__main__":
    sys.exit(main())
