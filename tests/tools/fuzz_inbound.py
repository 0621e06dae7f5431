"""Throw mutated mails at the judge: headers, MIME, charsets, encodings, calendars.

    python tests/tools/fuzz_inbound.py --count 100000 [--seed 7]

Starts from the corpus and from built mails, mutates their structure, and fails on an exception, on a verdict that is
none, on own mail taken for a reply, on a mail that takes over 2 s, or on memory that grows. Uses every processor;
prints seed, rate, the slowest mail and the memory. A seed names its mails, however many processors try them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2])]

from mail_fuzzing import run_all


def main() -> None:
    """Read the arguments, run, and print what was tried."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    args = parser.parse_args()
    begun = time.monotonic()
    found = run_all(args.count, args.seed)
    rate = found.count / (time.monotonic() - begun)
    sys.stdout.write(
        f"seed {args.seed}: {found.count} mails, {rate:.0f}/s; slowest: mail {found.which}, {found.slowest * 1000:.0f} ms;"
        f" memory grew by {found.grown / 1024:.0f} MB at most\n"
    )
    if found.fault:
        raise SystemExit(found.fault)


if __name__ == "__main__":
    main()
