"""Print one digest of the journal and the outbox for each simulated life, to prove that a refactoring changes nothing.

python tests/tools/journal_digests.py --lives 200 > before.txt     # before the change
python tests/tools/journal_digests.py --lives 200 --compare before.txt
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

if __name__ == "__main__":
    support = Path(__file__).parents[1] / "support"
    sys.path[:0] = [str(support), str(support / "simulation"), str(Path(__file__).parents[2])]

from simulation import run
from stories import tell

FACTS = "SELECT seq, body FROM fact ORDER BY seq"
MAILS = "SELECT id, state, message_id, attempts, copy, data FROM outbox ORDER BY n"


def main() -> int:
    """Return 0 if every life has the digest that it had before, or if there is nothing to compare with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--lives", type=int, default=200, help="how many lives; their seeds count from --seed"
    )
    parser.add_argument("--seed", type=int, default=1, help="the first seed; default: 1")
    parser.add_argument("--compare", type=Path, help="a file that this tool printed before the change")
    arguments = parser.parse_args()
    seeds = range(arguments.seed, arguments.seed + arguments.lives)
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        lines = [f"{seed} {digest}" for seed, digest in zip(seeds, pool.map(digest_of, seeds), strict=True)]
    if arguments.compare is None:
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    before = set(arguments.compare.read_text(encoding="utf-8").splitlines())
    changed = [line.partition(" ")[0] for line in lines if line not in before]
    sys.stdout.write(f"{len(lines)} lives, {len(changed)} changed: {' '.join(changed)}\n")
    return 1 if changed else 0


def digest_of(seed: int) -> str:
    """Return the digest of all that one life wrote down: each fact of the journal, each mail of the outbox."""
    world = run(tell(seed))
    digest = hashlib.sha256()
    for query in (FACTS, MAILS):
        for row in world.store._db.execute(query):
            digest.update(repr(tuple(row)).encode())
    digest.update(repr(world.oracle.broken).encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
