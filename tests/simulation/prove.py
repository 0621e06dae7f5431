"""Live as many cadence-days as asked for, and see no rule broken: python tests/simulation/prove.py --days 1000000."""

from __future__ import annotations

import argparse
import sys
from itertools import count
from pathlib import Path
from random import SystemRandom

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from simulation import report, run_many


def main() -> int:
    """Return 0 if every rule held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=100_000, help="cadence-days to live")
    parser.add_argument("--seed", type=int, help="the first seed; default: a fresh one")
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="stop after so many seconds of processor time"
    )
    asked = parser.parse_args()
    seed = SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    tally = run_many(count(seed), days=asked.days, seconds=asked.seconds)
    for story, broken in tally.broken:
        sys.stdout.write(report(story, broken) + "\n")
    sys.stdout.write(
        f"{tally.days:,.0f} cadence-days in {tally.stories:,} lives, {tally.passes:,} passes, {tally.deliveries:,} mails"
        f" delivered, {tally.seconds:,.1f} s: {tally.rate:,.0f} a second on one core; rules broken: {len(tally.broken)}\n"
    )
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
