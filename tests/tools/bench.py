"""What followupd costs: python tests/tools/bench.py [--short] [--pictures FOLDER]. Each figure stands beside its goal.

It exits with 1 if a goal is missed; with --short it measures little, in a minute or two, and fails on errors only.
The daemon runs as the unit runs it, against Dovecot and Postfix. Peers do the same work in the same run, by turns:
bare IMAPClient, and mailmerge, which the bench installs from PyPI into an environment of its own. It takes about ten
minutes.
"""

import argparse
import compileall
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUPPORT = HERE.parent / "support"
sys.path[:0] = [str(SUPPORT), str(SUPPORT / "servers"), str(SUPPORT / "simulation"), str(HERE)]

from bench_answer import measure_answers  # noqa: E402
from bench_daemon import measure_daemon  # noqa: E402
from bench_imports import measure_imports  # noqa: E402
from bench_mailbox import measure_first_look, measure_folders, measure_growth  # noqa: E402
from bench_sending import measure_sending  # noqa: E402
from certificates import Authority  # noqa: E402
from charts import draw_chart, save_chart  # noqa: E402
from mailhost import MailHost  # noqa: E402
from server_sandbox import Premises  # noqa: E402


@dataclass
class Report:
    """The figures as they come; `missed` are those beyond their goal."""

    missed: int = 0

    def line(self, what: str, figure: str, goal: str = "", *, good: bool = True) -> None:
        """Print one figure."""
        mark = "" if good else "  MISSED"
        sys.stdout.write(f"{what:40} {figure:>20}   {goal}{mark}".rstrip() + "\n")
        sys.stdout.flush()
        self.missed += not good


@dataclass(frozen=True)
class Sizes:
    """How much is measured with the servers."""

    answers: int
    old_mails: int
    new_mails: int
    looks: tuple[int, ...]  # new mails, for the picture
    folders: tuple[int, ...]
    thanks: tuple[int, ...]
    has_peer: bool = True  # which is installed from PyPI


LONG = Sizes(60, 97_418, 2_582, (100, 1000, 10_000), (50, 500), (50, 158, 500))
SHORT = Sizes(5, 1000, 300, (30, 300), (20, 50), (10, 40), has_peer=False)


def servers(report: Report, mailhost: MailHost, directory: Path, sizes: Sizes, pictures: Path | None) -> None:
    """What goes over the wire: an answer, looks at the mailbox, thank-yous."""
    logging.getLogger("followupd").setLevel(logging.ERROR)
    os.environ["SSL_CERT_FILE"] = str(mailhost.ca_file)
    measure_answers(report.line, mailhost, directory, sizes.answers)
    measure_first_look(report.line, mailhost, directory, sizes.old_mails, sizes.new_mails)
    measure_folders(report.line, mailhost, directory, sizes.folders, 15)
    looks = measure_growth(mailhost, directory, sizes.looks)
    thanks = measure_sending(report.line, mailhost, directory, sizes.thanks, has_peer=sizes.has_peer)
    if pictures:
        title = "Time of the first look at a mailbox"
        save_chart(pictures / "growth-of-a-look.svg", draw_chart(title, "new mails", "s", looks))
        title = "Time to send thank-yous to Postfix"
        save_chart(pictures / "growth-of-sending.svg", draw_chart(title, "mails", "s", thanks))


def page(report: Report) -> None:
    """Each kind of look at the page, with 50 interviews of 100 facts each, beside one without any."""
    from bench_page import EMPTY, FIRST_LOOK, GOAL, measure_page

    figures = measure_page()
    empty = figures.pop(EMPTY)
    for what, seconds in figures.items():
        report.line(
            f"the page: {what}",
            f"{seconds * 1000:.0f} ms, {seconds / empty:.1f} x an empty page",
            "" if what == FIRST_LOOK else f"goal {GOAL * 1000:.0f} ms beyond it",
            good=what == FIRST_LOOK or seconds - empty <= GOAL,
        )


def deciders(report: Report) -> None:
    """Ask the pure parts how fast they are, on one processor."""
    from bench_judge import measure_judge

    measure_judge(report.line)
    report.line("interviews planned", f"{planning():,.0f} /s")
    report.line("cadence-days simulated", f"{living():,.0f} /s")


# --- the deciders


def planning() -> float:
    """Return how many interviews the planner plans a second, each with a panel that has been thanked."""
    from builders import look, thanked

    from followupd.journal.history import History

    return rate(lambda: look("20 09:00", History(thanked())), 1)


def rate(work: Callable[[], object], pieces: int, seconds: float = 3.0) -> float:
    """Do it again and again for so many seconds of processor time; return pieces a second."""
    work()
    began, done = time.process_time(), 0
    while (took := time.process_time() - began) < seconds:
        work()
        done += pieces
    return done / took


def living() -> float:
    """Return how many cadence-days the simulator lives a second."""
    from itertools import count

    from simulation import run_many

    return run_many(count(7), seconds=10.0, days=1e9).rate


def main() -> int:
    """Return 0 if every goal is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--idle", type=float, default=120, help="seconds to watch it do nothing; 250 are one round of IDLE"
    )
    parser.add_argument("--short", action="store_true", help="little, and only what goes over the wire")
    parser.add_argument("--pictures", type=Path, help="the folder where the SVGs go")
    asked = parser.parse_args()
    report = Report()
    # An installation has its bytecode; PYTHONDONTWRITEBYTECODE would have every start compile everything anew.
    compileall.compile_dir(HERE.parents[1] / "followupd", quiet=1)
    premises = Premises("bench")
    with tempfile.TemporaryDirectory(prefix="followupd-bench-") as directory:
        mailhost = MailHost(premises, Authority(premises.directory("authority")))
        mailhost.fresh()
        try:
            if not asked.short:
                measure_daemon(report.line, mailhost, Path(directory), asked.idle)
                mailhost.fresh()
            servers(report, mailhost, Path(directory), SHORT if asked.short else LONG, asked.pictures)
        finally:
            mailhost.stop()
            premises.close()
    if asked.short:
        return 0
    page(report)
    deciders(report)
    measure_imports(report.line)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
