"""Live as many cadence-days as asked for, and see no rule broken: python tests/tools/prove.py --days 1000000."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import count
from pathlib import Path
from random import SystemRandom
from time import monotonic

if __name__ == "__main__":
    support = Path(__file__).parents[1] / "support"
    sys.path[:0] = [str(support), str(support / "simulation"), str(Path(__file__).parents[2])]

from simulation import Tally, report, run_many, shortest
from stories import written

TELL = 60.0  # seconds between two lines
LIFE_LIMIT = 300.0  # seconds of processor time; a life needs a few
CHUNK = 8  # lives that a core takes at once; each is named by its own seed, whichever core lives it


def main() -> int:
    """Return 0 if every rule held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=100_000, help="cadence-days to live")
    parser.add_argument("--seed", type=int, help="the first seed; default: a fresh one")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument(
        "--cores", type=int, default=len(os.sched_getaffinity(0)), help="how many to use; default: all"
    )
    parser.add_argument("--broken", type=int, default=1, help="go on until so many lives broke a rule")
    parser.add_argument("--keep", type=Path, help="write the shortest story that broke a rule to this file")
    asked = parser.parse_args()
    seed = SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    began = monotonic()
    tally = on_all_cores(seed, asked.cores, days=asked.days, seconds=asked.seconds, stop_at=asked.broken)
    for story, broken in tally.broken:
        sys.stdout.write(report(story, broken) + "\n")
        sys.stdout.flush()
        if asked.keep:
            asked.keep.write_text(written(shortest(story, broken)))
    wall = monotonic() - began
    sys.stdout.write(
        f"{tally.days:,.0f} cadence-days in {tally.stories:,} lives, {tally.passes:,} passes, {tally.deliveries:,} mails"
        f" delivered, {wall:,.1f} s: {tally.days / wall:,.0f} a second in all,"
        f" {tally.rate:,.0f} on one core; rules broken: {len(tally.broken)}\n"
    )
    return 1 if tally.broken else 0


def on_all_cores(first: int, cores: int, *, days: float, seconds: float, stop_at: int) -> Tally:
    """Live the lives of `first`, `first + 1` and so on, as many at a time as there are cores, until one limit is reached."""
    tally, until, starts = Tally(), monotonic() + seconds, count(first, CHUNK)
    told = monotonic()
    cores = min(cores, 1 + int(days // 1000))  # one life, asked for by its seed, is lived alone
    with ProcessPoolExecutor(cores, initializer=gc.freeze) as pool:
        running: set[Future[Tally]] = set()
        while tally.days < days and len(tally.broken) < stop_at and monotonic() < until:
            running |= {pool.submit(_chunk, next(starts), days) for _ in range(2 * cores - len(running))}
            done, running = wait(
                running, timeout=min(max(until - monotonic(), 0), 60), return_when=FIRST_COMPLETED
            )
            for future in done:
                _say(lived := future.result())
                tally.add(lived)
            if monotonic() - told > TELL:
                told = monotonic()
                sys.stdout.write(f"{tally.days:,.0f} cadence-days, {len(tally.broken)} rules broken\n")
                sys.stdout.flush()
        for future in running:
            future.cancel()
    return tally


def _say(lived: Tally) -> None:
    for story, broken in lived.broken:  # at once; the shrunken story comes at the end
        sys.stdout.write(f"life {story.seed}: {broken[0]}\n")
        sys.stdout.flush()


def _chunk(first: int, days: float) -> Tally:
    gc.disable()
    gc.collect()  # a world that has ended is garbage at once; in between there is none worth looking for
    gc.freeze()  # what is left lives on, in caches: it is not looked through again
    tally = Tally()
    for seed in range(first, first + CHUNK):
        if tally.days < days:
            _limit_time(seed)
            tally.add(run_many([seed]))
    signal.setitimer(signal.ITIMER_PROF, 0)
    return tally


def _limit_time(seed: int) -> None:
    """Name a life that does not end, and end this process: a pass without an end breaks no rule that is checked after it."""

    def end(*_: object) -> None:
        sys.stdout.write(f"life {seed}: it does not end\n")
        sys.stdout.flush()
        os._exit(1)

    signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, LIFE_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
