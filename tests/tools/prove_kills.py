"""Kill the real daemon at random instants, on real servers, and compare what they hold with what the journal says.

    python tests/tools/prove_kills.py --kills 1000 [--seconds 900] [--seed 7] [--lives-at-once 4]

A life is a candidate with a mailbox of their own and three people to thank. Its daemon is killed at random instants
and started again until all is done; meanwhile an answer may arrive. At last it may do all it wants, and is judged.
Exits with 1 when anything is broken: a mail twice, one after an answer, one missing without a word. Interrupted, it
ends its servers and its daemons, and exits with 128 and the number of the signal.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parent
SUPPORT = HERE.parent / "support"
sys.path[:0] = [str(SUPPORT), str(SUPPORT / "servers")]

from certificates import Authority  # noqa: E402
from kill_runs import Life, Record, Verdict, judge, warm_up  # noqa: E402
from mailhost import MailHost  # noqa: E402
from server_sandbox import Premises  # noqa: E402

LIVES_AT_ONCE = 2 * (os.cpu_count() or 1)
MOST_KILLS = 15  # of one life
SPARE = 1.2  # an instant may lie so much later than an undisturbed pass takes


@dataclass
class Quota:
    """How many kills are still wanted, over all processes, and until when."""

    left: "multiprocessing.sharedctypes.Synchronized[int]"
    until: float

    def take(self) -> bool:
        """Take one; False where none is left, or the time is over."""
        with self.left.get_lock():
            if self.left.value <= 0 or time.monotonic() > self.until:
                return False
            self.left.value -= 1
            return True

    def over(self) -> bool:
        """Tell whether there is nothing left to do."""
        return self.left.value <= 0 or time.monotonic() > self.until


@dataclass
class Figures:
    """What all lives came to."""

    lives: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    crossed: list[float] = field(default_factory=list)  # seconds from an answer to a mail that crossed it
    broken: list[str] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)  # by the lives in which something broke

    def add(self, record: Record, verdict: Verdict) -> None:
        """Count one life."""
        self.lives += 1
        self.kills.update(record.kills)
        self.ends.update(verdict.ends)
        self.crossed += verdict.crossed
        self.broken += [f"life {record.number}: {what}" for what in verdict.broken]
        if verdict.broken:
            self.said[record.number] = record.log


def work(
    worker: int, workers: int, seed: str, mailhost: MailHost, directory: Path, quota: Quota
) -> list[Record]:
    """Play every so-many-th life while kills are wanted."""
    number = worker
    span = SPARE * warm_up(-number - 1, mailhost, directory)
    records = []
    while not quota.over():
        number += workers
        life = Life(number, mailhost, directory, random.Random(f"{seed}/{number}"), span)
        while life.record.kills.total() < MOST_KILLS and not life.done() and quota.take():
            life.run_and_kill()
        life.run_to_the_end()
        records.append(life.record)
    return records


def play(
    kills: int, seconds: float, seed: str, workers: int, mailhost: MailHost, directory: Path
) -> list[Record]:
    """Play lives in several processes at once; each forks its own daemons."""
    fork = multiprocessing.get_context("fork")
    quota = Quota(fork.Value("i", kills), time.monotonic() + seconds)
    inbox = fork.SimpleQueue()

    def begin(worker: int) -> None:
        lead_own_group()
        try:
            inbox.put(work(worker, workers, seed, mailhost, directory, quota))
        except BaseException as error:  # whatever it was: it must be heard of
            inbox.put(error)
            raise

    crew = [fork.Process(target=begin, args=(worker,)) for worker in range(workers)]
    try:
        for process in crew:
            process.start()
        say(f"{len(crew)} lives at once")
        found = [inbox.get() for _ in crew]
    except BaseException:  # an interrupt is one
        end_groups(crew)
        raise
    for process in crew:
        process.join()
    failed = [one for one in found if isinstance(one, BaseException)]
    if failed:
        raise failed[0]
    return [record for records in found for record in records]


def lead_own_group() -> None:
    """Lead a group of processes, so that what this one forks can be ended with it."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def end_groups(crew: list[BaseProcess]) -> None:
    """End processes and what they have forked."""
    for process in crew:
        if process.pid is None:
            continue
        with suppress(
            ProcessLookupError, PermissionError
        ):  # it has not led a group yet: it is ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()


def end_by_signal(number: int, _: FrameType | None) -> None:
    """End in the usual way, so that all that was started ends too; a second signal does not interrupt that."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(figures: Figures, took: float, seed: str) -> None:
    """Print the figures."""
    kills = figures.kills.total()
    say(
        f"{kills} kills in {figures.lives} lives, {took:.0f} s, {kills / took:.1f} kills a second, seed {seed}"
    )
    for state, count in figures.kills.most_common():
        say(f"  {count:6} killed {state}")
    for end, count in figures.ends.most_common():
        say(f"  {count:6} {end}")
    if figures.crossed:
        longest = max(figures.crossed) * 1000
        middle = statistics.median(figures.crossed) * 1000
        say(f"  {len(figures.crossed):6} mails crossed an answer that came after the final look;")
        say(f"         they were delivered within {longest:.0f} ms of it (half of them: {middle:.0f} ms)")
    for what in figures.broken:
        say(f"BROKEN {what}")
    for number, log in figures.said.items():
        say(f"What followupd said in life {number}, at last:\n{log[-3000:]}")
    say(f"{len(figures.broken)} broken")


def main() -> int:
    """Prove it, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000, help="how often to kill")
    parser.add_argument("--seconds", type=float, default=3600, help="kill no longer than this")
    parser.add_argument("--seed", default=f"{time.time_ns() % 1_000_000}", help="repeats the same chances")
    parser.add_argument("--lives-at-once", type=int, default=LIVES_AT_ONCE)
    told = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_by_signal)
    say(f"seed {told.seed}")
    premises, directory = Premises("kills"), Path(tempfile.mkdtemp(prefix="followupd-lives-"))
    try:
        mailhost = MailHost(premises, Authority(premises.directory("authority")))
        mailhost.fresh()
        mailhost.postfix.accept(["@acme.example", "@candidate.example"])
        began = time.monotonic()
        records = play(told.kills, told.seconds, told.seed, told.lives_at_once, mailhost, directory)
        took = time.monotonic() - began
        mailhost.postfix.settle(60)
        figures = Figures()
        for record in records:
            figures.add(record, judge(record, mailhost))
        report(figures, took, told.seed)
        return 1 if figures.broken or not figures.kills else 0
    finally:
        premises.close()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
